"""What the user says about documents: options for all, a list for a batch, a sidecar file for one.

The closer to the document, the stronger: a sidecar outdoes the list, the list outdoes the options.
"""

from __future__ import annotations

import csv
import datetime
import fnmatch
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidencescan.errors import CatalogueError
from evidencescan.values import DOCUMENT_KINDS, Profile, Trait

from .walk import SIDECAR, absolute, sidecars

KEYS = ("language", "kind", "title", "country", "date", "period")
FILE = "file"

_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
_SHAPES = {
    "language": (re.compile(r"[a-z]{2}"), "two small letters (ISO 639-1), such as en"),
    "country": (re.compile(r"[A-Z]{2}"), "two capital letters (ISO 3166-1), such as FR"),
    "date": (re.compile(_DATE), "a year, a month or a day, such as 2021-05-30"),
    "period": (re.compile(rf"{_DATE}(/{_DATE})?"), "a date or two with a stroke, such as 2021/2025"),
    "title": (re.compile(r".*\S.*", re.DOTALL), "some text"),
}


def traits(values: Mapping[str, Any], where: str) -> dict[str, Trait]:
    """Check keys and values as the user gave them; raises CatalogueError, naming the file ``where`` they stand."""
    checked = {}
    for key, value in values.items():
        if key not in KEYS:
            raise CatalogueError(f"{where}: unknown key {key!r}", advice=f"Known keys: {', '.join(KEYS)}.")
        text = _text(value)
        if key == "language":
            text = text.lower()
        elif key == "country":
            text = text.upper()
        if key == "kind":
            if text not in DOCUMENT_KINDS:
                advice = f"Known kinds: {', '.join(DOCUMENT_KINDS)}."
                raise CatalogueError(f"{where}: unknown kind of document {text!r}", advice=advice)
        else:
            shape, meaning = _SHAPES[key]
            if not shape.fullmatch(text):
                raise CatalogueError(f"{where}: {key} {text!r} should be {meaning}")
        checked[key] = Trait(text, basis=where, origin="user")
    return checked


def overrides(values: Mapping[str, Any]) -> Profile:
    """Return what the user said by options, checked; raises CatalogueError."""
    return Profile(**traits(values, "options"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a batch list: a relative path, a name or a glob, and what it says."""

    pattern: str
    traits: Mapping[str, Trait]

    def matches(self, path: Path, folder: Path) -> bool:
        """Say whether the line speaks of ``path``; relative paths count from ``folder``, where the list lies."""
        pattern = self.pattern.replace("\\", "/")
        relative = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
        return pattern in (path.name, relative, path.as_posix()) or any(
            fnmatch.fnmatchcase(name, pattern) for name in (path.name, relative)
        )


class Profiles:
    """Everything that the user said, asked document by document. Raises CatalogueError when it is built."""

    def __init__(
        self,
        paths: Iterable[Path] = (),
        *,
        listed: Path | None = None,
        general: Mapping[str, Any] | None = None,
    ) -> None:
        self._general = traits(general or {}, "options")
        self._folder = absolute(listed).parent if listed is not None else Path()
        self._rows = read_list(listed) if listed is not None else ()
        self._used: set[int] = set()
        self._known: dict[Profile, Profile] = {}
        for sidecar in sidecars(paths):
            if not sidecar.with_name(sidecar.name.removesuffix(SIDECAR)).exists():
                advice = f"Name it after its document, with the ending: law.pdf{SIDECAR}."
                raise CatalogueError(f"{sidecar}: there is no document beside it", advice=advice)

    def of(self, path: Path) -> Profile:
        """Return what the user says about ``path``; raises CatalogueError for a wrong sidecar."""
        found = dict(self._general)
        for number, row in enumerate(self._rows):
            if row.matches(path, self._folder):
                self._used.add(number)
                found.update(row.traits)
        sidecar = path.with_name(path.name + SIDECAR)
        if sidecar.is_file():
            found.update(read_sidecar(sidecar))
        # the same is said of most files: they share one profile
        profile = Profile(**found)
        return self._known.setdefault(profile, profile)

    def unused(self) -> list[str]:
        """Return the lines of the list that spoke of no document so far."""
        return [row.pattern for number, row in enumerate(self._rows) if number not in self._used]


def read_sidecar(path: Path) -> dict[str, Trait]:
    """Return the traits in a sidecar file; raises CatalogueError."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    return traits(values, str(path))


def read_list(path: Path) -> Sequence[Row]:
    """Return the lines of a batch list (CSV with comma, semicolon or tab); raises CatalogueError.

    The head line names the columns: ``file`` and any of the keys. An empty cell says nothing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    if FILE not in (reader.fieldnames or ()):
        raise CatalogueError(f"{path}: the head line has no column {FILE!r}")
    rows = []
    for number, line in enumerate(reader, start=2):
        where = f"{path}, line {number}"
        if None in line:
            raise CatalogueError(f"{where}: more cells than the head line has")
        pattern = (line.pop(FILE) or "").strip()
        if not pattern:
            raise CatalogueError(f"{where}: no file is named")
        rows.append(Row(pattern, traits({key: cell for key, cell in line.items() if cell and cell.strip()}, where)))
    return tuple(rows)


def _text(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return " ".join(str(value).split())
