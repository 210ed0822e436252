"""The strongest evidence, and the order of codes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from evidencescan.report import gaps, monitoring
from evidencescan.store import Store
from evidencescan.values import (
    Decision,
    Document,
    Finding,
    Indicator,
    Passage,
    Profile,
    Source,
    Trait,
    WorkOutcome,
)

LINES = ("Women shall be heard.", "Women may be fined.", "Women must be protected.")


@pytest.fixture
def store(tmp_path: Path):
    """A law of an invented country with two supporting pieces and a contrary one."""
    indicators = tuple(
        Indicator(code, "notes", "9.1", f"Statement {code}", "presence", ("gender",), ("law",))
        for code in ("9.1.10", "9.1.2", "9.1.1")
    )
    starts = [sum(len(line) + 1 for line in LINES[:number]) for number in range(3)]
    passages = tuple(
        Passage(number, "paragraph", start, start + len(line), line)
        for number, (start, line) in enumerate(zip(starts, LINES, strict=True))
    )
    findings = tuple(
        Finding("9.1.2", "gender", polarity, "obligation", p.seq, p.start, p.end, p.text, score)
        for p, polarity, score in zip(passages, ("supports", "contrary", "supports"), (0.9, 0.5, 0.7), strict=True)
    )
    source = Source("/laws/act.txt", "a" * 64, 60)
    profile = Profile(kind=Trait("law"), country=Trait("ZZ"))
    document = Document(source, "\n".join(LINES), passages, profile)
    outcome = WorkOutcome(source, document, (("word", findings),), reader="note")
    with Store.open(tmp_path / "e.db") as made:
        made.sync_catalogues([SimpleNamespace(name="notes", title="Notes", indicators=indicators)])
        scan = made.begin_scan({}, "test")
        made.save_outcome(
            scan,
            outcome,
            reading_fingerprint="r",
            overrides_hash="o",
            analysers={"word": "w"},
            evidence=findings,
        )
        yield made


def test_codes_are_in_the_order_of_their_numbers(store):
    assert [row["indicator"] for row in monitoring(store)] == ["9.1.1", "9.1.2", "9.1.10"]
    assert [row["indicator"] for row in gaps(store)] == ["9.1.1", "9.1.10"]


def test_contrary_evidence_comes_first_and_confirmed_evidence_before_it(store):
    def strongest() -> dict[str, object]:
        return next(row for row in monitoring(store, country="ZZ") if row["indicator"] == "9.1.2")

    assert strongest()["status"] == "contested"
    assert strongest()["quote"] == LINES[1]
    ids = {row["quote"]: row["id"] for row in store.evidence()}
    store.decide(Decision(ids[LINES[1]], "reject", "ada", "2030-01-01T00:00:00+00:00"))
    assert strongest()["quote"] == LINES[0]
    assert strongest()["status"] == "present"
    store.decide(Decision(ids[LINES[2]], "confirm", "ada", "2030-01-01T00:00:01+00:00"))
    assert strongest()["quote"] == LINES[2]


def test_an_indicator_without_evidence_has_an_empty_piece(store):
    row = monitoring(store)[0]
    assert (row["status"], row["quote"], row["id"]) == ("absent", None, None)


def test_rows_can_be_chosen(store):
    assert monitoring(store, country="XX") == []
    assert monitoring(store, goal_area="other") == []
    assert len(gaps(store, country="ZZ", goal_area="notes")) == 2
