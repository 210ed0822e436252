"""The monitoring table: one row for each country and indicator, with the strongest evidence; and its gaps."""

from __future__ import annotations

from typing import Any

from evidencescan.store import Store

_BEST = """
    SELECT id, polarity, document, citation, page, quote, value, review FROM evidence_detail
    WHERE indicator = ? AND coalesce(country, 'unknown') = ? AND review <> 'rejected'
    ORDER BY review = 'confirmed' DESC, polarity, score DESC, document, start LIMIT 1"""
_EMPTY = dict.fromkeys(("id", "polarity", "document", "citation", "page", "quote", "value", "review"))


def monitoring(store: Store, *, country: str | None = None, goal_area: str | None = None) -> list[dict[str, Any]]:
    """Return country, goal_area, indicator, statement, status, supporting, contrary, and of the strongest piece
    id, polarity, document, citation, page, quote, value, review (None where there is none).

    The strongest is what a reviewer confirmed, then what is contrary, then what has the highest score. Rejected
    pieces do not count. Documents without a country are those of the country "unknown".
    """
    rows = _rows(
        store, "country, goal_area, indicator, statement, status, supporting, contrary", "coverage", country, goal_area
    )
    return [
        {**row, **next(store.db.query(_BEST, [row["indicator"], row["country"]]), _EMPTY)}
        for row in sorted(rows, key=_order)
    ]


def gaps(store: Store, *, country: str | None = None, goal_area: str | None = None) -> list[dict[str, Any]]:
    """Return the rows of the view ``gap``: where nothing was found, what was searched, and which kinds of document
    are missing."""
    return sorted(_rows(store, "*", "gap", country, goal_area), key=_order)


def _rows(store: Store, columns: str, view: str, country: str | None, goal_area: str | None) -> list[dict[str, Any]]:
    sql = f"SELECT {columns} FROM {view} WHERE (?1 IS NULL OR country = ?1) AND (?2 IS NULL OR goal_area = ?2)"
    return list(store.db.query(sql, [country, goal_area]))


def _order(row: dict[str, Any]) -> tuple[str, list[tuple[int, str]]]:
    """Sort codes by their numbers: 1.1.2 comes before 1.1.10."""
    parts = str(row["indicator"]).split(".")
    return row["country"], [(int(part), "") if part.isdigit() else (0, part) for part in parts]
