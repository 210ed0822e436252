"""One worker process and its pipe, as the parent sees it, and the loop that runs inside it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from evidencescan.values import Problem, WorkItem, WorkOutcome

Work = Callable[[WorkItem], WorkOutcome]

_STATM = Path("/proc/self/statm")
_GRACE = 5.0
"""Seconds that a killed process is given to go away."""
_STARTUP = 120.0
"""Seconds that a process is given to import its plugins, before the time of its first document begins."""
_READY = "ready"
_ALLOCATIONS = 50_000
"""How many more objects there must be before a worker looks for garbage; 700 is what Python does."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
"""Numerical libraries would start as many threads in every process as there are processors."""


class LostError(Exception):
    """The process died, or what it sent cannot be understood."""


class WorkerProcess:
    """A process that works on one item at a time. ``item`` and ``started`` are of the item in hand."""

    item: WorkItem

    def __init__(self, work: Work, *, documents: int, memory: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.started = 0.0
        self.ready = False
        self.retired = False
        self._process = context.Process(target=serve, args=(other, work, documents, memory), daemon=True)
        with _no_interrupt():
            self._process.start()
        other.close()

    def send(self, item: WorkItem) -> None:
        """Give the process its next item. A process that is gone is noticed when its answer is read."""
        self.item = item
        self.started = time.monotonic()
        try:
            self.connection.send(item)
        except (BrokenPipeError, ConnectionResetError):
            return

    def deadline(self, seconds: float) -> float:
        """Return the monotonic time at which the item in hand has had its ``seconds``."""
        return self.started + (seconds if self.ready else max(seconds, _STARTUP))

    def receive(self) -> WorkOutcome | None:
        """Return the answer that is waiting, None where the process says that it is ready; raises LostError."""
        try:
            message = _receive(self.connection)
        except (EOFError, OSError) as error:
            self._process.join(_GRACE)
            raise LostError(f"the worker process {_last_words(self._process.exitcode)}") from error
        except Exception as error:  # whatever a plugin's value raises while it is unpickled
            raise LostError(f"the outcome cannot be read back: {type(error).__name__}: {error}") from error
        if message == _READY:
            self.ready, self.started = True, time.monotonic()
            return None
        outcome, self.retired = message
        if not isinstance(outcome, WorkOutcome):
            raise LostError(f"the worker answered with {type(outcome).__name__}")
        return outcome

    def stop(self) -> None:
        """End the process at once; another thread that waits for its answer learns that it was lost."""
        self._process.kill()

    def kill(self) -> None:
        """End the process at once and free what it holds."""
        self._process.kill()
        self._process.join(_GRACE)
        self.connection.close()


def serve(connection: Connection, work: Work, documents: int, memory: int) -> None:
    """Answer items with (outcome, whether this was the last) until the pipe is closed. Runs in the worker.

    ``work`` may have a method ``prepare``, which is called once and is not counted as time of a document.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for variable in _THREADS:
        os.environ.setdefault(variable, "1")
    sys.stdout.flush()
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    getattr(work, "prepare", lambda: None)()
    # What is there now stays until the end, and documents are values without cycles: looking for garbage as often as
    # Python does of itself would take a tenth of the time.
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    _send(connection, _READY)
    done, retired = 0, False
    while not retired:
        try:
            item = connection.recv()
        except (EOFError, OSError):
            return
        outcome = work(item)
        done += 1
        retired = done >= documents or resident() > memory
        try:
            _send(connection, (outcome, retired))
        except OSError:
            return
        except Exception as error:  # noqa: BLE001 - a plugin's value that cannot be pickled; it is recorded
            problem = Problem("bug", "worker", f"the outcome cannot be sent: {type(error).__name__}: {error}")
            _send(connection, (WorkOutcome(item.source, item.document, problems=(problem,)), retired))
        # not kept while the next document is read
        del item, outcome


def _send(connection: Connection, value: object) -> None:
    """Send a value; buffers in it go after it one by one, so that no copy of all of them is made on either side."""
    buffers: list[pickle.PickleBuffer] = []
    head = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    connection.send((head, len(buffers)))
    for buffer in buffers:
        connection.send_bytes(buffer)


def _receive(connection: Connection) -> Any:
    """Return what `_send` sent; raises EOFError or OSError where the other side is gone, else what a value raises."""
    head, buffers = connection.recv()
    return pickle.loads(head, buffers=[connection.recv_bytes() for _ in range(buffers)])  # noqa: S301 - of our worker


def resident() -> int:
    """Return the bytes of memory that this process holds, or 0 where the system does not say."""
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts: until it runs `serve` it would print a traceback of its own."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _last_words(code: int | None) -> str:
    if code is None:
        return "closed its pipe"
    if code >= 0:
        return f"ended with status {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"
