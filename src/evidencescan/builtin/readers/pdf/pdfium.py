"""The text of a page, and its lines with their place and font, as PDFium gives them."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path

from evidencescan.errors import ReadError

from .layout import Cut, Line
from .library import Handle, Library

LINE_END_HYPHENS = "\ufffe\x02"
"""What PDFium puts where a hyphen stands at the end of a line; the line feed after it is left out."""

_BREAKS = frozenset(LINE_END_HYPHENS)
_LINE = re.compile(r"[^\r\n\ufffe\x02]+")
_WORD = re.compile(r"\S+")
_BOLD = re.compile(rb"bold|black|heavy|semibd|demi", re.IGNORECASE)
_FARTHEST = 1e5  # points
_WIDE_GAP = 1.4  # in font sizes; a justified line's spaces stay below it
_FOUR = struct.Struct("4d").unpack
_SIX = struct.Struct("6f").unpack

Rect = tuple[float, float, float, float]
Gap = tuple[float, float]
Type = tuple[float, float, float, float, bytes]
"""Size, direction (x and y), baseline, and the name of the font."""


def text_of_page(path: Path, number: int) -> str:
    """Return the text of page ``number`` (from 1) of a file; raises `ReadError` where there is none."""
    library = Library()
    document = library.open(path)
    try:
        page = library.page(document, number)
        try:
            text = library.text(page)
            try:
                return library.characters(text)
            finally:
                library.close_text(text)
        finally:
            library.close_page(page)
    except library.helpers.PdfiumError as error:
        raise ReadError(f"{path.name} has no readable page {number}", page=number) from error
    finally:
        document.close()


class Frame:
    """From PDF coordinates (origin at the bottom left) to those of the page as it is seen (top left)."""

    __slots__ = ("height", "turn", "width", "x0", "x1", "y0", "y1")

    def __init__(self, x0: float, y0: float, x1: float, y1: float, turn: int) -> None:
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1
        self.turn = turn
        width, height = x1 - x0, y1 - y0
        self.width, self.height = (height, width) if turn % 2 else (width, height)

    @classmethod
    def of(cls, library: Library, page: Handle) -> Frame:
        """Return the frame of a page; raises ``PdfiumError``."""
        if not library.get_box(page, library.bounds_places[0]):
            raise library.helpers.PdfiumError("Failed to get page bounding box.")
        left, top, right, bottom = library.bounds
        turn = library.get_turn(page)
        if turn == -1:
            raise library.helpers.PdfiumError("Failed to get page rotation.")
        return cls(left, bottom, right, top, turn % 4)

    def turned(self, quarter: int) -> Frame:
        """Return this frame turned by further quarters, clockwise."""
        return Frame(self.x0, self.y0, self.x1, self.y1, (self.turn + quarter) % 4)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point."""
        if self.turn == 0:
            return x - self.x0, self.y1 - y
        if self.turn == 1:
            return y - self.y0, x - self.x0
        if self.turn == 2:
            return self.x1 - x, y - self.y0
        return self.y1 - y, self.x1 - x

    def rect(self, left: float, top: float, right: float, bottom: float) -> Rect:
        """Return (x0, top, x1, bottom) of a rectangle."""
        ax, ay = self.point(left, top)
        bx, by = self.point(right, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def box(self, left: float, top: float, right: float, bottom: float) -> Rect:
        """Return the same of a rectangle whose left is not right of its right, nor its bottom above its top."""
        if self.turn == 0:
            return left - self.x0, self.y1 - top, right - self.x0, self.y1 - bottom
        return self.rect(left, top, right, bottom)

    def quarter(self, a: float, b: float) -> int:
        """Return by how many quarters, clockwise, the page is to be turned for text of this direction to read."""
        written = (0 if a >= 0 else 2) if abs(a) >= abs(b) else 1 if b > 0 else 3
        return (written - self.turn) % 4


class TextPage:
    """The text of one page, its lines, and the boxes of any stretch of it. Close it before its page."""

    __slots__ = ("frame", "handle", "index", "library", "number", "page", "text")

    def __init__(self, library: Library, page: Handle, number: int) -> None:
        self.library = library
        self.number = number
        self.page = page
        self.frame = Frame.of(library, page)
        self.handle = library.text(page)
        try:
            self.text = library.characters(self.handle)
        except library.helpers.PdfiumError:
            self.close()
            raise
        self.index = self._indexer()

    def close(self) -> None:
        """Free the text page."""
        self.library.close_text(self.handle)

    def _indexer(self) -> Callable[[int], int] | None:
        """Return a function from index in the text to PDFium's own, or None where they are the same."""
        if self.library.count_characters(self.handle) == len(self.text):
            return None
        units = [0]
        for char in self.text:
            units.append(units[-1] + (2 if ord(char) > 0xFFFF else 1))
        to_char, handle = self.library.place_of_character, self.handle

        def index(at: int) -> int:
            found = int(to_char(handle, units[at]))
            return found if found >= 0 else units[at]

        return index

    def _range(self, start: int, end: int) -> tuple[int, int]:
        """Return where PDFium has a stretch of the text, and its length there."""
        if self.index is None:
            return start, end - start
        first = self.index(start)
        return first, max(1, self.index(end - 1) - first + 1)

    def rects(self, start: int, end: int) -> list[Rect]:
        """Return the boxes (x0, top, x1, bottom) of a stretch of the text."""
        return [self._rect(number) for number in range(self.library.count_rects(self.handle, *self._range(start, end)))]

    def _rect(self, number: int) -> Rect:
        """Return one of the boxes of the stretch that PDFium has found last."""
        library = self.library
        library.get_rect(self.handle, number, *library.rect_places)
        return self.frame.box(*_FOUR(library.rect))

    def lines(self) -> list[Line]:
        """Return the lines in the order of the page's content, those without a visible character left out."""
        found, quarters = self._lines()
        if not quarters:
            return found
        weight = [0, 0, 0, 0]
        for at, line in enumerate(found):
            weight[quarters.get(at, 0)] += len(line.text)
        main = weight.index(max(weight))
        if main:
            self.frame = self.frame.turned(main)
            found, quarters = self._lines()
        for at in quarters:
            found[at].turned = True
        return found

    def _lines(self) -> tuple[list[Line], dict[int, int]]:
        """Return the lines, and the quarters by which those are turned that are not level, by their place."""
        library, handle, frame, text = self.library, self.handle, self.frame, self.text
        count_rects, get_rect, rect = library.count_rects, library.get_rect, library.rect
        to_left, to_top, to_right, to_bottom = library.rect_places
        number, same, plain = self.number, self.index is None, frame.turn == 0
        width, height, edge, roof, far = frame.width, frame.height, frame.x0, frame.y1, _FARTHEST
        usual = indent = 0.0
        type_at, bold = self._typer(), library.bold
        out: list[Line] = []
        quarters: dict[int, int] = {}
        for match in _LINE.finditer(text):
            words = match[0]
            if words.isspace():
                continue
            start, end = match.span()
            rects = count_rects(handle, start, end - start) if same else count_rects(handle, *self._range(start, end))
            if not rects:
                continue
            get_rect(handle, 0, to_left, to_top, to_right, to_bottom)
            x0, top, x1, bottom = _FOUR(rect)
            if plain:
                x0, top, x1, bottom = x0 - edge, roof - top, x1 - edge, roof - bottom
            else:
                x0, top, x1, bottom = frame.rect(x0, top, x1, bottom)
            size, a, b, y, font = type_at((start + end) // 2, start)
            if size != usual:
                if (size - usual > 0.5 or usual - size > 0.5) and end - start > 3:
                    # The middle may be a raised number: the larger of two places is the line's own type.
                    size, a, b, y, font = max((size, a, b, y, font), type_at(start + (end - start) // 4, start))
                usual = size = usual if size == usual else size  # one number for all lines that share it
            else:
                size = usual
            heavy = bold.get(font)
            if heavy is not False:
                ends = start, start + len(words.rstrip()) - 1
                heavy = self._is_heavy(font) and all(map(self._is_bold, ends))
            cuts: tuple[Cut, ...] = ()
            if rects > 1:
                size = size or bottom - top
                x0, x1, gaps = self._spread(rects, x0, x1, _WIDE_GAP * size)
                if gaps:
                    cuts = self._cuts(gaps, start, end)
            if not top - size <= y <= bottom + size:
                y = bottom
            if not 1 <= size <= 400:
                size = max(bottom - top, 1.0)
            if not (b == 0 and a > 0 and plain) and (quarter := frame.quarter(a, b)):
                quarters[len(out)] = quarter
            if not (-far < x0 < far and -far < x1 < far and -far < y < far):
                x0, x1, y = -1.0, -1.0, -1.0  # not a number, or nowhere
            if x0 == indent:
                x0 = indent  # one number again
            else:
                indent = x0
            outside = x0 >= width or x1 <= 0 or not -size <= y <= height + size
            out.append(
                Line(number, start, words, x0, x1, y, size, heavy, text[end : end + 1] in _BREAKS, outside, cuts)
            )
        return out, quarters

    def _typer(self) -> Callable[[int, int], Type]:
        """Return a function that gives the type at an index, or at the last letter before it, from a first index on."""
        library, text, handle, frame, index = self.library, self.text, self.handle, self.frame, self.index
        get_matrix, get_font, get_size = library.get_matrix, library.get_font, library.get_size
        matrix, name = library.matrix, library.name
        to_matrix, to_name, to_flags = library.matrix_place, library.name_place, library.flags_place
        longest = library.longest_name
        plain, roof = frame.turn == 0, frame.y1

        def type_at(at: int, start: int) -> Type:
            while text[at].isspace() and at > start:
                at -= 1
            if index is not None:
                at = index(at)
            get_matrix(handle, at, to_matrix)
            get_font(handle, at, to_name, longest, to_flags)
            a, b, c, d, e, f = _SIX(matrix)
            size = get_size(handle, at) * (abs(d) if c == 0 else (c * c + d * d) ** 0.5)
            return size, a, b, roof - f if plain else frame.point(e, f)[1], name.value

        return type_at

    def _is_heavy(self, font: bytes) -> bool:
        """Say whether the name of a font is that of a bold one."""
        bold = self.library.bold
        heavy = bold.get(font)
        if heavy is None:
            heavy = bold[font] = _BOLD.search(font) is not None
        return heavy

    def _is_bold(self, at: int) -> bool:
        library = self.library
        char = at if self.index is None else self.index(at)
        library.get_font(self.handle, char, library.name_place, library.longest_name, library.flags_place)
        return self._is_heavy(library.name.value)

    def _spread(self, rects: int, x0: float, x1: float, wide: float) -> tuple[float, float, list[Gap]]:
        """Return from where to where a line of several boxes runs, x0 and x1 being the first's, and its wide gaps."""
        get_rect, handle, rect, frame = self.library.get_rect, self.handle, self.library.rect, self.frame
        to_left, to_top, to_right, to_bottom = self.library.rect_places
        plain, edge = frame.turn == 0, frame.x0
        gaps: list[Gap] = []
        before = x1
        for number in range(1, rects):
            get_rect(handle, number, to_left, to_top, to_right, to_bottom)
            if plain:
                left, right = rect[0] - edge, rect[2] - edge
            else:
                left, _, right, _ = frame.rect(*_FOUR(rect))
            if left - before >= wide:
                gaps.append((before, left))
            if left < x0:
                x0 = left
            if right > x1:
                x1 = right
            before = right
        return x0, x1, gaps

    def _cuts(self, gaps: list[Gap], start: int, end: int) -> tuple[Cut, ...]:
        """Return where a stretch of the text is cut: at the first words that begin behind each of its gaps."""
        library, handle = self.library, self.handle
        out: list[Cut] = []
        for match in _WORD.finditer(self.text, start + 1, end):
            at = match.start()
            if at == start + 1 and not self.text[start].isspace():
                continue  # the rest of the first word
            if library.count_rects(handle, *self._range(*match.span())) and self._rect(0)[0] >= gaps[len(out)][1] - 0.5:
                out.append(Cut(at, *gaps[len(out)]))
                if len(out) == len(gaps):
                    break
        return tuple(out)
