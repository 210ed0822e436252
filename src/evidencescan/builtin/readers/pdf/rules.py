"""The ruled lines that are drawn on a page, from PDFium's path objects."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

from .pdfium import Frame, Library

MOST_PATHS = 5000
_MOST_SEGMENTS = 20000
_THIN = 3.0
_SHORTEST = 6.0
_LONGEST = 1e5


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


def drawn(library: Library, page: Any, frame: Frame) -> Drawn:
    """Look at the objects of a page once. Pages with too many paths to be a table give no rules."""
    raw = library.raw
    get, kind_of = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
    paths: list[Any] = []
    pictures: list[Any] = []
    for number in range(raw.FPDFPage_CountObjects(page)):
        item = get(page, number)
        kind = kind_of(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == raw.FPDF_PAGEOBJ_PATH:
            paths.append(item)
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            pictures.append(item)
        if len(paths) > MOST_PATHS:
            return Drawn([], len(paths), 0.0)
    rules: list[Rule] = []
    if paths:
        rules = _Rules(library, frame).of(paths)
    return Drawn(rules, len(paths), _largest(library, frame, pictures))


def _largest(library: Library, frame: Frame, items: list[Any]) -> float:
    whole = max(1.0, frame.width * frame.height)
    best = 0.0
    for item in items:
        box = _bounds(library, item)
        if box is not None:
            best = max(best, (box[2] - box[0]) * (box[3] - box[1]) / whole)
    return best


def _bounds(library: Library, item: Any) -> tuple[float, float, float, float] | None:
    values = tuple(ctypes.c_float() for _ in range(4))
    if not library.raw.FPDFPageObj_GetBounds(item, *(ctypes.byref(value) for value in values)):
        return None
    return values[0].value, values[1].value, values[2].value, values[3].value


class _Rules:
    def __init__(self, library: Library, frame: Frame) -> None:
        self.raw = library.raw
        self.library = library
        self.frame = frame
        self.out: list[Rule] = []
        self.segments = 0

    def of(self, paths: list[Any]) -> list[Rule]:
        """Return the rules of all paths that are lines, boxes, or grids of straight lines."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        for path in paths:
            count = self.raw.FPDFPath_CountSegments(path)
            self.segments += count
            if count < 2 or self.segments > _MOST_SEGMENTS:
                continue
            self.raw.FPDFPath_GetDrawMode(path, fill, stroke)
            if not stroke.value and (not fill.value or self._is_white(path)):
                continue
            if count <= 6:
                self._simple(path, count)
            elif stroke.value:
                self._grid(path, count)
        return self.out

    def _is_white(self, path: Any) -> bool:
        """Say whether a filled shape cannot be seen on paper."""
        values = [ctypes.c_uint() for _ in range(4)]
        self.raw.FPDFPageObj_GetFillColor(path, *(ctypes.byref(value) for value in values))
        return values[3].value == 0 or all(value.value >= 250 for value in values[:3])

    def _simple(self, path: Any, count: int) -> None:
        box = _bounds(self.library, path)
        if box is None:
            return
        x0, top, x1, bottom = self.frame.rect(box[0], box[3], box[2], box[1])
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

    def _grid(self, path: Any, count: int) -> None:
        raw = self.raw
        matrix = self.library.matrix
        raw.FPDFPageObj_GetMatrix(path, matrix)
        a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
        x, y = ctypes.c_float(), ctypes.c_float()
        last: tuple[float, float] | None = None
        for number in range(count):
            segment = raw.FPDFPath_GetPathSegment(path, number)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                return
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            px, py = x.value, y.value
            point = self.frame.point(a * px + c * py + e, b * px + d * py + f)
            if last is not None and kind == raw.FPDF_SEGMENT_LINETO:
                x0, x1 = sorted((last[0], point[0]))
                top, bottom = sorted((last[1], point[1]))
                if x1 - x0 <= 1 or bottom - top <= 1:
                    self._add(x0, top, x1, bottom, box=False)
            last = point
