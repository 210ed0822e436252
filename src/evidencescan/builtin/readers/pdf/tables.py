"""Ruled tables: pdfplumber finds the cells among the rules that are drawn on a page; PDFium's words go into them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .layout import Line, Row
from .pdfium import TextPage
from .rules import Rule

MOST_CHARACTERS = 20000
_SLACK = 2.0
_SLIVER = 6.5  # points; a narrower cell is the space between two rules
_FEWEST_RULES = 3
_MOST_CROSSINGS = 4000
_LONGEST_CELL = 2500  # characters; more is the frame of a page

Cell = tuple[float, float, float, float]


class Grid(NamedTuple):
    """A table's rows of cells, top to bottom; a cell is (x0, top, x1, bottom)."""

    box: Cell
    rows: tuple[tuple[Cell, ...], ...]


def may_have_tables(rules: list[Rule]) -> bool:
    """Say whether there are enough rules in both directions for a table of two rows and two columns."""
    heights = {round(rule.top) for rule in rules if rule.level}
    if len(heights) < _FEWEST_RULES:
        return False
    return len({round(rule.x0) for rule in rules if not rule.level}) >= _FEWEST_RULES


def find_grids(rules: list[Rule]) -> list[Grid]:
    """Return the tables of at least two rows and two columns that the rules make; none where they are too many."""
    from pdfplumber import table as plumber

    edges = plumber.merge_edges([_edge(rule) for rule in set(rules)], 3, 3, 3, 3)
    across = sum(1 for edge in edges if edge["orientation"] == "h")
    if across * (len(edges) - across) > _MOST_CROSSINGS:
        return []
    crossings = plumber.edges_to_intersections(edges, 3, 3)
    out: list[Grid] = []
    for cells in plumber.cells_to_tables(plumber.intersections_to_cells(crossings)):
        group = [cell for cell in cells if cell[2] - cell[0] > _SLIVER]
        rows = _rows(group)
        if _is_wide_enough(rows):
            box = (
                min(cell[0] for cell in group),
                min(cell[1] for cell in group),
                max(cell[2] for cell in group),
                max(cell[3] for cell in group),
            )
            out.append(Grid(box, rows))
    return out


def _is_wide_enough(rows: tuple[tuple[Any, ...], ...]) -> bool:
    """Say whether enough rows have more than one filled cell; else the rules are frames around text."""
    wide = sum(1 for row in rows if sum(1 for cell in row if cell) > 1)
    return wide > 1 and wide >= 0.3 * len(rows)


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.level else "v",
        "object_type": "line",
    }


def _rows(cells: list[Cell]) -> tuple[tuple[Cell, ...], ...]:
    tops: dict[float, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        top = next((known for known in tops if abs(known - cell[1]) < _SLACK), cell[1])
        tops.setdefault(top, []).append(cell)
    return tuple(tuple(sorted(tops[top])) for top in sorted(tops))


def fill(page: TextPage, lines: list[Line], grids: list[Grid]) -> tuple[list[Line], list[list[Row]]]:
    """Return the lines that stand outside of tables, in the order given, and the rows of each table."""
    inside: dict[int, dict[tuple[int, int], list[Line]]] = {number: {} for number in range(len(grids))}
    owner: dict[Line, int] = {}
    for line in lines:
        number = next((at for at, grid in enumerate(grids) if _is_in(line, grid.box)), None)
        if number is None or line.turned:
            continue
        owner[line] = number
        for piece in _pieces(page, line, grids[number]):
            inside[number].setdefault(_cell_of(piece, grids[number]), []).append(piece)
    tables = {number: _table(page.number, number, grid, inside[number]) for number, grid in enumerate(grids)}
    loose = [line for line in lines if not tables.get(owner.get(line, -1))]
    return loose, [rows for rows in tables.values() if rows]


def _table(page: int, number: int, grid: Grid, words: dict[tuple[int, int], list[Line]]) -> list[Row]:
    """Return the rows that have words; none where the rules turn out to be frames around text."""
    rows: list[Row] = []
    for at, cells in enumerate(grid.rows):
        filled = tuple(tuple(words.get((at, cell), ())) for cell in range(len(cells)))
        if any(filled):
            edges = tuple(cell[0] for cell in cells)
            rows.append(Row(page, number, filled, edges, grid.box))
    longest = max((sum(len(line.text) for line in cell) for row in rows for cell in row.cells), default=0)
    return rows if longest <= _LONGEST_CELL and _is_wide_enough(tuple(row.cells for row in rows)) else []


def _is_in(line: Line, box: Cell) -> bool:
    middle = line.y - 0.3 * line.size
    return box[1] <= middle <= box[3] and line.x1 > box[0] + 1 and line.x0 < box[2] - 1


def _cell_of(line: Line, grid: Grid) -> tuple[int, int]:
    """Return row and cell of the cell that the middle of a piece of a line is in, or else of the nearest.

    A cell over several rows is in its first.
    """
    x, y = (line.x0 + line.x1) / 2, line.y - 0.3 * line.size
    best, place = float("inf"), (0, 0)
    for number, row in enumerate(grid.rows):
        for at, (x0, top, x1, bottom) in enumerate(row):
            away = max(x0 - x, x - x1, 0.0) + max(top - y, y - bottom, 0.0)
            if away < best:
                best, place = away, (number, at)
    return place


def _pieces(page: TextPage, line: Line, grid: Grid) -> list[Line]:
    """Cut a line that runs over several cells of a row: at the first word that begins in another cell."""
    y = line.y - 0.3 * line.size
    walls = sorted({cell[0] for row in grid.rows for cell in row if cell[1] <= y <= cell[3]} | {grid.box[2]})
    if not any(line.x0 + _SLACK < wall < line.x1 - _SLACK for wall in walls):
        return [line]
    out: list[Line] = []
    current: Line | None = None
    room = -1
    for match in re.finditer(r"\S+", line.text):
        boxes = page.rects(line.start + match.start(), line.start + match.end())
        if not boxes:
            continue
        x0, x1 = boxes[0][0], boxes[-1][2]
        here = sum(1 for wall in walls if wall <= (x0 + x1) / 2)
        if current is not None and here == room:
            current.text, current.x1 = line.text[current.start - line.start : match.end()], x1
            continue
        if current is not None:
            out.append(current)
        room = here
        current = line.piece(match[0], line.start + match.start(), x0, x1)
    if current is not None:
        current.broken = line.broken
        out.append(current)
    return out or [line]
