"""Passages looked at together: which terms are in their sentences, which rules may hold there, and where terms stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Flags, Numbers
from .lexicon import Hits, Lexicon, Places
from .sieve import Sieve

Small = NDArray[np.int32]


class Stretch(NamedTuple):
    """A passage to look at: its number, its folded text, offsets of its sentences, the number of its lead-in."""

    seq: int
    folded: str
    sentences: Sequence[tuple[int, int]]
    lead: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Where terms stand in the passages of a window where something may hold; ``first`` has a stop at its end."""

    place: dict[int, int]
    first: list[int]
    terms: Small
    starts: Small
    ends: Small

    def places(self, text: int) -> dict[int, Places]:
        """Return by term where it stands in the text of a number, in order."""
        at = self.place[text]
        chosen = slice(self.first[at], self.first[at + 1])
        found: dict[int, Places] = {}
        for term, start, end in zip(
            *(array[chosen].tolist() for array in (self.terms, self.starts, self.ends)), strict=True
        ):
            if term in found:
                found[term].append((start, end))
            else:
                found[term] = [(start, end)]
        return found


class Window:
    """What is in the passages of a window.

    ``masks`` and ``lead_masks`` have the terms of each passage, and of its lead-ins. ``may_hold`` are (passage, number
    of the rule in the sieve, number of the sentence or -1), in order, each rule at its first sentence.
    ``leads`` are the terms of earlier lead-ins by number; those of this window are added to it, where they are
    ``asked`` for.
    """

    def __init__(
        self, lexicon: Lexicon, sieve: Sieve, stretches: Sequence[Stretch], leads: dict[int, Flags], asked: frozenset[int]
    ) -> None:
        self._terms = max(1, len(lexicon.names))
        hits = lexicon.find_all([stretch.folded for stretch in stretches])
        parts = _Parts(stretches)
        present = parts.present(hits, self._terms)
        vectors, lead_of = self._lead_ins(stretches, parts, present, leads, asked)
        self.masks = _as_masks(present[parts.whole])
        lead_masks = _as_masks(vectors)
        self.lead_masks = [lead_masks[lead] for lead in lead_of.tolist()]
        self.tally: Numbers = present[parts.whole].sum(axis=0)
        found = sieve.sift(present, vectors, lead_of[parts.text], parts.is_sentence, parts.is_whole)
        self.may_hold = parts.first(*found, sieve.whole)
        self.kept = self._keep(hits, sorted({text for text, _, _ in self.may_hold}))

    def _lead_ins(
        self, stretches: Sequence[Stretch], parts: _Parts, present: Flags, leads: dict[int, Flags], asked: frozenset[int]
    ) -> tuple[Flags, Numbers]:
        """Return the terms of the lead-ins of these passages (the first is none), and which one each passage has."""
        vectors: list[Flags] = [np.zeros(self._terms, np.bool_)]
        number: dict[int, int] = {}
        lead_of = np.zeros(len(stretches), np.int64)
        for text, stretch in enumerate(stretches):
            above = None if stretch.lead is None else leads.get(stretch.lead)
            if above is not None and stretch.lead is not None:
                if stretch.lead not in number:
                    number[stretch.lead] = len(vectors)
                    vectors.append(above)
                lead_of[text] = number[stretch.lead]
            if stretch.seq in asked:
                own = present[parts.last[text]]
                leads[stretch.seq] = own.copy() if above is None else own | above
        return np.array(vectors), lead_of

    def _keep(self, hits: Hits, texts: Sequence[int]) -> Kept:
        chosen = np.zeros(int(hits.texts.max(initial=-1)) + 1, np.bool_)
        chosen[list(texts)] = True
        kept = chosen[hits.texts]
        columns = [array[kept] for array in (hits.texts, hits.terms, hits.starts, hits.ends)]
        order = np.lexsort(columns[::-1])
        columns = [column[order] for column in columns]
        if len(order):
            new = np.concatenate(([True], np.any([column[1:] != column[:-1] for column in columns], axis=0)))
            columns = [column[new] for column in columns]
        first = np.searchsorted(columns[0], [*texts, len(chosen)]).tolist()
        small = [column.astype(np.int32) for column in columns[1:]]
        return Kept({text: at for at, text in enumerate(texts)}, first, *small)


class _Parts:
    """The parts of passages as rows: all sentences, then each passage that has several as a whole.

    ``text`` is the passage of a row, ``last`` the row of the last sentence of a passage, ``whole`` its row as a whole.
    """

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        counts = np.array([len(stretch.sentences) for stretch in stretches], np.int64)
        several = np.flatnonzero(counts > 1)
        self._sentences = int(counts.sum())
        self.text = np.concatenate((np.repeat(np.arange(len(stretches)), counts), several))
        self.last = counts.cumsum() - 1
        self._first = self.last + 1 - counts
        self.whole = self._first.copy()
        self.whole[several] = self._sentences + np.arange(len(several))
        self._several = counts > 1
        rows = np.arange(len(self.text))
        self.is_sentence = rows < self._sentences
        self.is_whole = ~self.is_sentence
        self.is_whole[self._first[~self._several]] = True
        # the first sentence begins with the passage, whatever stands before it
        self._starts = np.array(
            [text << 32 | start for text, s in enumerate(stretches) for start in (0, *[at for at, _ in s.sentences[1:]])],
            np.int64,
        )

    def present(self, hits: Hits, terms: int) -> Flags:
        """Return which terms begin in which part (parts × terms)."""
        present = np.zeros((len(self.text), terms), np.bool_)
        present[np.searchsorted(self._starts, hits.texts << 32 | hits.starts, side="right") - 1, hits.terms] = True
        several = self._several[hits.texts]
        present[self.whole[hits.texts[several]], hits.terms[several]] = True
        return present

    def first(self, rows: Numbers, rules: Numbers, whole: Flags) -> list[tuple[int, int, int]]:
        """Return (passage, rule, sentence or -1) in order, each rule once in a passage."""
        texts = self.text[rows]
        sentences = np.where(whole[rules], -1, rows - self._first[texts])
        order = np.lexsort((sentences, rules, texts))
        texts, rules, sentences = texts[order], rules[order], sentences[order]
        new = np.ones(len(order), np.bool_)
        new[1:] = (texts[1:] != texts[:-1]) | (rules[1:] != rules[:-1])
        return list(zip(texts[new].tolist(), rules[new].tolist(), sentences[new].tolist(), strict=True))


def _as_masks(rows: Flags) -> list[int]:
    packed = np.packbits(rows, axis=1, bitorder="little")
    width, data = packed.shape[1], packed.tobytes()
    return [int.from_bytes(data[at : at + width], "little") for at in range(0, len(data), width)]
