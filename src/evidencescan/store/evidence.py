"""Pieces of evidence: what makes two of them the same, and what becomes of those no longer found."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evidencescan.ids import tagged_hash
from evidencescan.values import Document, Finding

from .codec import Row, document_key, reasons_json, shared, to_json
from .wording import explain, values_words

if TYPE_CHECKING:
    # a worker makes rows of evidence, and needs no database
    import sqlite_utils

Piece = tuple[Row, tuple[Row, ...]]
"""A row of `_COLUMNS`, and the rows of its values, of `_VALUE_COLUMNS`."""
_COLUMNS = (
    "id, indicator, component, polarity, force, condition, value, quote, citation, heading, page, score, score_kind, "
    "reason, reasons, occurrence, passage, start, stop"
)
_INDICATOR = 1
_VALUE_COLUMNS = "kind, number, until, bound, unit, text, start, breakdown"


def normalised(quote: str) -> str:
    """Return the words of a quote as they count for its identity: NFKC, casefolded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", quote).casefold().split())


def evidence_ids(sha256: str, evidence: Iterable[Finding]) -> list[tuple[str, int, Finding]]:
    """Return (id, occurrence, finding) in document order.

    The id depends on the document's content, the indicator, the component, the words, and how many equal pieces
    stand before it; not on offsets, nor on who found it, so that decisions outlive both.
    """
    seen: Counter[tuple[str | None, str, str]] = Counter()
    rows = []
    for finding in sorted(evidence, key=lambda f: (f.start, f.end)):
        same = (finding.indicator, finding.component, normalised(finding.quote))
        rows.append((tagged_hash("evidence", sha256, *same, seen[same]), seen[same], finding))
        seen[same] += 1
    return rows


def evidence_rows(document: Document, evidence: Iterable[Finding]) -> Iterator[Piece]:
    """Yield the rows of a document's evidence, in document order."""
    passages = {passage.seq: passage for passage in document.passages}
    for identity, occurrence, f in evidence_ids(document_key(document.source), evidence):
        passage = passages.get(f.passage)
        page = passage.locator.page_at(f.start - passage.start) if passage else None
        heading = " > ".join(passage.headings[-2:]) if passage else ""
        row = (
            *(identity, f.indicator, f.component, f.polarity, f.force, f.condition, values_words(f.values) or None),
            *(
                shared(f.quote),
                passage.citation if passage else "",
                heading,
                page,
                float(f.score),
                f.score_kind,
                explain(f),
            ),
            *(reasons_json(f), occurrence, f.passage, f.start, f.end),
        )
        values = ((v.kind, v.number, v.until, v.bound, v.unit, v.text, v.start, to_json(v.breakdown)) for v in f.values)
        yield row, tuple(values)


def write_evidence(db: sqlite_utils.Database, document: int, evidence: Iterable[Piece]) -> None:
    """Make ``evidence`` the current evidence of a document.

    What is no longer found is deleted, unless somebody decided on it: then it stays, as not current.
    """
    before = db.execute("SELECT 1 FROM evidence WHERE document = ? LIMIT 1", [document]).fetchone()
    db.execute("DELETE FROM value WHERE evidence IN (SELECT id FROM evidence WHERE document = ?)", [document])
    written: list[str] = []
    values: list[Row] = []

    def rows() -> Iterator[Row]:
        codes = {row[0] for row in db.execute("SELECT code FROM indicator")}
        for row, stated in evidence:
            code = row[_INDICATOR]
            if code is not None and code not in codes:
                _name_indicator(db, code)
                codes.add(code)
            written.append(row[0])
            values.extend((row[0], *value) for value in stated)
            yield (document, *row)

    names = _COLUMNS.split(", ")
    changes = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    again = f"ON CONFLICT (id) DO UPDATE SET {changes}, current = 1" if before else ""
    db.conn.executemany(
        f"INSERT INTO evidence (document, {_COLUMNS}) VALUES (?{', ?' * len(names)}) {again}",
        rows(),
    )
    db.conn.executemany(
        f"INSERT INTO value (evidence, {_VALUE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    if before:
        _withdraw(db, document, written)


def _withdraw(db: sqlite_utils.Database, document: int, kept: list[str]) -> None:
    gone = "document = ? AND id NOT IN (SELECT value FROM json_each(?))"
    decided = "EXISTS (SELECT 1 FROM decision WHERE decision.evidence = evidence.id)"
    parameters = [document, to_json(kept)]
    db.execute(f"DELETE FROM evidence WHERE {gone} AND NOT {decided}", parameters)
    db.execute(f"UPDATE evidence SET current = 0 WHERE {gone}", parameters)


def _name_indicator(db: sqlite_utils.Database, code: str) -> None:
    # A plugin may cite a code that no catalogue has: its evidence is kept, under a code without a statement.
    db.execute(
        "INSERT INTO indicator (code, statement, goal_area, expected_result, measure, components, source_documents, "
        "verification, assumption, text_shows, catalogue, current) VALUES (?, '', '', '', 'presence', '[]', '[]', "
        "'[]', '', 1, '', 0)",
        [code],
    )
