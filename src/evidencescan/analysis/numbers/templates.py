"""The small language in which phrases with numbers are written in the data files.

``under {n} [years of ]age`` is words, one slot for a number, and an optional part; ``(a|b)`` is a choice; a space
also stands for a hyphen. A template is compiled into a tail, matched where the number begins, and a head, which must
end there: so only the surroundings of a number are ever looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import ahocorasick_rs

from evidencescan.text.fold import fold
from evidencescan.values import ValueKind

# Marked text keeps its length; every character of a number becomes one of these private-use characters.
NUMBER = "\ue000"  # a number that is not a year
YEAR = "\ue001"  # four digits that may be a year
DATE = "\ue002"  # a date, or anything else that has digits and is no quantity
ANY = f"[{NUMBER}{YEAR}]+"
GAP = r"[\s-]+"

_SLOTS = {
    "n": f"(?P<n>{ANY})",
    "m": f"(?P<m>{ANY})",
    "y": f"(?P<y>[{YEAR}{DATE}]+)",
    "z": f"(?P<z>[{YEAR}{DATE}]+)",
}
_SYNTAX = {"(": "(?:", ")": ")", "|": "|", "[": "(?:", "]": ")?", " ": GAP}
_PIECE = re.compile(r"\{(\w+)\}|(.)", re.DOTALL)
_ANCHOR = re.compile(r"\{(?:n|m|y)\}")
Thing = TypeVar("Thing")


def source(phrase: str, slots: Mapping[str, str]) -> str:
    """Return the regular expression of a phrase; `KeyError` on an unknown slot."""
    pieces = []
    for match in _PIECE.finditer(phrase):
        name, character = match.groups()
        if name is not None:
            pieces.append(_SLOTS[name] if name in _SLOTS else slots[name])
        else:
            folded = fold(character)
            pieces.append(_SYNTAX.get(folded) or re.escape(folded))
    return "".join(pieces)


def any_of(phrases: Iterable[str], slots: Mapping[str, str] | None = None) -> str:
    """Return the expression of a choice, longest phrase first; one that never matches where there are none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(source(phrase, slots or {}) for phrase in ordered) + ")" if ordered else "(?!)"


def needed(phrases: Iterable[str], lists: Mapping[str, Iterable[str]] | None = None) -> frozenset[str]:
    """Return strings one of which is in every text, as `Gate` sees it, that holds one of the phrases; none where a
    phrase may do without. ``lists`` are the words that slots stand for."""
    ways = [_of_way(_PIECE.finditer(phrase), lists or {}) for phrase in phrases]
    return frozenset().union(*ways) if all(ways) else frozenset()


def _of_way(pieces: Iterator[re.Match[str]], lists: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Read up to the bracket that closes a choice, and return what it needs."""
    ways: list[frozenset[str]] = []
    best: frozenset[str] = frozenset()
    run = ""
    for piece in pieces:
        name, character = piece.groups()
        folded = fold(character or "")
        if name is None and (folded == " " or folded not in _SYNTAX):
            run += folded
            continue
        best, run = _rarer(best, run), ""
        if name is not None:
            best = _rarer(best, *needed(lists.get(name, ())))
        elif folded == "(":
            best = _rarer(best, *_of_way(pieces, lists))
        elif folded == "[":
            _of_way(pieces, lists)
        elif folded == "|":
            ways.append(best)
            best = frozenset()
        else:
            break
    ways.append(_rarer(best, run))
    return frozenset().union(*ways) if all(ways) else frozenset()


def _rarer(known: frozenset[str], *strings: str) -> frozenset[str]:
    """Return of two sets of strings the one that fewer texts will hold, as far as lengths can tell."""
    stripped = frozenset(string.strip() for string in strings)
    if not stripped or "" in stripped:
        return known
    if not known or sum(4.0 ** -len(string) for string in stripped) < sum(4.0 ** -len(string) for string in known):
        return stripped
    return known


class Gate(Generic[Thing]):
    """Things that are looked for in texts, each with the strings one of which it needs: one look at a text tells
    which of them it may hold."""

    def __init__(self, things: Iterable[tuple[frozenset[str], Thing]]) -> None:
        ordered = tuple(things)
        self.things = tuple(thing for _, thing in ordered)
        numbers: dict[str, list[int]] = {}
        for number, (strings, _) in enumerate(ordered):
            for string in strings:
                numbers.setdefault(string, []).append(number)
        self._always = frozenset(number for number, (strings, _) in enumerate(ordered) if not strings)
        self._numbers = list(numbers.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(numbers))

    def open(self, spaced: str) -> list[Thing]:
        """Return the things that a text, as `spaced` gives it, may hold, in their order."""
        found = {string for string, _, _ in self._automaton.find_matches_as_indexes(spaced, overlapping=True)}
        if not found and not self._always:
            return []
        numbers = self._always.union(*map(self._numbers.__getitem__, found))
        return [self.things[number] for number in sorted(numbers)]


def spaced(folded: str) -> str:
    """Return a folded text with one space for each of its gaps, which may be of hyphens."""
    return " ".join(folded.replace("-", " ").split())


@dataclass(frozen=True, slots=True)
class Template:
    """One phrase, compiled. ``bound`` is what the phrase itself says; ``needs`` what must stand before an age."""

    kind: ValueKind
    head: re.Pattern[str] | None
    tail: re.Pattern[str]
    bound: str | None
    needs: str
    ratio: bool


def compile_template(
    phrase: str, slots: Mapping[str, str], kind: ValueKind, bound: str | None, needs: str, ratio: bool
) -> Template:
    """Compile one phrase; raises `ValueError`, `KeyError` or `re.error` where it is malformed."""
    anchor = _ANCHOR.search(phrase)
    if anchor is None:
        raise ValueError("a phrase needs one of {n}, {m}, {y}")
    head = phrase[: anchor.start()]
    return Template(
        kind=kind,
        head=re.compile(rf"(?<!\w){source(head, slots)}\Z") if head else None,
        tail=re.compile(rf"{source(phrase[anchor.start() :], slots)}(?!\w)"),
        bound=bound,
        needs=needs,
        ratio=ratio,
    )
