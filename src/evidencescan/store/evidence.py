"""Pieces of evidence: what makes two of them the same, and what becomes of those no longer found."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import sqlite_utils

from evidencescan.ids import tagged_hash
from evidencescan.values import Finding, Passage

from .codec import reasons_json, to_json
from .wording import explain, values_words

_COLUMNS = (
    "id, document, indicator, component, polarity, force, condition, value, quote, citation, heading, page, score, "
    "score_kind, reason, reasons, occurrence, passage, start, stop"
)


def normalised(quote: str) -> str:
    """Return the words of a quote as they count for its identity: NFKC, casefolded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", quote).casefold().split())


def evidence_ids(sha256: str, evidence: Sequence[Finding]) -> list[tuple[str, int, Finding]]:
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


def write_evidence(
    db: sqlite_utils.Database, document: int, sha256: str, passages: Mapping[int, Passage], evidence: Sequence[Finding]
) -> None:
    """Make ``evidence`` the current evidence of a document; ``passages`` by seq say where each piece stands.

    What is no longer found is deleted, unless somebody decided on it: then it stays, as not current.
    """
    pieces = evidence_ids(sha256, evidence)
    _name_indicators(db, {f.indicator for _, _, f in pieces if f.indicator is not None})
    db.execute("DELETE FROM value WHERE evidence IN (SELECT id FROM evidence WHERE document = ?)", [document])
    kept = to_json([identity for identity, _, _ in pieces])
    gone = "document = ? AND id NOT IN (SELECT value FROM json_each(?))"
    decided = "EXISTS (SELECT 1 FROM decision WHERE decision.evidence = evidence.id)"
    db.execute(f"DELETE FROM evidence WHERE {gone} AND NOT {decided}", [document, kept])
    db.execute(f"UPDATE evidence SET current = 0 WHERE {gone}", [document, kept])
    names = _COLUMNS.split(", ")
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in ("id", "document"))
    db.conn.executemany(
        f"INSERT INTO evidence ({_COLUMNS}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT (id) DO UPDATE SET {changes}, current = 1",
        (_row(identity, document, occurrence, finding, passages) for identity, occurrence, finding in pieces),
    )
    db.conn.executemany(
        "INSERT INTO value (evidence, kind, number, until, bound, unit, text, start, breakdown) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (identity, v.kind, v.number, v.until, v.bound, v.unit, v.text, v.start, to_json(v.breakdown))
            for identity, _, finding in pieces
            for v in finding.values
        ),
    )


def _row(identity: str, document: int, occurrence: int, f: Finding, passages: Mapping[int, Passage]) -> tuple[Any, ...]:
    passage = passages.get(f.passage)
    page = passage.locator.page_at(f.start - passage.start) if passage else None
    heading = " > ".join(passage.headings[-2:]) if passage else ""
    return (
        *(identity, document, f.indicator, f.component, f.polarity, f.force, f.condition),
        *(values_words(f.values) or None, f.quote, passage.citation if passage else "", heading, page),
        *(float(f.score), f.score_kind, explain(f), reasons_json(f), occurrence, f.passage, f.start, f.end),
    )


def _name_indicators(db: sqlite_utils.Database, codes: set[str]) -> None:
    # A plugin may cite a code that no catalogue has: its evidence is kept, under a code without a statement.
    db.conn.executemany(
        "INSERT INTO indicator (code, statement, goal_area, expected_result, measure, components, source_documents, "
        "verification, assumption, text_shows, catalogue, current) VALUES (?, '', '', '', 'presence', '[]', '[]', "
        "'[]', '', 1, '', 0) ON CONFLICT (code) DO NOTHING",
        [(code,) for code in sorted(codes)],
    )
