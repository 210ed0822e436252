"""What a page is made of before it is text: lines with their place and type, and rows of ruled tables.

Lengths are PDF points. The origin is the top left of the page as its text reads: a page whose text runs up the
sheet is turned first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Cut(NamedTuple):
    """A wide gap inside a line: the text goes on at index ``at`` of the page text; the gap is from x0 to x1."""

    at: int
    x0: float
    x1: float


@dataclass(slots=True, eq=False)
class Line:
    """A line, or a piece of one between two wide gaps. A line is only equal to itself.

    ``text`` is the page text from index ``start``, unchanged. ``broken`` is set where the library marks a hyphen at
    its end (that character is not in ``text``). ``y`` is the baseline; ``size`` that of the font; ``column`` counts
    from 0, and is -1 for a line across columns; ``left`` and ``right`` are where the column begins and ends.
    ``turned`` is set for a line that is not level, or stands outside of the page.
    """

    page: int
    start: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    broken: bool = False
    turned: bool = False
    cuts: tuple[Cut, ...] = ()
    column: int = 0
    left: float = 0.0
    right: float = 0.0

    def piece(self, text: str, start: int, x0: float, x1: float, *, broken: bool = False) -> Line:
        """Return a stretch of this line, which has no cuts."""
        return Line(
            self.page, start, text, x0, x1, self.y, self.size, self.bold, broken, self.turned, (), self.column,
            self.left, self.right,
        )  # fmt: skip


Lines = set[Line]


class Row(NamedTuple):
    """One row of a ruled table: the lines of each cell, left to right. ``edges`` are the left edges of the cells.

    ``table`` numbers the tables of a page from 0; ``box`` is the whole table's (x0, top, x1, bottom).
    """

    page: int
    table: int
    cells: tuple[tuple[Line, ...], ...]
    edges: tuple[float, ...]
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class Page:
    """One page: its size, and its lines and rows in reading order."""

    number: int
    width: float
    height: float
    items: list[Line | Row] = field(default_factory=list)

    def lines(self) -> list[Line]:
        """Return all lines, those in tables too."""
        out = [item for item in self.items if isinstance(item, Line)]
        if len(out) == len(self.items):
            return out
        out = []
        for item in self.items:
            if isinstance(item, Line):
                out.append(item)
            else:
                for cell in item.cells:
                    out.extend(cell)
        return out
