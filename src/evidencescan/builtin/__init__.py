"""What comes with the program, behind the same hooks as third-party plugins."""

from __future__ import annotations

from collections.abc import Sequence

from evidencescan.api import (
    Candidate,
    Executor,
    Exporter,
    Reader,
    Registry,
    hookimpl,
)
from evidencescan.values import Document, Finding

evidencescan_api = (1, 0)


@hookimpl
def register_readers(registry: Registry[Reader]) -> None:
    """Add the readers of all formats."""
    from .readers import all_readers

    for reader in all_readers():
        registry.add(reader)


@hookimpl
def register_exporters(registry: Registry[Exporter]) -> None:
    """Add the plain text formats."""
    from .exporters import all_exporters

    for exporter in all_exporters():
        registry.add(exporter)


@hookimpl
def register_executors(registry: Registry[Executor]) -> None:
    """Add the executors."""
    from .executors import DaskExecutor, LocalExecutor, SerialExecutor

    registry.add(LocalExecutor())
    registry.add(SerialExecutor())
    registry.add(DaskExecutor())


@hookimpl(trylast=True)
def choose_reader(candidate: Candidate, readers: Sequence[Reader]) -> Reader | None:
    """Choose by content, after every other plugin was asked."""
    from .readers import choose

    return choose(candidate, readers)


@hookimpl(trylast=True)
def assemble_findings(document: Document, findings: Sequence[Finding]) -> Sequence[Finding] | None:
    """Merge what several analysers say of the same passage, after every other plugin was asked."""
    from evidencescan.analysis.merge import assemble

    return assemble(document, findings)


@hookimpl
def diagnose() -> Sequence[tuple[str, bool, str]] | None:
    """Check the libraries and the database engine that everything rests on."""
    from .diagnosis import checks

    return checks()
