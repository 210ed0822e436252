"""All terms of all rule files of one language, found in one pass over a text.

Literal atoms of all phrases are found by one automaton; what follows works on the few atoms that are there: atoms
that follow each other directly make a part, parts with a gap between them make a phrase. Nothing is tried that has
not all its atoms in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import ahocorasick_rs

from evidencescan.errors import CatalogueError

from .phrases import Atom, Part, Variant, parts

_GAP_CHARACTERS = 90
_GAP_WORDS = 5
_STOP = re.compile(r"[.;:!?]")
Places = list[tuple[int, int]]


class Hit(NamedTuple):
    """A term found: offsets in the text, number of the term."""

    start: int
    end: int
    term: int


class _Chains:
    """Sequences of things that must all be there, looked up by the one that fewest sequences share."""

    def __init__(self, chains: Mapping[tuple[int, ...], Iterable[int]]) -> None:
        usage: dict[int, int] = {}
        for chain in chains:
            for member in set(chain):
                usage[member] = usage.get(member, 0) + 1
        self._by_rarest: dict[int, list[tuple[tuple[int, ...], tuple[int, ...]]]] = {}
        for chain, results in chains.items():
            rarest = min(chain, key=lambda member: usage[member])
            self._by_rarest.setdefault(rarest, []).append((chain, tuple(dict.fromkeys(results))))

    def complete(self, found: Mapping[int, Places]) -> Iterable[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Yield the sequences whose members were all found, with what they make."""
        for member in found:
            for chain, results in self._by_rarest.get(member, ()):
                if all(other in found for other in chain):
                    yield chain, results


class Lexicon:
    """Numbers terms, compiles their phrases, and finds them.

    ``terms`` maps a term's name to its phrases. Finding is linear in the text, whatever the number of phrases.
    """

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self.number: dict[str, int] = {}
        self._parts: dict[Part, int] = {}
        self._atoms: dict[Atom, int] = {}
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
                    chain = tuple(self._parts.setdefault(part, len(self._parts)) for part in way)
                    if len(chain) == 1:
                        whole.setdefault(chain[0], []).append(term)
                    else:
                        gapped.setdefault(chain, []).append(term)
        self.names = tuple(self.number)
        self._terms_of = {part: tuple(dict.fromkeys(found)) for part, found in whole.items()}
        self._gapped = _Chains(gapped)
        self._compile_atoms()

    def _compile_atoms(self) -> None:
        single: dict[int, list[int]] = {}
        adjacent: dict[tuple[int, ...], list[int]] = {}
        for part, number in self._parts.items():
            for variant in part:
                chain = self._chain(variant)
                if len(chain) == 1:
                    single.setdefault(chain[0], []).append(number)
                else:
                    adjacent.setdefault(chain, []).append(number)
        self._parts_of = {atom: tuple(found) for atom, found in single.items()}
        self._adjacent = _Chains(adjacent)
        by_words: dict[str, list[tuple[int, bool]]] = {}
        for atom, number in self._atoms.items():
            by_words.setdefault(atom.words, []).append((number, atom.stem))
        self._entries = list(by_words.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(by_words)) if by_words else None

    def _chain(self, variant: Variant) -> tuple[int, ...]:
        return tuple(self._atoms.setdefault(atom, len(self._atoms)) for atom in variant)

    def find(self, folded: str) -> list[Hit]:
        """Return the hits in a folded text, in order of their start, shorter phrases inside longer ones included."""
        atoms = self._find_atoms(folded)
        found: dict[int, Places] = {}
        for atom, places in atoms.items():
            for part in self._parts_of.get(atom, ()):
                found.setdefault(part, []).extend(places)
        for chain, results in self._adjacent.complete(atoms):
            if joined := _join(folded, [atoms[atom] for atom in chain], _adjoins):
                for part in results:
                    found.setdefault(part, []).extend(joined)
        hits: set[Hit] = set()
        for part, places in found.items():
            for term in self._terms_of.get(part, ()):
                hits.update(Hit(start, end, term) for start, end in places)
        for chain, results in self._gapped.complete(found):
            for start, end in _join(folded, [sorted(found[part]) for part in chain], _near):
                hits.update(Hit(start, end, term) for term in results)
        return sorted(hits)

    def _find_atoms(self, folded: str) -> dict[int, Places]:
        atoms: dict[int, Places] = {}
        if self._automaton is None:
            return atoms
        size = len(folded)
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and folded[start - 1].isalnum() and folded[start].isalnum():
                continue
            complete = end == size or not folded[end].isalnum()
            for atom, stem in self._entries[number]:
                if complete:
                    atoms.setdefault(atom, []).append((start, end))
                elif stem:
                    atoms.setdefault(atom, []).append((start, _word_end(folded, end)))
        return atoms


def _join(text: str, sequence: Sequence[Places], meets: Callable[[str, int, int], bool]) -> Places:
    """Return where members of a sequence follow each other, each start with the nearest that fits."""
    joined = sequence[0]
    for places in sequence[1:]:
        longer = []
        for start, end in joined:
            after = next((place for place in places if place[0] >= end and meets(text, end, place[0])), None)
            if after is not None:
                longer.append((start, after[1]))
        joined = longer
    return joined


def _adjoins(text: str, end: int, start: int) -> bool:
    return text[end:start].isspace() or (start == end and text[start] == " ")


def _near(text: str, end: int, start: int) -> bool:
    if start - end > _GAP_CHARACTERS or (start == end and text[start] != " "):
        return False
    between = text[end:start]
    return len(between.split()) <= _GAP_WORDS and _STOP.search(between) is None


def _word_end(text: str, position: int) -> int:
    while position < len(text) and text[position].isalnum():
        position += 1
    return position
