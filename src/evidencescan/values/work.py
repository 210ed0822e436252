"""One task to and from a worker, and one reviewer's verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .documents import Document, Problem, Profile, Source
from .findings import Finding

Verdict = Literal["confirm", "reject", "unsure"]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One document to work on.

    ``overrides`` are the traits that the user set. Where ``document`` is given, its passages come from the
    database and no file is opened. ``analysers`` are the names of the analysers to run. ``copy`` is a file with the
    same bytes, for a machine that cannot see the one at the source's URI; what is stored never speaks of it.
    """

    source: Source
    analysers: tuple[str, ...]
    overrides: Profile = field(default_factory=Profile)
    document: Document | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class WorkOutcome:
    """What came of a work item: exactly one for each item, whatever happened.

    ``document`` is None where nothing could be read; then ``problems`` says why. It may be None, too, where the item
    had it. ``findings`` has one entry for
    each analyser that finished; one that raised is missing there and present among the problems.
    """

    source: Source
    document: Document | None
    findings: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    problems: tuple[Problem, ...] = ()
    reader: str | None = None
    seconds: float = 0.0

    @property
    def counts(self) -> dict[str, int]:
        """How many findings each analyser that finished gave, by its name."""
        return {name: len(found) for name, found in self.findings}


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's verdict on one piece of evidence; ``at`` is an ISO 8601 time in UTC."""

    evidence: str
    verdict: Verdict
    reviewer: str
    at: str
    note: str = ""
