"""What a plugin registers, and what it is given to register with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from evidencescan.values import Document, Finding, Indicator, Reading, WorkItem, WorkOutcome

T = TypeVar("T", contravariant=True)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to be read: its path, its first 64 KiB, its size in bytes."""

    path: Path
    head: bytes
    size: int

    @property
    def name(self) -> str:
        """File name without its folder."""
        return self.path.name


@runtime_checkable
class Reader(Protocol):
    """Turns one kind of file into blocks, in a worker process.

    ``name`` is unique; ``fingerprint`` changes whenever the same file may give other blocks. ``media_type`` is what
    it reads.
    """

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    def recognises(self, candidate: Candidate) -> float:
        """Return 0 to 1: how sure the content, not the name, is of this kind. Must not raise and not be slow."""
        ...

    def read(self, candidate: Candidate) -> Reading:
        """Read the file; raise `evidencescan.errors.ReadError` with a category where nothing can be had."""
        ...


@runtime_checkable
class Analyser(Protocol):
    """Finds evidence in a document. Pure: the same document gives the same findings, in the same order."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    def analyse(self, document: Document) -> Iterable[Finding]:
        """Yield findings. An exception costs this analyser's result for this document, and is recorded."""
        ...


@runtime_checkable
class Catalogue(Protocol):
    """A goal area: its indicators, and a name for people."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def indicators(self) -> tuple[Indicator, ...]: ...


@runtime_checkable
class Exporter(Protocol):
    """Writes rows to a file of one format."""

    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    def export(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: Path) -> None:
        """Write all rows; raise `evidencescan.errors.EvidencescanError` where the file cannot be written."""
        ...


@runtime_checkable
class Executor(Protocol):
    """Runs work items somewhere and yields exactly one outcome for each, in any order."""

    @property
    def name(self) -> str: ...

    def run(self, work: Callable[[WorkItem], WorkOutcome], items: Iterable[WorkItem]) -> Iterator[WorkOutcome]:
        """Pull items lazily, at most a bounded window ahead; a lost worker becomes an outcome with a problem."""
        ...


class ModelStore(Protocol):
    """Verified models by name."""

    def load(self, name: str) -> Any:
        """Return the model, or raise `evidencescan.errors.ModelError` where it is missing, altered or not trusted."""
        ...


class Registry(Protocol[T]):
    """What a registration hook is given."""

    def add(self, item: T) -> None:
        """Register ``item``; a second item of the same name is refused with `evidencescan.errors.PluginError`."""
        ...


@dataclass(frozen=True, slots=True)
class ScanEvent:
    """Something that a scan did: ``name`` is planned, done, failed, finished; ``data`` is small and JSON-able."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
