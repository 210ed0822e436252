"""What runs on the workers of a cluster: each document in a process of its own, kept warm, as on one machine.

A Dask worker runs its tasks in threads: there no alarm rings, a bound on memory would be one of the whole worker, and a
library that crashes would take the worker along. What travels is bytes that evidencescan itself packs, so that
the cluster's own machinery never looks inside.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from evidencescan.ids import content_hash
from evidencescan.values import Problem, Source, WorkItem, WorkOutcome

from .process import LostError, WorkerProcess

Work = Callable[[WorkItem], WorkOutcome]

IDLE = 60.0
"""Seconds after which a process without work is ended: who started the run may be gone without a word."""

_PROBE = WorkItem(Source("", "", 0), ())


@dataclass(frozen=True, slots=True)
class Job:
    """What the items of one run have in common: the work, the software that it needs, and the bounds of a process.

    ``key`` is another one in each run. ``seconds``, ``documents`` and ``memory`` (bytes) are as in `LocalExecutor`.
    """

    key: str
    work: Work
    software: Mapping[str, str]
    seconds: float
    documents: int
    memory: int


def pack(value: object) -> bytes:
    """Return a value as bytes that travel."""
    return pickle.dumps(value)


def unpack(data: bytes) -> Any:
    """Return the value again; raises whatever a plugin's value raises. Nothing that a document holds is packed as code:
    both sides are evidencescan, of one version, and a cluster runs whatever its users send anyway."""
    return pickle.loads(data)  # noqa: S301


def software_of(work: Work) -> dict[str, str]:
    """Return what ``work`` says that must be the same on every machine; work that says nothing runs anywhere."""
    software: dict[str, str] = getattr(work, "software", dict)()
    return software


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    """Return how a worker (``there``) differs from the machine that asks (``here``), a phrase each."""
    lacking = [f"it lacks {name}" for name in here if name not in there]
    others = [
        f"{name} is {there[name]}, not {here[name]}" for name in here if there.get(name, here[name]) != here[name]
    ]
    return (*others, *lacking, *(f"it has {name} in addition" for name in there if name not in here))


class Checked:
    """The work inside a process of a worker: it refuses every item where the software is another."""

    def __init__(self, work: Work, software: Mapping[str, str]) -> None:
        self._work = work
        self._software = software
        self._refusals: tuple[Problem, ...] = ()

    def prepare(self) -> None:
        """Compare the software, once."""
        try:
            found = differences(self._software, software_of(self._work))
        except Exception as error:  # noqa: BLE001 - a plugin that the machine lacks, or whatever one raises; it is told
            found = (f"it cannot start: {type(error).__name__}: {error}",)
        self._refusals = tuple(Problem("version_skew", "worker", phrase) for phrase in found)

    def __call__(self, item: WorkItem) -> WorkOutcome:
        """Work on one item."""
        if self._refusals or item == _PROBE:
            return WorkOutcome(item.source, item.document, problems=self._refusals)
        return self._work(item)


# Tasks


async def check(job: bytes, source: bytes | None) -> tuple[tuple[str, ...], bool]:
    """Return why this worker cannot do the work, a phrase each, and whether it sees the file of ``source``.

    It is a coroutine so that a worker whose threads are all at work can answer.
    """
    return await asyncio.to_thread(_check, job, source)


def _check(job: bytes, source: bytes | None) -> tuple[tuple[str, ...], bool]:
    outcome = _pool(job).run(_PROBE)
    return tuple(problem.message for problem in outcome.problems), source is None or sees(unpack(source))


def perform(job: bytes, item: bytes, payload: bytes | None) -> bytes | None:
    """Return the packed outcome of a packed item, or None where this machine does not see its file.

    ``payload`` is the file's content: it is written to a private folder for the time of the work.
    """
    pool, unpacked = _pool(job), unpack(item)
    if payload is not None:
        with _copy(unpacked.source, payload) as path:
            outcome = pool.run(replace(unpacked, copy=str(path)))
    elif unpacked.document is not None or sees(unpacked.source):
        outcome = pool.run(unpacked)
    else:
        return None
    return pack(outcome)


def end(job: bytes) -> None:
    """End the processes of a run, those at work included."""
    pool = _pools.pop(job, None)
    if pool is not None:
        pool.close()


def sees(source: Source) -> bool:
    """Say whether the file at the source's path, on this machine, has the source's content."""
    try:
        path = source.path
        return path.is_file() and path.stat().st_size == source.size and content_hash(path) == source.sha256
    except (OSError, ValueError):
        return False


@contextmanager
def _copy(source: Source, payload: bytes) -> Iterator[Path]:
    """Write a file under its own name, by which readers may tell its kind, where only this user can read it.

    Dask clears the scratch folder of a worker that was killed.
    """
    from distributed import get_worker

    with tempfile.TemporaryDirectory(prefix="evidencescan-", dir=get_worker().local_directory) as folder:
        path = Path(folder, source.path.name)
        path.write_bytes(payload)
        yield path


# Processes

_pools: dict[bytes, Pool] = {}
_making = threading.Lock()


def _pool(job: bytes) -> Pool:
    with _making:
        if job not in _pools:
            _pools[job] = Pool(unpack(job), partial(end, job))
        return _pools[job]


class Pool:
    """The processes of one run on this worker, one for each of its threads that is at work.

    ``expired`` is called when all of them were idle for `IDLE` seconds.
    """

    def __init__(self, job: Job, expired: Callable[[], None]) -> None:
        self._job = job
        self._expired = expired
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._busy: list[WorkerProcess] = []
        self._used = time.monotonic()
        self._closed = False
        self._watch()

    def run(self, item: WorkItem) -> WorkOutcome:
        """Return what came of ``item``; a process that dies or takes too long costs this item alone."""
        process = self._take()
        process.send(item)
        begun, outcome = process.started, None
        try:
            while outcome is None:
                left = process.deadline(self._job.seconds) - time.monotonic()
                if not process.connection.poll(max(0.0, left)):
                    problem = Problem("timeout", "worker", f"not done after {self._job.seconds:g} seconds")
                    return self._replaced(process, item, problem, begun)
                outcome = process.receive()
        except (LostError, OSError) as lost:
            return self._replaced(process, item, Problem("lost", "worker", str(lost)), begun)
        self._give_back(process)
        return outcome

    def close(self) -> None:
        """End all processes; who waits for one of them learns that it was lost."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for process in self._busy:
                process.stop()
        for process in idle:
            process.kill()

    def _take(self) -> WorkerProcess:
        with self._lock:
            process = self._idle.pop() if self._idle else self._start()
            self._busy.append(process)
            return process

    def _start(self) -> WorkerProcess:
        # Dask marks its workers as daemons, which may start no process of their own.
        multiprocessing.current_process().daemon = False
        work = Checked(self._job.work, self._job.software)
        return WorkerProcess(work, documents=self._job.documents, memory=self._job.memory)

    def _give_back(self, process: WorkerProcess) -> None:
        with self._lock:
            self._used = time.monotonic()
            if process in self._busy:
                self._busy.remove(process)
            if not process.retired and not self._closed:
                self._idle.append(process)
                return
        process.kill()

    def _replaced(self, process: WorkerProcess, item: WorkItem, problem: Problem, begun: float) -> WorkOutcome:
        process.retired = True
        self._give_back(process)
        seconds = round(time.monotonic() - begun, 3)
        return WorkOutcome(item.source, item.document, problems=(problem,), seconds=seconds)

    def _watch(self) -> None:
        """Look again after a while whether anybody still sends work."""
        timer = threading.Timer(IDLE, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        with self._lock:
            if self._closed:
                return
            over = not self._busy and time.monotonic() - self._used >= IDLE
        if over:
            self._expired()
        else:
            self._watch()
