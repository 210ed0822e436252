"""The parts of a number by sex and age: "(800 women, 300 girls)", "of whom 60 % were women"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidencescan.values import Breakdown

from .grammar import Grammar, plain
from .lexicon import Group
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
    found: list[tuple[Group, float]] = []
    taken: list[int] = []
    at = opened.end()
    while match := grammar.part.match(marked.text, at):
        index, number = _number(marked, match)
        if match["percent"] or match["share"]:
            number = float(round(total * number / 100))
        if number > total:
            break
        found.append((grammar.groups[plain(match["group"] or match["named"])], number))
        taken.append(index)
        at = end = match.end()
        joined = grammar.joiner.match(marked.text, at)
        at = joined.end() if joined else at
    if not found:
        return Parts()
    if marked.text.startswith(")", end):
        end += 1
    return Parts(_breakdown(found), end, tuple(taken))


def _breakdown(found: list[tuple[Group, float]]) -> tuple[Breakdown, ...]:
    sexes = {name for group, _ in found for by, name in group.facts if by == "sex"}
    facts: list[Breakdown] = []
    for group, number in found:
        beside = group.facts_beside if sexes else ()
        facts += [Breakdown(by, name, number) for by, name in (*beside, *group.facts)]
    return tuple(facts)


def _number(marked: Marked, match: re.Match[str]) -> tuple[int, float]:
    index = marked.at(match.start("n") if match["n"] else match.start("k"))
    return index, marked.numerals[index].number


def share_of(grammar: Grammar, marked: Marked, end: int, percent: float) -> Parts:
    """Return the one part that a proportion ending at ``end`` is about: "60 % of the victims were women"."""
    match = grammar.share.match(marked.text, end)
    if match is None:
        return Parts()
    group = grammar.groups[plain(match["direct"] or match["said"])]
    return Parts(_breakdown([(group, percent)]), match.end())
