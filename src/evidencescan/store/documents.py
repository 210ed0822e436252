"""Files, documents, their passages: which are known, and in which state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice, zip_longest
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

import sqlite_utils

from evidencescan.values import Document, Passage, Problem, Source, WorkOutcome

from .codec import (
    PASSAGE_COLUMNS,
    TRAITS,
    Row,
    document_key,
    document_text,
    file_name,
    passage_of,
    profile_json,
    profile_of,
    storable,
)

_BATCH = 100
"""Passages that one statement inserts."""


class StoredLocation(NamedTuple):
    """A file when it was last seen: size in bytes, time of change in nanoseconds, hash where it could be read."""

    size: int
    mtime_ns: int
    sha256: str | None


class WorkKey(NamedTuple):
    """What a reading depends on, beside the file's content: change one of these and the file is read again."""

    reader: str
    fingerprint: str
    overrides: str


def document_id(db: sqlite_utils.Database, sha256: str) -> int | None:
    """Return the row number of a document, or None."""
    row = db.execute("SELECT id FROM document WHERE sha256 = ?", [sha256]).fetchone()
    return None if row is None else int(row[0])


def component_id(
    db: sqlite_utils.Database, kind: Literal["reader", "analyser"], name: str, fingerprint: str, version: str = ""
) -> int:
    """Return the row number of a reader or analyser of one fingerprint, made where it is new."""
    row = db.execute(
        "INSERT INTO component (kind, name, fingerprint, version) VALUES (?, ?, ?, ?) ON CONFLICT (kind, name, "
        "fingerprint) DO UPDATE SET version = coalesce(nullif(excluded.version, ''), version) RETURNING id",
        [kind, name, fingerprint, version],
    ).fetchone()
    return int(row[0])


# Locations


def load_locations(db: sqlite_utils.Database) -> dict[str, StoredLocation]:
    """Return all known files by URI."""
    rows = db.execute("SELECT uri, size, mtime_ns, sha256 FROM location")
    return {file_name(uri): StoredLocation(*rest) for uri, *rest in rows}


def save_location(db: sqlite_utils.Database, uri: str, place: StoredLocation) -> None:
    """Add or change a file; the document that it was, and the one that it is now, take their names anew."""
    uri = storable(uri)
    with db.atomic():
        before = db.execute("SELECT sha256 FROM location WHERE uri = ?", [uri]).fetchone()
        db.execute(
            "INSERT INTO location (uri, name, size, mtime_ns, sha256) VALUES (?, ?, ?, ?, ?) ON CONFLICT (uri) DO "
            "UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, sha256 = excluded.sha256",
            [uri, PurePath(uri).name, *place],
        )
        if place.sha256:
            # The file could once not even be hashed; what stood for it then is no document.
            db.execute("DELETE FROM document WHERE sha256 = ?", [f"uri:{uri}"])
        rename(db, {place.sha256, before[0] if before else None})


def drop_locations(db: sqlite_utils.Database, uris: Iterable[str]) -> None:
    """Forget files that have gone; their documents stay, under the last name they had."""
    with db.atomic():
        gone = set()
        for uri in map(storable, uris):
            gone |= {row[0] for row in db.execute("DELETE FROM location WHERE uri = ? RETURNING sha256", [uri])}
        rename(db, gone)


def rename(db: sqlite_utils.Database, hashes: Iterable[str | None]) -> None:
    """Name documents after their first file, in order of URI; where none is left the last name stays."""
    db.conn.executemany(
        "UPDATE document SET name = (SELECT name FROM location WHERE sha256 = ?1 ORDER BY uri LIMIT 1) "
        "WHERE sha256 = ?1 AND EXISTS (SELECT 1 FROM location WHERE sha256 = ?1)",
        [(sha256,) for sha256 in hashes if sha256],
    )


# State


def extraction_state(db: sqlite_utils.Database, sha256: str) -> WorkKey | None:
    """Return what the stored passages of a document depend on, or None where there are none."""
    row = db.execute(
        "SELECT c.name, c.fingerprint, x.overrides FROM extraction AS x JOIN document AS d ON d.id = x.document "
        "JOIN component AS c ON c.id = x.component WHERE d.sha256 = ?",
        [sha256],
    ).fetchone()
    return None if row is None else WorkKey(*row)


