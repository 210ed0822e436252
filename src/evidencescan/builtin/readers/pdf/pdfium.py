"""The edge to PDFium: opening a file, the text of a page, and its lines with their place and font.

PDFium's raw functions are called through one object, `Library`, so that it is imported only where a file is read.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evidencescan.errors import ReadError

from .layout import Cut, Line

LINE_END_HYPHENS = "\ufffe\x02"
"""What PDFium puts where a hyphen stands at the end of a line; the line feed after it is left out."""

_LINE = re.compile(r"[^\r\n\ufffe\x02]+")
_WORD = re.compile(r"\S+")
_BOLD = re.compile(rb"bold|black|heavy|semibd|demi", re.IGNORECASE)
_FARTHEST = 1e5  # points
_WIDE_GAP = 1.4  # in font sizes; a justified line's spaces stay below it
_PASSWORD, _SECURITY = 4, 5


class Library:
    """PDFium's functions and the buffers they write to; one for each reading."""

    def __init__(self) -> None:
        import pypdfium2
        import pypdfium2.raw as raw

        self.raw = raw
        self.helpers = pypdfium2
        self.box = tuple(ctypes.c_double() for _ in range(4))
        self.box_refs = tuple(ctypes.byref(value) for value in self.box)
        self.matrix = raw.FS_MATRIX()
        self.name = ctypes.create_string_buffer(96)
        self.flags = ctypes.c_int()
        self.bold: dict[bytes, bool] = {}

    def open(self, path: Path) -> Any:
        """Open a file as a ``PdfDocument``; raises `ReadError` "encrypted" or "unreadable"."""
        try:
            return self.helpers.PdfDocument(path)
        except self.helpers.PdfiumError as error:
            if error.err_code in (_PASSWORD, _SECURITY):
                raise ReadError(
                    f"{path.name} is locked with a password",
                    category="encrypted",
                    advice="save a copy without a password and scan that",
                ) from error
            raise ReadError(
                f"{path.name} is not a PDF that can be opened: {error}",
                advice="get the file again, or open it elsewhere and print it to a new PDF",
            ) from error
        except OSError as error:
            raise ReadError(f"{path.name} cannot be opened: {error}", advice="check that the file exists") from error

    def info(self, document: Any, key: str) -> str:
        """Return one entry of a document's information, white space collapsed; empty where there is none."""
        name = key.encode() + b"\0"
        size = self.raw.FPDF_GetMetaText(document, name, None, 0)
        buffer = ctypes.create_string_buffer(size)
        self.raw.FPDF_GetMetaText(document, name, buffer, size)
        return " ".join(buffer.raw.decode("utf-16-le", "ignore").replace("\0", " ").split())


def page_text(page: Any) -> str:
    """Return the text of a ``PdfPage``: what the spans of a locator count in."""
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()


def text_of_page(path: Path, number: int) -> str:
    """Return the text of page ``number`` (from 1) of a file; raises `ReadError` where there is none."""
    library = Library()
    document = library.open(path)
    try:
        page = document[number - 1]
        try:
            return page_text(page)
        finally:
            page.close()
    except (library.helpers.PdfiumError, IndexError) as error:
        raise ReadError(f"{path.name} has no readable page {number}", page=number) from error
    finally:
        document.close()


