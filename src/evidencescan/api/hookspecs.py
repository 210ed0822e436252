"""The hooks. Registration hooks register objects and do no work: one exception in a hook that many plugins
implement would end the call for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evidencescan.values import Document, Finding

from .markers import hookspec
from .protocols import (
    Analyser,
    Candidate,
    Catalogue,
    Executor,
    Exporter,
    ModelStore,
    Reader,
    Registry,
    ScanEvent,
)


@hookspec
def register_readers(registry: Registry[Reader]) -> None:
    """Add readers. Called once in the parent and once in each worker; an exception makes the plugin a failure."""


@hookspec
def register_analysers(registry: Registry[Analyser], models: ModelStore) -> None:
    """Add analysers. Called once in the parent and once in each worker; load models lazily."""


@hookspec
def register_catalogues(registry: Registry[Catalogue]) -> None:
    """Add indicator catalogues. Called once in the parent; an exception makes the plugin a failure."""


@hookspec
def register_exporters(registry: Registry[Exporter]) -> None:
    """Add export formats. Called once in the parent."""


@hookspec
def register_executors(registry: Registry[Executor]) -> None:
    """Add ways to run work. Called once in the parent."""


@hookspec
def register_commands(cli: Any) -> None:
    """Add click commands to the group ``cli``. Called once in the parent, only by the command line."""


@hookspec(firstresult=True)
def choose_reader(candidate: Candidate, readers: Sequence[Reader]) -> Reader | None:
    """Return the reader for a file, or None to leave the choice to others. Called once a file, in the worker."""


@hookspec(firstresult=True)
def assemble_findings(document: Document, findings: Sequence[Finding]) -> Sequence[Finding] | None:
    """Merge the findings of all analysers of one document. Called once a document: in the worker that read it, or in
    the parent where findings that the database has take part."""


@hookspec
def scan_event(event: ScanEvent) -> None:
    """Observe a scan. Called in the parent for each document; an exception is recorded and the scan goes on."""


@hookspec
def diagnose() -> Sequence[tuple[str, bool, str]] | None:
    """Return checks of the environment as (name, fine, message). Called by ``doctor``, in the parent."""
