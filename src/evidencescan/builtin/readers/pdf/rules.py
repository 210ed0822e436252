"""The ruled lines that are drawn on a page, from PDFium's path objects."""

from __future__ import annotations

import struct
from itertools import repeat
from typing import NamedTuple

from .library import Handle, Library, ready
from .pdfium import Frame

MOST_PATHS = 5000
_MOST_SEGMENTS = 20000
_THIN = 3.0
_SHORTEST = 6.0
_LONGEST = 1e5
_FOUR = struct.Struct("4f").unpack


class Rule(NamedTuple):
    """A horizontal (x0 to x1 at top) or vertical (top to bottom at x0) line, in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float
    level: bool


class Drawn(NamedTuple):
    """What is on a page beside its text. ``picture`` is the largest share of the page that one picture takes."""

    rules: list[Rule]
    paths: int
    picture: float


def drawn(library: Library, page: Handle, frame: Frame) -> Drawn:
    """Look at the objects of a page once. Pages with too many paths to be a table give no rules."""
    raw = library.raw
    items = list(map(library.get_object, repeat(page), range(library.count_objects(page))))
    kinds = list(map(library.type_of, items))
    count = kinds.count(raw.FPDF_PAGEOBJ_PATH)
    if count > MOST_PATHS:
        return Drawn([], MOST_PATHS + 1, 0.0)
    if len(kinds) == kinds.count(raw.FPDF_PAGEOBJ_TEXT) + count:
        pictures = []
    else:
        held = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
        pictures = [ready(item) for item, kind in zip(items, kinds, strict=True) if kind in held]
    rules: list[Rule] = []
    if count:
        path = raw.FPDF_PAGEOBJ_PATH
        rules = _Rules(library, frame).of(
            [ready(item) for item, kind in zip(items, kinds, strict=True) if kind == path]
        )
    return Drawn(rules, count, _largest(library, frame, pictures))


def _largest(library: Library, frame: Frame, items: list[Handle]) -> float:
    whole = max(1.0, frame.width * frame.height)
    best = 0.0
    for item in items:
        box = _bounds(library, item)
        if box is not None:
            best = max(best, (box[2] - box[0]) * (box[3] - box[1]) / whole)
    return best


def _bounds(library: Library, item: Handle) -> tuple[float, float, float, float] | None:
    """Return (left, bottom, right, top) of an object in PDF coordinates."""
    return _FOUR(library.bounds) if library.get_bounds(item, *library.bounds_places) else None


class _Rules:
    def __init__(self, library: Library, frame: Frame) -> None:
        self.library = library
        self.frame = frame
        self.out: list[Rule] = []
        self.segments = 0

    def of(self, paths: list[Handle]) -> list[Rule]:
        """Return the rules of all paths that are lines, boxes, or grids of straight lines."""
        library, mode = self.library, self.library.flags
        to_fill, to_stroke = library.flags_place, library.second_flag_place
        for path in paths:
            count = library.count_segments(path)
            self.segments += count
            if count < 2 or self.segments > _MOST_SEGMENTS:
                continue
            library.get_draw_mode(path, to_fill, to_stroke)
            stroke = mode[1]
            if not stroke and (not mode[0] or self._is_white(path)):
                continue
            if count <= 6:
                self._simple(path, count)
            elif stroke:
                self._grid(path, count)
        return self.out

    def _is_white(self, path: Handle) -> bool:
        """Say whether a filled shape cannot be seen on paper."""
        if not self.library.get_fill(path, *self.library.color_places):
            return True
        red, green, blue, alpha = self.library.color
        return alpha == 0 or (red >= 250 and green >= 250 and blue >= 250)

    def _simple(self, path: Handle, count: int) -> None:
        box = _bounds(self.library, path)
        if box is None:
            return
        x0, top, x1, bottom = self.frame.box(box[0], box[3], box[2], box[1])
        if x1 - x0 > 0.9 * self.frame.width and bottom - top > 0.9 * self.frame.height:
            return
        self._add(x0, top, x1, bottom, box=count > 3)

    def _add(self, x0: float, top: float, x1: float, bottom: float, *, box: bool) -> None:
        wide, high = x1 - x0, bottom - top
        if not (wide < _LONGEST and high < _LONGEST and abs(x0) < _LONGEST and abs(top) < _LONGEST):
            return
        if high <= _THIN:
            if wide >= _SHORTEST:
                middle = (top + bottom) / 2
                self.out.append(Rule(x0, middle, x1, middle, True))
        elif wide <= _THIN:
            if high >= _SHORTEST:
                middle = (x0 + x1) / 2
                self.out.append(Rule(middle, top, middle, bottom, False))
        elif box:
            self.out.append(Rule(x0, top, x1, top, True))
            self.out.append(Rule(x0, bottom, x1, bottom, True))
            self.out.append(Rule(x0, top, x0, bottom, False))
            self.out.append(Rule(x1, top, x1, bottom, False))

    def _grid(self, path: Handle, count: int) -> None:
        library, point_of = self.library, self.frame.point
        bezier, line_to = library.raw.FPDF_SEGMENT_BEZIERTO, library.raw.FPDF_SEGMENT_LINETO
        get_segment, segment_type, get_point = library.get_segment, library.segment_type, library.get_point
        library.get_object_matrix(path, library.matrix_place)
        a, b, c, d, e, f = library.matrix
        place, (to_x, to_y, _, _) = library.bounds, library.bounds_places
        last: tuple[float, float] | None = None
        for number in range(count):
            segment = get_segment(path, number)
            kind = segment_type(segment)
            if kind == bezier:
                return
            get_point(segment, to_x, to_y)
            x, y = place[0], place[1]
            point = point_of(a * x + c * y + e, b * x + d * y + f)
            if last is not None and kind == line_to:
                x0, x1 = (point[0], last[0]) if point[0] < last[0] else (last[0], point[0])
                top, bottom = (point[1], last[1]) if point[1] < last[1] else (last[1], point[1])
                if x1 - x0 <= 1 or bottom - top <= 1:
                    self._add(x0, top, x1, bottom, box=False)
            last = point
