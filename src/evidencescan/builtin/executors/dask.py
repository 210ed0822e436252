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
from collections.abc import Callable, Iterable, Iterator
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
_FETCH = 60.0
"""Seconds that the outcome of a finished task is given to arrive, before the workers are looked at again."""
_STRANDED = 3
"""How often all workers that an item could go to may vanish before the item is given up."""

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
class _Flight:
    """An item on its way: to which workers it may go, bytes of its file that travel along, how often it stranded."""

    item: WorkItem
    future: Future
    workers: tuple[str, ...]
    payload: int
    stranded: int


class _Run:
    """One run: items out, outcomes in."""

    def __init__(self, client: Client, job: bytes, jobs: int | None, items: Iterator[WorkItem]) -> None:
        self._client = client
        self._job = job
        self._jobs = jobs
        self._items = items
        self._admission = Admission(client, job)
        self._ships = False
        self._flights: dict[str, _Flight] = {}
        self._landed: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._numbers = itertools.count()
        self._looked = 0.0

    def begin(self, first: WorkItem) -> None:
        """Check all workers there are; find out, with the file of ``first``, whether files must travel."""
        self._ships = not self._admission.first(first if first.document is None else None)

    def outcomes(self) -> Iterator[WorkOutcome]:
        """Yield the outcomes of all items."""
        yield from self._feed()
        while self._flights:
            try:
                key = self._landed.get(timeout=_TICK)
            except queue.Empty:
                key = ""
            if key in self._flights:
                yield from self._land(key)
            if time.monotonic() - self._looked >= _TICK:
                yield from self._look()
            yield from self._feed()

    def close(self) -> None:
        """Call everything back and end the processes on the workers."""
        self._admission.close()
        if self._client.status != "running":
            return
        try:
            self._client.cancel([flight.future for flight in self._flights.values()], force=True)
            self._client.run(remote.end, self._job, on_error="ignore")
        except (OSError, TimeoutError) as error:
            _log.warning("the workers were not told that the run is over: %s", error)

    # Out

    def _feed(self) -> Iterator[WorkOutcome]:
        while len(self._flights) < self._window() and self._afloat() < AFLOAT:
            item = next(self._items, None)
            if item is None:
                return
            yield from self._send(item, ships=self._ships)

    def _window(self) -> int:
        return self._jobs or 2 * max(self._admission.threads(), 1)

    def _afloat(self) -> int:
        return sum(flight.payload for flight in self._flights.values())

    def _send(self, item: WorkItem, *, ships: bool, stranded: int = 0) -> Iterator[WorkOutcome]:
        """Send an item to the workers of now; yield an outcome where its file cannot be sent along."""
        payload = None
        if ships and item.document is None:
            try:
                payload = item.source.path.read_bytes()
            except OSError as error:
                yield _without(item, "unreadable", error.strerror or str(error))
                return
            if bytes_hash(payload) != item.source.sha256:
                yield _without(item, "unreadable", "the file changed while it was being scanned; scan again")
                return
        workers = self._admission.addresses()
        key = f"evidencescan-{uuid.uuid4().hex}"
        future = self._client.submit(
            remote.perform, self._job, remote.pack(item), payload, key=key, workers=list(workers), pure=False
        )
        self._flights[key] = _Flight(item, future, workers, len(payload or b""), stranded)
        future.add_done_callback(lambda done: self._landed.put(done.key))

    # In

    def _land(self, key: str) -> Iterator[WorkOutcome]:
        """Yield what came of a task that is done; send it out anew where the worker did not see the file."""
        flight = self._flights.pop(key)
        status = flight.future.status
        if status == "error":
            yield _failed(flight)
        elif status != "finished":
            yield from self._again(flight)
        else:
            try:
                answer = flight.future.result(timeout=_FETCH)
            except TimeoutError:
                # The worker that holds it is gone or slow; where it is gone, Dask does the work again.
                self._flights[key] = flight
                self._landed.put(key)
                return
            except Exception:  # noqa: BLE001 - it was lost between the end of the task and now; `_failed` says how
                yield _failed(flight)
                return
            if answer is None:
                yield from self._send(flight.item, ships=True, stranded=flight.stranded)
            else:
                yield _unpacked(flight.item, answer)

    def _look(self) -> Iterator[WorkOutcome]:
        """Look which workers there are, and send out anew what was to go only to such as are gone."""
        self._looked = time.monotonic()
        if self._client.status != "running":
            raise EvidencescanError(
                "the Dask scheduler is gone", advice="What was done is saved. Run the same command when it is back."
            )
        self._admission.look()
        present = set(self._admission.addresses())
        if not present:
            return
        for key, flight in list(self._flights.items()):
            if present.isdisjoint(flight.workers):
                del self._flights[key]
                flight.future.cancel(force=True)
                yield from self._again(flight)

    def _again(self, flight: _Flight) -> Iterator[WorkOutcome]:
        if flight.stranded + 1 >= _STRANDED:
            yield _without(flight.item, "lost", f"its workers vanished {_STRANDED} times")
        else:
            yield from self._send(flight.item, ships=self._ships or flight.payload > 0, stranded=flight.stranded + 1)


def _failed(flight: _Flight) -> WorkOutcome:
    """Return the outcome of a task that raised, or that Dask gave up after it had cost several workers."""
    from distributed.scheduler import KilledWorker

    error = flight.future.exception()
    if isinstance(error, KilledWorker):
        return _without(flight.item, "lost", f"{error.allowed_failures + 1} workers died over it")
    return _without(flight.item, "bug", f"{type(error).__name__}: {error}")


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
