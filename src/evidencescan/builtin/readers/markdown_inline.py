"""Markdown within a line: emphasis, links and tags go, the words stay, what is struck out goes too."""

from __future__ import annotations

import html
import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PROTECTED = re.compile("[\ue021-\ue07e]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_STRUCK = re.compile(
    r"~~(?=\S)[^~]*~~|<(del|s|strike|script|style)\b[^<>]{0,200}>.{0,2000}?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_NOTE_REFERENCE = re.compile(r"\[\^[^\]\s]{1,60}\](?!:)")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\s+[\"'][^\"'\n]*[\"'])?\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)")
_TORN_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((?=[^()\s]+\))")
_CODE = re.compile(r"(`+)([^`]+)\1")
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_]*[^\s_])\1(?!\w)")
_STRAY = re.compile(r"(?<!\*)\*{2,}(?!\*)|^\s*[*_]+\s*$")


def without_comments(text: str) -> str:
    """Return ``text`` without HTML comments, each line feed in them kept."""
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def with_links_mended(text: str) -> str:
    """Return ``text`` with the words of each link on one line, as converters break them over several."""
    return _TORN_LINK.sub(lambda match: f"[{' '.join(match[1].split())}](", text)


def words_of(text: str) -> str:
    """Return what a reader of the rendered text sees; line breaks in it are line feeds."""
    text = _ESCAPED.sub(lambda match: chr(0xE000 + ord(match[1])), text)
    text = _BREAK.sub("\n", _STRUCK.sub("", text))
    text = _NOTE_REFERENCE.sub("", _IMAGE.sub("", text))
    # Twice, for a link around a link's bracket or an image.
    text = _LINK.sub(_link_words, _LINK.sub(_link_words, text))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    text = _CODE.sub(r"\2", text)
    for _ in range(3):
        text = _UNDERSCORES.sub(r"\2", _STARS.sub(r"\2", text))
    text = _STRAY.sub("", text)
    return html.unescape(_PROTECTED.sub(lambda match: chr(ord(match[0]) - 0xE000), text))


def _link_words(match: re.Match[str]) -> str:
    """Return the words of a link, with the spaces that converters lose at its ends."""
    before = match.string[max(match.start() - 3, 0) : match.start()].rstrip("*_")[-1:]
    after = match.string[match.end() : match.end() + 1]
    left = " " if before.isalnum() and match[1][:1].isalnum() else ""
    right = " " if (after.isupper() or after.isdigit()) and match[1][-1:].isalnum() else ""
    return f"{left}{match[1]}{right}"
