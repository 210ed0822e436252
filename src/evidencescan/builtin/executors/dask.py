"""An existing Dask cluster: the same loop over outcomes as on one machine, with the processes on others.

No document goes to a worker before that worker has shown that it runs the same software. Only the scheduler needs to be
reachable from here.
"""

from __future__ import annotations

import importlib.util
import itertools
import logging
import queue
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidencescan.errors import EvidencescanError, PluginError, UsageError
from evidencescan.ids import bytes_hash
from evidencescan.values import Problem, ProblemCategory, WorkItem, WorkOutcome

from . import remote
from .admission import Admission

if TYPE_CHECKING:
    from distributed import Client, Future

Work = Callable[[WorkItem], WorkOutcome]

AFLOAT = 256 << 20
"""Bytes of files that may be on their way at a time: the scheduler holds them in memory until they are worked on."""

_TICK = 1.0
"""Seconds between two looks at which workers there are."""
_FETCHERS = 4
"""Threads that bring outcomes here."""
_STRANDED = 3
"""How often all workers that an item could go to may vanish before it is suspected to be the cause."""
_DEADLY = "every worker that took it died"

_log = logging.getLogger(__name__)


@dataclass
class DaskExecutor:
    """``scheduler`` is an address such as "tcp://host:8786"; ``jobs`` documents are worked on at a time, None for as
    many as there are threads of workers. All else is as in `LocalExecutor`, and holds on each worker."""

    name: str = "dask"
    scheduler: str | None = None
    jobs: int | None = None
    seconds: float = 300.0
    documents: int = 200
    memory: int = 1_500_000_000

    def connected(self, scheduler: str | None, *, jobs: int | None, seconds: float) -> DaskExecutor:
        """Return an executor at ``scheduler``; raises UsageError without one, PluginError without Dask."""
        if importlib.util.find_spec("distributed") is None:
            raise PluginError(
                "the executor dask needs the package distributed", advice="Run: pip install 'evidencescan[dask]'"
            )
        if scheduler is None:
            raise UsageError(
                "the executor dask needs the address of a scheduler", advice="Add --scheduler tcp://HOST:8786."
            )
        return replace(self, scheduler=scheduler, jobs=jobs, seconds=seconds)

    def run(self, work: Work, items: Iterable[WorkItem]) -> Iterator[WorkOutcome]:
        """Yield one outcome for each item as it comes; at most twice as many as there are threads are on their way.

        Raises PluginError where a worker runs other software, EvidencescanError where there is no cluster, or no
        worker is left; what was not yielded by then can be asked for again.
        """
        items = iter(items)
        first = next(items, None)
        if first is None:
            return
        job = remote.Job(uuid.uuid4().hex, work, remote.software_of(work), self.seconds, self.documents, self.memory)
        client = _connect(self.scheduler or "")
        try:
            run = _Run(client, remote.pack(job), self.jobs, itertools.chain([first], items))
            try:
                run.begin(first)
                yield from run.outcomes()
            finally:
                run.close()
        finally:
            client.close()


