"""All terms of all rule files of one language, found in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import ahocorasick_rs

from evidencescan.errors import CatalogueError

from .phrases import Pattern, patterns


class Hit(NamedTuple):
    """A term found: offsets in the text, number of the term."""

    start: int
    end: int
    term: int


class Lexicon:
    """Numbers terms, compiles their phrases to one automaton, and finds them.

    ``terms`` maps a term's name to its phrases. Finding is linear in the text, whatever the number of phrases.
    """

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self.number: dict[str, int] = {}
        by_anchor: dict[str, list[tuple[int, Pattern]]] = {}
        for name, phrases in terms.items():
            number = self.number.setdefault(name, len(self.number))
            for phrase in phrases:
                try:
                    ways = patterns(phrase)
                except CatalogueError as error:
                    raise CatalogueError(f"term {name}: {error}") from None
                for pattern in ways:
                    by_anchor.setdefault(pattern.anchor, []).append((number, pattern))
        self.names = tuple(self.number)
        self._entries = [tuple(dict.fromkeys(entries)) for entries in by_anchor.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(by_anchor)) if by_anchor else None

    def find(self, folded: str) -> list[Hit]:
        """Return the hits in a folded text, in order of their start, shorter phrases inside longer ones included."""
        if self._automaton is None:
            return []
        hits: set[Hit] = set()
        size = len(folded)
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and folded[start - 1].isalnum():
                continue
            whole = end == size or not folded[end].isalnum()
            for term, pattern in self._entries[number]:
                if pattern.rest is None:
                    if whole:
                        hits.add(Hit(start, end, term))
                    elif pattern.stem:
                        hits.add(Hit(start, _word_end(folded, end), term))
                elif (whole or pattern.stem) and (rest := pattern.rest.match(folded, end)):
                    hits.add(Hit(start, rest.end(), term))
        return sorted(hits)


def _word_end(text: str, position: int) -> int:
    while position < len(text) and text[position].isalnum():
        position += 1
    return position
