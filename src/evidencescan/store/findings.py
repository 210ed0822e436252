"""What each analyser found, before merging: the cache that lets one analyser run again without the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sqlite_utils

from evidencescan.values import Finding

from .codec import FINDING_COLUMNS, Row, finding_of
from .documents import component_id


def analysis_states(db: sqlite_utils.Database, sha256: str) -> dict[str, str]:
    """Return the fingerprint of each analyser that finished on the stored passages of a document, by name."""
    rows = db.execute(
        "SELECT c.name, c.fingerprint FROM analysis AS a JOIN component AS c ON c.id = a.component "
        "JOIN document AS d ON d.id = a.document WHERE d.sha256 = ? ORDER BY a.id",
        [sha256],
    )
    return dict(rows.fetchall())


def load_findings(db: sqlite_utils.Database, sha256: str) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of each analyser on the stored passages of a document, by name, in their order."""
    return {name: tuple(map(finding_of, rows)) for name, rows in stored_findings(db, sha256)}


def stored_findings(db: sqlite_utils.Database, sha256: str) -> Iterator[tuple[str, Iterable[Row]]]:
    """Yield the name of each analyser that finished, and the rows of its findings, of `codec.FINDING_COLUMNS`."""
    analyses = db.execute(
        "SELECT c.name, a.id FROM analysis AS a JOIN component AS c ON c.id = a.component "
        "JOIN document AS d ON d.id = a.document WHERE d.sha256 = ? ORDER BY a.id",
        [sha256],
    ).fetchall()
    sql = f"SELECT {FINDING_COLUMNS} FROM finding WHERE analysis = ? ORDER BY id"
    for name, number in analyses:
        yield name, db.execute(sql, [number])


def write_analyses(
    db: sqlite_utils.Database,
    scan: int,
    document: int,
    found: Iterable[tuple[str, Iterable[Row]]],
    fingerprints: Mapping[str, str],
    at: str,
) -> None:
    """Put what analysers found in place of what they, or earlier versions of them, had found in the document."""
    marks = ", ".join("?" * (FINDING_COLUMNS.count(",") + 1))
    for name, findings in found:
        db.execute(
            "DELETE FROM analysis WHERE document = ? AND component IN "
            "(SELECT id FROM component WHERE kind = 'analyser' AND name = ?)",
            [document, name],
        )
        component = component_id(db, "analyser", name, fingerprints[name])
        analysis = db.execute(
            "INSERT INTO analysis (document, component, scan, at) VALUES (?, ?, ?, ?) RETURNING id",
            [document, component, scan, at],
        ).fetchone()[0]
        db.conn.executemany(
            f"INSERT INTO finding (analysis, {FINDING_COLUMNS}) VALUES ({int(analysis)}, {marks})", findings
        )
