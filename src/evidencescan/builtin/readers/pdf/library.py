"""PDFium's functions, called through one object, so that the library is imported only where a file is read."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evidencescan.errors import ReadError

_PASSWORD, _SECURITY = 4, 5
_LONGEST_NAME = 96  # bytes of a font's name that are looked at

Handle = Any
"""A page, a text, or an object on a page, ready for a call."""


class Library:
    """PDFium's functions and the buffers they write to; one for each reading.

    A call for every line or object must cost less than what it does: those functions keep the interpreter's lock
    and convert no argument. What they are given is ready for a call: numbers that fit a C int, the places of
    buffers that are reused, and the handles of pages, texts and objects on a page as this object returns them.
    """

    def __init__(self) -> None:
        import pypdfium2
        import pypdfium2.raw as raw

        self.raw = raw
        self.helpers = pypdfium2
        self.bold: dict[bytes, bool] = {}
        self.rect = (ctypes.c_double * 4)()
        self.matrix = (ctypes.c_float * 6)()
        self.bounds = (ctypes.c_float * 4)()
        self.name = ctypes.create_string_buffer(_LONGEST_NAME)
        self.flags = (ctypes.c_int * 2)()
        self.color = (ctypes.c_uint * 4)()
        self.rect_places = _places(self.rect)
        self.bounds_places = _places(self.bounds)
        self.color_places = _places(self.color)
        self.matrix_place = ctypes.byref(self.matrix)
        self.name_place = ctypes.byref(self.name)
        self.longest_name = ctypes.c_ulong.from_param(_LONGEST_NAME)
        self.flags_place = ctypes.byref(self.flags)
        self.second_flag_place = ctypes.byref(self.flags, ctypes.sizeof(ctypes.c_int))
        self._letters = (ctypes.c_char * (1 << 14))()
        self._bind()

    def _bind(self) -> None:
        raw, handle, number = self.raw, ctypes.c_void_p, ctypes.c_int
        self.load_page = _slow(raw.FPDF_LoadPage, handle, handle, number)
        self.load_text = _slow(raw.FPDFText_LoadPage, handle, handle)
        self.close_page = _slow(raw.FPDF_ClosePage, None, handle)
        self.close_text = _slow(raw.FPDFText_ClosePage, None, handle)
        self.count_characters = _quick(raw.FPDFText_CountChars, number)
        self.place_in_text = _quick(raw.FPDFText_GetTextIndexFromCharIndex, number)
        self.place_of_character = _quick(raw.FPDFText_GetCharIndexFromTextIndex, number)
        self.get_text = _quick(raw.FPDFText_GetText, number)
        self.count_rects = _quick(raw.FPDFText_CountRects, number)
        self.get_rect = _quick(raw.FPDFText_GetRect, number)
        self.get_matrix = _quick(raw.FPDFText_GetMatrix, number)
        self.get_font = _quick(raw.FPDFText_GetFontInfo, ctypes.c_ulong)
        self.get_size = _quick(raw.FPDFText_GetFontSize, ctypes.c_double)
        self.get_box = _quick(raw.FPDF_GetPageBoundingBox, number)
        self.get_turn = _quick(raw.FPDFPage_GetRotation, number)
        self.count_objects = _quick(raw.FPDFPage_CountObjects, number)
        self.get_object = _quick(raw.FPDFPage_GetObject, handle)
        self.type_of = _quick(raw.FPDFPageObj_GetType, number, handle)
        self.get_bounds = _quick(raw.FPDFPageObj_GetBounds, number)
        self.get_fill = _quick(raw.FPDFPageObj_GetFillColor, number)
        self.get_object_matrix = _quick(raw.FPDFPageObj_GetMatrix, number)
        self.get_draw_mode = _quick(raw.FPDFPath_GetDrawMode, number)
        self.count_segments = _quick(raw.FPDFPath_CountSegments, number)
        self.get_segment = _quick(raw.FPDFPath_GetPathSegment, handle)
        self.segment_type = _quick(raw.FPDFPathSegment_GetType, number, handle)
        self.get_point = _quick(raw.FPDFPathSegment_GetPoint, number, handle)

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

    def page(self, document: Any, number: int) -> Handle:
        """Open page ``number`` (from 1) of a ``PdfDocument``: to be closed with ``close_page``, before the document.

        Raises ``PdfiumError`` where there is none, or none that can be read.
        """
        page = self.load_page(document, number - 1)
        if not page:
            raise self.helpers.PdfiumError("Failed to load page.")
        return ready(page)

    def text(self, page: Handle) -> Handle:
        """Open the text of a page: to be closed with ``close_text``, before the page. Raises ``PdfiumError``."""
        text = self.load_text(page)
        if not text:
            raise self.helpers.PdfiumError("Failed to load text page.")
        return ready(text)

    def characters(self, text: Handle) -> str:
        """Return the characters of a text: what the spans of a locator count in."""
        first, last = 0, self.count_characters(text) - 1
        if last < -1:
            raise self.helpers.PdfiumError("Failed to get character count.")
        # characters that are in no text must not be asked for: PDFium would read on behind the last
        while first <= last and (start := self.place_in_text(text, first)) == -1:
            first += 1
        while first <= last and (end := self.place_in_text(text, last)) == -1:
            last -= 1
        if first > last:
            return ""
        room = 2 * (end + 2 - start)
        if room > len(self._letters):
            self._letters = (ctypes.c_char * (2 * room))()
        written = self.get_text(text, first, last - first + 1, ctypes.byref(self._letters))
        return bytes(memoryview(self._letters)[: 2 * max(0, written - 1)]).decode("utf-16-le", "ignore")

    def info(self, document: Any, key: str) -> str:
        """Return one entry of a document's information, white space collapsed; empty where there is none."""
        name = key.encode() + b"\0"
        size = self.raw.FPDF_GetMetaText(document, name, None, 0)
        buffer = ctypes.create_string_buffer(size)
        self.raw.FPDF_GetMetaText(document, name, buffer, size)
        return " ".join(buffer.raw.decode("utf-16-le", "ignore").replace("\0", " ").split())


def ready(handle: int) -> Handle:
    """Return what one of PDFium's functions gave as what others take."""
    return ctypes.c_void_p.from_param(handle)


def _quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return one of PDFium's functions as one that keeps the interpreter's lock.

    Without ``arguments`` it takes such as are ready for a call, and converts none.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(_address(function))


def _slow(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return one of PDFium's functions as one that gives up the interpreter's lock while it runs."""
    return ctypes.CFUNCTYPE(result, *arguments)(_address(function))


def _address(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0


def _places(numbers: ctypes.Array[Any]) -> tuple[Any, Any, Any, Any]:
    """Return the places of the members of an array of four, ready for a call."""
    one, two, three, four = (ctypes.byref(numbers, ctypes.sizeof(numbers) // 4 * at) for at in range(4))
    return one, two, three, four
