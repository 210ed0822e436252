"""One piece of evidence in its context, on paper of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import click

from .output import clean, console

_SPEAKS = {"supports": "speaks for", "contrary": "speaks AGAINST"}


def show_piece(piece: Mapping[str, Any]) -> None:
    """Print what `evidencescan.app.Project.piece` returns."""
    width = min(console().width, 100)
    head = f"{piece['indicator'] or 'no indicator'} ({piece['component'].replace('_', ' ')})"
    click.echo(f"{head}: {_SPEAKS[piece['polarity']]}, {piece['force']}, score {piece['score']:.2f}")
    if piece["statement"]:
        _say(width, piece["statement"])
    click.echo("")
    page = f"page {piece['page']}" if piece["page"] is not None else ""
    place = [piece["document"], piece["citation"], page, piece["country"], piece["kind"]]
    _say(width, " | ".join(clean(part) for part in place if part))
    if piece["headings"]:
        _say(width, " > ".join(piece["headings"]))
    click.echo("")
    for passage in piece["context"] or [{"seq": piece["passage"], "text": piece["quote"], "start": piece["start"]}]:
        _passage(width, piece, passage)
    click.echo("")
    if piece["condition"]:
        _say(width, f"Condition: {piece['condition']}")
    for value in piece["values"]:
        _say(width, f"Value: {value['text']} ({value['kind']})")
    _say(width, f"Why: {piece['reason']}")
    for reason in piece["reasons"]:
        words = ", ".join(f'"{clean(word)}"' for word in reason["words"])
        _say(
            width, f"{reason['kind']} {reason['name']}{f' on {words}' if words else ''} ({reason['weight']:+.2f})", "  "
        )
    _say(width, f"Review: {piece['review']}")
    for made in piece["decisions"]:
        note = f": {made['note']}" if made["note"] else ""
        _say(width, f"{made['at']} {made['reviewer']}: {made['verdict']}{note}", "  ")
    click.echo(piece["id"])


def _passage(width: int, piece: Mapping[str, Any], passage: Mapping[str, Any]) -> None:
    """Print a passage; the quote's own is marked, and the quote in it is set between marks."""
    text = passage["text"]
    if passage["seq"] != piece["passage"]:
        _say(width, textwrap.shorten(clean(text), 300, placeholder=" ..."), "    ")
        return
    start = piece["start"] - passage["start"]
    end = piece["stop"] - passage["start"]
    if text[start:end] == piece["quote"] and (start, end) != (0, len(text)):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    _say(width, text, "  | ")


def _say(width: int, text: str, indent: str = "") -> None:
    click.echo(textwrap.fill(clean(text), width, initial_indent=indent, subsequent_indent=indent))
