"""What analysis knows of a language: shared terms, words of force, words of scope. Data in ``languages/xx.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, cast

from evidencescan.catalogue.rules import read_terms, read_weak
from evidencescan.catalogue.schema import Table, read_toml
from evidencescan.values import FORCES, Force

Effect = Literal["denial", "no_duty", "exception", "condition", "hypothetical", "replaced", "repealed"]
EFFECTS: tuple[Effect, ...] = (
    "denial",
    "no_duty",
    "exception",
    "condition",
    "hypothetical",
    "replaced",
    "repealed",
)
Direction = Literal["after", "before", "sentence"]
DATA = Path(str(files("evidencescan.analysis"))) / "languages"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that change what a provision says.

    ``direction`` tells which part of the sentence they govern: what follows, what precedes, or all of it.
    ``blockers`` are look-alikes: where one of them covers the cue, the cue does not count.
    """

    effect: Effect
    direction: Direction
    phrases: tuple[str, ...]
    blockers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class References:
    """How drafters refer to another provision and define a word, as patterns over folded text.

    ``cited`` finds in a citation the number of its provision, the group ``n``; ``refers`` has the groups ``n`` and
    ``sub``, the paragraphs in brackets; ``elsewhere`` is what follows a reference to another text; ``defines`` has the
    group ``word``. ``examples`` are (text, number) and
    ``definitions`` (text, word), with an empty string for none; the tests run them.
    """

    cited: re.Pattern[str]
    refers: re.Pattern[str]
    elsewhere: re.Pattern[str]
    defines: re.Pattern[str]
    examples: tuple[tuple[str, str], ...]
    definitions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LanguageData:
    """The content of one language file. ``weak`` are terms that no rule may rest on alone (words of duty);
    ``hyphens_join`` tells whether words with a hyphen between them are one token.

    ``force_examples`` are (text, force), ``scope_examples`` (text, effects), run by the tests.
    """

    code: str
    terms: dict[str, tuple[str, ...]]
    weak: tuple[str, ...]
    hyphens_join: bool
    force: dict[Force, tuple[str, ...]]
    cues: tuple[Cue, ...]
    ends: tuple[str, ...]
    references: References
    force_examples: tuple[tuple[str, str], ...]
    scope_examples: tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=1)
def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file, in order."""
    return tuple(sorted(path.stem for path in DATA.glob("*.toml")))


@lru_cache(maxsize=32)
def load_language(code: str) -> LanguageData:
    """Read ``languages/CODE.toml``; raise `evidencescan.errors.CatalogueError` where it is wrong."""
    path = DATA / f"{code}.toml"
    top = Table(path, "the file", read_toml(path))
    terms = read_terms(top)
    weak = read_weak(top, terms)
    hyphens_join = top.flag("hyphens_join", False)
    words = Table(path, "force", top.mapping("force"))
    force: dict[Force, tuple[str, ...]] = {kind: words.texts(kind) for kind in FORCES if kind != "statement"}
    words.done()
    cues = []
    for table in top.tables("scope"):
        effect, direction = table.text("effect"), table.text("direction", "after")
        if effect not in EFFECTS or direction not in ("after", "before", "sentence"):
            raise table.fail(f"effect {effect} or direction {direction} is unknown")
        cues.append(
            Cue(
                effect,
                cast("Direction", direction),
                table.texts("phrases"),
                table.texts("blockers", ()),
            )
        )
        table.done()
    ends = top.texts("scope_ends", ())
    force_examples = []
    for table in top.tables("force_example"):
        force_examples.append((table.text("text"), table.text("force")))
        table.done()
    scope_examples = []
    for table in top.tables("scope_example"):
        scope_examples.append((table.text("text"), table.chosen("effects", EFFECTS)))
        table.done()
    references = _references(Table(path, "references", top.mapping("references")))
    top.done()
    return LanguageData(
        code,
        terms,
        weak,
        hyphens_join,
        force,
        tuple(cues),
        ends,
        references,
        tuple(force_examples),
        tuple(scope_examples),
    )


def _references(table: Table) -> References:
    references = References(
        cited=_pattern(table, "cited"),
        refers=_pattern(table, "refers"),
        elsewhere=_pattern(table, "elsewhere"),
        defines=_pattern(table, "defines"),
        examples=_pairs(table, "examples", "number"),
        definitions=_pairs(table, "definitions", "word"),
    )
    table.done()
    return references


def _pattern(table: Table, key: str) -> re.Pattern[str]:
    try:
        return re.compile(table.text(key))
    except re.error as error:
        raise table.fail(f"{key} is no regular expression: {error}") from None


def _pairs(table: Table, key: str, said: str) -> tuple[tuple[str, str], ...]:
    found = []
    for example in table.tables(key):
        found.append((example.text("text"), example.text(said, "")))
        example.done()
    return tuple(found)
