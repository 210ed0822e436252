"""Whether the file is whole, and says what its own rules say."""

from __future__ import annotations

import sqlite3

import sqlite_utils

from evidencescan.values import Finding

from .codec import FINDING_COLUMNS, document_text, finding_of
from .documents import load_passages
from .evidence import evidence_ids


def check(db: sqlite_utils.Database) -> list[str]:
    """Return what is wrong, a sentence each; an empty list where all is well."""
    wrong = [f"damaged: {row[0]}" for row in db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    if wrong:
        return wrong
    wrong += [
        f"{table}, row {row}: refers to a {parent} that does not exist"
        for table, row, parent, _ in db.execute("PRAGMA foreign_key_check")
    ]
    wrong += _index(db)
    for number, name, sha256 in db.execute("SELECT id, name, sha256 FROM document ORDER BY id").fetchall():
        wrong += _document(db, number, f"{name} ({sha256[:12]})", sha256)
    return wrong + _reviews(db)


def _index(db: sqlite_utils.Database) -> list[str]:
    passages = db.execute("SELECT count(*) FROM passage").fetchone()[0]
    indexed = db.execute("SELECT count(*) FROM passage_fts_docsize").fetchone()[0]
    if passages != indexed:
        return [f"the text index has {indexed} passages instead of {passages}"]
    try:
        with db.atomic():
            db.execute("INSERT INTO passage_fts (passage_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        # SQLite counts this check as a write; on a file opened for reading, equal numbers must do.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
            return [f"the text index is not that of the passages: {error}"]
    return []


def _document(db: sqlite_utils.Database, number: int, name: str, sha256: str) -> list[str]:
    columns = FINDING_COLUMNS.replace('"values"', "'[]'").replace("accepts", "NULL")
    pieces: dict[str, Finding] = {
        row[0]: finding_of(row[1:])
        for row in db.execute(f"SELECT id, {columns} FROM evidence WHERE document = ? AND current = 1", [number])
    }
    if not pieces:
        return []
    passages = load_passages(db, number)
    text = document_text(passages)
    places = {p.seq: p for p in passages}
    wrong = [
        f"{name}, passage {p.seq}: its text is not where it says" for p in passages if text[p.start : p.end] != p.text
    ]
    for identity, piece in pieces.items():
        if text[piece.start : piece.end] != piece.quote:
            wrong.append(f"{name}, {identity}: the quote is not in the document where it says")
        elif piece.passage not in places:
            wrong.append(f"{name}, {identity}: there is no passage {piece.passage}")
    expected = {identity for identity, _, _ in evidence_ids(sha256, list(pieces.values()))}
    wrong += [f"{name}, {identity}: the id is not that of its words" for identity in sorted(set(pieces) - expected)]
    return wrong


def _reviews(db: sqlite_utils.Database) -> list[str]:
    rows = db.execute(
        "SELECT id FROM evidence WHERE review <> coalesce((SELECT CASE verdict WHEN 'confirm' THEN 'confirmed' WHEN "
        "'reject' THEN 'rejected' ELSE 'unsure' END FROM decision WHERE decision.evidence = evidence.id "
        "ORDER BY at DESC, decision.id DESC LIMIT 1), 'unreviewed')"
    )
    return [f"{row[0]}: its review is not the latest decision" for row in rows]
