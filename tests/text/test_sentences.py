"""Sentences, clauses, and quotes found again."""

from __future__ import annotations

import pytest

from evidencescan.text import clauses, requote, sentences


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["Under art. 5 and par. 2 of Act No. 4, victims are safe.", "They are heard."]),
        ("en", ["Mr. J. Smith, i.e. the guardian, met Dr. Brown.", "He left."]),
        ("en", ["4. The court hears the child; the child may refuse.", "See s. 9."]),
        ("en", ["Is it safe?", "Yes!", "The U.S. Department agrees."]),
        ("fr", ["Selon l'art. 12, al. 3, la victime est entendue.", "M. Dupont, p. ex. au tribunal, l'aide."]),
        ("es", ["Véase p. ej. el art. 5 y el núm. 4 de la Ley N.º 3.", "La víctima es oída."]),
        ("es", ["El Sr. Pérez cita el inc. 2.", "Cuesta 1.500 pesos."]),
    ],
)
def test_sentences(language: str, parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[a:b] for a, b in sentences(text, language)] == parts


def test_clauses_of_a_list_in_one_passage() -> None:
    text = "The court may order: a) shelter; b) legal aid under paragraph (a); or c) return."
    parts = [text[a:b] for a, b in clauses(text, "en")]
    assert parts == ["The court may order:", "a) shelter;", "b) legal aid under paragraph (a); or", "c) return."]
    assert clauses("No list here.", "en") == [(0, 13)]


def test_requote_bridges_line_ends_and_hyphens() -> None:
    page = "Header\nThe vic-\ntim shall be pro\ufb01ciently\n  heard. End"
    found = requote("the victim shall be proficiently heard.", page)
    assert found is not None
    assert page[found[0] : found[1]] == "The vic-\ntim shall be pro\ufb01ciently\n  heard."
    assert requote("not there", page) is None
    assert requote("  ", page) is None
