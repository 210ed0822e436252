"""The standard input as a file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def file_or_stdin(file: Path) -> Iterator[tuple[Path, str | None]]:
    """Give a path and the name that its document is to have: for ``-`` a copy of the standard input."""
    if str(file) != "-":
        yield file, None
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "stdin")
        copy.write_bytes(sys.stdin.buffer.read())
        yield copy, "stdin"
