"""The parts of a number by sex and age: "(800 women, 300 girls)", "of whom 60 % were women"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidencescan.values import Breakdown

from .grammar import Grammar, plain
from .numerals import Marked


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that follow a number, where their words end, and the indices of the numerals they take."""

    breakdown: tuple[Breakdown, ...] = ()
    end: int = 0
    taken: tuple[int, ...] = ()


def parts_after(grammar: Grammar, marked: Marked, end: int, total: float) -> Parts:
    """Return the parts of the count ``total`` whose words end at ``end``.

    A part given in percent is turned into the unit of the total, so that every part of a value is in one unit.
    """
    opened = grammar.opener.match(marked.text, end)
    if opened is None:
        return Parts()
    found: list[Breakdown] = []
    taken: list[int] = []
    at = opened.end()
    while match := grammar.part.match(marked.text, at):
        index, number = _number(marked, match)
        if match["percent"] or match["share"]:
            number = float(round(total * number / 100))
        if number > total:
            break
        group = plain(match["group"] or match["named"])
        found += [Breakdown(by, name, number) for by, name in grammar.groups[group]]
        taken.append(index)
        at = end = match.end()
        joined = grammar.joiner.match(marked.text, at)
        at = joined.end() if joined else at
    if not found:
        return Parts()
    if marked.text.startswith(")", end):
        end += 1
    return Parts(tuple(found), end, tuple(taken))


def _number(marked: Marked, match: re.Match[str]) -> tuple[int, float]:
    index = marked.at(match.start("n") if match["n"] else match.start("k"))
    return index, marked.numerals[index].number


def share_of(grammar: Grammar, marked: Marked, end: int, percent: float) -> Parts:
    """Return the one part that a proportion ending at ``end`` is about: "60 % of the victims were women"."""
    match = grammar.share.match(marked.text, end)
    if match is None:
        return Parts()
    facts = grammar.groups[plain(match["direct"] or match["said"])]
    return Parts(tuple(Breakdown(by, name, percent) for by, name in facts), match.end())
