"""Passages in another language: what is found by looking at some is what looking at all would find."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidencescan.text import identify
from evidencescan.text.identify import dominant, mark_foreign
from evidencescan.values import Passage

ENGLISH = "The Minister shall protect every victim of the crime and give them shelter in the district."
FRENCH = "Les autorités de la province protègent les victimes de la traite et leur donnent un abri dans la ville."
SPANISH = "Las autoridades de la provincia protegen a las víctimas de la trata y les dan un albergue en la ciudad."
PLAIN_SPANISH = "El gobierno protege a las víctimas y no se impone ninguna pena por los actos que cometieron."
GERMAN = "Die Behörden der Provinz schützen die Opfer des Menschenhandels und geben ihnen in der Stadt ein Obdach."
PORTUGUESE = "O governo da província protege todas as vítimas do tráfico de pessoas e dá um abrigo na cidade."
CATALAN = "Les autoritats de la província protegeixen les víctimes del tràfic de persones i els donen un refugi."
SHORT = "Article 5"
TEXTS = (ENGLISH, ENGLISH, FRENCH, FRENCH, SPANISH, SHORT)


def passages(texts: list[str]) -> tuple[Passage, ...]:
    out: list[Passage] = []
    at = 0
    for text in texts:
        out.append(Passage(len(out), "paragraph", at, at + len(text), text))
        at += len(text) + 1
    return tuple(out)


def languages(texts: list[str]) -> list[str | None]:
    """Return what each passage is marked with where every one is looked at."""
    known = {ENGLISH: "en", FRENCH: "fr", SPANISH: "es", SHORT: ""}
    said = [known[text] for text in texts]
    marked: list[str | None] = [None] * len(texts)
    at = 0
    while at < len(said):
        if said[at] in {"", "en"}:
            at += 1
            continue
        end = at
        while end < len(said) and said[end] in {said[at], ""}:
            end += 1
        places = [place for place in range(at, end) if said[place]]
        if len(places) >= 3:
            marked[at : places[-1] + 1] = [said[at]] * (places[-1] + 1 - at)
        at = places[-1] + 1
    return marked


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=16))
def test_runs_are_those_that_looking_at_every_passage_finds(texts: list[str]) -> None:
    assert [passage.language for passage in mark_foreign(passages(texts), "en")] == languages(texts)


def test_two_passages_are_no_run() -> None:
    texts = [ENGLISH, FRENCH, FRENCH, ENGLISH]
    assert {passage.language for passage in mark_foreign(passages(texts), "en")} == {None}


@pytest.mark.parametrize(("text", "code"), [(GERMAN, "de"), (PORTUGUESE, "pt")])
def test_a_run_in_a_language_that_is_not_known_is_marked(text: str, code: str) -> None:
    marked = mark_foreign(passages([ENGLISH, ENGLISH, text, text, text, ENGLISH]), "en")
    assert [passage.language for passage in marked] == [None, None, code, code, code, None]


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (FRENCH, "fr"), (PLAIN_SPANISH, "es")])
def test_plain_text_needs_no_model(text: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(identify, "_identifier")
    assert dominant(["NORVALIA", *[text] * 4]) == (code, text)
    assert {passage.language for passage in mark_foreign(passages([text, *["Norvalia, Velmora, " * 3] * 9]), code)} == {
        None
    }


@pytest.mark.parametrize("text", [PORTUGUESE, CATALAN, GERMAN])
def test_neighbours_of_a_known_language_are_left_to_the_model(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identify, "identify", lambda text: ("xx", 1.0))
    found = dominant([text] * 9)
    assert found is not None
    assert found[0] == "xx"


def test_languages_in_equal_shares_are_left_to_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identify, "identify", lambda text: ("xx", 1.0))
    found = dominant([ENGLISH, FRENCH] * 5)
    assert found is not None
    assert found[0] == "xx"
