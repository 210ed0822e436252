"""The checks of the environment that ``doctor`` shows."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version

_LIBRARIES = ("pypdfium2", "pdfplumber", "lxml", "selectolax", "spacy", "scikit-learn", "sqlite-utils")
_OLDEST_SQLITE = (3, 37, 0)


def checks() -> list[tuple[str, bool, str]]:
    """Return (name, fine, message) for Python, SQLite, the scratch folder and each library."""
    found = [("Python", sys.version_info >= (3, 11), ".".join(map(str, sys.version_info[:3])))]
    found.append(("SQLite", sqlite3.sqlite_version_info >= _OLDEST_SQLITE, sqlite3.sqlite_version))
    found.append(("SQLite full-text search", *_full_text()))
    scratch = tempfile.gettempdir()
    found.append(("scratch folder", os.access(scratch, os.W_OK), scratch))
    found.append(("processors", True, str(os.cpu_count() or 1)))
    for library in _LIBRARIES:
        try:
            found.append((library, True, version(library)))
        except PackageNotFoundError:
            found.append((library, False, "not installed"))
    return found


def _full_text() -> tuple[bool, str]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("create virtual table probe using fts5(words)")
    except sqlite3.OperationalError as error:
        return False, str(error)
    finally:
        connection.close()
    return True, "FTS5"
