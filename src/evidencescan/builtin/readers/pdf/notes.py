"""Footnotes: small type at the foot of a page, beginning with a number or a sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .layout import Line, Lines, Page

SMALLER = 0.93
_SAME = 1.2  # points; the number before a note may be what the size was taken from
_FINISHED = (".", ";", ":", "!", "?", ")", "]", "/", "”", "’", "»")
NOTE_MARK = re.compile(r"\s*(?:[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?[.:]?(?=\s|[^\W\d_]{2})|[a-z][)\]]|[a-z]\s+[A-Z])")


def body_size(pages: Iterable[Page]) -> float:
    """Return the size of type that most of the text is set in; 0 where there is no text."""
    exact: dict[float, int] = {}
    for page in pages:
        for line in page.lines():
            exact[line.size] = exact.get(line.size, 0) + len(line.text)
    sizes: Counter[float] = Counter()
    for size, length in exact.items():
        sizes[round(size, 1)] += length
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def notes(pages: Iterable[Page], body: float, furniture: Lines) -> Lines:
    """Return all lines of footnotes; one that goes on from the page before counts too."""
    out: Lines = set()
    unfinished = False
    small = SMALLER * body
    for page in pages:
        last: Line | None = None
        if any(isinstance(item, Line) and item.size < small for item in page.items):
            for lines in _columns(page, furniture):
                zone = _small_foot(lines, small, page.height)
                first = next((at for at, line in enumerate(zone) if NOTE_MARK.match(line.text)), None)
                if unfinished and zone:
                    first = 0
                if first is None:
                    continue
                out.update(zone[first:])
                last = zone[-1]
        unfinished = last is not None and not last.text.rstrip().endswith(_FINISHED)
    return out


def _columns(page: Page, furniture: Lines) -> Iterable[list[Line]]:
    columns: dict[int, list[Line]] = {}
    for item in page.items:
        if isinstance(item, Line) and item not in furniture and not item.turned:
            columns.setdefault(item.column, []).append(item)
    return columns.values()


def _small_foot(lines: list[Line], small: float, height: float) -> list[Line]:
    """Return the lines at the foot that are set in one small size, if they begin in the lower part of the page."""
    ordered = sorted(lines, key=lambda line: line.y)
    at = len(ordered)
    while at and ordered[at - 1].size < small and abs(ordered[at - 1].size - ordered[-1].size) < _SAME:
        at -= 1
    zone = ordered[at:]
    return zone if at and zone and zone[0].y > 0.4 * height else []
