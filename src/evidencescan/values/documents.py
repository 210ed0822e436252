"""What is read: sources, blocks as a reader yields them, passages as the program sees them, documents."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Literal, NamedTuple
from urllib.parse import unquote_to_bytes

PassageKind = Literal["heading", "paragraph", "item", "table", "note", "caption", "furniture"]
PASSAGE_KINDS: tuple[PassageKind, ...] = (
    "heading",
    "paragraph",
    "item",
    "table",
    "note",
    "caption",
    "furniture",
)

ProblemCategory = Literal[
    "unreadable",
    "encrypted",
    "no_text",
    "low_ocr",
    "timeout",
    "too_large",
    "lost",
    "bug",
    "policy",
    "version_skew",
]

FILE_SCHEME = "file://"
"""How the URI of a file begins whose path is no valid Unicode; all others are plain paths."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was found. ``sha256`` is of its bytes; ``size`` in bytes; ``uri`` a path or file URI."""

    uri: str
    sha256: str
    size: int
    media_type: str = "application/octet-stream"

    @property
    def name(self) -> str:
        """File name without its folder."""
        return PurePath(self.uri).name

    @property
    def path(self) -> Path:
        """Where the file is, on the machine on which it was found."""
        if not self.uri.startswith(FILE_SCHEME):
            return Path(self.uri)
        return Path(os.fsdecode(unquote_to_bytes(self.uri.removeprefix(FILE_SCHEME))))


class Box(NamedTuple):
    """A rectangle on a page in PDF points, origin at the top left; ``page`` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Span(NamedTuple):
    """One piece of an offset map: ``length`` characters at ``at`` in a text were at ``start`` of a page's own text.

    ``start`` counts Unicode characters in the text of page ``page`` as the reader's library gives it. Characters
    between two spans (a space put in for a line end) have no counterpart in the original.
    """

    at: int
    length: int
    page: int
    start: int


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a passage stands in the original: page (from 1), boxes, XML id (Akoma Ntoso eId), offset map."""

    page: int | None = None
    boxes: tuple[Box, ...] = ()
    xml_id: str | None = None
    spans: tuple[Span, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the page on which the character at ``offset`` of the text stands."""
        page = self.page
        for span in self.spans:
            if span.at > offset:
                break
            page = span.page
        return page


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text as a reader yields it, in reading order.

    ``text`` has its white space collapsed to single spaces and its line-end hyphens undone. ``kind`` is what the
    format itself says; segmentation may refine "paragraph". ``level`` is the depth of a heading or list (from 1)
    where the format knows it. ``label`` is a number that the format keeps apart from the text (Word numbering, an
    Akoma Ntoso ``num``); it is not repeated in ``text``. ``columns`` are the column heads of a table row whose
    cells are joined in ``text`` by `` | ``. ``title`` marks a heading that the format calls the document's title.
    """

    text: str
    kind: PassageKind = "paragraph"
    level: int | None = None
    label: str | None = None
    columns: tuple[str, ...] = ()
    locator: Locator = field(default_factory=Locator)
    title: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong, as a value: ``component`` names the reader, analyser or stage; page from 1."""

    category: ProblemCategory
    component: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one file. ``metadata`` may hold title, language, country, date as the format says."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest provision that can be read on its own, or a heading, note, caption, or furniture.

    ``document.text[start:end] == text``. ``headings`` is the heading path, outermost first. ``citation`` is what a
    lawyer would write: "Art. 12(3)(b)", "s. 4", "Objective 2, Action 2.3". ``lead`` is the ``seq`` of the passage
    that introduces a list item. ``language`` is set where it differs from the document's. ``confidence`` is 0 to 1:
    how sure the text is (1 for a text layer, less for recognised text). ``inert`` says why the passage is not law
    although it reads like it: "contents", "preamble", "memorandum", "repealed", "quoted", "bibliography".
    """

    seq: int
    kind: PassageKind
    start: int
    end: int
    text: str
    locator: Locator = field(default_factory=Locator)
    headings: tuple[str, ...] = ()
    citation: str = ""
    label: str | None = None
    lead: int | None = None
    language: str | None = None
    confidence: float = 1.0
    columns: tuple[str, ...] = ()
    inert: str | None = None


@dataclass(frozen=True, slots=True)
class Trait:
    """One line of a profile: its value, the words it was taken from, and who says so (text, metadata, user)."""

    value: str
    basis: str = ""
    origin: Literal["text", "metadata", "user"] = "text"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a document is. Language is ISO 639-1, country ISO 3166-1 alpha-2, dates and periods ISO 8601."""

    language: Trait | None = None
    kind: Trait | None = None
    title: Trait | None = None
    country: Trait | None = None
    date: Trait | None = None
    period: Trait | None = None

    def get(self, name: str) -> str | None:
        """Return the value of the trait ``name``, or None where it is unknown."""
        trait: Trait | None = getattr(self, name)
        return None if trait is None else trait.value


@dataclass(frozen=True, slots=True)
class Document:
    """A document as analysers see it. ``text`` is the canonical text: all passages joined by line feeds."""

    source: Source
    text: str
    passages: tuple[Passage, ...]
    profile: Profile = field(default_factory=Profile)
    pages: int | None = None
    problems: tuple[Problem, ...] = ()
