"""Texts laid one behind the other as one array of characters, with what is asked about the places between words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from .arrays import Flags, Numbers

_SEPARATOR = " \n "
_BREAK = 10
_SPACE = 32
_STOPS = [ord(character) for character in ".;:!?\n"]
_UNKNOWN, _OTHER, _WORD = 0, 1, 2
_KINDS = np.zeros(0x110000, np.uint8)
"""What is known of every character; it fills itself with those that are met."""


class Characters:
    """Folded texts as characters. No word and no phrase reaches from one text into the next.

    ``words`` are the texts with a space for everything that is neither letter nor digit, and a line feed between two
    texts; ``starts`` are the offsets of the texts in it.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        starts = list(accumulate((len(text) + len(_SEPARATOR) for text in texts), initial=1))[:-1]
        self.starts = np.array(starts, np.int64)
        self.text = f" {_SEPARATOR.join(texts)} "
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        in_words = _in_words(codes)
        spaces = codes == _SPACE
        self.words = (
            np.where(in_words | (codes == _BREAK), codes, _SPACE).astype(np.uint32).tobytes().decode("utf-32-le")
        )
        self._word_starts = np.flatnonzero(in_words[1:] & ~in_words[:-1]) + 1
        self._gaps = np.flatnonzero(~in_words)
        self._marks = _before(~in_words & ~spaces)
        self._stops = _before(np.isin(codes, _STOPS))
        self._blank = spaces
        self._pieces = _before(~spaces & np.concatenate(([True], spaces[:-1])))

    def word_end(self, at: Numbers) -> Numbers:
        """Return where the words end that go on at offsets."""
        return self._gaps[np.searchsorted(self._gaps, at)]

    def next_word(self, ends: Numbers) -> tuple[Flags, Numbers]:
        """Return where the next words begin, and whether nothing but white space stands before them."""
        following = np.searchsorted(self._word_starts, ends)
        there = following < len(self._word_starts)
        starts = self._word_starts[np.minimum(following, len(self._word_starts) - 1)]
        return there & self.plain(ends, starts), starts

    def plain(self, starts: Numbers, ends: Numbers) -> Flags:
        """Return whether stretches hold words and white space alone."""
        return np.asarray(self._marks[starts] == self._marks[ends])

    def gap_words(self, starts: Numbers, ends: Numbers) -> Numbers:
        """Return how many words, marks included, stand between; stretches are not empty."""
        return np.asarray(self._pieces[ends] - self._pieces[starts + 1] + ~self._blank[starts])

    def stopped(self, starts: Numbers, ends: Numbers) -> Flags:
        """Return whether a sentence or a clause ends between."""
        return np.asarray(self._stops[starts] != self._stops[ends])


def _in_words(codes: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> Flags:
    kinds = _KINDS[codes]
    if not kinds.all():
        for code in np.unique(codes[kinds == _UNKNOWN]).tolist():
            _KINDS[code] = _WORD if chr(code).isalnum() else _OTHER
        kinds = _KINDS[codes]
    return np.asarray(kinds == _WORD)


def _before(flags: Flags) -> Numbers:
    """Return for each offset, and for the end, how many flags are set before it."""
    counts = np.zeros(len(flags) + 1, np.int32)
    np.cumsum(flags, out=counts[1:], dtype=np.int32)
    return counts  # type: ignore[return-value]
