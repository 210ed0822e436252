"""Columns of a page, and the reading order of its lines.

The order of the page's content is kept wherever it makes sense: whoever laid the page out mostly wrote it in the
order in which it is read. Lines are put in a new order only where the content runs row by row across columns of
running text, or jumps about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate, pairwise
from statistics import median

from .layout import Cut, Line

_BIN = 4.0
_FEWEST = 6  # lines in a column
_WORDY = 14  # characters in the middle line of a column of running text; less is a table
_ROWWISE = 0.5
_DISORDER = 0.25
_NEAR = 45.0  # points; lines that begin so near to each other are of one text
_FAR = 3.2  # sizes of type from one line to the next
_ENOUGH = 3


def in_reading_order(lines: list[Line], width: float) -> list[Line]:
    """Return the lines of a page in reading order, with ``column``, ``left`` and ``right`` set."""
    level = [line for line in lines if not line.turned]
    if len(level) < _FEWEST:
        return _with_edges(lines)
    pieces = _split(level)
    gutters = _gutters(pieces, width)
    if gutters:
        _place(pieces, gutters)
        if _is_rowwise(pieces) or _is_disordered(pieces):
            ordered = _column_by_column(pieces)
        else:
            ordered = _split_at(level, gutters)
            _place(ordered, gutters)
    else:
        ordered = level
        if _is_disordered(level):
            ordered = sorted(level, key=lambda line: (round(line.y), line.x0))
    turned = [line for line in lines if line.turned] if len(level) < len(lines) else []
    return _with_edges(ordered) + turned


def _split(lines: list[Line]) -> list[Line]:
    """Cut every line at its wide gaps."""
    if not any(line.cuts for line in lines):
        return lines
    out: list[Line] = []
    for line in lines:
        if line.cuts:
            out.extend(_pieces(line, line.cuts))
        else:
            out.append(line)
    return out


def _split_at(lines: list[Line], gutters: list[float]) -> list[Line]:
    """Cut lines where a gutter runs through one of their wide gaps."""
    out: list[Line] = []
    for line in lines:
        cuts = tuple(cut for cut in line.cuts if any(cut.x0 - 2 <= gutter <= cut.x1 + 2 for gutter in gutters))
        out.extend(_pieces(line, cuts) if cuts else [line])
    return out


def _pieces(line: Line, cuts: Iterable[Cut]) -> list[Line]:
    out: list[Line] = []
    text, start, x0 = line.text, line.start, line.x0
    for cut in cuts:
        at = cut.at - start
        out.append(line.piece(text[:at], start, x0, cut.x0))
        text, start, x0 = text[at:], cut.at, cut.x1
    out.append(line.piece(text, start, x0, line.x1, broken=line.broken))
    return out


def _gutters(pieces: list[Line], width: float) -> list[float]:
    """Return the middles of the vertical white stripes that part columns of running text, left to right."""
    left = min([line.x0 for line in pieces])
    right = max([line.x1 for line in pieces])
    wide = 0.55 * (right - left)
    narrow = [line for line in pieces if line.x1 - line.x0 < wide]
    if len(narrow) < 2 * _FEWEST or width <= 0:
        return []
    bins = int((right - left) / _BIN) + 2
    steps = [0] * (bins + 1)
    for line in narrow:
        steps[int((line.x0 - left) / _BIN)] += 1
        steps[int((line.x1 - left) / _BIN) + 1] -= 1
    cover = list(accumulate(steps))[:bins]
    out: list[float] = []
    start = 0
    for gutter in _stripes(cover):
        middle = left + (gutter + 0.5) * _BIN
        side = [line for line in narrow if start <= line.x0 and line.x1 <= middle + _BIN]
        rest = [line for line in narrow if line.x0 >= middle - _BIN]
        if _is_column(side) and _is_column(rest) and _side_by_side(side, rest):
            out.append(middle)
            start = int(middle - _BIN)
    return out


def _stripes(cover: list[int]) -> list[int]:
    """Return the emptiest bin of each run of bins with nearly nothing, the runs at both ends left out."""
    limit = max(1, int(0.06 * max(cover)))
    out: list[int] = []
    run: list[int] = []
    for number, count in enumerate(cover):
        if count <= limit:
            run.append(number)
            continue
        if len(run) >= 2 and run[0] > 0:
            out.append(run[len(run) // 2])
        run = []
    return out


def _is_column(lines: list[Line]) -> bool:
    return len(lines) >= _FEWEST and median(len(line.text) for line in lines) >= _WORDY


def _side_by_side(left: list[Line], right: list[Line]) -> bool:
    top = max(min(line.y for line in left), min(line.y for line in right))
    bottom = min(max(line.y for line in left), max(line.y for line in right))
    shared = sum(1 for line in left if top <= line.y <= bottom), sum(1 for line in right if top <= line.y <= bottom)
    return min(shared) >= _FEWEST - 1


def _place(lines: list[Line], gutters: list[float]) -> None:
    """Set the column of each line: how many gutters it begins behind, -1 where it runs across one."""
    before, behind = [gutter - _BIN for gutter in gutters], [gutter + _BIN for gutter in gutters]
    for line in lines:
        column = bisect_left(before, line.x0)
        line.column = column if column >= bisect_left(behind, line.x1) else -1


def _is_rowwise(lines: list[Line]) -> bool:
    """Say whether the content goes from column to column on the same baseline, with running text in both."""
    same = 0
    rows: dict[int, set[int]] = {}
    for line in lines:
        if line.column >= 0:
            rows.setdefault(round(line.y / 3), set()).add(line.column)
    for before, line in pairwise(lines):
        if before.column != line.column and -1 not in (before.column, line.column):
            same += abs(before.y - line.y) < 0.3 * line.size
    shared = sum(1 for columns in rows.values() if len(columns) > 1)
    return same >= _FEWEST - 1 and same >= _ROWWISE * shared and _is_filled(lines)


def _is_filled(lines: list[Line]) -> bool:
    """Say whether most lines reach the end of their column, as lines of running text do and table cells do not."""
    full = total = 0
    for column in {line.column for line in lines} - {-1}:
        members = [line for line in lines if line.column == column]
        left, right = min(line.x0 for line in members), max(line.x1 for line in members)
        full += sum(1 for line in members if line.x1 - left > 0.75 * (right - left))
        total += len(members)
    return full > 0.55 * total


def _is_disordered(lines: list[Line]) -> bool:
    back = 0
    for before, line in pairwise(lines):
        if line.y < before.y - 2 * line.size and line.column == before.column and _overlap(before, line):
            back += 1
    return back > _DISORDER * len(lines)


def _overlap(one: Line, other: Line) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _column_by_column(lines: list[Line]) -> list[Line]:
    """Read from the top; at each line across columns, first all that stands above it, column by column."""
    usual = median(line.size for line in lines)
    out: list[Line] = []
    band: list[Line] = []
    ordered = sorted(lines, key=lambda line: (round(line.y), line.x0))
    for line in ordered:
        if line.column < 0 or _is_alone(line, ordered, usual):
            out.extend(sorted(band, key=lambda item: item.column))
            band = []
            out.append(line)
        else:
            band.append(line)
    out.extend(sorted(band, key=lambda item: item.column))
    return out


def _is_alone(line: Line, lines: list[Line], usual: float) -> bool:
    """Say whether a line stands out and has no neighbour in another column: a heading over all of them."""
    if line.column != 0 or not (line.bold or line.size > 1.1 * usual):
        return False
    return not any(other.column > 0 and abs(other.y - line.y) < 1.2 * line.size for other in lines)


def _with_edges(lines: list[Line]) -> list[Line]:
    """Set the edges between which the text of each line runs: those of the strip of lines around it, if it is long."""
    whole: dict[int, tuple[float, float]] = {}
    for strip in _strips(lines):
        if len(strip) >= _ENOUGH:
            left, right = min([line.x0 for line in strip]), max([line.x1 for line in strip])
        else:
            column = strip[0].column
            if column not in whole:
                whole[column] = _edges([line for line in lines if line.column == column])
            left, right = whole[column]
        for line in strip:
            line.left, line.right = left, right
    return lines


def _strips(lines: list[Line]) -> list[list[Line]]:
    """Part the lines where they jump up or far down, or begin far from where the line before begins."""
    out: list[list[Line]] = []
    strip: list[Line] = []
    y = size = x0 = 0.0
    column = 0
    for line in lines:
        down = line.y - y
        if (
            not strip
            or not -size < down < _FAR * size
            or line.column != column
            or (abs(line.x0 - x0) > _NEAR and down > 0.4 * size)
        ):
            strip = []
            out.append(strip)
        strip.append(line)
        y, size, x0, column = line.y, line.size, line.x0, line.column
    return out


def _edges(lines: list[Line]) -> tuple[float, float]:
    """Return where most lines begin, and where the longest end, one in twenty left out."""
    starts = sorted([line.x0 for line in lines])
    ends = sorted([line.x1 for line in lines])
    return starts[len(starts) // 10], ends[-1 - len(ends) // 20]
