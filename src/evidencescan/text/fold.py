"""Folding for matching: one character in, one character out, so that offsets in the folded text are offsets in
the original. Lower case, no accents, one kind of apostrophe; dashes and all white space become a space, so that
"non-punishment", "non‑punishment" and "non punishment" are the same words."""

from __future__ import annotations

import unicodedata

_DASHES = frozenset("-‐‑‒–—―−")
_APOSTROPHES = frozenset("'’‘ʼ`´′")


def _fold_character(character: str) -> str:
    if character in _DASHES or character.isspace():
        return " "
    if character in _APOSTROPHES:
        return "'"
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)).lower()
    # a ligature such as "ﬁ" or "œ" would change the length: it stays as it is, and phrases fold the same way
    return base if len(base) == 1 else character


class _Table(dict[int, str]):
    """Fills itself with the characters that are met; bounded by Unicode."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return ``text`` folded for matching, of the same length."""
    return text.translate(_TABLE)
