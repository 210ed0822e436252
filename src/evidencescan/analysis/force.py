"""Force: whether a provision obliges, forbids, permits, aims, or states. Words of force are data."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from evidencescan.values import FORCES, Force

from .annotation import Annotation
from .compiled import Compiled
from .masks import mask_of


class _Word(NamedTuple):
    """A word of force, and where it stands in its passage."""

    force: Force
    start: int
    end: int

    def covers(self, other: _Word) -> bool:
        """Return whether this is a longer word around another one."""
        return self.start <= other.start and other.end <= self.end and self.end - self.start > other.end - other.start

    def rank(self, at: int) -> tuple[int, int]:
        """Return how little the word says of a match at ``at``; what follows it says less than what precedes it."""
        distance = at - self.start if self.start <= at else 3 * (self.start - at)
        return distance, self.start - self.end


def force_of(compiled: Compiled, annotation: Annotation, sentence: tuple[int, int], at: int) -> tuple[Force, str]:
    """Return the force of a sentence as a match at ``at`` sees it, and the words that say so.

    The words nearest to the match decide; of words that overlap ("shall not", "shall") the longer. A list item
    without words of its own takes the force of its lead-in.
    """
    words = [word for word in _words(compiled, annotation) if sentence[0] <= word.start < sentence[1]]
    if words:
        best = min(words, key=lambda word: word.rank(at))
        return best.force, annotation.passage.text[best.start : best.end]
    if annotation.lead is not None:
        whole = len(annotation.lead.passage.text)
        return force_of(compiled, annotation.lead, (0, whole), whole)
    return "statement", ""


# the matches of a passage come one after another
@lru_cache(maxsize=2)
def _words(compiled: Compiled, annotation: Annotation) -> list[_Word]:
    """Return the words of force of a passage that no longer one covers."""
    mask, terms = _terms(compiled)
    if not annotation.mask & mask:
        return []
    cues = annotation.cues
    words = [_Word(force, *place) for number, force in terms for place in cues.get(number, ())]
    return [word for word in words if not any(other.covers(word) for other in words)]


@lru_cache(maxsize=16)
def _terms(compiled: Compiled) -> tuple[int, tuple[tuple[int, Force], ...]]:
    """Return the terms that are words of force: as a mask, and each with its force, in the order of these."""
    number_of = compiled.lexicon.number
    terms = tuple((number_of[name], force) for force in FORCES if (name := f"force:{force}") in number_of)
    return mask_of(number for number, _ in terms), terms
