"""``doctor``: the environment."""

from __future__ import annotations

from pathlib import Path

import click

from . import options
from .output import Column, formats, write


@click.command()
@options.database
@options.plugin_choice
@formats
@click.pass_context
def doctor(context: click.Context, /, path: Path, only: tuple[str, ...], without: tuple[str, ...], form: str) -> None:
    """Check that all that the program needs is there and works. Ends with 1 where something is amiss.

    \b
    Example:
      evidencescan doctor -d evidence.db
    """
    from evidencescan.app import Project

    checks = Project(path, options.host_options(only, without)).doctor()
    rows = [{"check": name, "fine": "yes" if fine else "NO", "message": message} for name, fine, message in checks]
    write(
        rows,
        [Column("check", wraps=True, most=28), Column("fine"), Column("message", wraps=True)],
        form,
        screenful=len(rows),
    )
    context.exit(0 if all(fine for _, fine, _ in checks) else 1)
