"""What makes two pieces of evidence the same, and what outlives a new analysis."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evidencescan.errors import StoreError
from evidencescan.ids import tagged_hash
from evidencescan.store import Store, evidence_ids
from evidencescan.values import Decision


def decide(store: Store, identity: str, verdict: Any, at: str = "2026-01-01T00:00:00+00:00") -> None:
    store.decide(Decision(identity, verdict, "Ada", at, "as agreed"))


def test_the_id_is_the_hash_of_what_a_person_would_call_the_same(make: Any) -> None:
    document = make.document()
    finding = make.finding(document, 1, "free  legal aid".replace("  ", " "))
    ((identity, occurrence, _),) = evidence_ids(make.sha(), [finding])
    assert occurrence == 0
    assert identity == tagged_hash("evidence", make.sha(), "9.1.1", "human_rights", "free legal aid", 0)


def test_ids_do_not_depend_on_offsets_or_on_who_found_it(make: Any) -> None:
    finding = make.finding(make.document(), 1)
    moved = replace(
        finding, start=finding.start + 90, end=finding.end + 90, passage=7, score=0.1, reasons=(), force="aim"
    )
    assert evidence_ids(make.sha(), [finding])[0][0] == evidence_ids(make.sha(), [moved])[0][0]


def test_ids_look_through_case_spaces_and_ligatures(make: Any) -> None:
    finding = make.finding(make.document(), 1)
    first = evidence_ids(make.sha(), [replace(finding, quote="Of\ufb01ce  of\nCounsel")])
    assert first[0][0] == evidence_ids(make.sha(), [replace(finding, quote="office of counsel")])[0][0]


@pytest.mark.parametrize("changes", [{"indicator": None}, {"component": "gender"}, {"quote": "other"}])
def test_ids_differ_where_a_person_would_see_another_piece(make: Any, changes: dict[str, Any]) -> None:
    finding = make.finding(make.document(), 1)
    other = evidence_ids(make.sha(), [replace(finding, **changes)])[0][0]
    assert other != evidence_ids(make.sha(), [finding])[0][0]
    assert evidence_ids(make.sha(2), [finding])[0][0] != evidence_ids(make.sha(), [finding])[0][0]


def test_equal_words_are_counted_in_document_order(make: Any, store: Store) -> None:
    document = make.document(1, texts=("Heading", "A victim shall be safe.", "A victim shall be safe."))
    later, earlier = make.finding(document, 2), make.finding(document, 1)
    make.save(make.outcome(document, later, earlier))
    rows = store.db.query("SELECT passage, occurrence FROM evidence ORDER BY occurrence")
    assert [tuple(row.values()) for row in rows] == [(1, 0), (2, 1)]
    assert store.check() == []


def test_what_is_no_longer_found_goes(make: Any, store: Store) -> None:
    document = make.put(1, 1, 2)
    make.save(make.outcome(document, make.finding(document, 2)))
    assert [row["passage"] for row in store.evidence()] == [2]
    assert store.db["evidence"].count == 1
    assert store.db["value"].count == 1


def test_what_was_decided_on_stays_and_comes_back(make: Any, store: Store) -> None:
    document = make.put(1, 1, 2)
    first = make.ids()[0]
    decide(store, first, "confirm")
    make.save(make.outcome(document, make.finding(document, 2)), analysers={"protection": "rules-2"})
    assert first not in make.ids()
    row = store.evidence_by_id(first)
    assert row is not None
    assert (row["review"], row["citation"]) == ("confirmed", "s. 1")
    assert [row["id"] for row in store.db["evidence_withdrawn"].rows] == [first]
    make.put(1, 1, 2)
    assert [row["review"] for row in store.evidence()] == ["confirmed", "unreviewed"]
    assert [d.note for d in store.decisions(first)] == ["as agreed"]
    assert store.check() == []


def test_decisions_survive_another_reading_and_other_rules(make: Any, store: Store) -> None:
    make.put(1, 1)
    (first,) = make.ids()
    decide(store, first, "reject")
    document = make.document(1, texts=("A new reading has one more line", *(p.text for p in make.document().passages)))
    make.save(
        make.outcome(document, make.finding(document, 2, score=0.4, polarity="contrary")),
        reading_fingerprint="reader-2",
        analysers={"protection": "rules-2"},
    )
    (row,) = store.evidence()
    assert (row["id"], row["review"], row["passage"], row["polarity"]) == (first, "rejected", 2, "contrary")


def test_the_latest_decision_stands(make: Any, store: Store) -> None:
    make.put(1, 1)
    (identity,) = make.ids()
    for verdict, at, review in [
        ("confirm", "2026-03-01T00:00:00+00:00", "confirmed"),
        ("reject", "2026-02-01T00:00:00+00:00", "confirmed"),
        ("unsure", "2026-03-01T00:00:00+00:00", "unsure"),
    ]:
        decide(store, identity, verdict, at)
        assert [row["review"] for row in store.evidence()] == [review]
    assert [d.verdict for d in store.decisions()] == ["reject", "confirm", "unsure"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET verdict = 'reject'",
        "UPDATE OR REPLACE decision SET id = 9",
        "DELETE FROM decision",
        "INSERT OR REPLACE INTO decision (id, evidence, verdict, reviewer, at) "
        "SELECT id, evidence, 'reject', 'Eve', at FROM decision",
        "INSERT INTO decision (id, evidence, verdict, reviewer, at) SELECT id, evidence, verdict, reviewer, at FROM "
        "decision WHERE true ON CONFLICT (id) DO UPDATE SET verdict = 'reject'",
        "INSERT INTO decision (id, evidence, verdict, reviewer, at) SELECT -1, evidence, verdict, reviewer, at FROM "
        "decision",
        "INSERT INTO decision (evidence, verdict, reviewer, at) VALUES ('evidence:0', 'confirm', 'Eve', '2026')",
        "INSERT INTO decision (evidence, verdict, reviewer, at) SELECT evidence, 'yes', reviewer, at FROM decision",
        "DELETE FROM evidence",
    ],
)
def test_no_client_can_change_decisions(make: Any, store: Store, path: Path, statement: str) -> None:
    make.put(1, 1)
    decide(store, make.ids()[0], "confirm")
    before = list(store.db["decision"].rows)
    with sqlite3.connect(path) as other, pytest.raises(sqlite3.IntegrityError):
        other.execute(statement)
    other.close()
    assert list(store.db["decision"].rows) == before
    assert len(make.ids()) == 1


def test_a_decision_by_another_client_counts(make: Any, store: Store, path: Path) -> None:
    make.put(1, 1)
    with sqlite3.connect(path) as other:
        other.execute(
            "INSERT INTO decision (evidence, verdict, reviewer, at) SELECT id, 'reject', 'Bo', '2026' FROM evidence"
        )
    other.close()
    assert [row["review"] for row in store.evidence()] == ["rejected"]


def test_a_verdict_that_is_none_is_refused(make: Any, store: Store) -> None:
    make.put(1, 1)
    with pytest.raises(StoreError, match="CHECK"):
        decide(store, make.ids()[0], "maybe")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence SET score = 'high'",
        "UPDATE evidence SET page = 'three'",
        "UPDATE evidence SET score = 1.5",
        "UPDATE evidence SET component = 'other'",
        "UPDATE passage SET text = x'00'",
        "UPDATE document SET size = 'big'",
        "UPDATE value SET number = 'many'",
        "UPDATE scan SET id = 'x'",
        "UPDATE work SET status = 'half'",
        "UPDATE location SET mtime_ns = 1.5",
        "UPDATE document SET status = 'gone'",
    ],
)
def test_tables_refuse_wrong_types(make: Any, store: Store, statement: str) -> None:
    make.put(1, 1)
    store.save_location("/laws/act-1.pdf", 1, 1, make.sha())
    with pytest.raises(sqlite3.DatabaseError):
        store.db.execute(statement)


def test_all_tables_are_strict(store: Store) -> None:
    rows = store.db.query("PRAGMA table_list")
    loose = {
        r["name"] for r in rows if r["type"] == "table" and not r["strict"] and not r["name"].startswith(("sq", "_"))
    }
    assert loose == set()


def test_values_are_rows_and_words(make: Any, store: Store) -> None:
    make.put(1, 1)
    (value,) = store.db["value"].rows
    assert (value["kind"], value["number"], value["bound"]) == ("count", 40.0, "at_least")
    assert value["breakdown"] == '[["sex","female",40.0]]'
    assert [row["value"] for row in store.evidence()] == ["at least 40 persons (female 40)"]


def test_what_stays_as_it_is_is_not_written_again(make: Any, store: Store) -> None:
    document = make.document()
    found = [make.finding(document, seq) for seq in (1, 2, 3)]
    make.save(make.outcome(document, *found))
    store.db.execute("CREATE TEMP TABLE written (id TEXT)")
    store.db.execute(
        "CREATE TEMP TRIGGER watch AFTER UPDATE ON evidence BEGIN INSERT INTO written VALUES (new.id); END"
    )
    make.save(make.outcome(document, *found))
    assert store.db.execute("SELECT * FROM written").fetchall() == []
    found[1] = replace(found[1], score=0.31, condition=None)
    make.save(make.outcome(document, *found))
    assert store.db.execute("SELECT id FROM written").fetchall() == [(make.ids()[1],)]
    assert [row["score"] for row in store.evidence()] == [0.86, 0.31, 0.86]
