"""The figures of an evaluation, worked out by hand on a few passages of an invented country."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evidencescan.report.evaluation import Evaluation, evaluate, reliability_svg, save_run
from evidencescan.report.evaluation.bootstrap import intervals
from evidencescan.report.evaluation.found import Found, Judged
from evidencescan.report.evaluation.gold import GoldPassage
from evidencescan.report.evaluation.numbers import numbers_found
from evidencescan.store import Store
from evidencescan.values import Document, Finding, Passage, Profile, Source, Trait, Value, WorkOutcome

SHELTER = "Every woman who was trafficked shall be given shelter."
CELL = "A child shall not be held in any prison cell."
FERRY = "The ferry to Halverin leaves at noon on Mondays."
BEGGING = "Women who beg in the street shall be fined."
MENTION = "Women are mentioned here and nowhere else again."
GUARDIAN = "Chaque enfant a droit à un tuteur dans les trois jours."
LAWYER = "Toute victime a droit à un avocat sans frais."

GOLD = [
    {"doc": "act.txt", "id": "a1", "text": SHELTER, "gender": 2, "indicators": ["9.1.1"]},
    {"doc": "act.txt", "id": "a2", "text": CELL, "child_protection": 2, "indicators": ["9.1.2"]},
    {"doc": "act.txt", "id": "a3", "text": FERRY},
    {"doc": "act.txt", "id": "a4", "text": BEGGING, "gender": 2, "contrary": ["gender"]},
    {"doc": "act.txt", "id": "a5", "text": MENTION, "gender": 1, "indicators_maybe": ["9.1.2"]},
    {
        "doc": "plan.txt",
        "text": GUARDIAN,
        "child_protection": 2,
        "indicators": ["9.1.1"],
        "values": [
            {"indicator": "9.1.1", "value": "trois jours"},
            {"indicator": "9.1.1", "value": "within three days"},
        ],
    },
    {
        "doc": "plan.txt",
        "text": LAWYER,
        "human_rights": 2,
        "values": [
            {"indicator": "9.1.1", "value": "dans les meilleurs délais"},
            {"indicator": "9.1.1", "value": "dix avocats"},
        ],
    },
]
ACT = {
    SHELTER: [("9.1.1", "gender", 0.9)],
    CELL: [],
    FERRY: [("9.1.3", "gender", 0.5)],
    BEGGING: [(None, "gender", 0.7)],
    MENTION: [("9.1.2", "gender", 0.6)],
}
PLAN = {GUARDIAN: [("9.1.1", "child_protection", 0.8)], LAWYER: []}


class Desk:
    """A database, and a file of labels beside it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.scan = store.begin_scan({}, "test")

    def save(self, name: str, language: str, kind: str, texts: dict[str, list[tuple[Any, ...]]]) -> None:
        """Save a document with its findings, each (indicator, component, score)."""
        passages, findings, start = [], [], 0
        for seq, (text, found) in enumerate(texts.items()):
            passages.append(Passage(seq, "paragraph", start, start + len(text), text))
            values = (Value("duration", 3.0, "days", "trois jours", start),) if "trois jours" in text else ()
            findings += [
                Finding(
                    code, component, "supports", "obligation", seq, start, start + len(text), text, score, values=values
                )
                for code, component, score in found
            ]
            start += len(text) + 1
        source = Source(f"/laws/{name}", name.encode().hex().ljust(64, "0"), start)
        profile = Profile(language=Trait(language), kind=Trait(kind))
        document = Document(source, "\n".join(texts), tuple(passages), profile)
        self.store.save_outcome(
            self.scan,
            WorkOutcome(source, document, (("word", tuple(findings)),), reader="note"),
            reading_fingerprint="r",
            overrides_hash="o",
            analysers={"word": "w"},
            evidence=findings,
        )

    def measure(self, gold: list[dict[str, Any]] = GOLD, baseline: Path | None = None) -> Evaluation:
        """Evaluate against labels."""
        file = self.folder / "gold.jsonl"
        file.write_text("\n".join(json.dumps(line) for line in gold) + "\n\n", encoding="utf-8")
        return evaluate(self.store, file, baseline=baseline)


