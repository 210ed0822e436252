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
_LATIN = bytes(code if ord(_TABLE[code]) > 0xFF else ord(_TABLE[code]) for code in range(0x100))
"""What each character of Latin-1 is folded to, which bytes are faster at; those folded to others are `_BEYOND`."""
_BEYOND = tuple(chr(code) for code in range(0x100) if ord(_TABLE[code]) > 0xFF)
_COMMON = (("’", "'"), ("–", " "), ("—", " "))
"""The characters that most often keep a text from being Latin-1, as they are folded."""


def fold(text: str) -> str:
    """Return ``text`` folded for matching, of the same length."""
    latin = text
    if not text.isascii():
        if any(character in text for character in _BEYOND):
            return text.translate(_TABLE)
        for character, folded in _COMMON:
            latin = latin.replace(character, folded)
    try:
        return latin.encode("latin-1").translate(_LATIN).decode("latin-1")
    except UnicodeEncodeError:
        return text.translate(_TABLE)
