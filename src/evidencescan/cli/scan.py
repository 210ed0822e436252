"""``scan``: read and analyse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from . import options
from .output import say, write_one
from .progress import progress


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@options.database
@options.traits
@click.option(
    "--profiles",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV list of what documents are: column file (name, relative path or glob), and any of language, kind, "
    "title, country, date, period.",
)
@options.plugin_choice
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Documents at a time.  [default: all processors]")
@click.option("--executor", default="local", show_default=True, help="Who works: local, serial, dask, or a plugin.")
@click.option("--scheduler", metavar="ADDRESS", help="Address of a Dask cluster, such as tcp://host:8786.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="Time for one document.",
)
@click.option("--retry-failed", is_flag=True, help="Try documents again that failed before.")
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
@click.pass_context
def scan(
    context: click.Context,
    /,
    paths: tuple[Path, ...],
    path: Path,
    only: tuple[str, ...],
    without: tuple[str, ...],
    as_json: bool,
    **rest: Any,
) -> None:
    """Read and analyse documents and folders.

    Only what is new or changed is read; the same command again goes on where it was interrupted. What a document is
    can be said for all (--country, --kind, --language), in a list (--profiles), or in a file beside it that is named
    after it: law.pdf.evidencescan.toml with lines such as kind = "law".

    \b
    Example:
      evidencescan scan laws/ strategy.docx -d evidence.db --country FR
    """
    from evidencescan.app import Project
    from evidencescan.pipeline import ScanOptions

    project = Project(path, options.host_options(only, without))
    chosen = ScanOptions(
        executor=rest["executor"],
        jobs=rest["jobs"],
        seconds=rest["timeout"],
        retry_failed=rest["retry_failed"],
        profiles=rest["profiles"],
        scheduler=rest["scheduler"],
        general=options.given(country=rest["country"], kind=rest["kind"], language=rest["language"]),
    )
    options.warn(project.host)
    try:
        with progress() as watch:
            report = project.scan(paths, chosen, watch)
    except KeyboardInterrupt:
        say("What was done is saved; the same command goes on from here.")
        raise
    for note in report.notes:
        say(f"Note: {note}.")
    if as_json:
        from dataclasses import asdict

        write_one(asdict(report))
    else:
        from .summary import show_scan

        show_scan(report, project.status(), path)
    context.exit(report.exit_code)