def failed_state(db: sqlite_utils.Database, sha256: str) -> str | None:
    """Return the fingerprint of the software that failed in its last work on a document, or None."""
    row = db.execute("SELECT failed_fingerprint FROM document WHERE sha256 = ?", [sha256]).fetchone()
    return None if row is None else row[0]


# Documents


def load_document(db: sqlite_utils.Database, sha256: str) -> Document | None:
    """Return a document as it was saved, or None where it was never read."""
    head = load_head(db, sha256)
    if head is None:
        return None
    passages = load_passages(db, document_id(db, sha256))
    return replace(head, text=document_text(passages), passages=passages)


def load_head(db: sqlite_utils.Database, sha256: str) -> Document | None:
    """Return a document as it was saved, without text and passages, or None where it was never read."""
    row = db.execute(
        "SELECT d.id, d.uri, d.size, d.media_type, d.profile, d.pages FROM document AS d JOIN extraction AS x ON "
        "x.document = d.id WHERE d.sha256 = ?",
        [sha256],
    ).fetchone()
    if row is None:
        return None
    number, uri, size, media_type, profile, pages = row
    problems = db.execute(
        "SELECT category, component, message, page FROM problem WHERE document = ? AND stage = 'reading' ORDER BY id",
        [number],
    )
    return Document(
        source=Source(file_name(uri), sha256, size, media_type),
        text="",
        passages=(),
        profile=profile_of(profile),
        pages=pages,
        problems=tuple(Problem(*problem) for problem in problems),
    )


def load_passages(db: sqlite_utils.Database, document: int | None) -> tuple[Passage, ...]:
    """Return the passages of a document by its row number, in reading order."""
    return tuple(map(passage_of, stored_passages(db, document)))


def stored_passages(db: sqlite_utils.Database, document: int | None) -> Iterator[Row]:
    """Yield the rows of `load_passages`, of `codec.PASSAGE_COLUMNS`."""
    yield from db.execute(f"SELECT {PASSAGE_COLUMNS} FROM passage WHERE document = ? ORDER BY seq", [document])


def write_document(db: sqlite_utils.Database, outcome: WorkOutcome, fingerprint: str) -> int:
    """Write the row of the document that an outcome is about and return its number.

    A document that could not be read this time keeps what an earlier reading gave.
    """
    source, document = outcome.source, outcome.document
    fields: dict[str, Any] = {"uri": storable(source.uri), "size": source.size, "media_type": source.media_type}
    if document is None:
        fields |= {"failed_fingerprint": fingerprint}
    else:
        fields |= {name: document.profile.get(name) for name in TRAITS}
        fields |= {
            "status": "read",
            "failed_fingerprint": None,
            "profile": profile_json(document.profile),
            "pages": document.pages,
            "pages_without_text": pages_without_text(document),
        }
    key = document_key(source)
    row = {"status": "failed", "name": storable(source.name), "sha256": key, **fields}
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    changes = ", ".join(f"{name} = excluded.{name}" for name in fields)
    number = db.execute(
        f"INSERT INTO document ({columns}) VALUES ({marks}) ON CONFLICT (sha256) DO UPDATE SET {changes} RETURNING id",
        list(row.values()),
    ).fetchone()[0]
    rename(db, [key])
    return int(number)


def pages_without_text(document: Document) -> int:
    """Return how many pages the reader could get no text from; a page that is blank is not one of them."""
    missing = {problem.page for problem in document.problems if problem.category == "no_text"}
    return (document.pages or 0) if None in missing else len(missing)


def same_passages(db: sqlite_utils.Database, number: int, rows: Iterable[Row]) -> bool:
    """Return whether the stored passages of a document are these."""
    return all(there == here for there, here in zip_longest(stored_passages(db, number), rows))


def write_passages(db: sqlite_utils.Database, number: int, rows: Iterable[Row]) -> None:
    """Put the passages of a fresh reading in place of what was there; analyses of the former go with them.

    A statement has many rows: after each statement SQLite flushes what triggers wrote to the text index.
    """
    db.execute("DELETE FROM analysis WHERE document = ?", [number])
    db.execute("DELETE FROM passage WHERE document = ?", [number])
    one = f"(?1{', ?' * (PASSAGE_COLUMNS.count(',') + 1)})"
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        db.execute(
            f"INSERT INTO passage (document, {PASSAGE_COLUMNS}) VALUES {', '.join([one] * len(batch))}",
            [number, *chain.from_iterable(batch)],
        )
