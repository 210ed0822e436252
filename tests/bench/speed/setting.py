"""What every part is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from documents import Collection
from sizes import Sizes


@dataclass(frozen=True, slots=True)
class Setting:
    """The documents, how much to measure, and a folder for what is made on the way."""

    documents: Collection
    sizes: Sizes
    work: Path

    def folder(self, name: str) -> Path:
        """Return a new folder for one part."""
        path = self.work / name
        path.mkdir(parents=True)
        return path
