"""``evidence``: list, show, search."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import Any

import click

from evidencescan.values import COMPONENTS, POLARITIES

from . import options
from .groups import LazyGroup
from .output import SCREENFUL, TABLE, Column, clean, formats, say, write, write_one

_COLUMNS = [
    Column("id"),
    Column("indicator", "ind."),
    Column("speaks"),
    Column("where", wraps=True, most=22),
    Column("quote", wraps=True),
]
_ABOUT = {"human_rights": "rights", "gender": "gender", "child_protection": "child"}
_SPEAKS = {"supports": "for", "contrary": "against"}
SHORT = 8
"""Digits of an id that a table shows; they are enough to name it."""
LONG = 240
"""Characters of a quote that a table shows."""


@click.group(cls=LazyGroup)
def evidence() -> None:
    """List, show and search evidence."""


@evidence.command("list")
@options.database
@click.option("--indicator", "-i", multiple=True, help="Code, or its beginning: 2.2.4 or 2.2. May be repeated.")
@click.option("--document", multiple=True, help="File name, a part of it, or a glob. May be repeated.")
@click.option(
    "--component",
    multiple=True,
    metavar="NAME",
    type=click.Choice(COMPONENTS),
    help=f"{', '.join(COMPONENTS)}. May be repeated.",
)
@click.option("--polarity", multiple=True, type=click.Choice(POLARITIES), help="Speaks for or against.")
@click.option("--goal-area", multiple=True, help="Such as legislative. May be repeated.")
@click.option("--country", multiple=True, metavar="CODE", help="May be repeated.")
@click.option("--review", multiple=True, help="unreviewed, confirmed, rejected or unsure.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="Least score, 0 to 1.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@formats
def list_evidence(path: Path, form: str, limit: int | None, min_score: float, **chosen: tuple[str, ...]) -> None:
    """List evidence in order of document and place.

    \b
    Example:
      evidencescan evidence list -d evidence.db -i 2.2 --polarity contrary
    """
    from evidencescan.app import Filters, Project

    filters = Filters(
        indicators=chosen["indicator"],
        documents=chosen["document"],
        components=chosen["component"],
        polarities=chosen["polarity"],
        goal_areas=chosen["goal_area"],
        countries=tuple(code.upper() for code in chosen["country"]),
        reviews=chosen["review"],
        min_score=min_score,
    )
    project = Project(path)
    rows = project.evidence(filters, limit=limit)
    if form == TABLE:
        write((_brief(row) for row in rows), _COLUMNS, form, screenful=limit or SCREENFUL)
    else:
        write(rows, _COLUMNS, form, keys=project.evidence_columns())


@evidence.command()
@options.database
@click.argument("identity", metavar="ID")
@click.option("--around", type=click.IntRange(0, 50), default=1, show_default=True, help="Passages before and after.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def show(path: Path, identity: str, around: int, as_json: bool) -> None:
    """Show one piece of evidence: the passage around it, why it was flagged, and what was decided.

    ID is what the lists show, or more of it.

    \b
    Example:
      evidencescan evidence show 3f2a91bc -d evidence.db
    """
    from evidencescan.app import Project

    from .piece import show_piece

    piece = Project(path).piece(identity, around=around)
    if as_json:
        write_one(piece)
    else:
        show_piece(piece)


@evidence.command()
@options.database
@click.argument("query")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@formats
def search(path: Path, query: str, limit: int, form: str) -> None:
    """Search the passages of all documents for words, and show the evidence on them.

    Words stand for themselves, "several words" for a phrase, word* for a beginning, and OR, NOT, NEAR(a b) work.

    \b
    Example:
      evidencescan evidence search "legal aid" -d evidence.db
    """
    from evidencescan.app import Project
    from evidencescan.store import RANKED

    project = Project(path)
    rows = project.search(query, limit=limit)
    columns = [Column("where", wraps=True, most=22), Column("text", wraps=True), Column("evidence", wraps=True, most=8)]
    if form == TABLE:
        write((_found(row) for row in rows), columns, form, screenful=limit)
    else:
        write(rows, columns, form)
    if project.search_is_partial(query):
        say(
            f"More than {RANKED:,} passages match: only the first {RANKED:,} were compared. Add words to find the best."
        )


def short_id(identity: str) -> str:
    """Return as much of an id as a table shows."""
    return identity.partition(":")[2][:SHORT] or identity


def where(row: Mapping[str, Any]) -> str:
    """Return document, citation and page."""
    page = f"p. {row['page']}" if row["page"] is not None else ""
    # where nothing is numbered the citation is the page and the paragraph on it
    place = () if page and str(row["citation"]).startswith(page) else (page,)
    return ", ".join(part for part in (row["document"], row["citation"], *place) if part)


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "id": short_id(row["id"]),
        "speaks": f"{_SPEAKS[row['polarity']]} {_ABOUT[row['component']]}",
        "where": where(row),
        "quote": shorten(clean(row["quote"]), LONG, placeholder=" ..."),
    }


def _found(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "where": where(row),
        "text": shorten(clean(row["text"]), LONG, placeholder=" ..."),
        "evidence": [short_id(one) for one in row["evidence"]],
    }
