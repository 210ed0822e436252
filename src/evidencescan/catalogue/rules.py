"""Rule files: one a language, terms and the rules that combine them, each rule with its own tests.

A rule states one legal idea: which terms must stand together (``all``), what the provision or its surroundings must
be about (``about``), and which terms rule it out (``none``). `docs/rules.md` explains the format to authors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from evidencescan.values import COMPONENTS, DOCUMENT_KINDS, FORCES, POLARITIES, Component, Polarity

from .schema import Table, read_toml

Near = Literal["sentence", "passage"]
Slot = tuple[str, ...]
_TERM = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Example:
    """A passage that a rule must (or must not) match, with the surroundings that it needs."""

    text: str
    lead: str = ""
    heading: str = ""
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal idea in one language.

    Each slot of ``all`` and ``about`` is met by any of its terms. ``all`` looks into the passage and the lead-in
    of a list item, within one sentence or the whole passage (``near``), and at least one slot must be met in the
    passage itself; ``about`` also looks into headings, title and subject of the document. ``none`` are terms that
    rule it out. A ``trap`` finds nothing: it takes the components it names away from the passage.
    """

    id: str
    says: str
    components: tuple[Component, ...]
    all: tuple[Slot, ...]
    about: tuple[Slot, ...] = ()
    none: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    polarity: Polarity = "supports"
    near: Near = "sentence"
    score: float = 0.8
    kinds: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    trap: bool = False
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The terms and rules of one file. ``name`` tells files apart: "legislative/en".

    ``weak`` are terms of the file that no rule may rest on alone: words of duty, verbs that fit any subject.
    """

    name: str
    language: str
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    weak: tuple[str, ...] = ()
    path: Path | None = None


def load_rules(path: Path, name: str) -> RuleSet:
    """Read a rule file; raise `evidencescan.errors.CatalogueError` naming what is wrong with it."""
    top = Table(path, "the file", read_toml(path))
    language = top.text("language")
    terms = read_terms(top)
    weak = read_weak(top, terms)
    rules: list[Rule] = []
    for table in top.tables("rule"):
        rule = _rule(table)
        if any(other.id == rule.id for other in rules):
            raise table.fail(f"id {rule.id} stands twice")
        rules.append(rule)
    top.done()
    return RuleSet(f"{name}/{language}", language, terms, tuple(rules), weak, path)


def read_terms(top: Table) -> dict[str, tuple[str, ...]]:
    """Return the terms of a file: name to phrases."""
    terms: dict[str, tuple[str, ...]] = {}
    for term, phrases in top.mapping("terms").items():
        if not _TERM.fullmatch(term):
            raise top.fail(f"term {term}: a name is lower-case letters, digits and underscores")
        if not isinstance(phrases, list) or not all(isinstance(p, str) and p.strip() for p in phrases):
            raise top.fail(f"term {term} must be a list of phrases")
        terms[term] = tuple(phrases)
    return terms


def read_weak(top: Table, terms: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the names of the terms that no rule may rest on alone."""
    return top.chosen("weak", terms, ())


def _rule(table: Table) -> Rule:
    polarity = table.text("polarity", "supports")
    near = table.text("near", "sentence")
    if polarity not in POLARITIES:
        raise table.fail(f"polarity {polarity} is not one of {', '.join(POLARITIES)}")
    if near not in ("sentence", "passage"):
        raise table.fail(f"near {near} is not one of sentence, passage")
    rule = Rule(
        id=table.text("id"),
        says=table.text("says"),
        components=cast("tuple[Component, ...]", table.chosen("components", COMPONENTS)),
        all=_slots(table, "all"),
        about=_slots(table, "about"),
        none=tuple(term for slot in _slots(table, "none") for term in slot),
        indicators=table.texts("indicators", ()),
        polarity=polarity,
        near=cast("Near", near),
        score=table.number("score", 0.8),
        kinds=table.chosen("kinds", DOCUMENT_KINDS, ()),
        force=table.chosen("force", FORCES, ()),
        trap=table.flag("trap", False),
        examples=_examples(table, "examples"),
        counter_examples=_examples(table, "counter_examples"),
    )
    table.done()
    if not rule.all or not rule.components:
        raise table.fail("all and components must not be empty")
    if not 0 < rule.score <= 1:
        raise table.fail("score must be above 0 and at most 1")
    return rule


def _slots(table: Table, key: str) -> tuple[Slot, ...]:
    slots = []
    for written in table.texts(key, () if key != "all" else None):
        slot = tuple(term.strip() for term in written.split("|"))
        if not all(_TERM.fullmatch(term) for term in slot):
            raise table.fail(f"{key}: {written!r} must be names of terms separated by |")
        slots.append(slot)
    return tuple(slots)


def _examples(table: Table, key: str) -> tuple[Example, ...]:
    found = []
    for item in table.items(key):
        if isinstance(item, str):
            found.append(Example(item))
            continue
        if not isinstance(item, dict) or not set(item) <= {"text", "lead", "heading", "title", "kind"}:
            raise table.fail(f"{key}: an example is a string or a table of text, lead, heading, title, kind")
        found.append(Example(**item))
    return tuple(found)
