"""Passages looked at together: which terms are in their sentences, which rules may hold there, and on which words.

All is kept as arrays, for a document may have a hundred thousand passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidencescan.values import Passage

from .arrays import Flags, Numbers, order_by
from .compiled import Compiled
from .lexicon import Hit, Hits, Places

Small = NDArray[np.int32]


class Stretch(NamedTuple):
    """A passage to look at, its folded text, offsets of its sentences."""

    passage: Passage
    folded: str
    sentences: Sequence[tuple[int, int]]


class Candidate(NamedTuple):
    """A rule that may hold: its number in its file, the sentence (-1 for the whole passage), the first words of the
    passage that meet each of its slots; slots that a lead-in meets have none."""

    number: int
    sentence: int
    hits: tuple[Hit, ...]


class Window:
    """What is in some passages of a document, all of one language.

    ``leads`` are the terms of earlier lead-ins by number; those of this window that are ``asked`` for are added to it.
    ``tally`` says in how many of the passages each term is. Passages are named by their places in the window.
    """

    def __init__(
        self, compiled: Compiled, stretches: Sequence[Stretch], leads: dict[int, Flags], asked: frozenset[int]
    ) -> None:
        self.compiled = compiled
        self.passages = [stretch.passage for stretch in stretches]
        self.folded = [stretch.folded for stretch in stretches]
        hits = compiled.lexicon.find_all(self.folded)
        rows = _Rows(stretches, hits)
        present = rows.present(compiled.lexicon.size)
        vectors, self._lead_of = _lead_ins(stretches, present[rows.last], leads, asked)
        self.tally: Numbers = present[rows.whole].sum(axis=0)
        self._sentences = np.array([span for s in stretches for span in s.sentences], np.int32)
        self._stops = rows.last + 1
        self._masks = np.packbits(present[rows.whole], axis=1, bitorder="little")
        self._lead_masks = [_as_mask(row) for row in np.packbits(vectors, axis=1, bitorder="little")]
        sieve = compiled.sieve
        found = sieve.sift(present, vectors, self._lead_of[rows.text], rows.is_sentence, rows.is_whole)
        at, rules = rows.first(*found)
        self._candidates = _Candidates(compiled, rows, at, rules)
        patterned = np.zeros(len(stretches), np.bool_)
        patterned[rows.text[at[sieve.patterned[rules]]]] = True
        self._patterned = patterned
        self._cues = _Kept(hits, compiled.grammar[hits.terms], len(stretches))
        self._all = _Kept(hits, patterned[hits.texts], len(stretches))

    def sentences(self, place: int) -> list[tuple[int, int]]:
        """Return the offsets of the sentences of a passage."""
        first = self._stops[place - 1] if place else 0
        return [(start, end) for start, end in self._sentences[first : self._stops[place]].tolist()]

    def mask(self, place: int) -> int:
        """Return the terms of a passage."""
        return _as_mask(self._masks[place])

    def lead_mask(self, place: int) -> int:
        """Return the terms of its lead-ins: of the last sentence of each."""
        return self._lead_masks[int(self._lead_of[place])]

    def cues(self, place: int) -> dict[int, Places]:
        """Return where words of force and scope stand in it."""
        return self._cues.places(place)

    def places(self, place: int) -> dict[int, Places] | None:
        """Return where all terms stand in it; None where no rule with token patterns may hold, and it was not kept."""
        return self._all.places(place) if self._patterned[place] else None

    def candidates(self, file: str) -> Iterator[tuple[int, list[Candidate]]]:
        """Yield passages by their places, with the rules of a file that may hold there, in the order of the file."""
        return self._candidates.of(file)


class _Rows:
    """The parts of passages as rows: all sentences, then each passage that has several as a whole.

    ``text`` is the passage of a row, ``last`` the row of the last sentence of a passage, ``whole`` its row as a whole.
    """

    def __init__(self, stretches: Sequence[Stretch], hits: Hits) -> None:
        self.hits = hits
        counts = np.array([len(stretch.sentences) for stretch in stretches], np.int64)
        several = np.flatnonzero(counts > 1)
        sentences = int(counts.sum())
        self.text = np.concatenate((np.repeat(np.arange(len(stretches)), counts), several))
        self.last = counts.cumsum() - 1
        self._first = self.last + 1 - counts
        self.whole = self._first.copy()
        self.whole[several] = sentences + np.arange(len(several))
        self.is_sentence = np.arange(len(self.text)) < sentences
        self.is_whole = ~self.is_sentence
        self.is_whole[self._first[counts == 1]] = True
        # the first sentence begins with the passage, whatever stands before it
        starts = [[0, *(start for start, _ in stretch.sentences[1:])] for stretch in stretches]
        begins = np.array([text << 32 | at for text, those in enumerate(starts) for at in those], np.int64)
        self.of_hits: Numbers = np.searchsorted(begins, hits.texts << 32 | hits.starts, side="right") - 1
        """The sentences where hits begin."""
        self.in_several: Numbers = np.flatnonzero(counts[hits.texts] > 1)
        """The hits that are in a passage of several sentences."""

    def present(self, terms: int) -> Flags:
        """Return which terms begin in which row (rows × terms)."""
        present = np.zeros((len(self.text), max(1, terms)), np.bool_)
        present[self.of_hits, self.hits.terms] = True
        present[self.whole[self.hits.texts[self.in_several]], self.hits.terms[self.in_several]] = True
        return present

    def first(self, rows: Numbers, rules: Numbers) -> tuple[Numbers, Numbers]:
        """Return the pairs (row, rule) by rule and row, of several in a passage the first."""
        order = order_by(rules, rows)
        rows, rules = rows[order], rules[order]
        new = np.ones(len(order), np.bool_)
        new[1:] = (self.text[rows[1:]] != self.text[rows[:-1]]) | (rules[1:] != rules[:-1])
        return rows[new], rules[new]

    def sentence(self, rows: Numbers) -> Numbers:
        """Return the numbers of the sentences of rows, -1 for whole passages of several."""
        return np.where(self.is_sentence[rows], rows - self._first[self.text[rows]], -1)


class _Candidates:
    """Rules that may hold, as arrays: for each its passage, number, sentence, and a range of words."""

    def __init__(self, compiled: Compiled, rows: _Rows, at: Numbers, rules: Numbers) -> None:
        owners = compiled.owners
        order = order_by(owners.file[rules], rows.text[at], rules)
        at, rules = at[order], rules[order]
        files = np.searchsorted(owners.file[rules], np.arange(len(owners.names) + 1)).tolist()
        self._files = {name: (files[n], files[n + 1]) for n, name in enumerate(owners.names)}
        self._texts = rows.text[at].astype(np.int32)
        self._numbers = owners.number[rules].astype(np.int32)
        self._sentences = rows.sentence(at).astype(np.int32)
        self._hits, self._stops = _slot_hits(compiled, rows, at, rules)

    def of(self, file: str) -> Iterator[tuple[int, list[Candidate]]]:
        first, stop = self._files.get(file, (0, 0))
        texts = self._texts[first:stop]
        begins = np.flatnonzero(np.diff(texts, prepend=-1)).tolist()
        for begin, end in pairwise([*begins, len(texts)]):
            yield int(texts[begin]), list(self._some(first + begin, first + end))

    def _some(self, first: int, stop: int) -> Iterator[Candidate]:
        stops = self._stops[first : stop + 1].tolist()
        hits = [Hit(*row) for row in self._hits[stops[0] : stops[-1]].tolist()]
        numbers, sentences = self._numbers[first:stop].tolist(), self._sentences[first:stop].tolist()
        for n, (number, sentence) in enumerate(zip(numbers, sentences, strict=True)):
            yield Candidate(number, sentence, tuple(hits[stops[n] - stops[0] : stops[n + 1] - stops[0]]))


def _slot_hits(compiled: Compiled, rows: _Rows, at: Numbers, rules: Numbers) -> tuple[Small, Small]:
    """Return the first hits (start, end, term) that meet the slots of rules in rows, and where those of each pair stop.

    Slots that are met in no hit of the row, but in a lead-in, have none. The first of the stops is 0.
    """
    sieve, hits = compiled.sieve, rows.hits
    pair, slots = sieve.slots(rules)
    size = sieve.size
    keys = at[pair] * size + slots
    asked = np.unique(keys)
    wanted = np.zeros(len(rows.text), np.bool_)
    wanted[at] = True
    # each hit stands in its sentence, and in its passage as a whole
    of = np.concatenate((np.arange(len(hits.terms)), rows.in_several))
    row = np.concatenate((rows.of_hits, rows.whole[hits.texts[rows.in_several]]))
    of, row = of[wanted[row]], row[wanted[row]]
    places, met = sieve.slots_of(hits.terms[of])
    met = row[places] * size + met
    found = np.searchsorted(asked, met)
    there = found < len(asked)
    there[there] = asked[found[there]] == met[there]
    found, of = found[there], of[places[there]]
    order = order_by(found, hits.starts[of], hits.ends[of], hits.terms[of])
    found, of = found[order], of[order]
    new = np.diff(found, prepend=-1) != 0
    first = np.full(len(asked), -1, np.int64)
    first[found[new]] = of[new]
    chosen = first[np.searchsorted(asked, keys)]
    stops = np.concatenate(([0], np.bincount(pair[chosen >= 0], minlength=len(at)).cumsum()))
    chosen = chosen[chosen >= 0]
    triples = np.stack((hits.starts[chosen], hits.ends[chosen], hits.terms[chosen]), axis=1)
    return triples.astype(np.int32), stops.astype(np.int32)


class _Kept:
    """Where terms stand in the passages of a window, in order: those of the hits that are ``chosen``."""

    def __init__(self, hits: Hits, chosen: Flags, texts: int) -> None:
        columns = [array[chosen] for array in (hits.texts, hits.terms, hits.starts, hits.ends)]
        order = order_by(*columns)
        columns = [column[order] for column in columns]
        new = np.ones(len(order), np.bool_)
        new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
        self._first = np.searchsorted(columns[0][new], np.arange(texts + 1)).astype(np.int32)
        self._rows = np.stack([column[new] for column in columns[1:]], axis=1).astype(np.int32)

    def places(self, text: int) -> dict[int, Places]:
        found: dict[int, Places] = {}
        for term, start, end in self._rows[self._first[text] : self._first[text + 1]].tolist():
            if term in found:
                found[term].append((start, end))
            else:
                found[term] = [(start, end)]
        return found


def _lead_ins(
    stretches: Sequence[Stretch], last: Flags, leads: dict[int, Flags], asked: frozenset[int]
) -> tuple[Flags, Numbers]:
    """Return the terms of the lead-ins of passages (the first is none), and which one each passage has.

    ``last`` are the terms of the last sentences of the passages.
    """
    vectors: list[Flags] = [np.zeros(last.shape[1], np.bool_)]
    number: dict[int, int] = {}
    lead_of = np.zeros(len(stretches), np.int64)
    for place, stretch in enumerate(stretches):
        lead = stretch.passage.lead
        above = None if lead is None else leads.get(lead)
        if above is not None and lead is not None:
            if lead not in number:
                number[lead] = len(vectors)
                vectors.append(above)
            lead_of[place] = number[lead]
        if stretch.passage.seq in asked:
            leads[stretch.passage.seq] = last[place].copy() if above is None else last[place] | above
    return np.array(vectors), lead_of


def _as_mask(row: NDArray[np.uint8]) -> int:
    return int.from_bytes(row.tobytes(), "little")
