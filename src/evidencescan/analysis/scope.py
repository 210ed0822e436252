"""Scope: which words around a match change what it says (denied, excepted, conditional, not yet, no longer).

In the manner of ConText: a cue governs what follows it, what precedes it, or its whole sentence, up to the next
end of scope; a longer look-alike around a cue takes its effect away. Cues are data, one list a language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .annotation import Annotation
from .compiled import Compiled
from .language import Cue, Effect
from .lexicon import Places
from .masks import mask_of

_OPENS = 20
"""A cue that begins at most so many characters into its sentence (behind a number, say) opens it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One cue at work: its effect, where it stands, and what it governs (offsets in the passage)."""

    effect: Effect
    start: int
    end: int
    governs_start: int
    governs_end: int

    def governs(self, start: int, end: int) -> bool:
        """Return whether most of a span lies in what the cue governs, and is not the cue itself."""
        if self.start <= start and end <= self.end:
            return False
        inside = min(end, self.governs_end) - max(start, self.governs_start)
        return inside * 2 > end - start


def scopes(compiled: Compiled, annotation: Annotation) -> list[Scope]:
    """Return the cues at work in a passage, in order of their place."""
    terms = _terms(compiled)
    if not annotation.mask & terms.mask:
        return []
    found: list[Scope] = []
    cues = annotation.cues
    ends = [start for start, _ in cues.get(terms.end, ())]
    for number, block, cue in terms.cues:
        places = cues.get(number)
        if not places:
            continue
        blocked = cues.get(block, ())
        for start, end in _longest(places):
            if any(first <= start and end <= last for first, last in blocked):
                continue
            first, last = annotation.sentences[annotation.sentence_at(start)]
            stop = min((other for other in ends if other >= end), default=last)
            if cue.direction == "after":
                first, last = start, min(stop, last)
            elif cue.direction == "before":
                last = end
            found.append(Scope(cue.effect, start, end, first, last))
    return sorted(found, key=lambda scope: (scope.start, scope.end))


class _Terms(NamedTuple):
    """The cues of a language, each with the number of its term and of its blockers; the terms of all cues as a mask,
    and the one that ends scopes."""

    cues: tuple[tuple[int, int, Cue], ...]
    mask: int
    end: int


@lru_cache(maxsize=16)
def _terms(compiled: Compiled) -> _Terms:
    number_of = compiled.lexicon.number
    cues = tuple(
        (number_of[f"scope:{number}"], number_of[f"block:{number}"], cue)
        for number, cue in enumerate(compiled.data.cues)
    )
    return _Terms(cues, mask_of(number for number, _, _ in cues), number_of["scope:end"])


def condition_text(text: str, found: list[Scope], sentence: tuple[int, int]) -> str | None:
    """Return the words that limit a sentence: from the first condition or exception to the end of what it governs,
    or to the comma behind one that the sentence begins with."""
    for scope in found:
        if scope.effect in ("condition", "exception") and sentence[0] <= scope.start < sentence[1]:
            end = scope.governs_end if scope.governs_end > scope.end else sentence[1]
            if scope.start - sentence[0] <= _OPENS:
                comma = text.find(", ", scope.end, end)
                end = comma if comma > 0 else end
            return text[scope.start : end].strip(" ,;:.") or None
    return None


def _longest(places: Places) -> Places:
    """Keep of overlapping places the one that starts first and is longest."""
    kept: Places = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
