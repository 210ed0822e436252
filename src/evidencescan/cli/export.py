"""``export``: a view of the database as a file."""

from __future__ import annotations

from pathlib import Path

import click

from . import options
from .output import say


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@options.database
@click.option(
    "--view",
    default="evidence_detail",
    show_default=True,
    metavar="VIEW",
    help="evidence_detail, document_status, coverage, gap or review_queue.",
)
@click.option("--format", "form", metavar="NAME", help="csv, tsv, jsonl, or of a plugin.  [default: by the ending]")
@options.plugin_choice
def export(
    file: Path, path: Path, view: str, form: str | None, only: tuple[str, ...], without: tuple[str, ...]
) -> None:
    """Write evidence, or another view of the database, to FILE.

    \b
    Example:
      evidencescan export coverage.csv --view coverage -d evidence.db
    """
    from evidencescan.app import Project

    number = Project(path, options.host_options(only, without)).export(file, view, form=form)
    say(f"{number} rows in {file}.")
