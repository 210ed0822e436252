"""What is found: findings with polarity, force, value and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Component = Literal["human_rights", "gender", "child_protection"]
COMPONENTS: tuple[Component, ...] = ("human_rights", "gender", "child_protection")

Polarity = Literal["supports", "contrary"]
POLARITIES: tuple[Polarity, ...] = ("supports", "contrary")

Force = Literal["obligation", "prohibition", "permission", "aim", "statement"]
FORCES: tuple[Force, ...] = ("obligation", "prohibition", "permission", "aim", "statement")

Status = Literal["present", "contested", "contrary", "absent", "not_applicable"]
STATUSES: tuple[Status, ...] = ("present", "contested", "contrary", "absent", "not_applicable")

ScoreKind = Literal["rule", "probability", "calibrated"]
ReasonKind = Literal["rule", "scope", "feature", "model", "context"]
ValueKind = Literal["count", "proportion", "duration", "age", "period", "coverage"]


class Breakdown(NamedTuple):
    """One part of a broken-down number: ``by`` is "sex" or "age", ``group`` such as "female", "child"."""

    by: str
    group: str
    number: float


@dataclass(frozen=True, slots=True)
class Value:
    """A number that a passage states. ``number`` in ``unit``: persons, percent, hours, days, months, years, ...

    ``text`` is the words it was read from; for a period, ``number`` is the first year and ``until`` the last; for
    an age, ``bound`` says "below", "at_most", "at_least", "above" or "exactly". ``start`` is an offset in the
    document's text.
    """

    kind: ValueKind
    number: float | None
    unit: str
    text: str
    start: int
    until: float | None = None
    bound: str | None = None
    breakdown: tuple[Breakdown, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the answer to "why was this flagged?": what fired, on which words, with which weight."""

    kind: ReasonKind
    name: str
    words: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of evidence as an analyser sees it: ``document.text[start:end] == quote``.

    ``indicator`` is None where a component is present that no indicator of the catalogue takes. ``passage`` is the
    ``seq`` of the passage. ``condition`` holds the words that limit it. ``score`` is 0 to 1. ``accepts`` are the
    components that the indicator may show: where the same words carry another of them, merging gives it to the
    indicator.
    """

    indicator: str | None
    component: Component
    polarity: Polarity
    force: Force
    passage: int
    start: int
    end: int
    quote: str
    score: float
    score_kind: ScoreKind = "rule"
    condition: str | None = None
    values: tuple[Value, ...] = ()
    reasons: tuple[Reason, ...] = ()
    accepts: tuple[Component, ...] = ()
