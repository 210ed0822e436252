"""One document after the other, in the process that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from evidencescan.values import WorkItem, WorkOutcome


@dataclass
class SerialExecutor:
    """Starts nothing, so it begins at once; a document that kills the process ends the scan."""

    name: str = "serial"

    def run(self, work: Callable[[WorkItem], WorkOutcome], items: Iterable[WorkItem]) -> Iterator[WorkOutcome]:
        """Yield the outcome of each item, in order."""
        return map(work, items)
