"""What a language's file says about numbers, checked key by key."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, cast

from evidencescan.catalogue.schema import Table, read_toml
from evidencescan.values import ValueKind

_FOLDER = Path(__file__).parent
KINDS: tuple[ValueKind, ...] = ("count", "proportion", "duration", "age", "period", "coverage")
BOUNDS = ("below", "at_most", "at_least", "above", "exactly")
NEEDS = ("person", "no_penalty")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How numbers are written.

    ``group`` and ``decimal`` are signs in numbers of digits (a space always groups). ``scores`` are tens that take
    1 to 19 ("soixante-douze"), ``hundreds`` words of 100 to 900, ``thousands`` the powers above. ``tens_and`` and
    ``hundreds_and`` are words that may join tens to units and hundreds to the rest. An ordinal, one of ``ordinals`` or
    digits with one of ``ordinal_signs``, is a number only before one of ``birthdays``.
    """

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
    tens_and: tuple[str, ...]
    hundreds_and: tuple[str, ...]
    ordinals: dict[str, int]
    ordinal_signs: tuple[str, ...]
    birthdays: tuple[str, ...]
    months: tuple[str, ...]
    date_links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Words that stand for one canonical English name: a unit of time, a thing that is counted, a bound.

    ``singular`` are words that only one can be counted by: in "three victim statements" no victims are counted.
    """

    name: str
    words: tuple[str, ...] = ()
    singular: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    only: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases with slots that state a value of one kind."""

    kind: ValueKind
    phrases: tuple[str, ...]
    bound: str | None
    needs: str
    ratio: bool


