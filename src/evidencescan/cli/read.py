"""``read``: the passages of one file."""

from __future__ import annotations

from pathlib import Path

import click

from . import options
from .output import Column, formats, say, write
from .stdin import file_or_stdin

_COLUMNS = [
    Column("seq", "#", right=True),
    Column("kind"),
    Column("citation", wraps=True, most=18),
    Column("page", right=True),
    Column("text", wraps=True),
]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.traits
@options.plugin_choice
@click.option("--limit", type=click.IntRange(min=1), help="At most so many passages.")
@formats
def read(
    file: Path,
    country: str | None,
    kind: str | None,
    language: str | None,
    only: tuple[str, ...],
    without: tuple[str, ...],
    limit: int | None,
    form: str,
) -> None:
    """Show how a file is read, passage by passage. No database is needed; - is the standard input.

    \b
    Example:
      evidencescan read law.pdf --limit 20
    """
    from evidencescan.app import read_file
    from evidencescan.host import Host
    from evidencescan.pipeline import overrides

    from .profile import passage_row, show_profile

    chosen = overrides(options.given(country=country, kind=kind, language=language))
    host = Host(options.host_options(only, without), kinds=("reader",))
    options.warn(host)
    with file_or_stdin(file) as (path, name):
        document = read_file(host, path, chosen, name=name)
    show_profile(document)
    rows = [passage_row(passage) for passage in document.passages[:limit]]
    write(rows, _COLUMNS, form, screenful=len(rows))
    if limit is not None and len(document.passages) > limit:
        say(f"{limit} of {len(document.passages)} passages.")
