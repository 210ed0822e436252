"""Outcomes as the tables take them: merged and made rows where the document was read, so that the one process that
writes does little else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidencescan.host import Host
from evidencescan.store import Rows, document_of, findings_of, packed, rows_of
from evidencescan.values import Document, Finding, Problem, WorkOutcome

from .contract import check_findings


@dataclass(frozen=True, slots=True)
class Found:
    """How many findings an analyser gave, and which indicators they name."""

    analyser: str
    findings: int
    indicators: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedOutcome(WorkOutcome):
    """What came of reading a document anew and analysing it: ``rows`` has its passages, findings and evidence.

    ``document`` is without text and passages, and ``findings`` are empty: ``found`` tells of them.
    """

    rows: Rows
    found: tuple[Found, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings each analyser that finished gave, by its name."""
        return {found.analyser: found.findings for found in self.found}


def pack(host: Host, outcome: WorkOutcome, findings: list[tuple[str, tuple[Finding, ...]]]) -> WorkOutcome:
    """Return what came of a fresh reading merged and packed; ``findings`` are those of the outcome, which has none.

    The list is emptied: of a long document, findings and their rows take too much memory together.
    """
    document = outcome.document
    if document is None:
        return outcome
    by_name = sorted(findings, key=lambda found: found[0])
    evidence, problems = assemble(host, document, [finding for _, found in by_name for finding in found])
    counts: list[Found] = []
    try:
        rows = rows_of(document, _taken(findings, counts), evidence)
        del by_name, evidence
        rows = packed(rows)
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
    findings: list[tuple[str, tuple[Finding, ...]]], counts: list[Found]
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    while findings:
        name, found = findings.pop(0)
        counts.append(Found(name, len(found), indicators(found)))
        yield name, found


def unpack(outcome: PackedOutcome) -> WorkOutcome:
    """Return what was packed, for who needs the findings themselves."""
    document = None if outcome.document is None else document_of(outcome.document, outcome.rows)
    findings = findings_of(outcome.rows)
    return WorkOutcome(outcome.source, document, findings, outcome.problems, outcome.reader, outcome.seconds)


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
