"""Every example in the language files does what it says."""

from __future__ import annotations

import pytest

from evidencescan.text import FINGERPRINT, build_document, known_languages
from evidencescan.text.countries import country_in, known_country
from evidencescan.text.knowledge import language
from evidencescan.text.numbering import may_be_unit
from evidencescan.text.profile import kind_of_title
from evidencescan.values import Block, Profile, Reading, Source, Trait

SOURCE = Source("sample.txt", "0" * 64, 1, "text/plain")
EXAMPLES = [(code, example) for code in known_languages() for example in language(code).examples]


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{c}-{e['text'][:40]}" for c, e in EXAMPLES])
def test_example(code: str, example: dict[str, str]) -> None:
    known = language(code)
    if "kind" in example:
        assert kind_of_title(example["text"], known) == example["kind"]
        return
    overrides = Profile(language=Trait(code), kind=Trait("law"), title=Trait("x"))
    document = build_document(SOURCE, Reading((Block(example["text"]),)), overrides)
    citation = document.passages[0].citation
    if example["citation"]:
        assert citation == example["citation"]
    else:
        assert citation == known.cite["paragraph"].format(n=1)


def test_every_language_has_counter_examples() -> None:
    for code in known_languages():
        examples = language(code).examples
        assert any(e.get("citation") == "" for e in examples)
        assert any(e.get("kind") == "" for e in examples)


def test_fingerprint_is_tagged() -> None:
    assert FINGERPRINT.startswith("text:")


def test_countries() -> None:
    assert known_country("ke") == "KE"
    assert known_country("Kenya") == "KE"
    assert known_country("Ruritania") is None
    assert country_in(["Stratégie du Sénégal", "Mali"]) == ("SN", "senegal")
    assert country_in(["Kenya and Uganda"]) is None
    assert country_in(["Nothing here"]) is None
    assert country_in(["Guinea-Bissau"]) == ("GW", "guinea-bissau")
    assert country_in(["The Republic of Guinea"]) == ("GN", "guinea")


@pytest.mark.parametrize("code", known_languages())
def test_first_looks_overlook_nothing(code: str) -> None:
    known = language(code)
    for provision in known.provisions.values():
        for word in provision.words:
            for shape in (word, word.upper(), word.title()):
                assert not known.label.match(f"{shape} 12") or may_be_unit(f"{shape} 12", known), shape
