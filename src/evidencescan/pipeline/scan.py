"""The scan: plan, work, save, one transaction a document. The same scan again goes on where it ended."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidencescan.api import Executor, ScanEvent
from evidencescan.errors import PluginError
from evidencescan.host import Host
from evidencescan.values import Problem, WorkItem, WorkOutcome

from .execution import executor_for
from .fingerprints import program, software_fingerprint
from .plan import FINGERPRINT, Planner
from .profiles import Profiles
from .report import Count, ScanReport
from .saving import Saver
from .walk import Found, absolute, walk
from .worker import Worker, WorkerOptions

if TYPE_CHECKING:
    # workers import this package, and have no use for a database
    from evidencescan.store import Store

Watch = Callable[[ScanEvent], None]


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """How to scan: ``jobs`` None is all processors; ``general`` are traits of every document, ``profiles`` a list.

    ``seconds`` and ``memory`` (bytes beyond what the program itself needs) bound one document. ``scheduler`` is the
    address of a cluster, for an executor that works on one.
    """

    executor: str = "local"
    jobs: int | None = None
    seconds: float = 300.0
    memory: int = 3 << 30
    retry_failed: bool = False
    profiles: Path | None = None
    general: Mapping[str, Any] = field(default_factory=dict)
    scheduler: str | None = None


def scan(
    store: Store, host: Host, options: ScanOptions, paths: Sequence[Path], watch: Watch = lambda event: None
) -> ScanReport:
    """Bring the database up to date with ``paths``; ``watch`` is told of every document.

    Raises UsageError for a path that does not exist, CatalogueError for a wrong sidecar or list, PluginError for an
    unknown executor, StoreError where the database cannot be written. KeyboardInterrupt passes through after the
    scan was closed; everything that was done is saved.
    """
    files, notes = walk(paths, store.path)
    profiles = Profiles(paths, listed=options.profiles, general=options.general)
    overrides = {file.uri: profiles.of(file.path) for file in files}
    executor = executor_for(
        host,
        options.executor,
        jobs=options.jobs,
        files=len(files),
        seconds=options.seconds,
        scheduler=options.scheduler,
    )
    software = software_fingerprint(host, options.seconds, options.memory)
    store.sync_catalogues(host.catalogues)
    planner = Planner(store, host, overrides, software=software, retry=options.retry_failed)
    number = store.begin_scan(_arguments(paths, options, software), program())
    count = Count(number, found=len(files))
    count.notes.update((note, None) for note in notes)
    count.notes.update(
        (f"the list names {name!r}, which no scanned file is called", None) for name in profiles.unused()
    )
    loop = _Loop(host, planner, Saver(store, host, scan=number, software=software), count, watch)
    gone = planner.vanished(files, [absolute(path) for path in paths])
    count.vanished = len(gone)
    try:
        store.drop_locations(gone)
        worker = Worker(WorkerOptions(host.options, options.seconds, options.memory, packs=True), host)
        loop.run(executor, worker, files)
    finally:
        report = count.report(planner.tally, host.failures)
        store.finish_scan(number, report.counts())
    return report


def _arguments(paths: Sequence[Path], options: ScanOptions, software: str) -> dict[str, Any]:
    return {
        # Two machines may begin the same scan in the same second; merged, they are still two.
        "run": uuid.uuid4().hex,
        "paths": [str(path) for path in paths],
        "executor": options.executor,
        "scheduler": options.scheduler,
        "jobs": options.jobs,
        "seconds": options.seconds,
        "retry_failed": options.retry_failed,
        "profiles": None if options.profiles is None else str(options.profiles),
        "general": {key: str(value) for key, value in options.general.items()},
        FINGERPRINT: software,
    }


class _Loop:
    """Items to the executor, outcomes to the database."""

    def __init__(self, host: Host, planner: Planner, saver: Saver, count: Count, watch: Watch) -> None:
        self._host = host
        self._planner = planner
        self._saver = saver
        self._count = count
        self._watch = watch
        self._in_hand: dict[str, WorkItem] = {}

    def run(self, executor: Executor, worker: Worker, files: Sequence[Found]) -> None:
        """Do all the work that is missing."""
        self._tell("planned", files=len(files))
        outcomes = executor.run(worker, self._pulled(files))
        try:
            for outcome in outcomes:
                item = self._in_hand.pop(outcome.source.sha256, None)
                if item is None:
                    raise PluginError(f"the executor gave an outcome for {outcome.source.name} that nobody asked for")
                self._settle(item, outcome)
        finally:
            close = getattr(outcomes, "close", None)
            if close is not None:
                close()
        for item in self._in_hand.values():
            lost = Problem("lost", "executor", "the executor gave no outcome")
            self._settle(item, WorkOutcome(item.source, None, problems=(lost,)))
        for file, problem in self._planner.tally.unreadable:
            self._saver.save_unreadable(file, problem)
        self._tell("finished", files=len(files), settled=len(files))

    def _pulled(self, files: Sequence[Found]) -> Iterator[WorkItem]:
        for item in self._planner.items(files):
            self._in_hand[item.source.sha256] = item
            yield item

    def _settle(self, item: WorkItem, outcome: WorkOutcome) -> None:
        """Save one outcome, count it, and let everybody know."""
        outcome = self._saver.save(item, outcome)
        self._count.add(item, outcome)
        self._tell(
            "failed" if outcome.document is None else "done",
            document=outcome.source.name,
            findings=sum(outcome.counts.values()),
            seconds=outcome.seconds,
            settled=self._planner.tally.settled + self._count.worked,
        )

    def _tell(self, name: str, **data: Any) -> None:
        """Tell the caller and the plugins; a plugin that raises is noted, and the scan goes on."""
        event = ScanEvent(name, data)
        self._watch(event)
        try:
            self._host.hook.scan_event(event=event)
        except Exception as error:  # noqa: BLE001 - an observer may raise anything; it is noted
            self._count.notes[f"a plugin failed while it observed {name!r}: {type(error).__name__}: {error}"] = None
