"""The migrations, in order. A released one is never edited: a change of the schema is a further file."""

from __future__ import annotations

from functools import partial
from importlib.resources import files

import sqlite_utils
from sqlite_utils import Migrations

NAMES = ("0001_documents", "0002_evidence", "0003_decisions", "0004_views", "0005_faster_views")


def _run(name: str, db: sqlite_utils.Database) -> None:
    db.executescript(files(__package__).joinpath("migrations", f"{name}.sql").read_text("utf-8"))


MIGRATIONS = Migrations("evidencescan")
for _name in NAMES:
    MIGRATIONS(name=_name)(partial(_run, _name))


def unknown_migrations(db: sqlite_utils.Database) -> list[str]:
    """Return the names of applied migrations that this version does not know: a newer one wrote the file."""
    return [applied.name for applied in MIGRATIONS.applied(db) if applied.name not in NAMES]


def schema_sql(db: sqlite_utils.Database) -> str:
    """Return the SQL of all tables, indexes, triggers and views; without the tables inside the text index."""
    rows = db.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'passage_fts_*' AND name NOT GLOB "
        "'sqlite_*' AND name NOT GLOB '_sqlite_*' AND tbl_name NOT GLOB '_sqlite_*' ORDER BY rowid"
    )
    return "".join(f"{sql};\n" for (sql,) in rows)
