"""What a language's file says about numbers, checked key by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from evidencescan.catalogue.schema import Table, read_toml

_FOLDER = Path(__file__).parent
KINDS = ("count", "proportion", "duration", "age", "period", "coverage")
BOUNDS = ("below", "at_most", "at_least", "above", "exactly")
NEEDS = ("person", "no_penalty")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How numbers are written. ``joints`` are what may stand between tens and units, hundreds and the rest."""

    group: tuple[str, ...]
    decimal: tuple[str, ...]
    articles: tuple[str, ...]
    article_needs_bound: bool
    units: dict[str, int]
    teens: dict[str, int]
    tens: dict[str, int]
    scores: dict[str, int]
    hundreds: dict[str, int]
    thousands: dict[str, int]
    tens_joints: tuple[str, ...]
    hundreds_joints: tuple[str, ...]
    of_millions: tuple[str, ...]
    months: tuple[str, ...]
    date_links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Words that stand for one canonical English name: a unit of time, a thing that is counted, a bound."""

    name: str
    words: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    only: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases with slots that state a value of one kind."""

    kind: str
    phrases: tuple[str, ...]
    bound: str | None
    needs: str
    ratio: bool


@dataclass(frozen=True, slots=True)
class Fixed:
    """Words that state a value without any number of their own: "half of", "nationwide", "biennial"."""

    kind: str
    number: float | None
    unit: str
    words: tuple[str, ...]
    not_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Words for one part of a breakdown and the facts they state, as pairs of by and group."""

    facts: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the values that it must give; for a counter-example the kinds that it must not give."""

    text: str
    values: tuple[dict[str, Any], ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that one file says."""

    numbers: NumberWords
    times: tuple[Named, ...]
    bounds: tuple[Named, ...]
    counted: tuple[Named, ...]
    head_last: bool
    connectors: tuple[str, ...]
    stops: tuple[str, ...]
    year_leads: tuple[str, ...]
    phrases: tuple[Phrases, ...]
    fixed: tuple[Fixed, ...]
    groups: tuple[Group, ...]
    openers: tuple[str, ...]
    joiners: tuple[str, ...]
    copulas: tuple[str, ...]
    share_of: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()


# lists of words that guard against look-alikes, and the slot ``{person}`` and ``{territory}`` of phrases
_WORD_LISTS = (
    "person",
    "territory",
    "penalty",
    "penalty_after",
    "not_age",
    "reference",
    "reference_links",
    "money_before",
    "money_after",
)


def _integers(table: Table, key: str) -> dict[str, int]:
    found = table.mapping(key)
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in found.values()):
        raise table.fail(f"{key} must give a whole number for each word")
    return found


def _numbers(table: Table) -> NumberWords:
    words = NumberWords(
        group=table.texts("group") if False else _raw_texts(table, "group"),
        decimal=table.texts("decimal"),
        articles=table.texts("articles"),
        article_needs_bound=table.flag("article_needs_bound", False),
        units=_integers(table, "units"),
        teens=_integers(table, "teens"),
        tens=_integers(table, "tens"),
        scores=_integers(table, "scores"),
        hundreds=_integers(table, "hundreds"),
        thousands=_integers(table, "thousands"),
        tens_joints=_raw_texts(table, "tens_joints"),
        hundreds_joints=_raw_texts(table, "hundreds_joints"),
        of_millions=table.texts("of_millions", ()),
        months=table.texts("months"),
        date_links=table.texts("date_links", ()),
    )
    table.done()
    return words
