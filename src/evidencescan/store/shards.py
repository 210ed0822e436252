"""A database that somebody else may have made, opened to take from it: nothing in it is run, nothing is believed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlite_utils

from evidencescan.errors import StoreError
from evidencescan.ids import tagged_hash

from .connection import connect, explained
from .documents import load_document
from .evidence import normalised
from .findings import load_findings
from .schema import MIGRATIONS

TABLES = (
    *("scan", "component", "document", "location", "extraction", "passage", "work", "problem", "indicator", "model"),
    *("analysis", "finding", "evidence", "value", "decision"),
)
"""All that is taken. The text index is made anew, and views and triggers of the file are left alone."""

_KEY = re.compile(r"[0-9a-f]{64}|uri:.+", re.DOTALL)
_ADVICE = "Nothing was changed. Run `evidencescan db check` on it."
_LISTS = {
    "indicator": ("components", "source_documents", "verification"),
    "scan": ("arguments", "counts"),
    "model": ("manifest",),
}


@dataclass(frozen=True, slots=True)
class Shard:
    """A database of a part of the documents, open to read, and where it is."""

    path: Path
    db: sqlite_utils.Database


@contextmanager
def shard(path: Path) -> Iterator[Shard]:
    """Open the database at ``path`` to read, as it is at this moment.

    Raises StoreError where it is not ours, of an older or newer version, damaged, or where one of its tables is not the
    one that this version makes.
    """
    db = connect(path, create=False, write=False)
    try:
        with explained(path):
            # No function that is not harmless may be called by the schema; the tables below have no such call.
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute("PRAGMA cell_size_check = ON")
            db.execute("BEGIN")
            _check_tables(db, path)
            faults = [row[0] for row in db.execute("PRAGMA quick_check(3)") if row[0] != "ok"]
        if faults:
            raise StoreError(f"{path}: damaged: {'; '.join(faults)}", advice="Restore a copy of it.")
        yield Shard(path, db)
    finally:
        db.close()


def _check_tables(db: sqlite_utils.Database, path: Path) -> None:
    with sqlite_utils.Database(memory=True) as pattern:
        MIGRATIONS.apply(pattern)
        wanted, found = _sql(pattern), _sql(db)
    others = [table for table in TABLES if found.get(table) != wanted[table]]
    if others:
        raise StoreError(
            f"{path}: not as evidencescan makes it: the table {', '.join(others)}",
            advice="Only databases that evidencescan made can be merged.",
        )


def _sql(db: sqlite_utils.Database) -> dict[str, str]:
    return dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())


def check_json(table: str, row: dict[str, Any], path: Path) -> None:
    """Raise StoreError where a column that views or plans look into is no JSON."""
    for column in _LISTS[table]:
        try:
            json.loads(row[column] or "null")
        except ValueError as error:
            raise StoreError(f"{path}: {table}, {column}: no JSON: {error}", advice=_ADVICE) from error


def check_document(db: sqlite_utils.Database, sha256: str, path: Path) -> None:
    """Raise StoreError where what ``db`` has taken of one document from ``path`` is not what it says it is: text at its
    places, quotes of findings and evidence in the text, ids of evidence those of its words."""
    try:
        fault = _fault(db, sha256)
    except (ValueError, TypeError, LookupError) as error:
        fault = f"{type(error).__name__}: {error}"
    if fault:
        raise StoreError(f"{path}: the document {sha256[:12]}: {fault}", advice=_ADVICE)


def _fault(db: sqlite_utils.Database, sha256: str) -> str | None:
    if not _KEY.fullmatch(sha256):
        return "its key is no hash"
    document = load_document(db, sha256)
    text = "" if document is None else document.text
    for passage in () if document is None else document.passages:
        if text[passage.start : passage.end] != passage.text:
            return f"passage {passage.seq} is not where it says"
    for name, findings in load_findings(db, sha256).items():
        if any(text[finding.start : finding.end] != finding.quote for finding in findings):
            return f"a finding of {name} quotes what is not there"
    return _evidence_fault(db, sha256, text)


def _evidence_fault(db: sqlite_utils.Database, sha256: str, text: str) -> str | None:
    seen: Counter[tuple[str | None, str, str]] = Counter()
    rows = db.execute(
        "SELECT e.id, e.indicator, e.component, e.quote, e.occurrence, e.start, e.stop, e.current, e.reasons FROM "
        "evidence AS e JOIN document AS d ON d.id = e.document WHERE d.sha256 = ? ORDER BY e.start, e.stop, "
        "e.occurrence",
        [sha256],
    )
    for identity, indicator, component, quote, occurrence, start, stop, current, reasons in rows:
        json.loads(reasons)
        same = (indicator, component, normalised(quote))
        if identity != tagged_hash("evidence", sha256, *same, occurrence):
            return f"the id of {identity} is not that of its words"
        if not current:
            continue
        if text[start:stop] != quote:
            return f"{identity} quotes what is not there"
        if occurrence != seen[same]:
            return f"{identity} is counted wrong among its equals"
        seen[same] += 1
    for (breakdown,) in db.execute(
        "SELECT v.breakdown FROM value AS v JOIN evidence AS e ON e.id = v.evidence JOIN document AS d ON "
        "d.id = e.document WHERE d.sha256 = ?",
        [sha256],
    ):
        json.loads(breakdown)
    return None
