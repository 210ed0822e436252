from __future__ import annotations

import pytest

from evidencescan.analysis.lexicon import Lexicon
from evidencescan.analysis.phrases import parts
from evidencescan.errors import CatalogueError
from evidencescan.text.fold import fold


def found(phrase: str, text: str) -> list[str]:
    places = Lexicon({"term": [phrase]}).find(fold(text)).get(0, [])
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("victim", "A victim, two victims", ["victim"]),
        ("victim*", "A victim, two Victims", ["victim", "Victims"]),
        ("victim*", "revictimised", []),
        ("(legal|judicial) aid", "judicial aid and legal aid", ["judicial aid", "legal aid"]),
        ("aid (of |)(counsel|a (lawyer|clerk))", "aid of a lawyer", ["aid of a lawyer"]),
        ("not be .. punished", "shall not be in any way punished", ["not be in any way punished"]),
        ("not be .. punished", "shall not be heard. He is punished", []),
        ("traffick* (person|persons)", "trafficked persons", ["trafficked persons"]),
        ("non-punishment", "The Non‑Punishment clause", ["Non‑Punishment"]),
        (
            "not (be|be .. then|remain) .. punished",
            "not be heard and then duly punished",
            ["not be heard and then duly punished"],
        ),
        ("(respect|due .. regard) for right*", "due and full regard for rights", ["due and full regard for rights"]),
        ("traffick* a person", "trafficking a person", ["trafficking a person"]),
        ("condemn* .. a", "condemned in a court", ["condemned in a"]),
        ("enfant", "l’enfant d'Enfants", ["enfant"]),
        ("réfugié*", "REFUGIES", ["REFUGIES"]),
        ("niñ* .. víctima*", "las niñas y niños víctimas", ["niñas y niños víctimas", "niños víctimas"]),
    ],
)
def test_phrase_is_found(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize("phrase", ["a(b", "a|b", "*end", "in*side out", "x*", ".. gap", "gap .."])
def test_wrong_notation_is_refused(phrase: str) -> None:
    with pytest.raises(CatalogueError):
        parts(phrase)


def test_too_many_variants_are_refused() -> None:
    with pytest.raises(CatalogueError, match="more than"):
        parts("(a|b|c|d|e|f|g|h|i|j) " * 4)


def test_fold_keeps_length() -> None:
    text = "Œuvre İstanbul ﬁn — “Straße” n° 5\n\u00a0élève"
    assert len(fold(text)) == len(text)
    assert fold("Élève — L’Âge") == "eleve   l'age"
