"""Which files are documents: what lies under the paths given, less what certainly is none."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidencescan.errors import UsageError

SIDECAR = ".evidencescan.toml"
_COMPANIONS = ("", "-wal", "-shm", "-journal")
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file as the folder lists it; ``size`` in bytes."""

    path: Path
    size: int
    mtime_ns: int

    @property
    def uri(self) -> str:
        """The absolute path, which is how the database knows the file."""
        return str(self.path)


def absolute(path: Path) -> Path:
    """Return ``path`` absolute and without "..", symbolic links left alone."""
    return Path(os.path.abspath(path))


def walk(paths: Sequence[Path], database: Path) -> list[Found]:
    """Return the documents under ``paths``, largest first, so that the longest does not come last.

    Hidden files, the database and sidecar files are left out; links to folders are not followed. A file that is
    named directly is taken whatever it is called. Raises UsageError where a path does not exist.
    """
    skipped = {str(absolute(database)) + companion for companion in _COMPANIONS}
    found: dict[str, Found] = {}
    for given in paths:
        path = absolute(given)
        if not path.exists():
            raise UsageError(f"no such file or folder: {given}")
        files = _below(path) if path.is_dir() else iter((path,))
        for file in files:
            if str(file) in skipped or file.name.endswith(SIDECAR):
                continue
            entry = _stat(file)
            if entry is not None:
                found[entry.uri] = entry
    return sorted(found.values(), key=lambda entry: (-entry.size, entry.uri))


def sidecars(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the sidecar files below the folders among ``paths``."""
    for given in paths:
        path = absolute(given)
        if path.is_dir():
            yield from (file for file in _below(path) if file.name.endswith(SIDECAR))


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")) and name.casefold() not in _LEFT_BY_SYSTEMS:
                yield Path(parent, name)


def _stat(file: Path) -> Found | None:
    """Return the file, or None where it is gone by now or is no plain file (a socket, a device)."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return Found(file, status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None
