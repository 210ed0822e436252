"""One file, without a database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evidencescan.errors import EvidencescanError, ReadError, UsageError
from evidencescan.host import Host
from evidencescan.ids import content_hash
from evidencescan.pipeline import Worker, WorkerOptions, assemble
from evidencescan.values import Document, Finding, Profile, Source, WorkItem, WorkOutcome


def read_file(host: Host, file: Path, overrides: Profile | None = None, *, name: str | None = None) -> Document:
    """Return the document in ``file``; ``name`` is what it is to be called instead of its path.

    Raises UsageError where there is no such file, ReadError where nothing can be had of it.
    """
    return _document(_work(host, file, (), overrides, name))


def analyse_file(
    host: Host, file: Path, overrides: Profile | None = None, *, name: str | None = None
) -> tuple[Document, tuple[Finding, ...]]:
    """Return the document in ``file`` and its evidence, merged over all analysers.

    What went wrong without ending it is among the document's problems. Raises as `read_file` does.
    """
    outcome = _work(host, file, tuple(analyser.name for analyser in host.analysers), overrides, name)
    document = _document(outcome)
    evidence, problems = assemble(host, document, [f for _, findings in outcome.findings for f in findings])
    return replace(document, problems=document.problems + problems), evidence


def _work(
    host: Host, file: Path, analysers: tuple[str, ...], overrides: Profile | None, name: str | None
) -> WorkOutcome:
    try:
        source = Source(str(file), content_hash(file), file.stat().st_size)
    except FileNotFoundError as error:
        raise UsageError(f"no such file: {file}") from error
    except IsADirectoryError as error:
        raise UsageError(f"{file} is a folder", advice="To read a folder, use `evidencescan scan`.") from error
    except OSError as error:
        raise EvidencescanError(f"{file}: {error.strerror or error}") from error
    outcome = Worker(WorkerOptions(host.options), host)(WorkItem(source, analysers, overrides or Profile()))
    if name is None or outcome.document is None:
        return outcome if name is None else replace(outcome, source=replace(outcome.source, uri=name))
    document = replace(outcome.document, source=replace(outcome.document.source, uri=name))
    return replace(outcome, document=document, source=document.source)


def _document(outcome: WorkOutcome) -> Document:
    """Return the document of an outcome with all its problems; raises ReadError where there is none."""
    document = outcome.document
    if document is None:
        first = outcome.problems[0]
        raise ReadError(f"{outcome.source.name}: {first.message}", category=first.category, page=first.page)
    more = tuple(problem for problem in outcome.problems if problem not in document.problems)
    return replace(document, problems=document.problems + more)
