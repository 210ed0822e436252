"""Find a quote again in a page's own text."""

from __future__ import annotations

import unicodedata

_DROPPED = frozenset("\u00ad\u200b\u2060\ufeff\ufffe\x02")
_HYPHENS = frozenset("-\u2010\u2011")


def _skeleton(text: str) -> tuple[str, list[int]]:
    """Return the text without white space, hyphens and case, and for each of its characters the place it came from."""
    if text.isascii():
        places = [i for i, c in enumerate(text) if not c.isspace() and c != "-" and c not in _DROPPED]
        return "".join([text[i] for i in places]).lower(), places
    letters: list[str] = []
    places = []
    for index, character in enumerate(text):
        if character.isspace() or character in _DROPPED or character in _HYPHENS:
            continue
        for folded in unicodedata.normalize("NFKC", character).casefold():
            if not folded.isspace():
                letters.append(folded)
                places.append(index)
    return "".join(letters), places


def requote(quote: str, text: str) -> tuple[int, int] | None:
    """Return (start, end) of the first place where ``quote`` stands in ``text``, None where it does not.

    Case, compatibility forms (ligatures, full width), white space and hyphens make no difference, so that a quote
    from running text is found in a page's text with its line ends and its words broken by hyphens.
    """
    needle, _ = _skeleton(unicodedata.normalize("NFC", quote))
    if not needle:
        return None
    haystack, places = _skeleton(text)
    at = haystack.find(needle)
    if at < 0:
        return None
    return places[at], places[at + len(needle) - 1] + 1
