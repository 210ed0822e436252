"""Each language's file holds its own examples; they are run here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from evidencescan.analysis.numbers import values_in
from evidencescan.analysis.numbers.lexicon import Example, lexicon_for, read_lexicon
from evidencescan.analysis.numbers.templates import compile_template
from evidencescan.errors import CatalogueError
from evidencescan.values import Value

LANGUAGES = ("en", "fr", "es")


def _cases(name: str) -> list[Any]:
    found = []
    for language in LANGUAGES:
        lexicon = lexicon_for(language)
        assert lexicon is not None
        found += [pytest.param(language, example, id=example.text[:60]) for example in getattr(lexicon, name)]
    return found


def _plain(value: Value) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "kind": value.kind,
        "number": value.number,
        "unit": value.unit,
        "until": value.until,
        "bound": value.bound,
        "breakdown": [f"{part.by}:{part.group}:{part.number:g}" for part in value.breakdown] or None,
    }
    return {key: fact for key, fact in facts.items() if fact is not None}


@pytest.mark.parametrize(("language", "example"), _cases("examples"))
def test_example(language: str, example: Example) -> None:
    values = values_in(example.text, language)
    assert [_plain(value) for value in values] == list(example.values)
    assert all(example.text[value.start :].startswith(value.text) for value in values)


@pytest.mark.parametrize(("language", "example"), _cases("counter_examples"))
def test_counter_example(language: str, example: Example) -> None:
    kinds = {value.kind for value in values_in(example.text, language)}
    assert not (kinds & set(example.never) if example.never else kinds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_forty_examples_of_every_kind(language: str) -> None:
    lexicon = lexicon_for(language)
    assert lexicon is not None
    assert len(lexicon.examples) >= 40
    kinds = {value["kind"] for example in lexicon.examples for value in example.values}
    assert kinds == {"count", "proportion", "duration", "age", "period", "coverage"}


def test_units_have_the_same_names_in_every_language() -> None:
    names = []
    for language in LANGUAGES:
        lexicon = lexicon_for(language)
        assert lexicon is not None
        names.append(({entry.name for entry in lexicon.times}, {entry.name for entry in lexicon.counted}))
    assert names[0] == names[1] == names[2]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "age"', 'kind = "length"', "length is not one of"),
        ("head_last = true", "head_first = true", "unknown key head_first"),
        ("one = 1\n", 'one = "1"\n', "whole number"),
        ('decimal = ["."]\n', "", "decimal is missing"),
        ('needs = "person"', 'needs = "people"', "people is not one of"),
    ],
)
def test_mistakes_are_errors(tmp_path: Path, old: str, new: str, message: str) -> None:
    lexicon = lexicon_for("en")
    assert lexicon is not None
    source = Path(read_lexicon.__code__.co_filename).with_name("en.toml").read_text(encoding="utf-8")
    assert old in source
    path = tmp_path / "en.toml"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=re.escape(message)):
        read_lexicon(path)


def test_a_phrase_needs_a_number() -> None:
    with pytest.raises(ValueError, match="a phrase needs"):
        compile_template("under age", {}, "age", None, "", False)
    with pytest.raises(KeyError):
        compile_template("{n} {unknown}", {}, "age", None, "", False)
