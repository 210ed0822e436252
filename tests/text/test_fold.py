"""Folding: one character for one, whatever way it is taken."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencescan.text.fold import fold

CHARACTERS = st.one_of(st.characters(), st.sampled_from("aBÉñµ ’–—“”…ﬁœ\u0301‐`\x1c\u2003"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Non-Punishment of\tVICTIMS", "non punishment of victims"),
        ("l’État protège", "l'etat protege"),
        ("“non‑punishment” – Niñas", "“non punishment”   ninas"),
        ("5 µg", "5 μg"),
        ("ﬁnal œuvre", "ﬁnal œuvre"),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(CHARACTERS, max_size=30))
def test_a_text_is_folded_as_its_characters_are(text: str) -> None:
    folded = fold(text)
    assert folded == "".join(fold(character) for character in text)
    assert len(folded) == len(text)
    for one, other in zip(text, folded, strict=True):
        if one.isalpha() and other != one:
            assert unicodedata.normalize("NFKD", one)[0].lower() == other
