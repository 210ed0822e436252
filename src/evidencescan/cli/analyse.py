"""``analyse``: the evidence in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evidencescan.values import Document, Finding

from . import options
from .output import Column, formats, write
from .stdin import file_or_stdin

_COLUMNS = [
    Column("indicator", "ind."),
    Column("component"),
    Column("polarity"),
    Column("citation", "place", wraps=True, most=14),
    Column("quote", wraps=True),
]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.traits
@options.plugin_choice
@formats
def analyse(
    file: Path,
    country: str | None,
    kind: str | None,
    language: str | None,
    only: tuple[str, ...],
    without: tuple[str, ...],
    form: str,
) -> None:
    """Show the evidence in a file. No database is needed; - is the standard input.

    \b
    Example:
      evidencescan analyse law.pdf --kind law --csv
    """
    from evidencescan.app import analyse_file
    from evidencescan.host import Host
    from evidencescan.pipeline import overrides

    from .profile import show_profile

    chosen = overrides(options.given(country=country, kind=kind, language=language))
    host = Host(options.host_options(only, without))
    with file_or_stdin(file) as (path, name):
        document, findings = analyse_file(host, path, chosen, name=name)
    options.warn(host)
    show_profile(document)
    write((_row(document, finding) for finding in findings), _COLUMNS, form, screenful=len(findings))


def _row(document: Document, finding: Finding) -> dict[str, Any]:
    from evidencescan.store import explain, value_words

    passage = document.passages[finding.passage]
    return {
        "document": document.source.name,
        "indicator": finding.indicator,
        "component": finding.component,
        "polarity": finding.polarity,
        "force": finding.force,
        "condition": finding.condition,
        "value": "; ".join(value_words(value) for value in finding.values),
        "quote": finding.quote,
        "citation": passage.citation,
        "page": passage.locator.page_at(finding.start),
        "score": finding.score,
        "reason": explain(finding),
        "start": finding.start,
        "end": finding.end,
    }
