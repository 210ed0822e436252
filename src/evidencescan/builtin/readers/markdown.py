"""Markdown, as people write it and as converters of statutes leave it."""

from __future__ import annotations

import re

from evidencescan.api import Candidate
from evidencescan.values import Reading

from .front_matter import front_matter
from .markdown_inline import with_links_mended, without_comments
from .markdown_walk import Walker
from .sniff import head_text
from .textual import decode, decoding_problems, read_bytes

_SIGNALS = (
    re.compile(r"\A\ufeff?---[^\S\n]*\r?\n(?:[\w-]+[^\S\n]*:|#)"),
    re.compile(r"^#{1,6}[^\S\n]+\S", re.MULTILINE),
    re.compile(r"^##+\w", re.MULTILINE),
    re.compile(r"\]\([^()\s]+\)"),
    re.compile(r"(?<!\*)\*\*(?=[^\s*])[^*\n]+\*\*"),
    re.compile(r"^[^\S\n]{0,8}\|?[^\S\n]{0,8}:?-{2,}:?[^\S\n]{0,8}\|[-:| ]*$", re.MULTILINE),
    re.compile(r"^\[\^[^\]\s]+\]:", re.MULTILINE),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"^\S[^\n]*\n(?:={3,}|-{3,})[^\S\n]*$", re.MULTILINE),
)


class MarkdownReader:
    """Reads Markdown with front matter, tables, footnotes and struck-out text."""

    name = "markdown"
    media_type = "text/markdown"
    fingerprint = "markdown-1"

    def recognises(self, candidate: Candidate) -> float:
        """Return 0.6 for text with markup of Markdown, by its content alone."""
        text = head_text(candidate, 64 * 1024)
        return 0.6 if any(signal.search(text) for signal in _SIGNALS) else 0.0

    def read(self, candidate: Candidate) -> Reading:
        """Return headings, paragraphs, items, rows and notes; front matter becomes metadata."""
        decoded = decode(read_bytes(candidate))
        text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        metadata, text = front_matter(text)
        walker = Walker()
        walker.walk(with_links_mended(without_comments(text)))
        problems = decoding_problems(decoded, self.name)
        pages = walker.page if walker.page > 1 else None
        return Reading(tuple(walker.blocks), pages=pages, metadata=metadata, problems=problems)