@pytest.fixture
def desk(tmp_path: Path):
    """A law in English and a strategy in French."""
    with Store.open(tmp_path / "e.db") as store:
        made = Desk(store, tmp_path)
        made.save("act.txt", "en", "law", ACT)
        made.save("plan.txt", "fr", "strategy", PLAN)
        yield made


def rates(precision: float, recall: float, f1: float, *counts: int) -> dict[str, float]:
    return {"precision": precision, "recall": recall, "f1": f1, **dict(zip(("tp", "fp", "fn"), counts, strict=True))}


def test_the_figures_are_those_worked_out_by_hand(desk):
    result = desk.measure().as_dict()
    assert (result["documents"], result["passages"]) == (2, 7)
    assert result["human_rights"] == rates(0, 0, 0, 0, 0, 1)
    assert result["gender"] == rates(0.667, 1, 0.8, 2, 1, 0)
    assert result["child_protection"] == rates(1, 0.5, 0.667, 1, 0, 1)
    # the mean of the rounded F1
    assert result["component_macro_f1"] == 0.489
    assert result["polarity_accuracy"] == 0.667


def test_a_code_of_one_annotator_counts_only_where_the_document_has_it_for_sure(desk):
    result = desk.measure().as_dict()
    assert result["indicator_passage"] == rates(0.667, 0.667, 0.667, 2, 1, 1)
    assert result["indicator_document"] == rates(0.75, 1, 0.857, 3, 1, 0)
    assert result["by_indicator"] == {
        "9.1.1": rates(1, 1, 1, 2, 0, 0),
        "9.1.2": rates(0, 0, 0, 0, 0, 1),
        "9.1.3": rates(0, 0, 0, 0, 1, 0),
    }


def test_languages_and_kinds_come_from_the_database(desk):
    result = desk.measure()
    assert {name: (one.documents, one.passages) for name, one in result.languages.items()} == {
        "en": (1, 5),
        "fr": (1, 2),
    }
    assert result.kinds["law"].figures.rates("child_protection").fn == 1
    assert result.kinds["strategy"].figures.rates("child_protection").f1 == 1
    # one document says nothing about others
    assert set(result.kinds["law"].intervals.values()) == {None}


def test_a_document_that_was_not_scanned_is_missed_and_named(desk):
    result = desk.measure([*GOLD, {"doc": "lost.pdf", "text": CELL, "child_protection": 2}])
    assert (result.missing, result.without_evidence) == (("lost.pdf",), ("lost.pdf",))
    assert result.languages["unknown"].figures.rates("child_protection").fn == 1


def test_the_highest_score_is_held_against_the_label(desk):
    calibrations = desk.measure().calibrations
    together = calibrations["all"]
    assert [(one.low, one.passages, one.score, one.right) for one in together.bins] == [
        (0.5, 1, 0.5, 0.0),
        (0.7, 1, 0.7, 1.0),
        (0.8, 1, 0.8, 1.0),
        (0.9, 1, 0.9, 1.0),
    ]
    assert together.error == pytest.approx((0.5 + 0.3 + 0.2 + 0.1) / 4)
    assert calibrations["gender"].error == pytest.approx((0.5 + 0.3 + 0.1) / 3)
    assert calibrations["human_rights"].error is None
    drawn = reliability_svg(together)
    assert drawn.count("<circle") == 4
    assert "expected calibration error 0.275" in drawn
    assert "nothing to measure" in reliability_svg(calibrations["human_rights"])


def test_noted_numbers_are_looked_for_among_the_values_of_the_passage(desk):
    numbers = desk.measure().numbers
    assert (numbers.noted, numbers.stated, numbers.without_evidence, numbers.without_number) == (2, 1, 1, 1)
    assert numbers.share == 0.5
    assert desk.measure(GOLD[:1]).numbers.share is None


