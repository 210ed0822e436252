"""``indicators``: list, show, lint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from . import options
from .groups import LazyGroup
from .output import Column, formats, say, write, write_one


@click.group(cls=LazyGroup)
def indicators() -> None:
    """The statements that evidence is looked for."""


@indicators.command("list")
@click.option("--goal-area", help="Such as legislative.")
@options.plugin_choice
@formats
def list_indicators(goal_area: str | None, only: tuple[str, ...], without: tuple[str, ...], form: str) -> None:
    """List the indicators of all catalogues.

    \b
    Example:
      evidencescan indicators list --goal-area legislative
    """
    rows = [row for row in _rows(only, without) if goal_area in (None, row["goal_area"])]
    columns = [Column("code"), Column("goal_area"), Column("measure"), Column("statement", wraps=True)]
    write(rows, columns, form, screenful=len(rows))


@indicators.command()
@click.argument("code")
@options.plugin_choice
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def show(code: str, only: tuple[str, ...], without: tuple[str, ...], as_json: bool) -> None:
    """Show all that is known of one indicator.

    \b
    Example:
      evidencescan indicators show 2.2.4
    """
    from evidencescan.errors import UsageError

    from .output import clean

    found = next((row for row in _rows(only, without) if row["code"] == code), None)
    if found is None:
        raise UsageError(f"there is no indicator {code!r}", advice="`evidencescan indicators list` shows all.")
    if as_json:
        write_one(found)
        return
    for key, value in found.items():
        if value or value is False:
            shown = {True: "yes", False: "no"}.get(value, clean(value)) if isinstance(value, bool) else clean(value)
            click.echo(f"{key.replace('_', ' ')}: {shown}")


@indicators.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def lint(paths: tuple[Path, ...]) -> None:
    """Check catalogue and rule files: keys, patterns, and every rule against its own examples.

    \b
    Example:
      evidencescan indicators lint my_plugin/
    """
    from evidencescan.analysis.lint import lint_path
    from evidencescan.errors import CatalogueError

    messages = [message for path in paths for message in lint_path(path)]
    for message in messages:
        click.echo(message)
    if messages:
        raise CatalogueError(f"{len(messages)} faults found")
    say("No fault found.")


def _rows(only: tuple[str, ...], without: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    from evidencescan.host import Host

    host = Host(options.host_options(only, without), kinds=("catalogue",))
    options.warn(host)
    for catalogue in host.catalogues:
        for indicator in catalogue.indicators:
            yield {
                "code": indicator.code,
                "goal_area": indicator.goal_area,
                "expected_result": indicator.expected_result,
                "statement": indicator.statement,
                "measure": indicator.measure,
                "components": list(indicator.components),
                "source_documents": list(indicator.source_documents),
                "verification": list(indicator.verification),
                "assumption": indicator.assumption,
                "text_shows": indicator.text_shows,
                "catalogue": catalogue.name,
            }
