"""Bounds on the time and the memory that one document may take inside its process."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_STATM = Path("/proc/self/statm")


class TimeUp(BaseException):
    """The document has had its time. No ``except Exception`` of a plugin may swallow it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the body after ``seconds``, where the system has timers and this is the main thread.

    Code that never returns to the interpreter is not interrupted; the executor kills its process.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    # It rings again every second: the first time may fall into code whose exceptions the interpreter drops.
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def memory_limit(allowance: int) -> Iterator[None]:
    """Let the body reserve ``allowance`` bytes of address space beyond what the process holds (Linux only)."""
    if sys.platform != "linux":
        yield
        return
    import resource

    held = int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = held + allowance
    for other in (soft, hard):
        if other != resource.RLIM_INFINITY:
            bound = min(bound, other)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
