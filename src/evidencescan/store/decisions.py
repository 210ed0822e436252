"""Reviewers' decisions: only ever added."""

from __future__ import annotations

import sqlite_utils

from evidencescan.errors import UsageError
from evidencescan.values import Decision


def decide(db: sqlite_utils.Database, decision: Decision) -> None:
    """Add a decision; raises `UsageError` where no evidence has the id."""
    if not db.execute("SELECT 1 FROM evidence WHERE id = ?", [decision.evidence]).fetchone():
        raise UsageError(
            f"there is no evidence with the id {decision.evidence}",
            advice="`evidencescan evidence list` shows the ids.",
        )
    db.execute(
        "INSERT INTO decision (evidence, verdict, reviewer, at, note) VALUES (?, ?, ?, ?, ?)",
        [decision.evidence, decision.verdict, decision.reviewer, decision.at, decision.note],
    )


def decisions(db: sqlite_utils.Database, evidence: str | None = None) -> list[Decision]:
    """Return the decisions on one piece of evidence, or all, oldest first: the last is the one that stands."""
    rows = db.execute(
        "SELECT evidence, verdict, reviewer, at, note FROM decision WHERE ?1 IS NULL OR evidence = ?1 ORDER BY at, id",
        [evidence],
    )
    return [Decision(*row) for row in rows]
