"""Listings: one set of rows, five ways to write it. Data goes to the standard output."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

F = TypeVar("F", bound=Callable[..., Any])
Row = Mapping[str, Any]

NARROW = 80
"""Columns of a table that nobody looks at on a terminal."""
TABLE = "table"
SCREENFUL = 100
"""Rows of a table before it says that there are more."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``key`` of the row, ``head`` above it. It keeps its width, unless it ``wraps``: then it
    takes what is left of the line, or at most ``most`` characters."""

    key: str
    head: str = ""
    wraps: bool = False
    most: int | None = None
    right: bool = False


def formats(function: F) -> F:
    """Add --json, --nl, --csv and --tsv."""
    for name, what in (
        ("tsv", "text separated by tabs"),
        ("csv", "CSV"),
        ("nl", "JSON, one object a line"),
        ("json", "a JSON list"),
    ):
        function = click.option(f"--{name}", "form", flag_value=name, default=TABLE, help=f"Write {what}.")(function)
    return function


def write(
    rows: Iterable[Row], columns: Sequence[Column], form: str, *, keys: Sequence[str] = (), screenful: int = SCREENFUL
) -> None:
    """Write rows as ``form`` says. Tables show ``columns``; all else has every key of the rows.

    ``keys`` are the columns of CSV where there are no rows to take them from; a table ends after ``screenful`` rows.
    """
    if form == TABLE:
        _table(rows, columns, screenful)
        return
    writer = {"json": _json, "nl": _nl, "csv": _delimited(","), "tsv": _delimited("\t")}[form]
    for piece in writer(iter(rows), keys or [column.key for column in columns]):
        click.echo(piece, nl=False)


def write_one(row: Row) -> None:
    """Write one object as JSON that people can read."""
    click.echo(json.dumps(row, ensure_ascii=False, indent=2, default=str))


def say(text: str = "") -> None:
    """Tell the user something that is not data."""
    click.echo(text, err=True)


def clean(value: Any) -> str:
    """Return a value as text without control characters, which a document could use to confuse a terminal."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(clean(one) for one in value)
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in str(value)).strip()


def console() -> Console:
    """Return a console on the standard output: as wide as the terminal, 80 columns where there is none."""
    from rich.console import Console

    width = shutil.get_terminal_size((NARROW, 24)).columns if sys.stdout.isatty() else NARROW
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def _table(rows: Iterable[Row], columns: Sequence[Column], screenful: int) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    several = iter(rows)
    shown = list(islice(several, screenful))
    if not shown:
        say("Nothing found.")
        return
    fills = any(column.wraps and column.most is None for column in columns)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, expand=fills)
    for column in columns:
        table.add_column(
            column.head or column.key.replace("_", " "),
            justify="right" if column.right else "left",
            overflow="fold",
            no_wrap=not column.wraps,
            max_width=column.most,
            ratio=1 if column.wraps and column.most is None else None,
        )
    for row in shown:
        table.add_row(*(Text(clean(row.get(column.key))) for column in columns))
    console().print(table)
    if next(several, None) is not None:
        say(f"These are the first {screenful}. --csv, --tsv, --nl and --json write all, --limit more or less.")


def _json(rows: Iterator[Row], keys: Sequence[str]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False, default=str)
        before = ",\n "
    yield "[]\n" if before == "[" else "]\n"


def _nl(rows: Iterator[Row], keys: Sequence[str]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, default=str) + "\n"


def _delimited(delimiter: str) -> Callable[[Iterator[Row], Sequence[str]], Iterator[str]]:
    def lines(rows: Iterator[Row], keys: Sequence[str]) -> Iterator[str]:
        first = next(rows, None)
        names = list(first) if first is not None else list(keys)
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
        writer.writerow(names)
        for row in chain(() if first is None else (first,), rows):
            writer.writerow([_cell(row.get(name)) for name in names])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
        yield buffer.getvalue()

    return lines


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | tuple | dict) else value
