"""Which files are documents: what lies under the paths given, less what certainly is none."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidencescan.errors import UsageError
from evidencescan.values import Source

SIDECAR = ".evidencescan.toml"
_COMPANIONS = ("", "-wal", "-shm", "-journal")
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file as the folder lists it: its absolute path as text, of which there may be hundreds of thousands; ``size``
    in bytes."""

    name: str
    size: int
    mtime_ns: int

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(self.name)

    @property
    def uri(self) -> str:
        """How the database knows the file: its absolute path, or a file URI where the path is no valid Unicode."""
        return self.name if is_unicode(self.name) else self.path.as_uri()


def path_of(uri: str) -> Path:
    """Return the path of a file from what `Found.uri` gave."""
    return Source(uri, "", 0).path


def absolute(path: Path) -> Path:
    """Return ``path`` absolute and without "..", symbolic links left alone."""
    return Path(os.path.abspath(path))


def check_paths(paths: Iterable[Path]) -> None:
    """Raise UsageError where a path does not exist."""
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"no such file or folder: {path}")


def walk(paths: Sequence[Path], database: Path) -> tuple[list[Found], list[str]]:
    """Return the documents under ``paths``, largest first, so that the longest does not come last; and notes about
    what could not be looked at.

    Hidden files, the database and sidecar files are left out; links to folders are not followed. A file that is
    named directly is taken whatever it is called. Raises UsageError where a path does not exist.
    """
    skipped = {str(absolute(database)) + companion for companion in _COMPANIONS}
    found: dict[str, Found] = {}
    notes: list[str] = []

    def note(error: OSError) -> None:
        notes.append(f"{error.filename} cannot be looked at: {error.strerror}")

    check_paths(paths)
    for given in paths:
        path = absolute(given)
        files = _below(path, note) if path.is_dir() else iter((path,))
        for file in files:
            if str(file) in skipped or file.name.endswith(SIDECAR):
                continue
            try:
                status = file.stat()
            except OSError as error:
                note(error)
                continue
            if stat.S_ISREG(status.st_mode):
                entry = Found(str(file), status.st_size, status.st_mtime_ns)
                found[entry.uri] = entry
    return sorted(found.values(), key=lambda entry: (-entry.size, entry.uri)), notes


def sidecars(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the sidecar files below the folders among ``paths``."""
    for given in paths:
        path = absolute(given)
        if path.is_dir():
            yield from (file for file in _below(path, None) if file.name.endswith(SIDECAR))


def _below(folder: Path, note: Callable[[OSError], None] | None) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")) and name.casefold() not in _LEFT_BY_SYSTEMS:
                yield Path(parent, name)


def is_unicode(text: str) -> bool:
    """Say whether a text can be written as UTF-8: a lone surrogate cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
