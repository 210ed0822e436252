"""Saving what came of a work item, in the parent process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evidencescan.host import Host
from evidencescan.store import Rows, rows_of
from evidencescan.values import Finding, Problem, Source, WorkItem, WorkOutcome

from .fingerprints import overrides_hash, reading_fingerprint
from .packing import Findings, PackedItem, PackedOutcome, assemble, by_analyser, indicators, unpack
from .walk import Found

if TYPE_CHECKING:
    # workers import this package, and have no use for a database
    from evidencescan.store import Store


class Saver:
    """Writes outcomes, one transaction each. ``software`` is the fingerprint under which failures are remembered."""

    def __init__(self, store: Store, host: Host, *, scan: int, software: str) -> None:
        self._store = store
        self._host = host
        self._scan = scan
        self._software = software
        self._readings = {reader.name: reading_fingerprint(reader) for reader in host.readers}
        self._fingerprints = {analyser.name: analyser.fingerprint for analyser in host.analysers}
        self._codes = {indicator.code for catalogue in host.catalogues for indicator in catalogue.indicators}

    def save(self, item: WorkItem, outcome: WorkOutcome) -> WorkOutcome:
        """Save an outcome; return it as it was saved, with a problem for every analyser without a result.

        What a worker packed is merged. The rest is not: what was lost on the way, or names unknown indicators.
        """
        outcome = self._sound(item, outcome)
        rows: Rows | None = None
        evidence: tuple[Finding, ...] = ()
        document = outcome.document
        if isinstance(outcome, PackedOutcome):
            rows = outcome.rows
        elif document is not None:
            stored: Findings = ()
            if isinstance(item, PackedItem):
                document, stored = item.opened()
            evidence, problems = assemble(self._host, document, by_analyser(stored, outcome.findings))
            more = tuple(problem for problem in problems if problem not in outcome.problems)
            outcome = replace(outcome, problems=outcome.problems + more)
            if item.document is not None:
                # its passages came from the database
                rows = replace(rows_of(document, outcome.findings, evidence), passages=None)
        try:
            self._write(item, outcome, evidence, rows)
        except (TypeError, ValueError, LookupError) as error:
            # A plugin's value that no check foresaw and no table takes: it must cost its document alone.
            problem = Problem("bug", "store", f"{type(error).__name__}: {error}")
            outcome = WorkOutcome(outcome.source, None, problems=(problem,), seconds=outcome.seconds)
            self._write(item, outcome, (), None)
        return outcome

    def _write(self, item: WorkItem, outcome: WorkOutcome, evidence: Sequence[Finding], rows: Rows | None) -> None:
        reading = self._software
        if outcome.document is not None:
            reading = self._readings.get(outcome.reader or "", self._software)
        self._store.save_outcome(
            self._scan,
            outcome,
            reading_fingerprint=reading,
            overrides_hash=overrides_hash(item.overrides),
            analysers={name: self._fingerprints[name] for name in item.analysers},
            evidence=evidence,
            rows=rows,
        )

    def save_unreadable(self, file: Found, problem: Problem) -> None:
        """Save that a file could not even be opened."""
        self._store.save_location(file.uri, file.size, file.mtime_ns, None)
        item = WorkItem(Source(file.uri, "", file.size), ())
        self.save(item, WorkOutcome(item.source, None, problems=(problem,)))

    def _sound(self, item: WorkItem, outcome: WorkOutcome) -> WorkOutcome:
        """Keep the stored passages where a worker was lost over them, and give every missing result its reason."""
        if item.document is not None:
            state = self._store.extraction_state(item.source.sha256)
            reader = state.reader if state is not None else None
            outcome = replace(outcome, document=outcome.document or item.document, reader=reader)
        outcome = self._known(outcome)
        if outcome.document is not None:
            explained = {*outcome.counts, *(problem.component for problem in outcome.problems)}
            cause = next(iter(outcome.problems), Problem("lost", "worker", "no result, and no reason was given"))
            lacking = tuple(replace(cause, component=name) for name in item.analysers if name not in explained)
            outcome = replace(outcome, problems=outcome.problems + lacking)
        return outcome

    def _known(self, outcome: WorkOutcome) -> WorkOutcome:
        """Leave out what analysers found that name an indicator which no catalogue has."""
        if isinstance(outcome, PackedOutcome):
            if all(found.indicators <= self._codes for found in outcome.found):
                return outcome
            outcome = unpack(outcome)
        kept, problems = [], list(outcome.problems)
        for name, findings in outcome.findings:
            unknown = sorted(indicators(findings) - self._codes)
            if unknown:
                problems.append(Problem("bug", name, f"no catalogue has the indicators {', '.join(unknown[:5])}"))
            else:
                kept.append((name, findings))
        return replace(outcome, findings=tuple(kept), problems=tuple(problems))