@dataclass(frozen=True, slots=True)
class Fixed:
    """Words that state a value without any number of their own: "half of", "nationwide", "biennial"."""

    kind: ValueKind
    number: float | None
    unit: str
    words: tuple[str, ...]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Words for one part of a breakdown and the facts they state, as pairs of by and group.

    ``facts_beside`` hold only where the same breakdown has the other sex too: "niños" is boys beside "niñas", and
    children elsewhere.
    """

    facts: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    facts_beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """The words by which a number is a count although no noun follows it.

    ``numbers_of`` precede the noun that is counted; ``states`` a number that is told of a noun ("were", "reached");
    ``move_from`` and ``move_to`` the two numbers of one of the ``changes``; ``compares`` a number that another is
    held against; ``joins`` a further number of a list of years, each followed by one of ``in_year``, where ``{date}``
    is a year. ``auxiliaries`` and ``people`` are verbs after a number that is their subject, the latter of persons
    alone, and ``leads`` what may stand before such a number. ``links`` join a noun to one that describes it;
    ``of_these`` points to what was counted before; ``part_of`` stands between a part and its whole. A sentence with
    one of ``uncounted`` tells of no count. ``acronym_plural`` ends an acronym that is counted.
    """

    numbers_of: tuple[str, ...]
    states: tuple[str, ...]
    changes: tuple[str, ...]
    move_from: tuple[str, ...]
    move_to: tuple[str, ...]
    compares: tuple[str, ...]
    joins: tuple[str, ...]
    in_year: tuple[str, ...]
    auxiliaries: tuple[str, ...]
    people: tuple[str, ...]
    leads: tuple[str, ...]
    links: tuple[str, ...]
    of_these: tuple[str, ...]
    part_of: tuple[str, ...]
    uncounted: tuple[str, ...]
    acronym_plural: str = ""


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
    most_between: int
    connectors: tuple[str, ...]
    stops: tuple[str, ...]
    ranges: tuple[str, ...]
    year_leads: tuple[str, ...]
    phrases: tuple[Phrases, ...]
    fixed: tuple[Fixed, ...]
    groups: tuple[Group, ...]
    openers: tuple[str, ...]
    joiners: tuple[str, ...]
    copulas: tuple[str, ...]
    share_of: tuple[str, ...]
    around: Around
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()


# lists of words that guard against look-alikes, and the slots of phrases that are no number
_WORD_LISTS = (
    "person",
    "territory",
    "percent",
    "penalty",
    "penalty_after",
    "not_age",
    "reference",
    "reference_links",
    "money_before",
    "money_after",
    "date_after",
)


def _integers(table: Table, key: str) -> dict[str, int]:
    found = table.mapping(key)
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in found.values()):
        raise table.fail(f"{key} must give a whole number for each word")
    return found


def _choice(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    value = table.text(key, "")
    if value and value not in allowed:
        raise table.fail(f"{key}: {value} is not one of {', '.join(allowed)}")
    return value


def _kind(table: Table) -> ValueKind:
    return cast(ValueKind, _choice(table, "kind", KINDS) or table.text("kind"))


def _numbers(table: Table) -> NumberWords:
    words = NumberWords(
        group=table.texts("group"),
        decimal=table.texts("decimal"),
        articles=table.texts("articles"),
        article_needs_bound=table.flag("article_needs_bound", False),
        units=_integers(table, "units"),
        teens=_integers(table, "teens"),
        tens=_integers(table, "tens"),
        scores=_integers(table, "scores"),
        hundreds=_integers(table, "hundreds"),
        thousands=_integers(table, "thousands"),
        ordinals=_integers(table, "ordinals"),
        ordinal_signs=table.texts("ordinal_signs"),
        birthdays=table.texts("birthdays"),
        tens_and=table.texts("tens_and", ()),
        hundreds_and=table.texts("hundreds_and", ()),
        months=table.texts("months"),
        date_links=table.texts("date_links", ()),
    )
    table.done()
    return words


def _named(table: Table) -> Named:
    named = Named(
        name=table.text("name"),
        words=table.texts("words", ()),
        singular=table.texts("singular", ()),
        before=table.texts("before", ()),
        after=table.texts("after", ()),
        only=_choice(table, "only", KINDS),
    )
    table.done()
    return named


def _phrases(table: Table) -> Phrases:
    phrases = Phrases(
        kind=_kind(table),
        phrases=table.texts("phrases"),
        bound=_choice(table, "bound", BOUNDS) or None,
        needs=_choice(table, "needs", NEEDS),
        ratio=table.flag("ratio", False),
    )
    table.done()
    return phrases


def _fixed(table: Table) -> Fixed:
    number = table.number("number", -1)
    fixed = Fixed(
        kind=_kind(table),
        number=None if number < 0 else number,
        unit=table.text("unit"),
        words=table.texts("words"),
        not_after=table.texts("not_after", ()),
        not_before=table.texts("not_before", ()),
    )
    table.done()
    return fixed


def _facts(values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = [value.partition(":") for value in values]
    return tuple((by, name) for by, _, name in pairs)


def _group(table: Table) -> Group:
    group = Group(
        facts=_facts(table.texts("facts")),
        words=table.texts("words"),
        facts_beside=_facts(table.texts("facts_beside", ())),
    )
    table.done()
    return group


def _around(table: Table) -> Around:
    lists = {field.name: table.texts(field.name) for field in fields(Around) if field.name != "acronym_plural"}
    around = Around(**lists, acronym_plural=table.text("acronym_plural", ""))
    table.done()
    return around


def _example(table: Table) -> Example:
    values = table.items("values")
    example = Example(text=table.text("text"), values=tuple(values), never=table.chosen("never", KINDS, ()))
    table.done()
    return example


def read_lexicon(path: Path) -> Lexicon:
    """Read one language's file; raises `CatalogueError` on anything that is missing, wrong or unknown."""
    table = Table(path, "file", read_toml(path))
    counting = Table(path, "counting", table.mapping("counting"))
    breakdown = Table(path, "breakdown", table.mapping("breakdown"))
    words = Table(path, "words", table.mapping("words"))
    lexicon = Lexicon(
        numbers=_numbers(Table(path, "numbers", table.mapping("numbers"))),
        times=tuple(map(_named, table.tables("time"))),
        bounds=tuple(map(_named, table.tables("bound"))),
        counted=tuple(map(_named, table.tables("counted"))),
        head_last=counting.flag("head_last", False),
        most_between=round(counting.number("most_between", 2)),
        connectors=counting.texts("connectors"),
        stops=counting.texts("stops"),
        ranges=counting.texts("ranges"),
        year_leads=counting.texts("year_leads"),
        phrases=tuple(map(_phrases, table.tables("phrase"))),
        fixed=tuple(map(_fixed, table.tables("fixed"))),
        groups=tuple(map(_group, table.tables("group"))),
        openers=breakdown.texts("openers"),
        joiners=breakdown.texts("joiners"),
        copulas=breakdown.texts("copulas"),
        share_of=breakdown.texts("share_of", ()),
        around=_around(Table(path, "around", table.mapping("around"))),
        words={name: words.texts(name, ()) for name in _WORD_LISTS},
        examples=tuple(map(_example, table.tables("example"))),
        counter_examples=tuple(map(_example, table.tables("counter_example"))),
    )
    for part in (table, counting, breakdown, words):
        part.done()
    return lexicon


@cache
def lexicon_for(language: str) -> Lexicon | None:
    """Return the lexicon of an ISO 639-1 language, or None where there is no file for it."""
    path = _FOLDER / f"{language}.toml"
    return read_lexicon(path) if language.isalpha() and path.is_file() else None
