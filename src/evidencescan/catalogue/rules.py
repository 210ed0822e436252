"""Rule files: one a language, terms and the rules that combine them, each rule with its own tests.

A rule states one legal idea: which terms must stand together (``all``), what the provision or its surroundings must
be about (``about``), and which terms rule it out (``none``). `docs/rules.md` explains the format to authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from evidencescan.errors import CatalogueError
from evidencescan.ids import content_hash
from evidencescan.values import COMPONENTS, DOCUMENT_KINDS, FORCES, POLARITIES, Component, Polarity

from .schema import Table, read_toml

Near = Literal["sentence", "passage"]
Slot = tuple[str, ...]
_TERM = re.compile(r"[a-z][a-z0-9_]*")
TokenPattern = tuple[dict[str, Any], ...]
"""One table a token, as spaCy's Matcher reads it."""

_TEXT_KEYS = frozenset(("ORTH", "TEXT", "LOWER", "NORM", "SHAPE"))
_FLAG_KEYS = frozenset(
    (
        *("IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "IS_PUNCT", "IS_SPACE"),
        *("IS_BRACKET", "IS_QUOTE", "IS_LEFT_PUNCT", "IS_RIGHT_PUNCT", "IS_CURRENCY"),
        *("LIKE_NUM", "LIKE_URL", "LIKE_EMAIL", "SPACY"),
    )
)
_TRAINED_KEYS = frozenset(
    (
        *("LEMMA", "POS", "TAG", "DEP", "MORPH", "IS_SENT_START", "SENT_START"),
        *("ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID"),
    )
)
_SET_KEYS = frozenset(("IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS"))
_NESTED_KEYS = frozenset(("REGEX", "FUZZY", *(f"FUZZY{edits}" for edits in range(1, 10))))
_COMPARISONS = frozenset(("==", "!=", ">=", "<=", ">", "<"))
_OP = re.compile(r"[!?*+]|\{(?P<exactly>\d+)\}|\{(?P<least>\d*),(?P<most>\d*)\}")


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

    ``terms`` are phrases, ``patterns`` terms that are token patterns; they share one space of names. ``weak`` are
    terms of the file that no rule may rest on alone: words of duty, verbs that fit any subject.
    """

    name: str
    language: str
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    weak: tuple[str, ...] = ()
    path: Path | None = None
    patterns: dict[str, tuple[TokenPattern, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file that is read when its language is met. It is called after its language, ``rules/en.toml``.

    ``sha256`` is the hash of its content: a file that changed is another one.
    """

    name: str
    language: str
    path: Path
    sha256: str

    @classmethod
    def at(cls, path: Path, name: str) -> RuleFile:
        """Return the file at ``path`` of the rules called ``name``; raises OSError as `open` does."""
        return cls(f"{name}/{path.stem}", path.stem, path, content_hash(path))

    def load(self) -> RuleSet:
        """Read the file; raises `evidencescan.errors.CatalogueError` as `load_rules` does, and where it has changed."""
        rules = load_rules(self.path, self.name.rpartition("/")[0])
        if content_hash(self.path) != self.sha256:
            # what it finds now would be taken for what the rules found that the program began with
            raise CatalogueError(f"{self.path}: the file changed while the program ran; run it again")
        return rules


def load_rules(path: Path, name: str) -> RuleSet:
    """Read a rule file; raise `evidencescan.errors.CatalogueError` naming what is wrong with it."""
    top = Table(path, "the file", read_toml(path))
    language = top.text("language")
    if language != path.stem:
        raise top.fail(f"language {language}: the file must be called {language}.toml")
    terms = read_terms(top)
    patterns = _patterns(top, terms)
    weak = read_weak(top, [*terms, *patterns])
    rules: dict[str, Rule] = {}
    for table in top.tables("rule"):
        rule = _rule(table, patterns)
        if rule.id in rules:
            raise table.fail(f"id {rule.id} stands twice")
        rules[rule.id] = rule
    top.done()
    return RuleSet(f"{name}/{language}", language, terms, tuple(rules.values()), weak, path, patterns)


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


def read_weak(top: Table, terms: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the terms that no rule may rest on alone."""
    return top.chosen("weak", terms, ())


def _patterns(top: Table, terms: Mapping[str, object]) -> dict[str, tuple[TokenPattern, ...]]:
    found: dict[str, tuple[TokenPattern, ...]] = {}
    for term, written in top.mapping("patterns").items():
        if not _TERM.fullmatch(term):
            raise top.fail(f"pattern {term}: a name is lower-case letters, digits and underscores")
        if term in terms:
            raise top.fail(f"pattern {term}: a term has the same name")
        if not isinstance(written, list) or not written:
            raise top.fail(f"pattern {term} must be a list of token patterns")
        for number, pattern in enumerate(written, 1):
            if (fault := pattern_fault(pattern)) is not None:
                raise top.fail(f"pattern {term}, number {number}: {fault}")
        found[term] = tuple(tuple(pattern) for pattern in written)
    return found


def _rule(table: Table, patterns: Mapping[str, Any]) -> Rule:
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
    if all(any(term in patterns for term in slot) for slot in rule.all):
        raise table.fail(
            "all: one slot at least must be phrases alone, for patterns are looked for only where it is met"
        )
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


def pattern_fault(pattern: object) -> str | None:
    """Return what is wrong with a token pattern, None where it is sound."""
    if not isinstance(pattern, list) or not pattern:
        return "must be a list of tables, one a token"
    for place, token in enumerate(pattern, 1):
        if not isinstance(token, dict):
            return f"token {place} must be a table"
        for key, value in token.items():
            if (fault := _key_fault(key, value)) is not None:
                return f"token {place}: {fault}"
    if all(_optional(token.get("OP")) for token in pattern):
        return "one token at least must be there: every OP allows none"
    return None


def _key_fault(key: str, value: object) -> str | None:
    if key in _TRAINED_KEYS:
        return f"{key} needs a trained pipeline, and patterns see tokens alone"
    if key in _TEXT_KEYS:
        return _text_fault(key, value)
    if key in _FLAG_KEYS:
        return None if isinstance(value, bool) else f"{key} must be true or false"
    if key == "LENGTH":
        return _number_fault(key, value)
    if key == "OP":
        return _op_fault(value)
    return f"unknown key {key}"


def _text_fault(key: str, value: object) -> str | None:
    if isinstance(value, str):
        return None
    if not isinstance(value, dict) or not value:
        return f"{key} must be a string or a table"
    for name, inner in value.items():
        if name in _SET_KEYS:
            if not _all_texts(inner):
                return f"{key}: {name} must be a list of strings"
            continue
        if name not in _NESTED_KEYS:
            return f"{key}: unknown key {name}"
        written = _alternatives(inner)
        if written is None:
            return f"{key}: {name} must be a string, or a table of IN or NOT_IN"
        if name == "REGEX" and (fault := _regex_fault(written)) is not None:
            return f"{key}: {fault}"
    return None


def _all_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(word, str) for word in value)


def _alternatives(value: object) -> list[str] | None:
    """Return the strings of a REGEX or FUZZY, which stand alone or in lists; None where it is neither."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, dict) or not value or not set(value) <= {"IN", "NOT_IN"}:
        return None
    return [word for words in value.values() for word in words] if all(map(_all_texts, value.values())) else None


def _regex_fault(written: list[str]) -> str | None:
    for expression in written:
        try:
            re.compile(expression)
        except re.error as error:
            return f"REGEX {expression!r}: {error}"
    return None


def _number_fault(key: str, value: object) -> str | None:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            if name in ("IN", "NOT_IN"):
                if not isinstance(inner, list) or not inner or not all(_whole(number) for number in inner):
                    return f"{key}: {name} must be a list of whole numbers"
            elif name not in _COMPARISONS:
                return f"{key}: unknown key {name}"
            elif not _whole(inner):
                return f"{key}: {name} must be a whole number"
        return None
    return None if _whole(value) else f"{key} must be a whole number or a table"


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _op_fault(value: object) -> str | None:
    found = _OP.fullmatch(value) if isinstance(value, str) else None
    if found is None or value == "{,}":
        return "OP must be one of ! ? * + {n} {n,m} {n,} {,m}"
    if found["least"] and found["most"] and int(found["least"]) > int(found["most"]):
        return f"OP {value}: the smaller number comes first"
    return None


def _optional(op: str | None) -> bool:
    found = _OP.fullmatch(op) if op else None
    if found is None:
        return False
    if op in ("?", "*", "!"):
        return True
    least = found["exactly"] if found["exactly"] is not None else found["least"]
    return least is not None and not int(least or 0)
