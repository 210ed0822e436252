"""What stands above comes first: tables among the lines, and headings that a page's content has last."""

from __future__ import annotations

from typing import NamedTuple

from .layout import Line, Row

_TOUCH = 3.0
_MOST = 300  # runs on a page; more have no order that could be found


class _Unit(NamedTuple):
    """Lines that follow each other downwards, or the rows of a table, with the box around them."""

    items: list[Line | Row]
    x0: float
    top: float
    x1: float
    bottom: float


def arranged(lines: list[Line], tables: list[list[Row]]) -> list[Line | Row]:
    """Return lines and rows in reading order.

    The order of ``lines`` is kept, but for a run of lines that stands wholly above an earlier one: it goes before
    that. So do tables.
    """
    boxes = [rows[0].box for rows in tables]
    runs = _runs(lines, boxes)
    if not tables and len(runs) < 2:
        return list(lines)
    units = [_unit(run) for run in runs]
    units.extend(_Unit(list(rows), *box) for rows, box in zip(tables, boxes, strict=True))
    if len(units) > _MOST:
        return [item for unit in units for item in unit.items]
    placed: list[_Unit] = []
    for unit in units:
        at = next((at for at, other in enumerate(placed) if _is_above(unit, other)), len(placed))
        placed.insert(at, unit)
    return [item for unit in placed for item in unit.items]


def _runs(lines: list[Line], boxes: list[tuple[float, float, float, float]]) -> list[list[Line]]:
    runs: list[list[Line]] = []
    run: list[Line] = []
    y = size = 0.0
    column, turned = 0, False
    for line in lines:
        if (
            not run
            or line.y < y - size
            or line.column != column
            or line.turned != turned
            or (boxes and any(y <= top + _TOUCH and bottom <= line.y for _, top, _, bottom in boxes))
        ):
            run = []
            runs.append(run)
        run.append(line)
        y, size, column, turned = line.y, line.size, line.column, line.turned
    return runs


def _unit(run: list[Line]) -> _Unit:
    return _Unit(
        list(run),
        min([line.x0 for line in run]),
        min([line.y - 0.7 * line.size for line in run]),
        max([line.x1 for line in run]),
        max([line.y for line in run]),
    )


def _is_above(unit: _Unit, other: _Unit) -> bool:
    return unit.bottom <= other.top + _TOUCH and unit.x0 < other.x1 and other.x0 < unit.x1
