"""How findings follow when the wording of clear evidence is changed: rates no lower than those in docs/behaviour.md."""

from __future__ import annotations

import random
import re
from pathlib import Path

import measure
import pytest

DOCUMENT = Path(__file__).parents[2] / "docs" / "behaviour.md"
DENIED = ("denied: it no longer supports", "denied: it speaks against")
FLOORS = {
    "the component is found": 0.95,
    **dict.fromkeys(DENIED, 0.7),
    "duty made a leave: its force drops": 1.0,
    **{f"{name}: nothing changes": 1.0 for name in measure.SAME},
    "one letter in a hundred wrong: evidence stays": 0.8,
}


def test_every_measure_has_a_floor() -> None:
    assert set(FLOORS) == set(measure.MEASURES)


def test_the_sentences_are_many_and_varied() -> None:
    for language in measure.LANGUAGES:
        corpus = measure.corpus(language)
        assert len({s.text for s in corpus.sentences}) >= 25
        assert len({s.denied for s in corpus.sentences}) == len(corpus.sentences)
        for component in ("human_rights", "gender", "child_protection"):
            assert sum(s.component == component for s in corpus.sentences) >= 6
        for name in corpus.swaps:
            assert any(name in s.text for s in corpus.sentences), name


@pytest.mark.parametrize("language", measure.LANGUAGES)
@pytest.mark.parametrize("name", [name for name in FLOORS if name not in DENIED])
def test_rate_is_no_lower_than_its_floor(name: str, language: str) -> None:
    rate = measure.MEASURES[name](language)
    if rate.of:
        assert rate.share >= FLOORS[name], "\n".join(rate.failed)
    else:
        assert (name, language) == ("accents lost: nothing changes", "en")


@pytest.mark.parametrize("language", measure.LANGUAGES)
@pytest.mark.parametrize("name", DENIED)
def test_what_is_denied_does_not_support(name: str, language: str) -> None:
    rate = measure.MEASURES[name](language)
    assert rate.share >= FLOORS[name], "\n".join(rate.failed)


def test_changes_change_the_text() -> None:
    of = measure.corpus("fr")
    text = "L'enfant est immédiatement présenté à « Belcastre » en 2019, en un mot dès que les conditions sont réunies."
    changed = {name: change(of, text) for name, change in measure.SAME.items()}
    assert (
        changed["other places, persons, years"].count("Montaubin")
        == changed["other places, persons, years"].count("2024")
        == 1
    )
    assert changed["broken into lines"].count("\n") >= 2
    assert re.search(r"condi-\n?tions|[a-z]-\n[a-z]", changed["hyphenated at a line end"])
    assert changed["accents lost"].startswith("L'enfant est immediatement presente")
    assert len(set(changed.values()) - {text}) == len(changed)
    noisy = measure.noisy(text * 50, random.Random(1))
    assert 0.003 < sum(a != b for a, b in zip(noisy, text * 50, strict=True)) / len(noisy) < 0.02


def test_the_document_shows_the_rates_that_are_measured() -> None:
    rows = {
        row.split("|")[1].strip() for row in DOCUMENT.read_text(encoding="utf-8").splitlines() if row.startswith("|")
    }
    assert set(measure.MEASURES) <= rows
