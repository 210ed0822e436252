"""The work on one document, in whatever process the executor chose. It never raises: all becomes an outcome."""

from __future__ import annotations

import sys
import time
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, get_args, runtime_checkable

from evidencescan.api import Analyser, Candidate, Reader
from evidencescan.errors import ReadError
from evidencescan.host import WORKER_KINDS, Host, HostOptions
from evidencescan.values import Document, Finding, Problem, ProblemCategory, WorkItem, WorkOutcome

from .contract import check_document, check_findings
from .fingerprints import software_parts
from .limits import TimeUp, memory_limit, time_limit
from .packing import Findings, PackedItem, pack

HEAD = 64 * 1024
"""Bytes of a file that its recognition may look at."""

_CATEGORIES = frozenset(get_args(ProblemCategory))


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """What every process needs to know: the plugins, seconds and bytes of memory for a document.

    ``packs``: what comes of a document is wanted as rows for the database, see `PackedOutcome`.
    """

    host: HostOptions = field(default_factory=HostOptions)
    seconds: float = 300.0
    memory: int = 3 << 30
    packs: bool = False


@runtime_checkable
class Preparable(Protocol):
    """An analyser that shares its pass over the text with others."""

    def prepare(self) -> None:
        """Make ready for a document; called for all that will analyse it before the first of them does. Must not
        raise and not be slow."""
        ...


class Worker:
    """A callable for executors: it travels to a process as its options, and builds its host there, once."""

    def __init__(self, options: WorkerOptions, host: Host | None = None) -> None:
        self.options = options
        self._host = host

    def __reduce__(self) -> tuple[type[Worker], tuple[WorkerOptions]]:
        return (Worker, (self.options,))

    def prepare(self) -> Host:
        """Return the host of this process, building it at the first call."""
        if self._host is None:
            self._host = Host(self.options.host, kinds=WORKER_KINDS)
        return self._host

    def software(self) -> dict[str, str]:
        """Return what must be the same on every machine for the same document to give the same findings."""
        return software_parts(self.prepare())

    def __call__(self, item: WorkItem) -> WorkOutcome:
        """Read and analyse one document. What plugins print goes to the standard error."""
        begun = time.monotonic()
        task = _Task(item)
        try:
            with redirect_stdout(sys.stderr):
                host = self.prepare()
                with memory_limit(self.options.memory), time_limit(self.options.seconds):
                    task.run(host)
        except TimeUp:
            task.fail("timeout", task.stage, f"not done after {self.options.seconds:g} seconds")
        except MemoryError:
            task.fail("too_large", task.stage, "needs more memory than a document may take")
        except Exception as error:  # noqa: BLE001 - whatever it is, it must cost this document alone; it is recorded
            task.fail("bug", task.stage, f"{type(error).__name__}: {error}")
        seconds = time.monotonic() - begun
        if not self.options.packs:
            return task.outcome(seconds)
        findings = task.taken()
        with redirect_stdout(sys.stderr):
            return pack(self.prepare(), task.outcome(seconds), findings, task.stored)


class _Task:
    """One item on its way; ``stage`` names the reader or analyser at work, ``stored`` are findings that came along."""

    def __init__(self, item: WorkItem) -> None:
        self.item = item
        self.stage = "worker"
        self.stored: Findings | None = None
        self._document = None if isinstance(item, PackedItem) else item.document
        self._reader: str | None = None
        self._findings: list[tuple[str, tuple[Finding, ...]]] = []
        self._problems: list[Problem] = []

    def run(self, host: Host) -> None:
        """Do all of it; what ends the whole document is raised, what costs one analyser is recorded."""
        if isinstance(self.item, PackedItem):
            self._document, self.stored = self.item.opened()
        if self._document is None:
            try:
                self._document = self._read(host)
            except ReadError as error:
                self.fail(error.category, self.stage, str(error), error.page)
                return
            except OSError as error:
                self.fail("unreadable", self.stage, error.strerror or str(error))
                return
        known = {analyser.name: analyser for analyser in host.analysers}
        for name in self.item.analysers:
            self.stage = name
            analyser: object = known.get(name)
            if isinstance(analyser, Preparable):
                analyser.prepare()
        for name in self.item.analysers:
            self.stage = name
            if name in known:
                self._analyse(known[name], self._document)
            else:
                self.fail("version_skew", name, "the worker process does not have this analyser")

    def fail(self, category: str, component: str, message: str, page: int | None = None) -> None:
        """Record a problem; a category that nobody knows is a bug of the reader."""
        known: ProblemCategory = category if category in _CATEGORIES else "bug"  # type: ignore[assignment]
        self._problems.append(Problem(known, component, message.encode(errors="replace").decode(), page))

    def outcome(self, seconds: float) -> WorkOutcome:
        """Return what came of it."""
        source = self.item.source if self._document is None else self._document.source
        return WorkOutcome(
            source, self._document, tuple(self._findings), tuple(self._problems), self._reader, round(seconds, 3)
        )

    def taken(self) -> list[tuple[str, tuple[Finding, ...]]]:
        """Return the findings of each analyser that finished, and keep none of them."""
        findings, self._findings = self._findings, []
        return findings

    def _read(self, host: Host) -> Document:
        from evidencescan.text import build_document

        source = self.item.source
        path = source.path if self.item.copy is None else Path(self.item.copy)
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        size = path.stat().st_size
        if size != source.size:
            raise ReadError("the file changed while it was being scanned; scan again")
        if not size:
            raise ReadError("the file is empty", category="no_text")
        candidate = Candidate(path, head, size)
        reader = self._choose(host, candidate)
        if reader is None:
            raise ReadError("no reader knows this kind of file")
        self.stage = self._reader = reader.name
        reading = reader.read(candidate)
        self.stage = "text"
        document = build_document(replace(source, media_type=reader.media_type), reading, self.item.overrides)
        check_document(document)
        return document

    def _choose(self, host: Host, candidate: Candidate) -> Reader | None:
        self.stage = "choose_reader"
        try:
            chosen: Reader | None = host.hook.choose_reader(candidate=candidate, readers=host.readers)
        except Exception as error:  # noqa: BLE001 - one plugin's choice must not end the reading for all
            self.fail("bug", self.stage, f"{type(error).__name__}: {error}")
            sure = [(reader.recognises(candidate), reader) for reader in host.readers]
            best, chosen = max(sure, key=lambda pair: pair[0], default=(0.0, None))
            return chosen if best > 0 else None
        return chosen

    def _analyse(self, analyser: Analyser, document: Document) -> None:
        try:
            findings = tuple(analyser.analyse(document))
            check_findings(document, findings)
            self._findings.append((analyser.name, findings))
        except MemoryError:
            self.fail("too_large", analyser.name, "needs more memory than a document may take")
        except Exception as error:  # noqa: BLE001 - an analyser may raise anything; it costs its own result alone
            self.fail("bug", analyser.name, f"{type(error).__name__}: {error}")
