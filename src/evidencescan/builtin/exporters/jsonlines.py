"""Rows as JSON, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidencescan.errors import EvidencescanError


@dataclass
class JsonLinesExporter:
    """Writes UTF-8, each row with the columns in the order given."""

    name: str = "jsonl"
    suffix: str = ".jsonl"

    def export(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: Path) -> None:
        """Write all rows; raise EvidencescanError where the file cannot be written."""
        try:
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                for row in rows:
                    line = {column: row.get(column) for column in columns}
                    stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        except OSError as error:
            raise EvidencescanError(f"cannot write {path}: {error.strerror or error}") from error
