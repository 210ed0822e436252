"""Rows that travel packed say what the values said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidencescan.store import Store, documents, rows
from evidencescan.store.rows import Packed, document_of, findings_of, packed, rows_of
from evidencescan.values import Document, Finding

TABLES = ("passage", "finding", "evidence", "value", "extraction")


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {table: store.db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in TABLES}


def findings(make: Any, document: Document) -> tuple[Finding, ...]:
    return tuple(make.finding(document, seq) for seq in (1, 2, 3))


def save(make: Any, document: Document, found: tuple[Finding, ...]) -> None:
    """Save as a scan does that gets packed rows."""
    outcome = make.outcome(document, *found)
    make.save(outcome, rows=packed(rows_of(document, outcome.findings, found)), evidence=())


def test_packed_rows_are_read_again_and_again_a_piece_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_PIECE", 2)
    numbers = Packed((n,) for n in range(5))
    assert list(numbers) == list(numbers) == [(0,), (1,), (2,), (3,), (4,)]
    assert next(iter(numbers)) == (0,)
    assert list(Packed([])) == []


def test_a_document_and_its_findings_come_back(make: Any) -> None:
    document = make.document()
    found = (("protection", findings(make, document)), ("other", ()))
    made = packed(rows_of(document, found, ()))
    assert findings_of(made) == found
    assert document_of(replace(document, text="", passages=()), made) == document


def test_packed_rows_give_the_database_that_values_give(make: Any, store: Store) -> None:
    document = make.document()
    found = findings(make, document)
    make.save(make.outcome(document, *found))
    before = content(store)
    assert all(before.values())
    for table in ("value", "evidence", "finding", "analysis", "extraction", "passage", "problem", "work", "document"):
        store.db.execute(f"DELETE FROM {table}")
    save(make, document, found)
    assert content(store) == before
    assert store.check() == []


def test_the_same_reading_again_leaves_passages_and_another_replaces_them(make: Any, store: Store) -> None:
    document = make.document()
    save(make, document, findings(make, document))
    before = store.db.execute("SELECT min(id) FROM passage").fetchone()
    make.put(2)
    save(make, document, ())
    assert store.db.execute("SELECT min(id) FROM passage").fetchone() == before
    assert content(store)["evidence"] == []
    shorter = make.document(texts=("Part II Help for those harmed",))
    save(make, shorter, ())
    assert store.load_document(make.sha()) == shorter


def test_very_many_passages_are_stored_in_order_and_found(make: Any, store: Store) -> None:
    texts = tuple(f"Provision number{n}" for n in range(2 * documents._BATCH + 7))
    document = make.document(texts=texts)
    save(make, document, ())
    assert store.load_document(make.sha()) == document
    assert [row["passage"] for row in store.search(f"number{documents._BATCH}", 5)] == [documents._BATCH]
    assert store.check() == []


def test_evidence_of_a_code_that_no_catalogue_has_is_kept(make: Any, store: Store) -> None:
    document = make.document()
    save(make, document, (make.finding(document, 1, indicator="0.0.1"), make.finding(document, 2, indicator="0.0.1")))
    assert [row["indicator"] for row in store.evidence()] == ["0.0.1", "0.0.1"]


def test_passages_that_stay_are_not_looked_at(make: Any, store: Store) -> None:
    document = make.document()
    found = findings(make, document)
    save(make, document, found)
    outcome = make.outcome(replace(document, text="", passages=()), *found[:1])
    rest = replace(packed(rows_of(document, outcome.findings, found[:1])), passages=None)
    make.save(outcome, rows=rest, evidence=())
    assert store.load_document(make.sha()) == document
    assert store.load_findings(make.sha()) == {"protection": found[:1]}
    assert len(make.ids()) == 1
    assert store.check() == []
