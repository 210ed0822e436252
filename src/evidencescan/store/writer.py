"""One document's outcome in one transaction, and the frame of a scan around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlite_utils

from evidencescan.api import Catalogue
from evidencescan.errors import StoreError
from evidencescan.ids import canonical_json
from evidencescan.values import Document, Finding, Problem, WorkOutcome

from .codec import Row, document_key, document_text, storable, to_json
from .documents import (
    WorkKey,
    component_id,
    extraction_state,
    same_passages,
    write_document,
    write_passages,
)
from .evidence import write_evidence
from .findings import write_analyses
from .rows import Rows, rows_of

_INDICATOR_COLUMNS = (
    *("code", "statement", "goal_area", "expected_result", "measure", "components", "source_documents"),
    *("verification", "assumption", "text_shows", "catalogue"),
)


def now() -> str:
    """Return the time in UTC as ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def sync_catalogues(db: sqlite_utils.Database, catalogues: Sequence[Catalogue]) -> None:
    """Make the indicators of ``catalogues`` the current ones; others stay only where evidence names them."""
    rows = [
        (
            *(i.code, i.statement, i.goal_area, i.expected_result, i.measure, to_json(i.components)),
            *(to_json(i.source_documents), to_json(i.verification), i.assumption, int(i.text_shows), catalogue.name),
        )
        for catalogue in catalogues
        for i in catalogue.indicators
    ]
    changes = ", ".join(f"{name} = excluded.{name}" for name in _INDICATOR_COLUMNS[1:])
    with db.atomic():
        db.execute("UPDATE indicator SET current = 0")
        db.conn.executemany(
            f"INSERT INTO indicator ({', '.join(_INDICATOR_COLUMNS)}, current) "
            f"VALUES ({', '.join('?' * len(_INDICATOR_COLUMNS))}, 1) "
            f"ON CONFLICT (code) DO UPDATE SET {changes}, current = 1",
            rows,
        )
        db.execute(
            "DELETE FROM indicator WHERE current = 0 AND code NOT IN "
            "(SELECT indicator FROM evidence WHERE indicator IS NOT NULL)"
        )


def save_model(db: sqlite_utils.Database, name: str, sha256: str, manifest: Mapping[str, Any]) -> None:
    """Record a model in use: its name, hash and manifest."""
    db.execute(
        "INSERT INTO model (name, sha256, manifest) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
        "sha256 = excluded.sha256, manifest = excluded.manifest",
        [name, sha256, canonical_json(manifest)],
    )


def begin_scan(db: sqlite_utils.Database, arguments: Mapping[str, Any], software: str) -> int:
    """Record that a scan begins and return its number.

    Until it ends, a power cut may cost the documents saved last (never the file): the next scan does them again.
    """
    row = db.execute(
        "INSERT INTO scan (started, software, arguments) VALUES (?, ?, ?) RETURNING id",
        [now(), software, storable(canonical_json(arguments))],
    ).fetchone()
    db.execute("PRAGMA synchronous = NORMAL")
    return int(row[0])


def finish_scan(db: sqlite_utils.Database, scan: int, counts: Mapping[str, int]) -> None:
    """Record that a scan has ended, with what it did."""
    db.execute("PRAGMA synchronous = FULL")
    db.execute("UPDATE scan SET finished = ?, counts = ? WHERE id = ?", [now(), canonical_json(counts), scan])


def save_outcome(
    db: sqlite_utils.Database,
    scan: int,
    outcome: WorkOutcome,
    *,
    reading_fingerprint: str,
    overrides_hash: str,
    analysers: Mapping[str, str],
    evidence: Sequence[Finding] = (),
    rows: Rows | None = None,
) -> None:
    """Save all that came of one document, or nothing. Where it could not be read this time, what an earlier reading
    gave stays, evidence included; the work row and the problems say what happened."""
    at = now()
    with db.atomic():
        # A write comes first: it waits for other writers, which a transaction that has begun to read could not.
        number = write_document(db, outcome, reading_fingerprint)
        if outcome.document is not None:
            if rows is None:
                rows = _rows(outcome.document, outcome.findings, evidence)
            if rows.passages is not None:
                _write_reading(db, scan, number, outcome, rows.passages, (reading_fingerprint, overrides_hash))
            write_analyses(db, scan, number, rows.findings, analysers, at)
            write_evidence(db, number, rows.evidence)
        _write_problems(db, scan, number, outcome)
        status = "failed" if outcome.document is None else "done"
        db.execute(
            "INSERT INTO work (scan, document, status, reader, seconds, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT "
            "(scan, document) DO UPDATE SET status = excluded.status, reader = excluded.reader, "
            "seconds = excluded.seconds, at = excluded.at",
            [scan, number, status, outcome.reader, float(outcome.seconds), at],
        )


def _rows(document: Document, findings: Sequence[tuple[str, Sequence[Finding]]], evidence: Sequence[Finding]) -> Rows:
    if document_text(document.passages) != document.text:
        raise StoreError(f"{document.source.uri}: the text of the document is not that of its passages")
    return rows_of(document, findings, evidence)


def _write_reading(
    db: sqlite_utils.Database,
    scan: int,
    number: int,
    outcome: WorkOutcome,
    passages: Iterable[Row],
    parts: tuple[str, str],
) -> None:
    """Store passages where the outcome has others than the database, or where they came about in another way."""
    stored = extraction_state(db, document_key(outcome.source))
    reader = outcome.reader or (stored.reader if stored else "unknown")
    key = WorkKey(reader, *parts)
    if stored == key:
        if outcome.reader is None:
            return
        passages = list(passages)
        if same_passages(db, number, passages):
            return
    write_passages(db, number, passages)
    db.execute(
        "INSERT INTO extraction (document, component, overrides, scan) VALUES (?, ?, ?, ?) ON CONFLICT (document) DO "
        "UPDATE SET component = excluded.component, overrides = excluded.overrides, scan = excluded.scan",
        [number, component_id(db, "reader", key.reader, key.fingerprint), key.overrides, scan],
    )


def _write_problems(db: sqlite_utils.Database, scan: int, number: int, outcome: WorkOutcome) -> None:
    """Put the problems of this work in place of those before; those of a reading go when it is replaced."""
    reading: tuple[Problem, ...] = ()
    if outcome.document is not None:
        reading = outcome.document.problems
        db.execute("DELETE FROM problem WHERE document = ?", [number])
    else:
        db.execute("DELETE FROM problem WHERE document = ? AND stage = 'work'", [number])
    rows = [("reading", problem) for problem in reading]
    rows += [("work", problem) for problem in outcome.problems if problem not in reading]
    db.conn.executemany(
        "INSERT INTO problem (document, scan, stage, category, component, message, page) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(number, scan, stage, p.category, p.component, storable(p.message), p.page) for stage, p in rows],
    )
