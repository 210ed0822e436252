"""Rows as CSV or tab-separated text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidencescan.errors import EvidencescanError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class DelimitedExporter:
    """Writes UTF-8 with a byte order mark, which is how spreadsheets recognise it, and a head line."""

    name: str
    suffix: str
    delimiter: str

    def export(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: Path) -> None:
        """Write all rows; raise EvidencescanError where the file cannot be written."""
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as stream:
                writer = csv.writer(stream, delimiter=self.delimiter, lineterminator="\n")
                writer.writerow(columns)
                writer.writerows([harmless(row.get(column)) for column in columns] for row in rows)
        except OSError as error:
            raise EvidencescanError(f"cannot write {path}: {error.strerror or error}") from error


def harmless(value: Any) -> Any:
    """Return a text that a spreadsheet would take for a formula with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