def _connect(address: str) -> Client:
    import dask
    from distributed import Client

    # A document is a large argument, and meant to be one.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"})
    try:
        return Client(address, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EvidencescanError(
            f"no Dask scheduler answers at {address}: {error}",
            advice="Start one with `dask scheduler`, and give the address that it prints.",
        ) from error


@dataclass(frozen=True, slots=True)
class _Task:
    """An item to be sent, with its file or without; ``stranded`` counts how often its workers vanished.

    A ``suspect`` was in the hands of as many workers that died as Dask allows a task, and goes to one worker alone.
    """

    item: WorkItem
    ships: bool
    stranded: int = 0
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class _Flight:
    """A task on its way: to which workers it may go, and how many bytes of its file travel along."""

    task: _Task
    future: Future
    workers: tuple[str, ...]
    payload: int


class _Run:
    """One run: items out, outcomes in."""

    def __init__(self, client: Client, job: bytes, jobs: int | None, items: Iterator[WorkItem]) -> None:
        self._client = client
        self._job = job
        self._jobs = jobs
        self._items = items
        self._admission = Admission(client, job)
        self._ships = False
        self._backlog: deque[_Task] = deque()
        self._suspects: deque[_Task] = deque()
        self._flights: dict[str, _Flight] = {}
        self._landed: queue.SimpleQueue[tuple[str, bytes | BaseException | None]] = queue.SimpleQueue()
        self._fetchers = ThreadPoolExecutor(_FETCHERS, thread_name_prefix="evidencescan-fetch")
        self._looked = 0.0

    def begin(self, first: WorkItem) -> None:
        """Check all workers there are; find out, with the file of ``first``, whether files must travel."""
        self._ships = not self._admission.first(first if first.document is None else None)

    def outcomes(self) -> Iterator[WorkOutcome]:
        """Yield the outcomes of all items."""
        yield from self._feed()
        while self._flights or self._backlog or self._suspects:
            try:
                key, answer = self._landed.get(timeout=_TICK)
            except queue.Empty:
                key, answer = "", None
            flight = self._flights.pop(key, None)
            if flight is not None:
                yield from self._land(flight.task, answer)
            if time.monotonic() - self._looked >= _TICK:
                yield from self._look()
            yield from self._feed()

    def close(self) -> None:
        """Call everything back and end the processes on the workers."""
        self._admission.close()
        futures = [flight.future for flight in self._flights.values()]
        self._flights.clear()
        try:
            if self._client.status == "running":
                self._client.cancel(futures, force=True)
                self._client.run(remote.end, self._job, on_error="ignore")
        except (OSError, TimeoutError) as error:
            _log.warning("the workers were not told that the run is over: %s", error)
        self._fetchers.shutdown(wait=False, cancel_futures=True)

    # Out

    def _feed(self) -> Iterator[WorkOutcome]:
        """Send what there is to send and room for; yield an outcome where a file cannot be sent along."""
        while self._admission.threads() and self._room():
            task = self._next()
            if task is None:
                return
            try:
                self._send(task)
            except OSError as error:
                yield _without(task.item, "unreadable", error.strerror or str(error))

    def _room(self) -> bool:
        most = self._jobs or 2 * self._admission.threads()
        return len(self._flights) < most and sum(flight.payload for flight in self._flights.values()) < AFLOAT

    def _next(self) -> _Task | None:
        # Dask blames all that a dead worker had in hand. Those that it gave up are tried again one by one, with nothing
        # else on its way: a worker that dies then died of the one that it had.
        if self._suspects:
            return None if self._flights else self._suspects.popleft()
        if any(flight.task.suspect for flight in self._flights.values()):
            return None
        if self._backlog:
            return self._backlog.popleft()
        item = next(self._items, None)
        return None if item is None else _Task(item, self._ships)

    def _send(self, task: _Task) -> None:
        payload = None
        if task.ships and task.item.document is None:
            payload = task.item.source.path.read_bytes()
            if bytes_hash(payload) != task.item.source.sha256:
                raise OSError("the file changed while it was being scanned; scan again")
        workers = self._admission.addresses()
        if task.suspect:
            workers = workers[-1:]
        key = f"evidencescan-{uuid.uuid4().hex}"
        future = self._client.submit(
            remote.perform, self._job, remote.pack(task.item), payload, key=key, workers=list(workers), pure=False
        )
        self._flights[key] = _Flight(task, future, workers, len(payload or b""))
        future.add_done_callback(self._arrived)

    # In

    def _arrived(self, future: Future) -> None:
        """Take note, in a thread of Dask, that a task is done, unless it was called back."""
        if future.key in self._flights:
            self._fetchers.submit(self._fetch, future)

    def _fetch(self, future: Future) -> None:
        """Bring an answer here, in a thread of its own: the worker that has it may die before it is given."""
        try:
            self._landed.put((future.key, future.result()))
        except Exception as error:  # noqa: BLE001 - it is looked at in `_land`
            self._landed.put((future.key, error))

    def _land(self, task: _Task, answer: bytes | BaseException | None) -> Iterator[WorkOutcome]:
        """Yield what came of a task, unless it is to be sent again."""
        from distributed.scheduler import KilledWorker

        if isinstance(answer, bytes):
            yield _unpacked(task.item, answer)
        elif answer is None:
            self._backlog.append(replace(task, ships=True))
        elif isinstance(answer, CancelledError):
            yield from self._again(task)
        elif not isinstance(answer, KilledWorker):
            yield _without(task.item, "bug", f"{type(answer).__name__}: {answer}")
        elif task.suspect:
            yield _without(task.item, "lost", _DEADLY)
        else:
            self._suspects.append(replace(task, suspect=True, stranded=0))

    def _look(self) -> Iterator[WorkOutcome]:
        """Look which workers there are, and call back what was to go only to such as are gone."""
        self._looked = time.monotonic()
        if self._client.status != "running":
            raise EvidencescanError(
                "the Dask scheduler is gone", advice="What was done is saved. Run the same command when it is back."
            )
        self._admission.look()
        present = set(self._admission.addresses())
        for key, flight in list(self._flights.items()):
            if present.isdisjoint(flight.workers):
                del self._flights[key]
                flight.future.cancel(force=True)
                yield from self._again(flight.task)

    def _again(self, task: _Task) -> Iterator[WorkOutcome]:
        """Send a task again whose workers vanished; one that was alone too, for they may have been gone before."""
        if task.stranded + 1 < _STRANDED:
            (self._suspects if task.suspect else self._backlog).append(replace(task, stranded=task.stranded + 1))
        elif task.suspect:
            yield _without(task.item, "lost", _DEADLY)
        else:
            self._suspects.append(replace(task, suspect=True, stranded=0))


def _unpacked(item: WorkItem, answer: bytes) -> WorkOutcome:
    try:
        outcome = remote.unpack(answer)
    except Exception as error:  # noqa: BLE001 - whatever a plugin's value raises while it is unpacked; it is recorded
        return _without(item, "lost", f"the outcome cannot be read back: {type(error).__name__}: {error}")
    if not isinstance(outcome, WorkOutcome):
        return _without(item, "lost", f"the worker answered with {type(outcome).__name__}")
    return outcome


def _without(item: WorkItem, category: ProblemCategory, message: str) -> WorkOutcome:
    return WorkOutcome(item.source, item.document, problems=(Problem(category, "worker", message),))
