"""Hyphens at line ends: put there by the line break, or part of the word?"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable

from .layout import Line

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+)-?$")
_FIRST = re.compile(r"[^\W\d_]+")
HYPHENS = "-\u00ad\u2010"


def ends_in_hyphen(line: Line) -> bool:
    """Say whether a word may go on after the end of the line."""
    if line.broken:
        return True
    text = line.text.rstrip()
    return text[-1:] in HYPHENS and len(text) > 1 and text[-2].isalnum()


class Hyphens:
    """Decides by the words of the whole document, in whatever language: the form that occurs elsewhere is right."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        self._firsts: defaultdict[str, set[str]] = defaultdict(set)
        known = list(lines)
        broken = [at for at, line in enumerate(known) if line.broken or line.text.rstrip()[-1:] in HYPHENS]
        if broken:
            self._learn(known, broken)

    def joins(self, line: Line, after: Line) -> bool:
        """Say whether the word at the end of ``line`` and that at the start of ``after`` are one without a hyphen."""
        if line.text.rstrip()[-1:] == "\u00ad":
            return True
        left = _LAST.search(line.text.rstrip(" \u00ad\u2010"))
        right = _FIRST.match(after.text.lstrip())
        if left is None or right is None or right[0][0].isupper():
            return bool(left and right and left[1].isupper() and len(left[1]) > 1 and right[0].isupper())
        words = self._words
        one, two = left[1].casefold(), right[0].casefold()
        joined, apart = one + two in words, f"{one}-{two}" in self._compounds
        if joined or apart:
            return joined
        if one in words and two in words and min(len(one), len(two)) > 2:
            return False
        return len(self._firsts[one]) < 2

    def _learn(self, lines: list[Line], broken: list[int]) -> None:
        """Learn the words of lines, less those that go on after the end of one; ``broken`` are the lines to look at."""
        texts = [line.text for line in lines]
        for at in broken:
            if ends_in_hyphen(lines[at]):
                texts[at] = texts[at].rstrip().rpartition(" ")[0]
                if at + 1 < len(texts):
                    texts[at + 1] = texts[at + 1].strip().partition(" ")[2]
        # most words occur often, and most stand alone: what follows is done once for each, or for the others only
        tokens = " ".join(set(" ".join(texts).split())).casefold().split()
        self._words.update(filter(str.isalpha, tokens))
        self._words.update(_WORD.findall(" ".join(itertools.filterfalse(str.isalpha, tokens))))
        for word in [word for word in self._words if "-" in word]:
            self._words.remove(word)
            for one, two in itertools.pairwise(word.split("-")):
                self._compounds.add(f"{one}-{two}")
                self._firsts[one].add(two)
