"""What a scan did and where the database stands, for a tired reader at 80 columns."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evidencescan.values import STATUSES

from .output import NARROW, Column, clean, write

if TYPE_CHECKING:
    from evidencescan.pipeline import Failure, ScanReport

FEW = 10
NAMED = 3
"""Documents that are named where several failed for one reason."""
_HEADS = {"not_applicable": "no source"}


def show_scan(report: ScanReport, status: Mapping[str, Any], path: Path) -> None:
    """Print the result of a scan and the state of the database."""
    lines = [
        (report.read, "read"),
        (report.analysed, "analysed again (the text was known)"),
        (report.unchanged, "unchanged"),
        (report.duplicates, "the same as another file"),
        (report.failed, "failed"),
        (report.failed_before, "failed before, not tried again"),
        (report.vanished, "gone from the folder (their evidence stays)"),
    ]
    click.echo(f"{count(report.found, 'file')} looked at in {report.seconds:.1f} s")
    for number, what in lines:
        if number or what == "read":
            click.echo(f"{number:>6}  {what}")
    show_failures(report.failures)
    show_status(status, path)


def show_status(status: Mapping[str, Any], path: Path, *, few: int = FEW) -> None:
    """Print pages without text (of ``few`` documents), the indicators by goal area, and how to go on."""
    if not status["documents"]:
        click.echo("\nThere is no document in the database yet.")
        return
    show_without_text(status["without_text"], status["pages_without_text"], status["pages"], few)
    if status["goal_areas"]:
        click.echo(f"\nIndicators over {count(status['read'], 'document')} in {path.name}")
        rows = [{"goal_area": area, **counts} for area, counts in status["goal_areas"].items()]
        heads = [Column(name, _HEADS.get(name, name), right=True) for name in STATUSES]
        write(rows, [Column("goal_area", "goal area"), *heads], "table")
        click.echo("contested: for and against. absent: searched, not found.")
        click.echo("no source: no document here is of a kind that could show it.")
    click.echo(f"\n{count(status['evidence'], 'piece')} of evidence. To go on:")
    where = f"-d {shlex.quote(str(path))}"
    if status["evidence"]:
        chosen = f" --indicator {status['example']}" if status["example"] else ""
        click.echo(f"  evidencescan evidence list {where}{chosen}")
    if status["read"]:
        click.echo(f"  evidencescan report {where}")
    click.echo(f'  evidencescan evidence search {where} "compensation"')


def count(number: int, noun: str) -> str:
    """Return the number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def show_failures(failures: Sequence[Failure]) -> None:
    """Print the first failures; documents that failed for the same reason stand together."""
    if not failures:
        return
    reasons: dict[str, list[str]] = {}
    for failure in failures:
        missing = f"no result of {failure.component}: " if failure.partial else ""
        reason = f"{missing}{failure.category}: {clean(failure.message)}"
        reasons.setdefault(reason, []).append(clean(failure.document))
    click.echo(f"\nNot complete ({len(failures)})")
    shown = 0
    for reason, documents in list(reasons.items())[:FEW]:
        named = ", ".join(documents[:NAMED])
        if len(documents) > NAMED:
            named += f", and {len(documents) - NAMED} more"
        click.echo(textwrap.fill(named, NARROW, initial_indent="  ", subsequent_indent="  "))
        click.echo(textwrap.fill(reason, NARROW, initial_indent="    ", subsequent_indent="    "))
        shown += len(documents)
    _more(len(failures), shown, "status --problems")


def show_without_text(documents: Sequence[Mapping[str, Any]], unread: int, pages: int, few: int) -> None:
    """Print which documents have pages that nothing could be searched on."""
    if not documents:
        return
    click.echo(f"\nPages without text: {unread} of {pages} (scanned images? Nothing was searched there)")
    for row in documents[:few]:
        click.echo(f"  {clean(row['document'])}: {row['pages_without_text']} of {row['pages']}")
    _more(len(documents), few, "status")


def _more(number: int, shown: int, verb: str) -> None:
    if number > shown:
        click.echo(f"  and {number - shown} more: evidencescan {verb}")
