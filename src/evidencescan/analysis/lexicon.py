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


class _Words(dict[int, str]):
    """A table that leaves letters and digits, and makes a space of everything else; it fills itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = self[code] = character if character.isalnum() else " "
        return kept


_WORDS = _Words()


class Hit(NamedTuple):
    """A term found: offsets in the text, number of the term. Made for what a rule rests on, not for every place."""

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
        self._pairs: dict[int, list[tuple[int, tuple[int, ...], tuple[int, ...]]]] = {}
        self._longer: dict[int, list[tuple[frozenset[int], tuple[int, ...], tuple[int, ...]]]] = {}
        for chain, results in chains.items():
            rarest = min(chain, key=lambda member: usage[member])
            made = tuple(dict.fromkeys(results))
            if len(chain) == 2:
                other = chain[1] if chain[0] == rarest else chain[0]
                self._pairs.setdefault(rarest, []).append((other, chain, made))
            else:
                self._longer.setdefault(rarest, []).append((frozenset(chain), chain, made))

    def complete(self, found: Mapping[int, Places]) -> Iterable[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Yield the sequences whose members were all found, with what they make."""
        there = found.keys()
        for member in there & self._pairs.keys():
            for other, chain, results in self._pairs[member]:
                if other in found:
                    yield chain, results
        for member in there & self._longer.keys():
            for members, chain, results in self._longer[member]:
                if members <= there:
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
        self._in_gaps = frozenset(part for chain in gapped for part in chain)
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
        # what an atom makes by itself: terms, and parts of phrases with gaps
        self._makes = {atom: (self._terms(made), self._gap_parts(made)) for atom, made in single.items()}
        self._adjacent = _Chains(adjacent)
        # the automaton sees words alone, each with a space before it and behind it: nothing is found inside a word,
        # and a stem is a pattern without the space behind
        self._patterns: list[tuple[int, int, bool, str | None]] = []
        needles = []
        for atom, number in self._atoms.items():
            needle = atom.words.translate(_WORDS)
            exact = None if needle == atom.words and " " not in needle else atom.words
            self._patterns.append((number, len(atom.words), atom.stem, exact))
            needles.append(f" {needle}" if atom.stem else f" {needle} ")
        self._automaton = ahocorasick_rs.AhoCorasick(needles) if needles else None

    def _terms(self, parts: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(term for part in parts for term in self._terms_of.get(part, ())))

    def _gap_parts(self, parts: Iterable[int]) -> tuple[int, ...]:
        return tuple(part for part in dict.fromkeys(parts) if part in self._in_gaps)

    def _chain(self, variant: Variant) -> tuple[int, ...]:
        return tuple(self._atoms.setdefault(atom, len(self._atoms)) for atom in variant)

    def find(self, folded: str) -> dict[int, Places]:
        """Return by term where it stands in a folded text, in order, shorter phrases inside longer ones included."""
        atoms = self._find_atoms(folded)
        found: dict[int, Places] = {}
        parts: dict[int, Places] = {}
        several: set[int] = set()
        several_parts: set[int] = set()
        makes = self._makes
        for atom, places in atoms.items():
            if atom in makes:
                terms, gap_parts = makes[atom]
                _add(found, several, terms, places)
                _add(parts, several_parts, gap_parts, places)
        for chain, results in self._adjacent.complete(atoms):
            if joined := _join(folded, [atoms[atom] for atom in chain], _adjoins):
                for part in results:
                    _add(found, several, self._terms_of.get(part, ()), joined)
                _add(parts, several_parts, self._gap_parts(results), joined)
        for part in several_parts:
            parts[part] = sorted(set(parts[part]))
        for chain, results in self._gapped.complete(parts):
            if joined := _join(folded, [parts[part] for part in chain], _near):
                _add(found, several, results, joined)
        for term in several:
            found[term] = sorted(set(found[term]))
        return found

    def _find_atoms(self, folded: str) -> dict[int, Places]:
        atoms: dict[int, Places] = {}
        if self._automaton is None:
            return atoms
        words = f" {folded.translate(_WORDS)} "
        patterns = self._patterns
        # a match begins at the space before the word, which the leading space makes the word's place in the text
        for number, start, _ in self._automaton.find_matches_as_indexes(words, overlapping=True):
            atom, length, stem, exact = patterns[number]
            end = start + length
            if exact is not None and folded[start:end] != exact:
                continue
            if stem:
                end = words.index(" ", end + 1) - 1
            known = atoms.get(atom)
            if known is None:
                atoms[atom] = [(start, end)]
            else:
                known.append((start, end))
        return atoms


def _add(found: dict[int, Places], several: set[int], numbers: Iterable[int], places: Places) -> None:
    """Add places to those of each number; lists are shared until a second one is added, which ``several`` notes."""
    for number in numbers:
        known = found.get(number)
        if known is None:
            found[number] = places
        else:
            found[number] = known + places
            several.add(number)


def _join(text: str, sequence: Sequence[Places], meets: Callable[[str, int, int], bool]) -> Places:
    """Return where members of a sequence follow each other, each start with the nearest that fits."""
    joined = sequence[0]
    for places in sequence[1:]:
        longer = []
        for start, end in joined:
            for after in places:
                gap = after[0] - end
                if gap < 0:
                    continue
                if gap > _GAP_CHARACTERS:
                    break
                if meets(text, end, after[0]):
                    longer.append((start, after[1]))
                    break
        if not longer:
            return longer
        joined = longer
    return joined


def _adjoins(text: str, end: int, start: int) -> bool:
    return text[end:start].isspace()


def _near(text: str, end: int, start: int) -> bool:
    if start == end:
        return False
    between = text[end:start]
    return len(between.split()) <= _GAP_WORDS and _STOP.search(between) is None
