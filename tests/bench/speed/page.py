"""The page on performance, written from what the parts measured."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from plot import plot_svg
from results import Part, Plot, Table, Target

_LIBRARIES = ("evidencescan", "pypdfium2", "pdfplumber", "spacy", "scikit-learn", "sqlite-utils", "distributed")
_INTRODUCTION = """# How fast it is

This page and its plots are written by the bench itself; nothing in it is written by hand.

```console
$ make bench                                  # all of it: an hour or two, on a machine that does nothing else
$ make bench BENCH=--quick                    # smaller sizes, some minutes
$ make bench BENCH="--parts start,evidence"   # some parts; the others stay as they were
$ make bench CORPUS=FOLDER                    # on the PDF files of a folder; without one, on generated ones
```
"""


def machine() -> str:
    """Return the machine and the software in general words."""
    cores = os.cpu_count() or 1
    try:
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / (1 << 30):.0f} GB of memory"
    except (ValueError, OSError):
        memory = ""  # a system that does not say
    said = [f"{cores} core{'s' if cores > 1 else ''} ({platform.machine()}){memory}", platform.system()]
    said += [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    return ", ".join([*said, *(f"{name} {found}" for name in _LIBRARIES if (found := _version(name)))])


def load() -> str:
    """Return how busy the machine is: figures of a busy one are worth little."""
    try:
        return f"{os.getloadavg()[0]:.1f} processes were running on {os.cpu_count()} cores before it"
    except OSError:
        return "how busy the machine was is not known"


def write_page(page: Path, images: Path, parts: Sequence[Part], said: str) -> None:
    """Write the page and its plots; ``said`` is the machine. Plots are named performance-*.svg."""
    images.mkdir(parents=True, exist_ok=True)
    text = [_INTRODUCTION, f"Machine: {said}.\n", "## Targets\n", _targets(parts)]
    for part in parts:
        text += [f"## {part.title}\n", part.about + "\n", f"*{part.measured}*\n"]
        text += [_table(table) for table in part.tables]
        text += [_plot(plot, page, images) for plot in part.plots]
        text += [note + "\n" for note in part.notes]
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(text), encoding="utf-8")


def _targets(parts: Sequence[Part]) -> str:
    head = ["target", "aim", "measured", "without start-up", "in processor time", "met"]
    return _table(Table("", head, [_target(target) for part in parts for target in part.targets]))


def _target(target: Target) -> list[str]:
    met = "-" if target.met is None else "yes" if target.met else "**no**"
    return [target.claim, target.aim, target.measured, target.steady, target.cpu, met]


def _table(table: Table) -> str:
    align = ["---", *["---:"] * (len(table.head) - 1)]
    rows = [table.head, align, *table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*([f"{table.title}\n"] if table.title else []), *lines, ""])


def _plot(plot: Plot, page: Path, images: Path) -> str:
    path = images / f"performance-{plot.name}.svg"
    path.write_text(plot_svg(plot), encoding="utf-8")
    place = os.path.relpath(path, page.parent).replace(os.sep, "/")
    return f"![{plot.title}]({place})\n"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