def test_a_number_in_another_unit_is_not_the_one_noted():
    found = Found(polarities={"gender": frozenset({"supports"})}, amounts=frozenset({(30.0, "days"), (5.0, "persons")}))
    levels = {"human_rights": 0, "gender": 2, "child_protection": 0}

    def counted(*notes: str) -> tuple[int, int, int]:
        none: frozenset[str] = frozenset()
        passage = GoldPassage("act.txt", "a1", "At least 30 days.", frozenset(), levels, none, none, none, notes)
        numbers = numbers_found([("en", Judged(passage, found))])
        return numbers.noted, numbers.stated, numbers.other_unit

    assert counted("thirty days") == (1, 1, 0)
    assert counted("30 months") == (1, 0, 1)
    assert counted("30 months", "30 days") == (1, 1, 0)
    assert counted("ten days") == (1, 0, 0)


def test_errors_are_in_the_order_of_the_labels(desk):
    errors = desk.measure().as_dict(errors=2)["errors"]
    assert [(error["kind"], error["component"], error["id"]) for error in errors] == [
        ("fn", "child_protection", "a2"),
        ("fp", "gender", "a3"),
    ]


def test_a_run_against_itself_has_no_change(desk, tmp_path):
    save_run(desk.measure().judged, tmp_path / "run.json")
    result = desk.measure(baseline=tmp_path / "run.json")
    assert result.comparison.changes == ()
    assert result.comparison.before.as_dict() == result.total.figures.as_dict()


def test_what_changed_is_gained_or_lost(desk, tmp_path):
    save_run(desk.measure().judged, tmp_path / "run.json")
    changed = {SHELTER: [], CELL: [("9.1.2", "child_protection", 0.9)], FERRY: []}
    desk.save("act.txt", "en", "law", {**ACT, **changed, MENTION: []})
    added = {"doc": "act.txt", "id": "a6", "text": "No run knows these few words."}
    comparison = desk.measure([*GOLD, added], tmp_path / "run.json").comparison
    assert [(change.gained, change.which, change.how, change.id) for change in comparison.changes] == [
        (False, "gender", "missed", "a1"),
        (False, "9.1.1", "missed", "a1"),
        (True, "child_protection", "found", "a2"),
        (True, "9.1.2", "found", "a2"),
        (True, "gender", "false alarm gone", "a3"),
        (True, "9.1.3", "false alarm gone", "a3"),
    ]
    assert comparison.counts()["indicator"] == {"gained": 2, "lost": 1}
    assert comparison.unknown == 1
    assert comparison.before.rates("gender").as_dict() == rates(0.667, 1, 0.8, 2, 1, 0)


def test_a_polarity_that_turns_is_a_change(desk, tmp_path):
    run = tmp_path / "run.json"
    save_run(desk.measure().judged, run)
    run.write_text(run.read_text().replace('"supports"], "score": 0.7', '"contrary"], "score": 0.7'))
    comparison = desk.measure(baseline=run).comparison
    assert [(c.gained, c.what, c.which, c.how, c.id) for c in comparison.changes] == [
        (False, "polarity", "gender", "wrong polarity", "a4")
    ]


def test_intervals_draw_whole_documents():
    good, bad = Counter({("gender", "tp"): 8}), Counter({("gender", "fp"): 8})
    low, high = intervals([good, bad])["gender"]
    assert (low, high) == (0, 1)
    assert intervals([good, good, good])["gender"] == (1, 1)
    assert intervals([good] * 30 + [bad] * 10)["gender"] == intervals([good] * 30 + [bad] * 10)["gender"]
    # no draw has a component of which nothing is there
    assert intervals([good, good])["human_rights"] is None
    low, high = intervals([good] * 30 + [bad] * 10)["gender"]
    # F1 of 30 good and 10 bad is 2 * 240 / (480 + 80), and a share of 0.75 of 40 moves by about 0.14
    assert 0.7 < low < 480 / 560 < high < 0.96
