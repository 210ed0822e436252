"""The progress bar: only on a terminal, only on the standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .output import clean

if TYPE_CHECKING:
    from evidencescan.api import ScanEvent


@contextmanager
def progress() -> Iterator[Callable[[ScanEvent], None]]:
    """Give a function that draws the events of a scan."""
    if not sys.stderr.isatty():
        yield lambda event: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("looking", total=None)

        def draw(event: ScanEvent) -> None:
            if event.name == "planned":
                bar.update(task, total=event.data["files"])
            elif "document" in event.data:
                bar.update(task, completed=event.data["settled"], description=clean(event.data["document"])[:34])

        yield draw
