"""All terms of all rule files of one language, found in one pass over many texts.

Literal atoms of all phrases are found by one automaton. What follows works on arrays of what was found, for all texts
at once: atoms that follow each other directly make a part, parts with a gap between them make a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain as flat
from typing import NamedTuple

import ahocorasick_rs
import numpy as np

from evidencescan.errors import CatalogueError

from .arrays import Flags, Numbers, order_by, ranges
from .chains import Chains
from .characters import Characters
from .phrases import Atom, Part, parts

_GAP_CHARACTERS = 90
_GAP_WORDS = 5
_MARKS = re.compile(r"[^\w\n]|_")
Places = list[tuple[int, int]]


class Hit(NamedTuple):
    """A term found: offsets in the text, number of the term. Made for what a rule rests on, not for every place."""

    start: int
    end: int
    term: int


class _Found(NamedTuple):
    """Things found, as arrays of one length: their numbers, and offsets."""

    numbers: Numbers
    starts: Numbers
    ends: Numbers

    def where(self, chosen: Numbers | Flags | slice) -> _Found:
        return _Found(self.numbers[chosen], self.starts[chosen], self.ends[chosen])

    @classmethod
    def joined(cls, several: Sequence[_Found]) -> _Found:
        return cls(*(np.concatenate(arrays) for arrays in zip(*several, strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Terms found in many texts, as arrays of one length, in no order; one may be there twice.

    ``texts`` are the places of the texts, ``terms`` the numbers of the terms, ``starts`` and ``ends`` offsets in the
    texts.
    """

    texts: Numbers
    terms: Numbers
    starts: Numbers
    ends: Numbers


