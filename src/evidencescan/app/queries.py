"""Questions to a database, as people ask them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any

from evidencescan.errors import UsageError
from evidencescan.store import Store


@dataclass(frozen=True, slots=True)
class Filters:
    """Which evidence: empty means all.

    ``indicators`` are codes, or beginnings of codes such as "2.2"; ``documents`` are file names, parts of them, or
    globs; ``min_score`` is 0 to 1.
    """

    indicators: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    goal_areas: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    min_score: float = 0.0


def evidence_rows(store: Store, filters: Filters, limit: int | None) -> Iterator[dict[str, Any]]:
    """Yield rows of ``evidence_detail``; raises UsageError for an indicator or document that the database lacks."""
    wanted: dict[str, Any] = {
        "component": filters.components,
        "polarity": filters.polarities,
        "goal_area": filters.goal_areas,
        "country": filters.countries,
        "review": filters.reviews,
    }
    if filters.indicators:
        wanted["indicator"] = _codes(store, filters.indicators)
    if filters.documents:
        wanted["document"] = _names(store, filters.documents)
    chosen = {column: list(values) for column, values in wanted.items() if values}
    if not filters.min_score:
        return store.evidence(filters=chosen, limit=limit)
    return islice((row for row in store.evidence(filters=chosen) if row["score"] >= filters.min_score), limit)


def piece_with_context(store: Store, identity: str, around: int) -> dict[str, Any]:
    """Return a row of ``evidence_detail`` and beside it ``headings``, ``context``, ``reasons``, ``values``,
    ``decisions``."""
    row = store.evidence_by_id(identity)
    if row is None:
        raise UsageError(f"there is no evidence {identity!r}", advice="`evidencescan evidence list` shows ids.")
    passages = list(
        store.db.query(
            "SELECT seq, kind, citation, page, text, headings, start, stop FROM passage "
            "WHERE document = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            [row["document_id"], row["passage"] - around, row["passage"] + around],
        )
    )
    own = next((passage for passage in passages if passage["seq"] == row["passage"]), None)
    reasons = next(store.db.query("SELECT reasons FROM evidence WHERE id = ?", [row["id"]]), {"reasons": "[]"})
    names = ("kind", "name", "words", "weight")
    values = store.db.query(
        "SELECT kind, number, until, bound, unit, text, breakdown FROM value WHERE evidence = ? ORDER BY id",
        [row["id"]],
    )
    return {
        **row,
        "headings": json.loads(own["headings"]) if own else [],
        "context": [{key: passage[key] for key in passage if key != "headings"} for passage in passages],
        "reasons": [dict(zip(names, reason, strict=True)) for reason in json.loads(reasons["reasons"])],
        "values": [{**value, "breakdown": json.loads(value["breakdown"])} for value in values],
        "decisions": [
            {"verdict": made.verdict, "reviewer": made.reviewer, "at": made.at, "note": made.note}
            for made in store.decisions(row["id"])
        ],
    }


def status(store: Store) -> dict[str, Any]:
    """Return the summary of the database with ``without_text`` (documents and their unread pages), ``problems``,
    and ``example``, an indicator with evidence that is worth a look (contrary evidence first)."""
    without_text = store.db.query(
        "SELECT name AS document, pages_without_text, pages FROM document WHERE pages_without_text > 0 "
        "ORDER BY pages_without_text DESC, name"
    )
    example = next(
        store.db.query(
            "SELECT indicator FROM evidence WHERE current = 1 AND indicator IS NOT NULL "
            "ORDER BY polarity, score DESC LIMIT 1"
        ),
        None,
    )
    return {
        **store.summary(),
        "without_text": list(without_text),
        "problems": list(store.problems()),
        "example": example["indicator"] if example else None,
    }


def _codes(store: Store, wanted: tuple[str, ...]) -> list[str]:
    chosen: list[str] = []
    known = [row["code"] for row in store.db.query("SELECT code FROM indicator ORDER BY code")]
    for code in wanted:
        matching = [one for one in known if one == code or one.startswith(f"{code.rstrip('.')}.")]
        if not matching:
            raise UsageError(f"there is no indicator {code!r}", advice="`evidencescan indicators list` shows all.")
        chosen += matching
    return chosen


def _names(store: Store, wanted: tuple[str, ...]) -> list[str]:
    chosen: list[str] = []
    known = [row["name"] for row in store.db.query("SELECT DISTINCT name FROM document ORDER BY name")]
    for name in wanted:
        text = name.casefold()
        matching = [one for one in known if text in one.casefold() or fnmatchcase(one.casefold(), text)]
        if not matching:
            raise UsageError(f"no document is named {name!r}", advice="`evidencescan status` shows what was read.")
        chosen += [name] if name in matching else matching
    return chosen
