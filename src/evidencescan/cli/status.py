"""``status``: where the database stands."""

from __future__ import annotations

from pathlib import Path

import click

from . import options
from .output import Column, formats, write


@click.command()
@options.database
@click.option("--problems", is_flag=True, help="List every problem of every document instead.")
@formats
def status(path: Path, problems: bool, form: str) -> None:
    """Show what was read, what could not be read, and what was found.

    \b
    Example:
      evidencescan status -d evidence.db --problems
    """
    from evidencescan.app import Project

    from .summary import FEW, count, show_status

    found = Project(path).status()
    columns = [
        Column("document", wraps=True, most=24),
        Column("page", right=True),
        Column("category"),
        Column("message", wraps=True),
    ]
    if problems:
        write(found["problems"], columns, form)
        return
    if form != "table":
        rows = [{"goal_area": area, **counts} for area, counts in found["goal_areas"].items()]
        write(rows, [Column("goal_area")], form)
        return
    click.echo(f"{count(found['documents'], 'document')}: {found['read']} read, {found['failed']} failed")
    failed = [row for row in found["problems"] if row["status"] == "failed"]
    if failed:
        click.echo("")
        write(failed[:FEW], [columns[0], columns[2], columns[3]], "table")
    if len(failed) > FEW:
        click.echo(f"and {len(failed) - FEW} more: evidencescan status --problems")
    show_status(found, path, few=len(found["without_text"]))
