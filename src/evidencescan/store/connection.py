"""Opening the file: whose it is, which schema it has, and SQLite's errors in words that help."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlite_utils

from evidencescan.errors import StoreError

from .schema import MIGRATIONS, unknown_migrations

APPLICATION_ID = 0x45565343
"""What `PRAGMA application_id` says in a file of ours: "EVSC"."""

BUSY_SECONDS = 15.0


def connect(path: Path, *, create: bool, write: bool) -> sqlite_utils.Database:
    """Return the open, migrated database; raises `StoreError` where there is none that this version can use."""
    if not create and not path.is_file():
        raise StoreError(f"{path}: there is no such database", advice="Run `evidencescan scan` to make one.")
    if create and not path.parent.is_dir():
        raise StoreError(f"{path}: the folder does not exist", advice="Make the folder first.")
    with explained(path):
        db = sqlite_utils.Database(_open(path, create=create, write=write))
        try:
            db.execute("PRAGMA foreign_keys = ON")
            _prepare(db, path, write=write)
        except BaseException:
            db.close()
            raise
    return db


def _open(path: Path, *, create: bool, write: bool) -> sqlite3.Connection:
    """Connect. Who only asks is kept from writing, and leaves no file beside the database.

    In write-ahead mode SQLite makes two files beside the database even for a reader, and removes them at the end only
    where it may write. Where it may not, and no other program has made them, the file is taken as it stands.
    """
    may_write = os.access(path.parent, os.W_OK) and (create or os.access(path, os.W_OK))
    if create:
        mode = "rwc"
    elif write or may_write:
        mode = "rw"
    else:
        mode = "ro" if path.with_name(path.name + "-wal").exists() else "ro&immutable=1"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    if not write:
        connection.execute("PRAGMA query_only = ON")
    return connection


def _prepare(db: sqlite_utils.Database, path: Path, *, write: bool) -> None:
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables == 0:
        if not write:
            raise StoreError(f"{path}: the database is empty", advice="Run `evidencescan scan` to fill it.")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(
            f"{path}: this SQLite database was not made by evidencescan", advice="Name another file with -d."
        )
    if newer := unknown_migrations(db):
        raise StoreError(
            f"{path}: the database was written by a newer version of evidencescan ({', '.join(newer)})",
            advice="Upgrade evidencescan, or scan into another file.",
        )
    if MIGRATIONS.pending(db):
        if not write:
            raise StoreError(
                f"{path}: the database has an older schema", advice="Run `evidencescan db migrate` on it first."
            )
        MIGRATIONS.apply(db)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into `StoreError` with advice."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}", advice=_advice(error)) from error


def _advice(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    return {
        sqlite3.SQLITE_BUSY: "Another program is writing to it: wait until it is done, or end it.",
        sqlite3.SQLITE_LOCKED: "Another program is writing to it: wait until it is done, or end it.",
        sqlite3.SQLITE_READONLY: "The file or its folder cannot be written: check permissions, or copy it elsewhere.",
        sqlite3.SQLITE_CANTOPEN: "Check that the path is right and that you may read it and write in its folder.",
        sqlite3.SQLITE_NOTADB: "The file is no SQLite database: name another file with -d.",
        sqlite3.SQLITE_CORRUPT: "The file is damaged: restore a copy, or recover it with `sqlite3 FILE .recover`.",
        sqlite3.SQLITE_FULL: "The disk is full: make room and run the same command again.",
        sqlite3.SQLITE_CONSTRAINT: "Nothing was changed. Run `evidencescan db check` on the file.",
    }.get(primary or 0, "Run `evidencescan db check` on the file.")
