"""Passages in another language: what is found by looking at some is what looking at all would find."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from evidencescan.text.identify import mark_foreign
from evidencescan.values import Passage

ENGLISH = "The Minister shall protect every victim of the crime and give them shelter in the district."
FRENCH = "Les autorités de la province protègent les victimes de la traite et leur donnent un abri dans la ville."
SPANISH = "Las autoridades de la provincia protegen a las víctimas de la trata y les dan un albergue en la ciudad."
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