class Frame:
    """From PDF coordinates (origin at the bottom left) to those of the page as it is seen (top left)."""

    def __init__(self, page: Any) -> None:
        box: tuple[float, float, float, float] = page.get_bbox()
        self.x0, self.y0, self.x1, self.y1 = box
        self.turn = int(page.get_rotation()) // 90 % 4
        width, height = self.x1 - self.x0, self.y1 - self.y0
        self.width, self.height = (height, width) if self.turn % 2 else (width, height)

    def turned(self, quarter: int) -> Frame:
        """Return this frame turned by further quarters, clockwise."""
        other = object.__new__(Frame)
        other.x0, other.y0, other.x1, other.y1 = self.x0, self.y0, self.x1, self.y1
        other.turn = (self.turn + quarter) % 4
        other.width, other.height = (self.height, self.width) if quarter % 2 else (self.width, self.height)
        return other

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point."""
        if self.turn == 0:
            return x - self.x0, self.y1 - y
        if self.turn == 1:
            return y - self.y0, x - self.x0
        if self.turn == 2:
            return self.x1 - x, y - self.y0
        return self.y1 - y, self.x1 - x

    def rect(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Return (x0, top, x1, bottom) of a rectangle."""
        ax, ay = self.point(left, top)
        bx, by = self.point(right, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def quarter(self, a: float, b: float) -> int:
        """Return by how many quarters, clockwise, the page is to be turned for text of this direction to read."""
        written = (0 if a >= 0 else 2) if abs(a) >= abs(b) else 1 if b > 0 else 3
        return (written - self.turn) % 4


class TextPage:
    """The text of one page, its lines, and the boxes of any stretch of it. Close it before its page."""

    def __init__(self, library: Library, page: Any, number: int) -> None:
        self.library = library
        self.number = number
        self.page = page
        self.textpage = page.get_textpage()
        self.handle = self.textpage.raw
        self.text: str = self.textpage.get_text_range()
        self.frame = Frame(page)
        self.index = self._indexer()
        raw = library.raw
        self.get_rect, self.count_rects = raw.FPDFText_GetRect, raw.FPDFText_CountRects
        self.get_matrix, self.get_font, self.get_size = (
            raw.FPDFText_GetMatrix,
            raw.FPDFText_GetFontInfo,
            raw.FPDFText_GetFontSize,
        )

    def close(self) -> None:
        """Free the text page."""
        self.textpage.close()

    def _indexer(self) -> Callable[[int], int] | None:
        """Return a function from index in the text to PDFium's own, or None where they are the same."""
        if self.textpage.count_chars() == len(self.text):
            return None
        units = [0]
        for char in self.text:
            units.append(units[-1] + (2 if ord(char) > 0xFFFF else 1))
        to_char = self.library.raw.FPDFText_GetCharIndexFromTextIndex

        def index(at: int) -> int:
            found = int(to_char(self.handle, units[at]))
            return found if found >= 0 else units[at]

        return index

    def rects(self, start: int, length: int) -> list[tuple[float, float, float, float]]:
        """Return the boxes (x0, top, x1, bottom) of a stretch of the text."""
        left, top, right, bottom = self.library.box
        if self.index is not None:
            first = self.index(start)
            length = max(1, self.index(start + length - 1) - first + 1)
            start = first
        get, refs, frame = self.get_rect, self.library.box_refs, self.frame
        out = []
        for number in range(self.count_rects(self.handle, start, length)):
            get(self.handle, number, *refs)
            if frame.turn:
                out.append(frame.rect(left.value, top.value, right.value, bottom.value))
            else:
                out.append(
                    (left.value - frame.x0, frame.y1 - top.value, right.value - frame.x0, frame.y1 - bottom.value)
                )
        return out

    def lines(self) -> list[Line]:
        """Return the lines in the order of the page's content, those without a visible character left out."""
        frame = self.frame
        found = self._lines()
        quarters = [quarter for _, quarter in found]
        if not any(quarters):
            return [line for line, _ in found]
        weight = [0, 0, 0, 0]
        for line, quarter in found:
            weight[quarter] += len(line.text)
        main = weight.index(max(weight))
        if main:
            self.frame = frame.turned(main)
            found = self._lines()
        return [line._replace(turned=True) if quarter else line for line, quarter in found]

    def _lines(self) -> list[tuple[Line, int]]:
        frame, text, bold = self.frame, self.text, self.library.bold
        usual = 0.0
        out: list[tuple[Line, int]] = []
        for match in _LINE.finditer(text):
            words = match[0]
            if words.isspace():
                continue
            start, end = match.span()
            rects = self.rects(start, end - start)
            if not rects:
                continue
            size, a, b, y, font = self._type(start + len(words) // 2, start)
            if abs(size - usual) > 0.5 and len(words) > 3:
                # The middle may be a raised number: the larger of two places is the line's own type.
                size, a, b, y, font = max((size, a, b, y, font), self._type(start + len(words) // 4, start))
            usual = size
            heavy = bold.get(font)
            if heavy is None:
                heavy = bold[font] = _BOLD.search(font) is not None
            if heavy:
                heavy = self._is_bold(start) and self._is_bold(start + len(words.rstrip()) - 1)
            x0, top, x1, bottom = rects[0]
            cuts: tuple[Cut, ...] = ()
            if len(rects) > 1:
                size = size or bottom - top
                cuts = self._cuts(rects, start, end, size)
                x0, x1 = min(r[0] for r in rects), max(r[2] for r in rects)
            if not top - size <= y <= bottom + size:
                y = bottom
            if not 1 <= size <= 400:
                size = max(bottom - top, 1.0)
            broken = end < len(text) and text[end] in LINE_END_HYPHENS
            quarter = 0 if b == 0 and a > 0 and frame.turn == 0 else frame.quarter(a, b)
            if not (abs(x0) < _FARTHEST and abs(x1) < _FARTHEST and abs(y) < _FARTHEST):
                x0, x1, y = -1.0, -1.0, -1.0  # not a number, or nowhere
            outside = x0 >= frame.width or x1 <= 0 or not -size <= y <= frame.height + size
            out.append((Line(self.number, start, words, x0, x1, y, size, heavy, broken, outside, cuts), quarter))
        return out

    def _type(self, at: int, start: int) -> tuple[float, float, float, float, bytes]:
        """Return the size, direction, baseline and font of the type at an index, or at the last letter before it."""
        library, matrix = self.library, self.library.matrix
        while at > start and self.text[at].isspace():
            at -= 1
        char = at if self.index is None else self.index(at)
        self.get_matrix(self.handle, char, matrix)
        self.get_font(self.handle, char, library.name, 96, library.flags)
        c, d = matrix.c, matrix.d
        size = self.get_size(self.handle, char) * (abs(d) if c == 0 else (c * c + d * d) ** 0.5)
        y = self.frame.point(matrix.e, matrix.f)[1]
        return size, matrix.a, matrix.b, y, library.name.value

    def _is_bold(self, at: int) -> bool:
        library = self.library
        char = at if self.index is None else self.index(at)
        self.get_font(self.handle, char, library.name, 96, library.flags)
        return _BOLD.search(library.name.value) is not None

    def _cuts(
        self, rects: list[tuple[float, float, float, float]], start: int, end: int, size: float
    ) -> tuple[Cut, ...]:
        gaps = [
            (left[2], right[0]) for left, right in itertools.pairwise(rects) if right[0] - left[2] >= _WIDE_GAP * size
        ]
        out: list[Cut] = []
        for match in _WORD.finditer(self.text, start, end) if gaps else ():
            word = self.rects(match.start(), match.end() - match.start())
            if word and match.start() > start and word[0][0] >= gaps[len(out)][1] - 0.5:
                out.append(Cut(match.start(), *gaps[len(out)]))
                if len(out) == len(gaps):
                    break
        return tuple(out)
