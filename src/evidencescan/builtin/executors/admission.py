"""Which workers of a cluster may be given work: those that have shown that they run the same software."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from evidencescan.errors import EvidencescanError, PluginError
from evidencescan.values import WorkItem

from . import remote

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 60.0
"""Seconds without any worker after which a run ends."""

_SHOWN = 10
_ADVICE = "Install the same evidencescan, plugins and Python on all machines."
_log = logging.getLogger(__name__)


class Admission:
    """The workers of one run. Those that come later are checked beside the work; what differs is left out, and told."""

    def __init__(self, client: Client, job: bytes) -> None:
        self._client = client
        self._job = job
        self._admitted: dict[str, int] = {}
        self._refused: dict[str, str] = {}
        self._asking: dict[str, Future[Any]] = {}
        self._asker = ThreadPoolExecutor(1, thread_name_prefix="evidencescan-admission")
        self._seen = time.monotonic()

    def addresses(self) -> tuple[str, ...]:
        """Return the workers that may be given work."""
        return tuple(self._admitted)

    def threads(self) -> int:
        """Return how many documents they can work on at a time."""
        return sum(self._admitted.values())

    def first(self, item: WorkItem | None) -> bool:
        """Wait for workers, admit them all, and return whether all see the file of ``item``.

        Raises PluginError where one runs other software, EvidencescanError where none comes.
        """
        while not self._admitted:
            present = self._client.nthreads()
            answers = self._ask(list(present), item) if present else {}
            refused = [f"{address}: {answer}" for address, answer in answers.items() if isinstance(answer, str)]
            if refused:
                more = [f"and {len(refused) - _SHOWN} more"] if len(refused) > _SHOWN else []
                raise PluginError(
                    "\n  ".join(["workers of the cluster run other software:", *refused[:_SHOWN], *more]),
                    advice=_ADVICE,
                )
            self._admitted = {address: present[address] for address in answers}
            if not self._admitted:
                self._wait()
        self._seen = time.monotonic()
        return all(answer is True for answer in answers.values())

    def look(self) -> None:
        """Forget workers that are gone, ask those that are new; raises EvidencescanError where none is left."""
        present = self._client.nthreads()
        self._admitted = {address: count for address, count in self._admitted.items() if address in present}
        self._refused = {address: why for address, why in self._refused.items() if address in present}
        for address, question in list(self._asking.items()):
            if question.done():
                del self._asking[address]
                self._settle(address, question, present)
        for address in present:
            if address not in self._admitted and address not in self._refused and address not in self._asking:
                self._asking[address] = self._asker.submit(self._ask, [address], None)
        if self._admitted:
            self._seen = time.monotonic()
        elif not self._asking:
            self._complain()

    def close(self) -> None:
        """Ask nobody any more."""
        self._asker.shutdown(wait=False, cancel_futures=True)

    def _ask(self, addresses: Sequence[str], item: WorkItem | None) -> dict[str, bool | str]:
        """Return, of each worker that is still there, whether it sees the file, or a text that says why it may not
        work."""
        source = None if item is None else remote.pack(item.source)
        answers = self._client.run(remote.check, self._job, source, workers=list(addresses), on_error="return")
        found: dict[str, bool | str] = {}
        for address, answer in answers.items():
            if isinstance(answer, OSError):
                _log.info("the worker %s went away before it answered: %s", address, answer)
            elif isinstance(answer, BaseException):
                found[address] = f"it cannot run evidencescan: {type(answer).__name__}: {answer}"
            else:
                differs, sees = answer
                found[address] = "; ".join(differs) or sees
        return found

    def _settle(self, address: str, question: Future[Any], present: Mapping[str, int]) -> None:
        try:
            answer = question.result().get(address)
        except (OSError, TimeoutError) as error:
            _log.info("the worker %s was not reached: %s", address, error)
            return
        if isinstance(answer, str):
            self._refused[address] = answer
            _log.warning("the worker %s is given no work: %s", address, answer)
        elif answer is not None and address in present:
            self._admitted[address] = present[address]

    def _wait(self) -> None:
        self._complain()
        time.sleep(0.2)

    def _complain(self) -> None:
        """Raise the error that says why there is no worker, where there has been none for too long."""
        if time.monotonic() - self._seen < PATIENCE:
            return
        if self._refused:
            told = "\n  ".join(f"{address}: {why}" for address, why in list(self._refused.items())[:_SHOWN])
            raise PluginError(f"only workers that run other software are left:\n  {told}", advice=_ADVICE)
        raise EvidencescanError(
            f"the cluster has had no worker for {PATIENCE:g} seconds",
            advice="Start workers with `dask worker`; the same command then goes on.",
        )
