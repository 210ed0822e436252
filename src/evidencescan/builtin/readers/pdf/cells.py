"""The cells of ruled tables: rules that nearly meet are drawn together, and the rectangles they bound are cells.

This is the way of pdfplumber's table finder, to the last decimal, over bare numbers: the same cells in less time.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from .rules import Rule

Cell = tuple[float, float, float, float]
"""(x0, top, x1, bottom)."""

_NEAR = 3.0  # points
_MOST_CROSSINGS = 4000

_Point = tuple[float, float]
_Edge = tuple[float, float, float]
"""Where a rule stands (x0, or top of a level one), and from where to where it runs."""


def tables_of(rules: Iterable[Rule]) -> list[list[Cell]]:
    """Return the cells of each table of more than one cell, the topmost table first; none where rules are too many."""
    upright, level = list[_Edge](), list[_Edge]()
    for rule in rules:
        if rule.level:
            level.append((rule.top, rule.x0, rule.x1))
        else:
            upright.append((rule.x0, rule.top, rule.bottom))
    upright, level = _joined(_snapped(upright)), _joined(_snapped(level))
    if len(upright) * len(level) > _MOST_CROSSINGS:
        return []
    return _tables(_cells(_crossings(upright, level)))


def _snapped(edges: list[_Edge]) -> list[_Edge]:
    """Put edges that stand near each other where they stand on average."""
    places = sorted({place for place, _, _ in edges})
    cluster_of: dict[float, int] = {}
    number = 0
    for at, place in enumerate(places):
        if at and not place <= places[at - 1] + _NEAR:
            number += 1
        cluster_of[place] = number
    clusters: list[list[_Edge]] = [[] for _ in range(number + 1)]
    for edge in edges:
        clusters[cluster_of[edge[0]]].append(edge)
    out: list[_Edge] = []
    for cluster in clusters:
        middle = sum(edge[0] for edge in cluster) / max(1, len(cluster))
        out.extend((place + (middle - place), start, end) for place, start, end in cluster)
    return out


def _joined(edges: list[_Edge]) -> list[_Edge]:
    """Make one of edges that stand in one place and nearly meet; ordered by place and start."""
    out: list[_Edge] = []
    for place, start, end in sorted(edges, key=itemgetter(0, 1)):
        before, first, last = out[-1] if out else (None, 0.0, 0.0)
        if place == before and start <= last + _NEAR:
            out[-1] = place, first, max(last, end)
        else:
            out.append((place, start, end))
    return out


def _crossings(upright: list[_Edge], level: list[_Edge]) -> dict[_Point, tuple[int, int]]:
    """Return the points where edges cross, each with the upright and the level edges through it, as sets of bits."""
    out: dict[_Point, tuple[int, int]] = {}
    for number, (x, top, bottom) in enumerate(upright):
        for other, (y, x0, x1) in enumerate(level):
            if top <= y + _NEAR and bottom >= y - _NEAR and x >= x0 - _NEAR and x <= x1 + _NEAR:
                down, across = out.get((x, y), (0, 0))
                out[x, y] = down | 1 << number, across | 1 << other
    return out


def _cells(crossings: dict[_Point, tuple[int, int]]) -> list[Cell]:
    """Return the smallest cell right of and below each point, where edges bound one on all sides."""
    columns: dict[float, list[float]] = {}
    rows: dict[float, list[float]] = {}
    points = sorted(crossings)
    for x, y in points:
        columns.setdefault(x, []).append(y)
        rows.setdefault(y, []).append(x)
    out: list[Cell] = []
    for x, y in points:
        down, across = crossings[x, y]
        below, beside = columns[x], rows[y]
        bottoms = [low for low in below[below.index(y) + 1 :] if crossings[x, low][0] & down]
        rights = [far for far in beside[beside.index(x) + 1 :] if crossings[far, y][1] & across]
        corner = _corner(crossings, x, y, bottoms, rights)
        if corner is not None:
            out.append((x, y, *corner))
    return out


def _corner(
    crossings: dict[_Point, tuple[int, int]], x: float, y: float, bottoms: list[float], rights: list[float]
) -> _Point | None:
    for bottom in bottoms:
        across = crossings[x, bottom][1]
        for right in rights:
            corner = crossings.get((right, bottom))
            if corner is not None and corner[0] & crossings[right, y][0] and corner[1] & across:
                return right, bottom
    return None


def _tables(cells: list[Cell]) -> list[list[Cell]]:
    """Put cells that share a corner together."""
    tables: list[list[Cell]] = []
    remaining = cells
    while remaining:
        table, corners = list[Cell](), set[_Point]()
        grown = True
        while grown:
            grown, waiting = False, remaining
            remaining = []
            for cell in waiting:
                own = _corners(cell)
                if not table or not corners.isdisjoint(own):
                    corners.update(own)
                    table.append(cell)
                    grown = True
                else:
                    remaining.append(cell)
        tables.append(table)
    tables.sort(key=lambda table: min((cell[1], cell[0]) for cell in table))
    return [table for table in tables if len(table) > 1]


def _corners(cell: Cell) -> tuple[_Point, _Point, _Point, _Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)
