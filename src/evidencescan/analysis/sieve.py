"""The sieve: which rules can hold in which parts of many passages, for all rules and all parts at once.

What it lets through is exact but for what a rule asks of the surroundings (``about``, kinds of document) and for
token patterns, which are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .arrays import Flags, Lists, Numbers, ranges, set_cells
from .masks import bits

if TYPE_CHECKING:
    from .compiled import CompiledRule


class Sieve:
    """``rules`` of all files, compiled, over ``terms`` terms."""

    def __init__(self, terms: int, rules: Sequence[CompiledRule]) -> None:
        self._slots: dict[int, int] = {}
        bare = [rule.rest or rule for rule in rules]
        self._all = self._table([rule.slots for rule in bare])
        self._strong = self._table([rule.strong for rule in bare])
        self._none = self._table([(rule.none,) if rule.none else () for rule in bare])
        self.whole: Flags = np.array([rule.looks_everywhere for rule in rules], np.bool_)
        """Which rules are looked for in a passage as a whole."""
        self.patterned: Flags = np.array([rule.patterns != 0 for rule in rules], np.bool_)
        """Which rules have token patterns."""
        slots_of: dict[int, list[int]] = {}
        for mask, slot in self._slots.items():
            for term in bits(mask):
                slots_of.setdefault(term, []).append(slot)
        self._slots_of = Lists(slots_of, terms)
        self.size = max(1, len(self._slots))
        """How many slots there are."""

    def sift(
        self, present: Flags, leads: Flags, lead_of: Numbers, sentence: Flags, whole: Flags
    ) -> tuple[Numbers, Numbers]:
        """Return the pairs (part, rule) that may hold, as two arrays.

        ``present`` (parts × terms) says which terms are in a part, ``leads`` (lead-ins × terms) which are in the
        lead-ins, the first of which is none; ``lead_of`` which lead-in a part has; ``sentence`` and ``whole`` whether
        it is a sentence, a whole passage, or both.
        """
        if not len(self.whole):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        own, counts = self._met(present)
        wide = own
        led = np.flatnonzero(lead_of)
        if len(led):
            wide = own.copy()
            wide[:, led] |= self._met(leads)[0][:, lead_of[led]]
            counts = counts + 1
        parts, rules = self._rarest(wide, counts)
        fits = np.where(self.whole[rules], whole[parts], sentence[parts])
        parts, rules = parts[fits], rules[fits]
        for place in range(self._all.shape[1]):
            slots = self._all[rules, place]
            fits = (slots < 0) | wide[slots, parts]
            parts, rules = parts[fits], rules[fits]
        fits = self._strong[rules, 0] < 0
        for place in range(self._strong.shape[1]):
            slots = self._strong[rules, place]
            fits |= (slots >= 0) & own[slots, parts]
        parts, rules = parts[fits], rules[fits]
        slots = self._none[rules, 0]
        fits = (slots < 0) | ~own[slots, parts]
        return parts[fits], rules[fits]

    def slots(self, rules: Numbers) -> tuple[Numbers, Numbers]:
        """Return the slots of rules, in the order of each, and for each the place of its rule."""
        places, columns = set_cells(self._all[rules] >= 0)
        return places, self._all[rules[places], columns]

    def slots_of(self, terms: Numbers) -> tuple[Numbers, Numbers]:
        """Return the slots that terms meet, and for each the place of its term."""
        return self._slots_of.of(terms)

    def _rarest(self, wide: Flags, counts: Numbers) -> tuple[Numbers, Numbers]:
        """Return the pairs of parts and rules where that slot of a rule is met which is met least."""
        many = np.where(self._all < 0, np.iinfo(np.int64).max, counts[self._all])
        rare = self._all[np.arange(len(many)), many.argmin(axis=1)]
        looked_up, place = np.unique(rare, return_inverse=True)
        slots, parts = set_cells(wide[looked_up])
        first = np.searchsorted(slots, np.arange(len(looked_up) + 1))
        rules, at = ranges(first[place], (first[1:] - first[:-1])[place])
        return parts[at], rules

    def _met(self, present: Flags) -> tuple[Flags, Numbers]:
        """Return which slots are met where (slots × parts), and about how often each is."""
        parts, terms = set_cells(present)
        places, slots = self._slots_of.of(terms)
        met = np.zeros((self.size, len(present)), np.bool_)
        met[slots, parts[places]] = True
        return met, np.bincount(slots, minlength=self.size)

    def _table(self, rows: Sequence[Sequence[int]]) -> Numbers:
        """Return the numbers of slots (rules × most slots of one), -1 where a rule has fewer."""
        numbers = [[self._slots.setdefault(mask, len(self._slots)) for mask in row] for row in rows]
        table = np.full((len(rows), max([1, *map(len, numbers)])), -1, np.int64)
        for row, slots in zip(table, numbers, strict=True):
            row[: len(slots)] = slots
        return table
