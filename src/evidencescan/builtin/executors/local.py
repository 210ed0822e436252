"""Worker processes of this machine, each with a pipe of its own.

`concurrent.futures` breaks a whole pool when one process dies. Here a process that dies, or that does not answer in
time, is replaced, and costs the one document that it had in hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import wait

from evidencescan.values import Problem, WorkItem, WorkOutcome

from .process import LostError, WorkerProcess

Work = Callable[[WorkItem], WorkOutcome]


@dataclass
class LocalExecutor:
    """``jobs`` processes; ``seconds`` for a document before its process is killed.

    A process is replaced after ``documents`` of them, or when it holds more than ``memory`` bytes afterwards.
    """

    name: str = "local"
    jobs: int = 1
    seconds: float = 300.0
    documents: int = 200
    memory: int = 1_500_000_000

    def configured(self, *, jobs: int, seconds: float) -> LocalExecutor:
        """Return an executor of the same kind with other bounds."""
        return replace(self, jobs=max(1, jobs), seconds=seconds)

    def run(self, work: Work, items: Iterable[WorkItem]) -> Iterator[WorkOutcome]:
        """Yield one outcome for each item as it comes; at most ``jobs`` items are pulled ahead."""
        pool = _Pool(self, work, iter(items))
        try:
            pool.feed()
            while pool.busy:
                yield from pool.collect()
        finally:
            pool.close()


class _Pool:
    """The processes of one run."""

    def __init__(self, executor: LocalExecutor, work: Work, items: Iterator[WorkItem]) -> None:
        self._executor = executor
        self._work = work
        self._items = items
        self._idle: list[WorkerProcess] = []
        self.busy: list[WorkerProcess] = []

    def feed(self) -> None:
        """Hand items to idle processes, starting new ones while there are fewer than allowed."""
        while len(self.busy) < self._executor.jobs:
            item = next(self._items, None)
            if item is None:
                return
            worker = self._idle.pop() if self._idle else self._start()
            self.busy.append(worker)
            worker.send(item)

    def collect(self) -> list[WorkOutcome]:
        """Wait until something happened; return what came of it, after giving the free processes new items."""
        now = time.monotonic()
        nearest = min(worker.deadline(self._executor.seconds) for worker in self.busy)
        ready = set(wait([worker.connection for worker in self.busy], timeout=max(0.0, nearest - now)))
        outcomes = []
        for worker in list(self.busy):
            if worker.connection in ready:
                outcomes.extend(self._receive(worker))
            elif time.monotonic() >= worker.deadline(self._executor.seconds):
                outcomes.append(self._overdue(worker))
        self.feed()
        return outcomes

    def close(self) -> None:
        """End all processes, those at work included."""
        for worker in self.busy + self._idle:
            worker.kill()
        self.busy, self._idle = [], []

    def _start(self) -> WorkerProcess:
        return WorkerProcess(self._work, documents=self._executor.documents, memory=self._executor.memory)

    def _receive(self, worker: WorkerProcess) -> list[WorkOutcome]:
        seconds = time.monotonic() - worker.started
        try:
            outcome = worker.receive()
        except LostError as lost:
            self.busy.remove(worker)
            worker.kill()
            return [_empty(worker.item, Problem("lost", "worker", str(lost)), seconds)]
        if outcome is None:
            return []
        self.busy.remove(worker)
        if worker.retired:
            worker.kill()
        else:
            self._idle.append(worker)
        return [outcome]

    def _overdue(self, worker: WorkerProcess) -> WorkOutcome:
        self.busy.remove(worker)
        worker.kill()
        message = f"not done after {self._executor.seconds:g} seconds"
        return _empty(worker.item, Problem("timeout", "worker", message), self._executor.seconds)


def _empty(item: WorkItem, problem: Problem, seconds: float) -> WorkOutcome:
    return WorkOutcome(item.source, item.document, problems=(problem,), seconds=seconds)
