"""Which executor works, with how many processes."""

from __future__ import annotations

import os
from typing import Protocol, runtime_checkable

from evidencescan.api import Executor
from evidencescan.host import Host

MOST_JOBS = 16


@runtime_checkable
class Configurable(Protocol):
    """An executor that can be bounded."""

    def configured(self, *, jobs: int, seconds: float) -> Executor:
        """Return an executor with at most ``jobs`` processes, which gives up on a document after ``seconds``."""
        ...


def processors() -> int:
    """Return how many processors this process may use, 16 at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_JOBS)


def executor_for(host: Host, name: str, *, jobs: int | None, files: int, seconds: float) -> Executor:
    """Return the executor ``name``, bounded where it can be; raises PluginError where there is none.

    A worker's own alarm rings after ``seconds``, so the executor waits a little longer before it kills.
    """
    executor = host.executor(name)
    if isinstance(executor, Configurable):
        return executor.configured(jobs=min(jobs or processors(), max(files, 1)), seconds=seconds * 1.1 + 2)
    return executor
