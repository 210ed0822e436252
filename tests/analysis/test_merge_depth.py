"""What is believed: rules, in a document that hardly speaks of the subject sure ones; the classifier only weighs."""

from __future__ import annotations

import pytest

from evidencescan.analysis import assemble
from evidencescan.values import Document, Finding, Passage, Reason, Source

LINE = "Every victim shall be given a bed."


def document(passages: int, headings: int = 0) -> Document:
    step = len(LINE) + 1
    parts = [
        Passage(n, "heading" if n >= passages else "paragraph", n * step, n * step + len(LINE), LINE)
        for n in range(passages + headings)
    ]
    return Document(Source("act.txt", "0" * 64, 0), "\n".join([LINE] * len(parts)), tuple(parts))


def finding(of: Document, passage: int, **changes: object) -> Finding:
    part = of.passages[passage]
    fields: dict[str, object] = {
        "indicator": None,
        "component": "human_rights",
        "polarity": "supports",
        "force": "obligation",
        "passage": passage,
        "start": part.start,
        "end": part.end,
        "quote": part.text,
        "score": 0.96,
    }
    return Finding(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("ruled", "kept"), [(7, False), (8, True)])
def test_a_usual_rule_is_believed_from_a_twelfth_of_the_passages_on(ruled: int, kept: bool) -> None:
    act = document(100, headings=40)
    sure = [finding(act, number) for number in range(ruled)]
    merged = assemble(act, [*sure, finding(act, 50, score=0.8)])
    assert [f.passage for f in merged] == [*range(ruled), *([50] if kept else [])]


def test_the_classifier_alone_finds_nothing() -> None:
    act = document(3)
    assert assemble(act, [finding(act, 0, score_kind="probability")]) == ()
    other = finding(act, 0, component="gender", score_kind="probability")
    assert [f.component for f in assemble(act, [finding(act, 0), other])] == ["human_rights"]


def test_a_weak_rule_needs_company_in_a_thin_document() -> None:
    act = document(100)
    weak = finding(act, 7, score=0.7)
    assert assemble(act, [weak]) == ()
    usual = finding(act, 7, score=0.8)
    assert assemble(act, [usual]) == ()
    another = finding(act, 7, score=0.8, reasons=(Reason("rule", "area/other", ("a bed",), 0.8),))
    assert len(assemble(act, [usual, another])) == 1, "two that agree are believed"
    assert len(assemble(act, [finding(act, 7)])) == 1, "a sure one is"
    codes = [finding(act, 7, score=0.8, indicator=code) for code in ("5.1.1", "5.1.2")]
    assert assemble(act, codes) == (), "one rule that gives two indicators is one rule"
    assert len(assemble(document(8), [weak])) == 1, "in a document on the subject a weak rule is enough"


def test_rule_and_classifier_that_agree_strengthen_each_other() -> None:
    act = document(3)
    both = [finding(act, 0, score=0.9), finding(act, 0, score_kind="probability", score=0.8)]
    (merged,) = assemble(act, both, calibrate=False)
    assert merged.score == pytest.approx(0.98)


def test_a_clear_rule_is_not_outvoted_by_the_classifier() -> None:
    act = document(3)
    guessed = finding(act, 0, polarity="contrary", score_kind="probability", score=0.85)
    (merged,) = assemble(act, [finding(act, 0), guessed])
    assert merged.polarity == "supports"
    assert any(reason.name == "disagreement" for reason in merged.reasons)


def test_a_component_goes_to_the_indicator_on_the_same_words() -> None:
    act = document(3)
    host = finding(act, 0, indicator="5.1.1", accepts=("human_rights", "gender"))
    beside = finding(act, 0, component="gender")
    assert [(f.indicator, f.component) for f in assemble(act, [host, beside])] == [
        ("5.1.1", "gender"),
        ("5.1.1", "human_rights"),
    ]
