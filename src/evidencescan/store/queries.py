"""Questions to the database, answered as plain dictionaries."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import sqlite_utils

from evidencescan.errors import UsageError
from evidencescan.values import STATUSES

from .codec import to_json

RANKED = 20_000
"""Passages that a search ranks: of more, a word says too little for the best to be told from the others in time."""

_ID = "evidence:"


def where(db: sqlite_utils.Database, view: str, filters: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return a condition and its parameters: equal to a value, one of a list of values, or NULL for None."""
    known = db[view].columns_dict
    parts, parameters = ["1"], []
    for name, value in filters.items():
        if name not in known:
            raise UsageError(f"{view} has no column {name}", advice=f"Columns: {', '.join(known)}.")
        if value is None:
            parts.append(f'"{name}" IS NULL')
        else:
            values = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
            one = len(values) == 1
            # One parameter however many values: their number is limited.
            parts.append(f'"{name}" = ?' if one else f'"{name}" IN (SELECT value FROM json_each(?))')
            parameters.append(values[0] if one else to_json(values))
    return " AND ".join(parts), parameters


def evidence(
    db: sqlite_utils.Database, filters: Mapping[str, Any], limit: int | None, offset: int
) -> Iterator[dict[str, Any]]:
    """Return rows of `evidence_detail` in order of document and place."""
    condition, parameters = where(db, "evidence_detail", filters)
    rows: Iterator[dict[str, Any]] = db.query(
        f"SELECT * FROM evidence_detail WHERE {condition} ORDER BY document_id, start LIMIT ? OFFSET ?",
        [*parameters, -1 if limit is None else limit, offset],
    )
    return rows


def evidence_by_id(db: sqlite_utils.Database, text: str) -> dict[str, Any] | None:
    """Return the piece whose id begins with ``text`` (with or without ``evidence:``), also one no longer found.

    Raises `UsageError` where there are several.
    """
    prefix = text if text.startswith(_ID) else _ID + text
    if prefix == _ID:
        return None
    rows: list[dict[str, Any]] = []
    for view in ("evidence_detail", "evidence_withdrawn"):
        # "g" stands behind all hexadecimal digits: a range that the primary key answers.
        rows += db.query(f"SELECT * FROM {view} WHERE id >= ? AND id < ? LIMIT 2", [prefix, prefix + "g"])
    if len(rows) > 1:
        raise UsageError(f"several pieces of evidence begin with {text}", advice="Give more digits of the id.")
    return rows[0] if rows else None


def search(db: sqlite_utils.Database, query: str, limit: int) -> Iterator[dict[str, Any]]:
    """Return passages that match, the best first, each with the ids of the evidence on it.

    ``query`` is in the language of FTS5; where it is not valid there ("anti-trafficking"), its words are searched.
    The first `RANKED` passages that match are ranked: `search_is_partial` says whether there are more.
    """
    sql = f"""
        SELECT d.name AS document, d.country, p.citation, p.headings, p.page, p.text, p.seq AS passage, d.sha256,
            d.id AS document_id, (
                SELECT json_group_array(e.id) FROM evidence AS e
                WHERE e.document = p.document AND e.passage = p.seq AND e.current = 1
            ) AS evidence
        FROM (
            SELECT rowid, rank FROM (
                SELECT rowid, bm25(passage_fts) AS rank FROM passage_fts WHERE passage_fts MATCH ? LIMIT {RANKED}
            ) ORDER BY rank, rowid LIMIT ?
        ) AS hit
        CROSS JOIN passage AS p ON p.id = hit.rowid
        CROSS JOIN document AS d ON d.id = p.document
        ORDER BY hit.rank, hit.rowid"""
    for row in _matched(db, sql, query, limit):
        yield {**row, "headings": json.loads(row["headings"]), "evidence": json.loads(row["evidence"])}


def search_is_partial(db: sqlite_utils.Database, query: str) -> bool:
    """Return whether more passages match than `search` ranks."""
    sql = "SELECT count(*) AS hits FROM (SELECT 1 FROM passage_fts WHERE passage_fts MATCH ? LIMIT ?)"
    return any(row["hits"] > RANKED for row in _matched(db, sql, query, RANKED + 1))


def _matched(db: sqlite_utils.Database, sql: str, query: str, limit: int) -> list[dict[str, Any]]:
    """Ask a question whose parameters are words and a number; words that FTS5 cannot read are taken one by one."""
    try:
        return list(db.query(sql, [query, limit]))
    except sqlite3.OperationalError:
        words = " ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        return list(db.query(sql, [words, limit])) if words else []


def problems(db: sqlite_utils.Database, scan: int | None) -> Iterator[dict[str, Any]]:
    """Return what went wrong in the last work on each document, or only where scan ``scan`` did that work."""
    rows: Iterator[dict[str, Any]] = db.query(
        "SELECT d.name AS document, p.category, p.component, p.message, p.page, d.status, p.scan, d.uri, d.sha256 "
        "FROM problem AS p JOIN document AS d ON d.id = p.document WHERE ?1 IS NULL OR p.scan = ?1 "
        "ORDER BY d.name, p.id",
        [scan],
    )
    return rows


def summary(db: sqlite_utils.Database) -> dict[str, Any]:
    """Return counts: documents, pages, evidence by review, and for each goal area its indicators by status.

    The status is over all documents together: ``goal_areas`` maps each goal area to {status: indicators}.
    """
    read, failed, pages, empty = db.execute(
        "SELECT coalesce(sum(status = 'read'), 0), coalesce(sum(status = 'failed'), 0), coalesce(sum(pages), 0), "
        "coalesce(sum(pages_without_text), 0) FROM document"
    ).fetchone()
    reviews = dict(db.execute("SELECT review, count(*) FROM evidence WHERE current = 1 GROUP BY review").fetchall())
    areas: dict[str, Counter[str]] = {}
    for area, status in db.execute(_OVER_ALL):
        areas.setdefault(area, Counter(dict.fromkeys(STATUSES, 0)))[status] += 1
    return {
        "documents": read + failed,
        "read": read,
        "failed": failed,
        "pages": pages,
        "pages_without_text": empty,
        "evidence": sum(reviews.values()),
        "reviews": reviews,
        "goal_areas": {area: dict(counts) for area, counts in areas.items()},
    }


_OVER_ALL = """
    SELECT goal_area, CASE
        WHEN supporting > 0 AND contrary > 0 THEN 'contested'
        WHEN supporting > 0 THEN 'present'
        WHEN contrary > 0 THEN 'contrary'
        WHEN accepted THEN 'absent'
        ELSE 'not_applicable'
    END
    FROM (
        SELECT i.goal_area, i.code,
            coalesce(sum(e.polarity = 'supports'), 0) AS supporting,
            coalesce(sum(e.polarity = 'contrary'), 0) AS contrary,
            EXISTS (
                SELECT 1 FROM document WHERE status = 'read' AND kind IN
                (SELECT value FROM json_each(i.source_documents))
            ) AS accepted
        FROM indicator AS i
        LEFT JOIN evidence AS e ON e.indicator = i.code AND e.current = 1 AND e.review <> 'rejected'
        WHERE i.current = 1 GROUP BY i.code
    )
    ORDER BY goal_area, code"""
