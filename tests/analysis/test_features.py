from __future__ import annotations

import pytest

from evidencescan.analysis.annotate import Pool
from evidencescan.analysis.features import FeatureReader, words_of
from evidencescan.analysis.lint import example_document
from evidencescan.catalogue import Example
from evidencescan.models.linear import Row


@pytest.mark.parametrize(
    ("folded", "words"),
    [
        ("a safe shelter, of 12 beds", ["safe", "shelter", "of", "beds"]),
        ("l'enfant d'une victime", ["enfant", "une", "victime"]),
        ("abc12de f_gh x1y", ["abc", "de", "gh"]),
        ("“victim” — œuvre; жертва", ["victim", "œuvre", "жертва"]),
        ("10² m ¼", []),
        ("", []),
    ],
)
def test_words_are_the_letters_that_follow_each_other(folded: str, words: list[str]) -> None:
    assert words_of(folded) == words


def row(text: str, *, lead: str = "", heading: str = "") -> Row:
    pool = Pool()
    document = example_document(Example(text, lead=lead, heading=heading), "en")
    annotated = pool.annotate(document)
    return FeatureReader(pool.compiled("en")).row(annotated, list(annotated.passages.values())[-1])


def test_terms_are_named_by_their_places_and_weigh_what_these_say() -> None:
    named = row("a woman shall be heard;", lead="Every child shall have:", heading="Victims").named
    assert (named["own:woman"], named["lead:child"], named["heading:victim"]) == (1.0, 0.7, 0.7)
    assert named["force:obligation"] == 0.5
    assert "own:child" not in named
    assert "own:victim" not in named


def test_a_row_says_how_long_the_passage_is_and_of_what_kind() -> None:
    named = row("A victim. ").named
    assert (named["passage:paragraph"], named["kind:other"]) == (0.3, 0.3)
    assert row("A victim. " + "x" * 3000).named["length"] == 2.0
    assert row("v" * 375).named["length"] == 0.5


def test_the_words_of_a_row_make_phrases_with_their_neighbours() -> None:
    assert row("Every victim rests").phrases() == ["every", "victim", "rests", "every victim", "victim rests"]
    assert Row({}, []).phrases() == []
