"""Strict reading of TOML: an unknown or missing key is an error that names the file, the table and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from evidencescan.errors import CatalogueError

T = TypeVar("T")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file; raise `CatalogueError` where it is missing or malformed."""
    return parse_toml(path, read_text(path))


def read_text(path: Path) -> str:
    """Return the text of a file; raise `CatalogueError` where it is missing or no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path}: is not valid TOML: {error}") from error


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """Return the tables in the text of a file; raise `CatalogueError` where it is malformed."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path}: is not valid TOML: {error}") from error


class Table:
    """One table of a file, read key by key; `done` raises on keys that nobody asked for."""

    def __init__(self, path: Path, where: str, data: Mapping[str, Any]) -> None:
        if not isinstance(data, Mapping):
            raise CatalogueError(f"{path}: {where} must be a table")
        self._path = path
        self._where = where
        self._data = dict(data)

    def fail(self, message: str) -> CatalogueError:
        """Return the error that says ``message`` about this table."""
        return CatalogueError(f"{self._path}: {self._where}: {message}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string."""
        return self._take(key, str, default)

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        return self._take(key, bool, default)

    def number(self, key: str, default: float) -> float:
        """Return a number."""
        value = self._data.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(f"{key} must be a number")
        return float(value)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of strings as a tuple."""
        if default is not None and key not in self._data:
            return default
        values = self._take(key, list, None)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fail(f"{key} must be a list of strings that are not empty")
        return tuple(values)

    def chosen(self, key: str, allowed: Iterable[str], default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of strings, each one of ``allowed``."""
        values = self.texts(key, default)
        known = frozenset(allowed)
        wrong = [value for value in values if value not in known]
        if wrong:
            raise self.fail(f"{key}: {', '.join(wrong)} is not one of {', '.join(allowed)}")
        return values

    def tables(self, key: str) -> list[Table]:
        """Return a list of tables; none where the key is absent."""
        values = self._data.pop(key, [])
        if not isinstance(values, list):
            raise self.fail(f"{key} must be written as [[{key}]]")
        return [Table(self._path, f"{key} {number}", value) for number, value in enumerate(values, 1)]

    def mapping(self, key: str) -> dict[str, Any]:
        """Return a table as a plain mapping; empty where the key is absent."""
        value = self._data.pop(key, {})
        if not isinstance(value, dict):
            raise self.fail(f"{key} must be a table")
        return value

    def items(self, key: str) -> list[Any]:
        """Return a list of anything; empty where the key is absent."""
        value = self._data.pop(key, [])
        if not isinstance(value, list):
            raise self.fail(f"{key} must be a list")
        return value

    def done(self) -> None:
        """Raise on keys that were not read: a misspelt key must not pass silently."""
        if self._data:
            raise self.fail(f"unknown key {', '.join(sorted(self._data))}")

    def _take(self, key: str, kind: type[T], default: T | None) -> T:
        value = self._data.pop(key, default)
        if value is None:
            raise self.fail(f"{key} is missing")
        if not isinstance(value, kind):
            raise self.fail(f"{key} must be a {kind.__name__}")
        return value
