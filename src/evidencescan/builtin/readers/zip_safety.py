"""Zip containers from strangers: a bound on members, on bytes, and on how far they swell. Nothing is extracted."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from types import TracebackType

from evidencescan.errors import ReadError

MAX_MEMBERS = 20_000
MAX_TOTAL_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM_BYTES = 1024 * 1024
DAMAGED = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What `zipfile` raises for an archive that it cannot read, an unknown way of packing included."""


class SafeZip:
    """A zip file of which members are read under bounds; a context manager.

    The bounds hold for the sizes that the directory declares and for the bytes that come out. Raises `ReadError`:
    "too_large" beyond a bound, "encrypted" for a member with a password, "unreadable" where the file is broken.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._left = MAX_TOTAL_BYTES
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGED as error:
            raise ReadError(f"{path.name} is a damaged archive: {error}") from error
        self._members = {info.filename.replace("\\", "/").lower().lstrip("/"): info for info in self._zip.infolist()}
        try:
            self._check()
        except ReadError:
            self._zip.close()
            raise

    def _check(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise self._too_large(f"holds {len(infos)} members, more than {MAX_MEMBERS}")
        total = sum(info.file_size for info in infos)
        if total > MAX_TOTAL_BYTES:
            raise self._too_large(f"would unpack to {total} bytes, more than {MAX_TOTAL_BYTES}")
        for info in infos:
            if info.file_size > _RATIO_FROM_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                raise self._too_large(f"swells more than {MAX_RATIO} times in {info.filename!r}")

    def _too_large(self, what: str) -> ReadError:
        return ReadError(f"{self._name} {what}", category="too_large", advice="It may be a zip bomb; save it anew.")

    def __enter__(self) -> SafeZip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, member: str) -> bool:
        return member.lower() in self._members

    def read(self, member: str) -> bytes:
        """Return the bytes of ``member``, whose name is compared without regard to case."""
        info = self._members.get(member.lower())
        if info is None:
            raise ReadError(f"{self._name} lacks {member}")
        if info.flag_bits & 1:
            raise ReadError(f"{self._name} is protected by a password", category="encrypted", advice="Remove it.")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(self._left + 1)
        except DAMAGED as error:
            raise ReadError(f"{self._name} is damaged in {member}: {error}") from error
        self._left -= len(data)
        if self._left < 0:
            raise self._too_large(f"unpacks to more than {MAX_TOTAL_BYTES} bytes")
        return data
