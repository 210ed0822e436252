"""Outcomes as the tables take them: merged and made rows where the document was read, so that the one process that
writes does little else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from evidencescan.host import Host
from evidencescan.store import Rows, document_of, findings_of, packed, rows_of
from evidencescan.values import Document, Finding, Problem, WorkItem, WorkOutcome

from .contract import check_findings

Findings = tuple[tuple[str, tuple[Finding, ...]], ...]
"""What each analyser found, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedItem(WorkItem):
    """A stored document to be analysed again: ``rows`` has its passages, and the findings of the analysers that stay.

    ``document`` is without text and passages. They go to the worker as the database has them, unread.
    """

    rows: Rows

    def opened(self) -> tuple[Document, Findings]:
        """Return the document in full, and the findings that stay."""
        if self.document is None:
            raise ValueError("rows without the document that they belong to")
        return document_of(self.document, self.rows), findings_of(self.rows)


@dataclass(frozen=True, slots=True)
class AnalyserCount:
    """How many findings an analyser gave, and which indicators they name."""

    analyser: str
    findings: int
    indicators: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedOutcome(WorkOutcome):
    """What came of reading a document and analysing it: ``rows`` has its passages, findings and evidence; no passages
    where those of the database stay.

    ``document`` is without text and passages, and ``findings`` are empty: ``found`` tells of them.
    """

    rows: Rows
    found: tuple[AnalyserCount, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings each analyser that finished gave, by its name."""
        return {found.analyser: found.findings for found in self.found}


def pack(
    host: Host,
    outcome: WorkOutcome,
    findings: list[tuple[str, tuple[Finding, ...]]],
    stored: Findings | None = None,
) -> WorkOutcome:
    """Return what came of a document merged and packed; ``findings`` are those of the outcome, which has none.

    Where the passages are those of the database, ``stored`` are the findings of it that stay: they are merged with the
    others, and neither is written again.

    The list is emptied: of a long document, findings and their rows take too much memory together.
    """
    document = outcome.document
    if document is None:
        return outcome
    by_name = by_analyser(stored or (), findings)
    evidence, problems = assemble(host, document, by_name)
    counts: list[AnalyserCount] = []
    try:
        rows = rows_of(document, _taken(findings, counts), evidence)
        del by_name, evidence
        rows = packed(rows if stored is None else replace(rows, passages=None))
    except Exception as error:  # noqa: BLE001 - a value of a plugin that no row can hold: it costs its document alone
        problem = Problem("bug", "store", f"{type(error).__name__}: {error}")
        return replace(outcome, document=None, problems=(problem,))
    return PackedOutcome(
        source=outcome.source,
        document=replace(document, text="", passages=()),
        problems=outcome.problems + problems,
        reader=outcome.reader,
        seconds=outcome.seconds,
        rows=rows,
        found=tuple(counts),
    )


def _taken(
    findings: list[tuple[str, tuple[Finding, ...]]], counts: list[AnalyserCount]
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    while findings:
        name, found = findings.pop(0)
        counts.append(AnalyserCount(name, len(found), indicators(found)))
        yield name, found


def unpack(outcome: PackedOutcome) -> WorkOutcome:
    """Return what was packed, for who needs the findings themselves."""
    document = None if outcome.document is None else document_of(outcome.document, outcome.rows)
    findings = findings_of(outcome.rows)
    return WorkOutcome(outcome.source, document, findings, outcome.problems, outcome.reader, outcome.seconds)


def by_analyser(*found: Iterable[tuple[str, tuple[Finding, ...]]]) -> list[Finding]:
    """Return all findings in the order in which they are merged, whoever ran again: that of the analysers' names."""
    return [finding for _, some in sorted(chain(*found), key=lambda named: named[0]) for finding in some]


def indicators(findings: Sequence[Finding]) -> frozenset[str]:
    """Return the codes that findings name."""
    return frozenset(finding.indicator for finding in findings if finding.indicator is not None)


def assemble(
    host: Host, document: Document, findings: Sequence[Finding]
) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Merge findings through the hook; where it fails, they stay as they are and a problem says so."""
    try:
        merged = host.hook.assemble_findings(document=document, findings=tuple(findings))
        check_findings(document, merged or ())
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything; it is recorded
        problem = Problem("bug", "assemble_findings", f"{type(error).__name__}: {error}")
        return tuple(findings), (problem,)
    return (tuple(findings) if merged is None else tuple(merged)), ()
