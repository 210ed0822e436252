"""Footnotes: small type at the foot of a page, beginning with a number or a sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .furniture import Keys
from .layout import Line, Page

SMALLER = 0.93
NOTE_MARK = re.compile(r"\s*(?:[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?[.:]?(?=\s|[^\W\d_]{2})|[a-z][)\]]|[a-z]\s+[A-Z])")


def body_size(pages: Iterable[Page]) -> float:
    """Return the size of type that most of the text is set in; 0 where there is no text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines():
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def notes(pages: Iterable[Page], body: float, furniture: Keys) -> Keys:
    """Return the keys of all lines of footnotes; one that goes on from the page before counts too."""
    out: Keys = set()
    goes_on = False
    for page in pages:
        found = False
        columns: dict[int, list[Line]] = {}
        for item in page.items:
            if isinstance(item, Line) and item.key not in furniture and not item.turned:
                columns.setdefault(item.column, []).append(item)
        for lines in columns.values():
            zone = _small_foot(lines, body, page.height)
            first = next((at for at, line in enumerate(zone) if NOTE_MARK.match(line.text)), None)
            if first is None and not goes_on:
                continue
            start = 0 if goes_on else first
            out.update(line.key for line in zone[start:])
            found = found or bool(zone)
        goes_on = found
    return out


def _small_foot(lines: list[Line], body: float, height: float) -> list[Line]:
    """Return the lines below the last one in full size, top to bottom, if they begin in the lower part of the page."""
    ordered = sorted(lines, key=lambda line: line.y)
    at = len(ordered)
    while at and ordered[at - 1].size < SMALLER * body:
        at -= 1
    zone = ordered[at:]
    return zone if at and zone and zone[0].y > 0.4 * height else []
