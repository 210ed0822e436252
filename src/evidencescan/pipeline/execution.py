"""Which executor works, with how many processes."""

from __future__ import annotations

import os
from typing import Protocol, runtime_checkable

from evidencescan.api import Executor
from evidencescan.errors import UsageError
from evidencescan.host import Host

MOST_JOBS = 16


@runtime_checkable
class Configurable(Protocol):
    """An executor that can be bounded."""

    def configured(self, *, jobs: int, seconds: float) -> Executor:
        """Return an executor with at most ``jobs`` processes, which gives up on a document after ``seconds``."""
        ...


@runtime_checkable
class Connectable(Protocol):
    """An executor that works elsewhere."""

    def connected(self, scheduler: str | None, *, jobs: int | None, seconds: float) -> Executor:
        """Return an executor at the address ``scheduler``, with at most ``jobs`` documents at a time (None: as many
        as there are workers for), which gives up on a document after ``seconds``. Raises EvidencescanError where it
        cannot work."""
        ...


def processors() -> int:
    """Return how many processors this process may use, 16 at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_JOBS)


def executor_for(
    host: Host, name: str, *, jobs: int | None, files: int, seconds: float, scheduler: str | None = None
) -> Executor:
    """Return the executor ``name``, bounded where it can be; raises PluginError where there is none, UsageError where
    it has no use for a scheduler.

    A worker's own alarm rings after ``seconds``, so the executor waits a little longer before it kills.
    """
    executor = host.executor(name)
    patience = seconds * 1.1 + 2
    if isinstance(executor, Connectable):
        return executor.connected(scheduler, jobs=jobs, seconds=patience)
    if scheduler is not None:
        raise UsageError(
            f"the executor {name} works without a scheduler", advice="Leave --scheduler out, or add --executor dask."
        )
    if isinstance(executor, Configurable):
        return executor.configured(jobs=min(jobs or processors(), max(files, 1)), seconds=patience)
    return executor
