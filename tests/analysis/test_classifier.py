"""The classifier with a model made by hand: each term speaks for one component, one word for contrary."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evidencescan.analysis import classifier
from evidencescan.analysis.annotate import Pool
from evidencescan.analysis.classifier import ComponentClassifier
from evidencescan.analysis.lint import example_document
from evidencescan.catalogue import Example
from evidencescan.models import LinearModel, ModelInfo
from evidencescan.values import Document, Finding, Passage

LABELS = ("human_rights", "gender", "child_protection", "contrary")
FEATURES = ("own:victim", "own:woman", "own:child", "lead:child", "punished")
# a term gives 1 × 4 - 2 = 2, a probability of 0.8808; one known word has length 2 and gives 2 × 2 - 2 = 2 too
MODEL = LinearModel(
    LABELS,
    FEATURES,
    np.ones(5, np.float32),
    np.array([[4, 0, 0, 0], [0, 4, 0, 0], [0, 0, 4, 0], [0, 0, 6, 0], [0, 0, 0, 2]], np.float32),
    np.full(4, -2, np.float32),
)
INFO = ModelInfo("by-hand", "1", "0" * 64, ("en",), dict.fromkeys(LABELS, 0.85))


def analyse(text: str | Document, *, info: ModelInfo = INFO, lead: str = "", language: str = "en") -> list[Finding]:
    document = example_document(Example(text, lead=lead), language) if isinstance(text, str) else text
    return list(ComponentClassifier(info, MODEL, pool=Pool()).analyse(document))


def test_it_finds_each_component_that_is_sure_enough_and_says_why() -> None:
    text = "Every victim shall be given a bed, and a woman shall be seen by a nurse."
    rights, gender = analyse(text)
    assert (rights.component, gender.component) == ("human_rights", "gender")
    assert (rights.indicator, rights.polarity, rights.force) == (None, "supports", "obligation")
    assert (rights.score, rights.score_kind) == (0.8808, "probability")
    assert rights.quote == text
    (reason,) = rights.reasons
    assert (reason.kind, reason.name, reason.words, reason.weight) == ("model", "by-hand", ("own:victim",), 4.0)


def test_it_is_silent_below_the_threshold_of_a_label() -> None:
    text = "Every victim and every woman shall be given a bed."
    strict = replace(INFO, thresholds=INFO.thresholds | {"human_rights": 0.89})
    assert [f.component for f in analyse(text, info=strict)] == ["gender"]
    assert [f.component for f in analyse(text)] == ["human_rights", "gender"]


def test_contrary_has_a_threshold_of_its_own() -> None:
    text = "A victim shall be punished."
    assert [f.polarity for f in analyse(text)] == ["contrary"]
    strict = replace(INFO, thresholds=INFO.thresholds | {"contrary": 0.89})
    assert [f.polarity for f in analyse(text, info=strict)] == ["supports"]


def test_contrary_alone_is_no_finding() -> None:
    assert analyse("The thief of a passport shall be punished.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Nothing in this Act requires the master of a ship to feed a victim.",
        "In section 4, delete the words “every victim and every child”.",
        "Section 9, on the board for each victim, is hereby repealed.",
    ],
)
def test_it_is_silent_where_scope_leaves_nothing(text: str) -> None:
    assert analyse(text) == []


def test_a_condition_is_kept() -> None:
    (finding,) = analyse("A victim may have a bed if the court so orders.")
    assert (finding.force, finding.condition) == ("permission", "if the court so orders")


def test_a_lead_in_speaks_for_its_items() -> None:
    found = analyse("a nurse for every victim;", lead="Every child shall have:")
    assert {f.component for f in found if f.passage == 1} == {"human_rights", "child_protection"}


def test_a_passage_without_a_telling_term_is_not_looked_at() -> None:
    eager = LinearModel(LABELS, FEATURES, np.ones(5, np.float32), np.zeros((5, 4), np.float32), np.full(4, 5.0))  # type: ignore[arg-type]
    document = example_document(Example("The Minister shall publish the tide tables."), "en")
    assert list(ComponentClassifier(INFO, eager, pool=Pool()).analyse(document)) == []
    document = example_document(Example("The Minister shall publish the names of victims."), "en")
    assert len(list(ComponentClassifier(INFO, eager, pool=Pool()).analyse(document))) == 3


def test_a_language_that_the_model_has_not_learnt_is_left_alone() -> None:
    assert analyse("Toute victime doit recevoir un lit.", language="fr") == []
    french = replace(INFO, languages=("en", "fr"))
    assert [f.component for f in analyse("Toute victime doit recevoir un lit.", info=french, language="fr")] == [
        "human_rights"
    ]


def test_of_a_long_passage_the_telling_sentence_is_quoted() -> None:
    filler = "The harbour master keeps the tide tables and rings the bell at noon. "
    document = example_document(Example(f"{filler * 8}Every victim shall be given a bed. {filler * 3}"), "en")
    (finding,) = analyse(document)
    assert finding.quote == "Every victim shall be given a bed."
    assert document.text[finding.start : finding.end] == finding.quote


def test_how_many_passages_are_looked_at_together_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one = example_document(Example("Every victim and every woman shall be given a bed."), "en")
    (passage,) = one.passages
    texts = [passage.text, "The bell rings at noon.", "A child shall be heard.", "A victim shall be punished."] * 5
    starts = [sum(len(text) + 1 for text in texts[:seq]) for seq in range(len(texts))]
    document = replace(
        one,
        text="\n".join(texts),
        passages=tuple(
            replace(passage, seq=seq, start=start, end=start + len(text), text=text)
            for seq, (start, text) in enumerate(zip(starts, texts, strict=True))
        ),
    )
    together = analyse(document)
    assert [finding.passage for finding in together[:5]] == [0, 0, 2, 3, 4]
    monkeypatch.setattr(classifier, "BATCH", 3)
    assert analyse(document) == together


def test_headings_and_inert_passages_are_not_looked_at() -> None:
    document = example_document(Example("Every victim shall be given a bed."), "en")

    def changed(**changes: object) -> Document:
        (passage,) = document.passages
        return replace(document, passages=(replace(passage, **changes),))  # type: ignore[arg-type]

    assert isinstance(document.passages[0], Passage)
    assert len(analyse(changed())) == 1
    assert analyse(changed(kind="heading")) == []
    assert analyse(changed(inert="quoted")) == []


def test_fingerprint_follows_model_and_thresholds() -> None:
    def fingerprint(info: ModelInfo) -> str:
        return ComponentClassifier(info, MODEL, pool=Pool()).fingerprint

    assert fingerprint(INFO) == fingerprint(replace(INFO))
    assert fingerprint(replace(INFO, sha256="1" * 64)) != fingerprint(INFO)
    assert fingerprint(replace(INFO, thresholds=INFO.thresholds | {"gender": 0.7})) != fingerprint(INFO)
