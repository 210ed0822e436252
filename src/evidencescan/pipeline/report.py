"""What came of a scan, counted while it runs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from evidencescan.host import PluginFailure
from evidencescan.values import Problem, WorkItem, WorkOutcome

from .plan import Tally


@dataclass(frozen=True, slots=True)
class Failure:
    """A document of which something is missing: nothing was read, or ``partial``: an analyser gave no result."""

    document: str
    category: str
    component: str
    message: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class ScanReport:
    """Counts of documents: ``found`` files, of them ``read`` anew, ``analysed`` again on stored passages,
    ``unchanged``, ``duplicates`` of another file, ``failed``, ``failed_before`` and not tried again; ``vanished``
    files that the database knew.

    ``notes`` are sentences for the user; ``seconds`` is wall time.
    """

    scan: int
    found: int
    read: int
    analysed: int
    unchanged: int
    duplicates: int
    failed: int
    failed_before: int
    vanished: int
    seconds: float
    failures: tuple[Failure, ...] = ()
    plugin_failures: tuple[PluginFailure, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 where all documents are in the database in full, 3 where some are not."""
        return 3 if self.failures else 0

    def counts(self) -> dict[str, int]:
        """Return the counts alone."""
        names = ("found", "read", "analysed", "unchanged", "duplicates", "failed", "failed_before", "vanished")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Count:
    """A report in the making. ``notes`` is a set of sentences that keeps their order."""

    scan: int
    found: int
    read: int = 0
    analysed: int = 0
    failed: int = 0
    vanished: int = 0
    failures: list[Failure] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    @property
    def worked(self) -> int:
        """How many documents were worked on."""
        return self.read + self.analysed + self.failed

    def add(self, item: WorkItem, outcome: WorkOutcome) -> None:
        """Count an outcome as it was saved."""
        if outcome.document is None:
            self.failed += 1
        elif item.document is None:
            self.read += 1
        else:
            self.analysed += 1
        lacking = set(item.analysers).difference(outcome.counts)
        partial = outcome.document is not None
        problems = [p for p in outcome.problems if not partial or p.component in lacking]
        if problems:
            self.failures.append(_failure(outcome.source.name, problems[0], partial=partial))

    def report(self, tally: Tally, plugin_failures: Sequence[PluginFailure]) -> ScanReport:
        """Close the count."""
        unreadable = [_failure(file.path.name, problem) for file, problem in tally.unreadable]
        before = [_failure(file.path.name, problem) for file, problem in tally.failed_before]
        return ScanReport(
            scan=self.scan,
            found=self.found,
            read=self.read,
            analysed=self.analysed,
            unchanged=tally.unchanged,
            duplicates=tally.duplicates,
            failed=self.failed + len(unreadable),
            failed_before=len(before),
            vanished=self.vanished,
            seconds=round(time.monotonic() - self.begun, 2),
            failures=tuple(sorted((*self.failures, *unreadable, *before), key=lambda failure: failure.document)),
            plugin_failures=tuple(plugin_failures),
            notes=tuple(self.notes),
        )


def _failure(document: str, problem: Problem, *, partial: bool = False) -> Failure:
    return Failure(document, problem.category, problem.component, problem.message, partial)
