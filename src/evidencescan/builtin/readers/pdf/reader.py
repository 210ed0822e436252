"""The reader of PDF files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from itertools import pairwise
from typing import Any

from evidencescan.api import Candidate
from evidencescan.ids import tagged_hash
from evidencescan.text.places import PackedLocator, first_page
from evidencescan.values import Block, PassageKind, Problem, Reading

from .columns import in_reading_order
from .compose import Composer
from .furniture import furniture
from .headings import levels, mark_headings
from .hyphens import Hyphens
from .layout import Line, Lines, Page, Row
from .library import Library
from .notes import body_size, notes
from .order import arranged
from .paragraphs import Draft, Grouper, Rank, leading
from .pdfium import TextPage
from .rules import drawn
from .tables import MOST_CHARACTERS, fill, find_grids, may_have_tables

_VERSION = 1
_STRETCH = 1000  # pages; lines take much memory, and the library keeps something of each page until it is closed
_SCANNED = 0.5  # a picture over more than half of the page
_FEW_CHARACTERS = 60
_LONGEST_HEAD = 80
_FAILURES = (ArithmeticError, LookupError, ValueError, TypeError, RecursionError)
_GARBLED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
_PRIVATE = bytes([*range(0xE0, 0xF9), 0xFF])  # the upper halves of such characters, and of that for none
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


class PdfReader:
    """Reads the text layer of PDF files, page by page; tables where they are ruled."""

    name = "pdf"
    media_type = "application/pdf"

    def __init__(self) -> None:
        self.fingerprint = tagged_hash("reader", self.name, _VERSION, version("pypdfium2"), version("pdfplumber"))

    def recognises(self, candidate: Candidate) -> float:
        """Return 1 where the file has a PDF header in its first 1024 bytes."""
        return 1.0 if b"%PDF-" in candidate.head[:1024] else 0.0

    def read(self, candidate: Candidate) -> Reading:
        """Read the file; raises `ReadError` "encrypted" or "unreadable".

        A page that fails or has no text layer becomes a problem, and the others are read.
        """
        library = Library()
        document = library.open(candidate.path)
        problems: list[Problem] = []
        try:
            metadata = _metadata(library, document)
            count = len(document)
            text = _Text(dict(metadata).get("title", ""), count)
            for numbers in _stretches(count):
                if numbers[0] > 1:
                    document.close()
                    document = library.open(candidate.path)
                text.add(list(_pages(library, document, numbers, problems)))
        finally:
            document.close()
        return Reading(text.blocks(), count, metadata, tuple(problems))


def _stretches(count: int) -> Iterator[range]:
    """Yield the numbers of pages in stretches of about the same length."""
    parts = max(1, -(-count // _STRETCH))
    ends = [count * part // parts for part in range(parts + 1)]
    for before, end in pairwise(ends):
        yield range(before + 1, end + 1)


def _pages(library: Library, document: Any, numbers: Iterable[int], problems: list[Problem]) -> Iterator[Page]:
    for number in numbers:
        try:
            page = library.page(document, number)
        except library.helpers.PdfiumError as error:
            problems.append(Problem("unreadable", "pdf", f"page {number} cannot be opened: {error}", number))
            continue
        try:
            text = TextPage(library, page, number)
            try:
                yield _page(text, problems)
            finally:
                text.close()
        except library.helpers.PdfiumError as error:
            problems.append(Problem("unreadable", "pdf", f"page {number} cannot be read: {error}", number))
        except _FAILURES as error:
            problems.append(Problem("bug", "pdf", f"page {number} cannot be read: {error!r}", number))
        finally:
            library.close_page(page)


def _page(text: TextPage, problems: list[Problem]) -> Page:
    lines = text.lines()
    seen = drawn(text.library, text.page, text.frame)
    page = Page(text.number, text.frame.width, text.frame.height)
    problem = _missing_text(text, lines, seen.paths, seen.picture)
    if problem is not None:
        problems.append(problem)
    tables: list[list[Row]] = []
    if may_have_tables(seen.rules) and len(text.text) <= MOST_CHARACTERS:
        try:
            lines, tables = fill(text, lines, find_grids(seen.rules))
        except _FAILURES as error:
            message = f"the tables of page {text.number} were read as lines: {error!r}"
            problems.append(Problem("bug", "pdf", message, text.number))
    page.items = arranged(in_reading_order(lines, page.width), tables)
    return page


def _missing_text(text: TextPage, lines: list[Line], paths: int, picture: float) -> Problem | None:
    """Return a problem where the words of a page are in a picture, or in a font that says nothing of its letters."""
    number = text.number
    characters = sum(len(line.text) for line in lines)
    if not characters:
        if picture or paths:
            return Problem("no_text", "pdf", f"page {number} has no text layer: it is a picture", number)
        return None
    if characters <= _FEW_CHARACTERS and picture > _SCANNED:
        return Problem("no_text", "pdf", f"page {number} is a picture with hardly any text", number)
    if not text.text.isascii() and _garbled(text.text, 0.3 * characters):
        return Problem("no_text", "pdf", f"page {number} has a text layer whose letters are not known", number)
    return None


def _garbled(text: str, limit: float) -> bool:
    """Say whether more than so many characters are none, of private use, or controls."""
    units = text.encode("utf-16-le", "surrogatepass")
    rest = len(units[::2].translate(None, _CONTROLS)) + len(units[1::2].translate(None, _PRIVATE))
    # the halves of a character are looked at apart: no fewer are suspected than there are
    return len(units) - rest > limit and len(_GARBLED.findall(text)) > limit


class _Text:
    """The blocks of a document, stretch after stretch of its pages.

    What the pages of a stretch have in common (sizes of type, running heads, words) is found in it alone, so that no
    more than its lines are held at a time; the levels of headings are those of the whole document.
    """

    def __init__(self, title: str, pages: int) -> None:
        self._title = " ".join(title.split()).casefold()
        self._count = pages
        self._blocks: list[Block] = []
        self._ranks: dict[int, Rank] = {}  # of headings, by their place

    def add(self, pages: list[Page]) -> None:
        """Take the pages of a stretch; the list is empty afterwards."""
        body = body_size(pages)
        marginal = furniture(pages, self._count)
        small = notes(pages, body, marginal)
        composer = Composer(Hyphens([line for page in pages for line in page.lines() if line not in marginal]))
        drafts = _grouped(pages, composer, marginal, small)
        pages.clear()
        marginal.clear()
        small.clear()
        mark_headings(drafts, body)
        drafts.reverse()
        while drafts:
            draft = drafts.pop()
            block = _block(draft, composer, self._title)
            if block is not None:
                if draft.rank is not None:
                    self._ranks[len(self._blocks)] = draft.rank
                self._blocks.append(block)

    def blocks(self) -> tuple[Block, ...]:
        """Return all blocks."""
        for place, level in zip(self._ranks, levels(list(self._ranks.values())), strict=True):
            self._blocks[place] = replace(self._blocks[place], level=level)
        return tuple(self._blocks)


def _grouped(pages: list[Page], composer: Composer, marginal: Lines, small: Lines) -> list[Draft]:
    grouper = Grouper(leading(pages))
    heads = _Heads(composer)
    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                kind: PassageKind = "paragraph"
                if item in marginal:
                    kind = "furniture"
                elif item in small:
                    kind = "note"
                else:
                    heads.interrupt()
                grouper.add(item, kind)
            else:
                grouper.add_row(heads.draft(item, marginal))
    return grouper.drafts


def _block(draft: Draft, composer: Composer, title: str) -> Block | None:
    if draft.row is not None:
        text, packed = composer.cells([cell for cell in draft.row.cells if cell])
    else:
        text, packed = composer.block(draft.lines)
    if not text:
        return None
    page = first_page(packed) if packed else (draft.lines[0].page if draft.lines else None)
    titled = draft.kind == "heading" and page == 1 and bool(title) and text.casefold() == title
    return Block(text, draft.kind, None, None, draft.columns, PackedLocator(page, (), None, packed), titled)


class _Heads:
    """Keeps the column heads of the table that is being read, over page breaks too."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._heads: tuple[str, ...] = ()
        self._edges: tuple[float, ...] = ()
        self._place = (0, 0)

    def interrupt(self) -> None:
        """Text between two tables: the next table is another one."""
        self._edges = ()

    def draft(self, row: Row, marginal: Lines) -> Draft:
        """Return the block to be of a row, with the column heads of its filled cells."""
        words = tuple(self._composer.block(cell)[0] for cell in row.cells)
        first = (row.page, row.table) != self._place
        self._place = (row.page, row.table)
        if first and self._edges and _same_edges(self._edges, row.edges):
            if words == self._heads:
                return Draft("furniture", row=row)
        elif first:
            self._edges = row.edges
            self._heads = words if _are_heads(words) else ()
            if self._heads:
                return Draft("table", row=row)
        if all(line in marginal for cell in row.cells for line in cell):
            return Draft("furniture", row=row)
        columns: tuple[str, ...] = ()
        if self._heads and len(row.cells) == len(self._heads):
            columns = tuple(head for head, cell in zip(self._heads, row.cells, strict=True) if cell)
        return Draft("table", row=row, columns=columns)


def _are_heads(words: tuple[str, ...]) -> bool:
    """Say whether a first row may be heads: short words in every cell but perhaps the first."""
    return len(words) > 1 and all(words[1:]) and all(len(word) <= _LONGEST_HEAD for word in words)


def _same_edges(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 4 for a, b in zip(one, other, strict=True))


def _metadata(library: Library, document: Any) -> tuple[tuple[str, str], ...]:
    out: list[tuple[str, str]] = []
    title = library.info(document, "Title")
    if title:
        out.append(("title", title))
    date = _DATE.match(library.info(document, "CreationDate"))
    if date and "01" <= date[2] <= "12" and "01" <= date[3] <= "31":
        out.append(("date", f"{date[1]}-{date[2]}-{date[3]}"))
    return tuple(out)
