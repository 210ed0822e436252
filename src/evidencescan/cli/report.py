"""``report``: the monitoring table and its gaps."""

from __future__ import annotations

from pathlib import Path
from textwrap import shorten
from typing import Any

import click

from . import options
from .output import TABLE, Column, clean, formats, write

_KEYS = ["country", "goal_area", "indicator", "statement", "status"]


@click.command()
@options.database
@click.option("--country", metavar="CODE", help="This country alone; unknown: documents without one.")
@click.option("--goal-area", help="Such as legislative.")
@click.option("--gaps", is_flag=True, help="Show where nothing was found, and what is missing, instead.")
@formats
def report(path: Path, country: str | None, goal_area: str | None, gaps: bool, form: str) -> None:
    """Show for each country and indicator what its documents say, with the strongest evidence.

    \b
    Example:
      evidencescan report -d evidence.db --country FR
    """
    from evidencescan.app import Project

    code = country.upper() if country is not None and len(country) == 2 else country
    rows = Project(path).report(country=code, goal_area=goal_area, gaps=gaps)
    shown = [Column("country"), Column("indicator", "ind."), Column("status")]
    if gaps:
        shown += [
            Column("statement", wraps=True),
            Column("documents_searched", "searched", right=True),
            Column("kinds_missing", "missing", wraps=True, most=20),
        ]
    else:
        shown += [Column("supporting", "for", right=True), Column("contrary", "against", right=True)]
        shown += [Column("shown", "strongest evidence", wraps=True)]
    if form == TABLE:
        rows = [_brief(row) for row in rows]
    write(rows, shown, form, keys=_KEYS, screenful=len(rows))


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    status = row["status"].replace("not_applicable", "no source")
    if row.get("quote") is None:
        return {**row, "status": status, "shown": ""}
    place = ", ".join(part for part in (row["document"], row["citation"]) if part)
    return {**row, "status": status, "shown": f"{shorten(clean(row['quote']), 120, placeholder=' ...')} ({place})"}