class Lexicon:
    """Numbers terms, compiles their phrases, and finds them.

    ``terms`` maps a term's name to its phrases. Finding is linear in the text, whatever the number of phrases.
    """

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self.number: dict[str, int] = {}
        known: dict[Part, int] = {}
        whole: dict[int, list[int]] = {}
        gapped: dict[tuple[int, ...], list[int]] = {}
        for name, phrases in terms.items():
            term = self.number.setdefault(name, len(self.number))
            for phrase in phrases:
                try:
                    ways = parts(phrase)
                except CatalogueError as error:
                    raise CatalogueError(f"term {name}: {error}") from None
                for way in ways:
                    chain = tuple(known.setdefault(part, len(known)) for part in way)
                    if len(chain) == 1:
                        whole.setdefault(chain[0], []).append(term)
                    else:
                        gapped.setdefault(chain, []).append(term)
        self.names = tuple(self.number)
        self.size = len(self.names)
        self._gapped = Chains(gapped, len(known))
        # what a part makes: the terms that it is by itself, and, numbered behind them, the part of phrases with gaps
        made = {part: list(dict.fromkeys(terms)) for part, terms in whole.items()}
        for part in dict.fromkeys(flat.from_iterable(gapped)):
            made.setdefault(part, []).append(self.size + part)
        self._compile_atoms(known, made)

    def _compile_atoms(self, known: Mapping[Part, int], made: Mapping[int, Sequence[int]]) -> None:
        atoms: dict[Atom, int] = {}
        sequences: dict[tuple[int, ...], Sequence[int]] = {}
        for part, number in known.items():
            makes = made[number]
            for variant in part:
                chain = tuple([atoms.setdefault(atom, len(atoms)) for atom in variant])
                if chain in sequences:
                    sequences[chain] = [*sequences[chain], *makes]
                else:
                    sequences[chain] = makes
        self._adjacent = Chains(sequences, len(atoms))
        # the automaton sees words alone, each with a space before it and behind it: nothing is found inside a word,
        # and a stem is a pattern without the space behind
        self._words = [atom.words for atom in atoms]
        self._lengths = np.array([len(words) for words in self._words], np.int64)
        self._stems = np.array([atom.stem for atom in atoms], np.bool_)
        needles = _MARKS.sub(" ", "\n".join(self._words)).split("\n") if atoms else []
        # words with marks in them are compared with the text; of several words the text must hold no marks between
        self._marked = np.array([n != w for n, w in zip(needles, self._words, strict=True)], np.bool_)
        patterns = [f" {n}" if atom.stem else f" {n} " for n, atom in zip(needles, atoms, strict=True)]
        self._automaton = ahocorasick_rs.AhoCorasick(patterns) if patterns else None

    def find(self, folded: str) -> dict[int, Places]:
        """Return by term where it stands in a folded text, in order, shorter phrases inside longer ones included."""
        hits = self.find_all([folded])
        found: dict[int, Places] = {}
        for term, start, end in sorted(
            {*zip(hits.terms.tolist(), hits.starts.tolist(), hits.ends.tolist(), strict=True)}
        ):
            found.setdefault(term, []).append((start, end))
        return found

    def find_all(self, texts: Sequence[str]) -> Hits:
        """Return where terms stand in folded texts."""
        characters = Characters(texts)
        found = self._follow(characters, self._find_atoms(characters))
        of_gaps = found.numbers >= self.size
        pieces = found.where(of_gaps)
        phrases = self._bridge(characters, pieces._replace(numbers=pieces.numbers - self.size))
        numbers, starts, ends = _Found.joined([found.where(~of_gaps), phrases])
        at = np.searchsorted(characters.starts, starts, side="right") - 1
        first = characters.starts[at]
        return Hits(at, numbers, starts - first, ends - first)

    def _find_atoms(self, characters: Characters) -> _Found:
        """Return where the automaton finds atoms, those that marks in the text part left out."""
        # a match begins at the space before the word; what stands at its end is looked up again
        matches = (
            []
            if self._automaton is None
            else self._automaton.find_matches_as_indexes(characters.words, overlapping=True)
        )
        rows = np.fromiter(flat.from_iterable(matches), np.int64, 3 * len(matches)).reshape(-1, 3)
        atoms, starts = rows[:, 0], rows[:, 1] + 1
        ends = starts + self._lengths[atoms]
        fits = characters.plain(starts, ends)
        marked = self._marked[atoms]
        for place in np.flatnonzero(marked).tolist():
            fits[place] = characters.text.startswith(self._words[atoms[place]], starts[place])
        found = _Found(atoms, starts, ends).where(fits)
        stems = self._stems[found.numbers]
        found.ends[stems] = characters.word_end(found.ends[stems])
        return found

    def _follow(self, characters: Characters, atoms: _Found) -> _Found:
        """Return what atoms make that follow each other with nothing but white space between."""
        chains = self._adjacent
        following = atoms.where(chains.follows[atoms.numbers])
        following = following.where(order_by(following.starts))
        made: list[_Found] = []
        nodes = atoms
        while True:
            places, numbers = chains.made(nodes.numbers)
            made.append(_Found(numbers, nodes.starts[places], nodes.ends[places]))
            nodes = nodes.where(chains.goes_on(nodes.numbers))
            if not len(nodes.numbers):
                return _Found.joined(made)
            near, starts = characters.next_word(nodes.ends)
            nodes, starts = nodes.where(near), starts[near]
            first = np.searchsorted(following.starts, starts)
            places, at = ranges(first, np.searchsorted(following.starts, starts, side="right") - first)
            fits, after = chains.step(nodes.numbers[places], following.numbers[at])
            nodes = _Found(after[fits], nodes.starts[places[fits]], following.ends[at[fits]])

    def _bridge(self, characters: Characters, pieces: _Found) -> _Found:
        """Return the terms that parts make with a few words between them, each part with the nearest that follows."""
        chains = self._gapped
        pieces = pieces.where(order_by(pieces.numbers, pieces.starts, pieces.ends))
        size = len(characters.words) + 1
        keys = pieces.numbers * size + pieces.starts
        there = np.zeros(chains.members, np.bool_)
        there[pieces.numbers] = True
        made: list[_Found] = [pieces.where(slice(0))]
        nodes = pieces
        while True:
            nodes = nodes.where(chains.goes_on(nodes.numbers))
            if not len(nodes.numbers):
                return _Found.joined(made)
            places, members, after = chains.steps(nodes.numbers)
            known = there[members]
            places, members, after = places[known], members[known], after[known]
            ends = nodes.ends[places]
            at = np.minimum(np.searchsorted(keys, members * size + ends + 1), len(keys) - 1)
            starts = pieces.starts[at]
            fits = (pieces.numbers[at] == members) & (starts > ends) & (starts - ends <= _GAP_CHARACTERS)
            places, at, after, ends, starts = places[fits], at[fits], after[fits], ends[fits], starts[fits]
            fits = ~characters.stopped(ends, starts) & (characters.gap_words(ends, starts) <= _GAP_WORDS)
            nodes = _Found(after[fits], nodes.starts[places[fits]], pieces.ends[at[fits]])
            places, numbers = chains.made(nodes.numbers)
            made.append(_Found(numbers, nodes.starts[places], nodes.ends[places]))
