"""Blocks made ready for segmentation: paragraphs that a page broke are joined, offset maps are cut and shifted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from evidencescan.values import Block, Box, Locator, PassageKind, Span

from .knowledge import Language, plain
from .numbering import Mark, head_marks
from .places import PackedLocator

_BROKEN_END = re.compile(r"[^\W_][\]\")’”»]?$|[,\-–]$")
_NUMBER_ALONE = re.compile(r"\(?\w{1,5}(?:\.\d{1,3})*[.)]{1,2}|[•▪◦●■–-]")
_LETTERED = re.compile(r"[a-zñ]{1,4}[).]\s")
_NUMBER_AT_HEAD = re.compile(r"^[\divx]+[.)]\s*")
_LONGEST_BARE = 80
_FLOWING: frozenset[PassageKind] = frozenset({"paragraph", "item"})
_ASIDE: frozenset[PassageKind] = frozenset({"furniture", "note", "caption"})
_COLUMN = 100.0
"""Points by which the left edge of a continuation must differ for it to stand in another column."""


@dataclass(slots=True)
class Draft:
    """A block on its way to passages; ``inert`` as in `evidencescan.values.Passage`.

    What is asked of a draft more than once is kept.
    """

    text: str
    kind: PassageKind
    level: int | None
    label: str | None
    columns: tuple[str, ...]
    locator: Locator
    title: bool
    inert: str | None = None
    _region: bool | None = field(default=None, init=False)
    _marks: list[Mark] | None = field(default=None, init=False)

    @property
    def labelled(self) -> str:
        """The text, behind its label if it has one."""
        return f"{self.label} {self.text}" if self.label else self.text

    def marks(self, known: Language) -> list[Mark]:
        """Return the numbers at the head of the labelled text."""
        if self._marks is None:
            self._marks = head_marks(self.labelled, 0, known)
        return self._marks

    def bare(self) -> str:
        """Return a short text in plain form, an own number and a colon apart; "" for a text that is not short."""
        if len(self.text) > _LONGEST_BARE:
            return ""
        return _NUMBER_AT_HEAD.sub("", plain(self.text)).strip(" .:-–—")

    def names_region(self, known: Language) -> bool:
        """Whether the whole of a short text is a heading of any region."""
        if self._region is None:
            bare = self.bare()
            self._region = bool(bare) and known.region_names.fullmatch(bare) is not None
        return self._region


def shifted(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    """Return an offset map for a text that now begins ``by`` characters later."""
    return tuple(Span(s.at + by, s.length, s.page, s.start) for s in spans)


def cut_locator(locator: Locator, start: int, end: int, whole: int) -> Locator:
    """Return the locator of ``text[start:end]`` for a text of ``whole`` characters; boxes are kept by page."""
    if start == 0 and end == whole:
        return locator
    spans = []
    for span in locator.spans:
        first, last = max(span.at, start), min(span.at + span.length, end)
        if first < last:
            spans.append(Span(first - start, last - first, span.page, span.start + first - span.at))
    page = spans[0].page if spans else locator.page_at(start)
    pages: set[int | None] = {span.page for span in spans} or {page}
    boxes = tuple(box for box in locator.boxes if box.page in pages)
    return PackedLocator(page, boxes, locator.xml_id, spans)


def _apart(before: Locator, after: Locator) -> bool:
    """Whether two blocks stand on different pages or in different columns of one page."""
    if before.page is None or after.page is None:
        return False
    last = before.boxes[-1].page if before.boxes else before.spans[-1].page if before.spans else before.page
    if last != after.page:
        return after.page == last + 1
    if not before.boxes or not after.boxes:
        return False
    left: Box = before.boxes[-1]
    return abs(left.x0 - after.boxes[0].x0) > _COLUMN and after.boxes[0].top < left.bottom


def _continues(before: Draft, after: Block) -> bool:
    if before.kind not in _FLOWING or after.kind not in _FLOWING or after.label is not None:
        return False
    first = after.text[:1]
    if not first.islower() or _LETTERED.match(after.text):
        return False
    return bool(_BROKEN_END.search(before.text[-3:])) and _apart(before.locator, after.locator)


def _is_number_alone(before: Draft, after: Block) -> bool:
    """Whether a block is no more than the number of the next, set apart from it by the layout."""
    if before.kind not in _FLOWING or after.kind not in _FLOWING or before.label is not None or after.label is not None:
        return False
    return bool(_NUMBER_ALONE.fullmatch(before.text)) and not _NUMBER_ALONE.match(after.text)


def _joined(parts: list[Draft]) -> Draft:
    head = parts[0]
    texts, spans, boxes, length = list[str](), list[Span](), list[Box](), 0
    for part in parts:
        if texts:
            length += 1
        spans += shifted(part.locator.spans, length)
        boxes += part.locator.boxes
        texts.append(part.text)
        length += len(part.text)
    locator = PackedLocator(head.locator.page, tuple(boxes), head.locator.xml_id, spans)
    return Draft(" ".join(texts), head.kind, head.level, head.label, head.columns, locator, head.title)


def drafts(blocks: Sequence[Block]) -> list[Draft]:
    """Return the blocks that have text, in order, with broken paragraphs joined across what stands between."""
    result: list[Draft] = []
    broken: dict[int, list[Draft]] = {}  # the parts of a paragraph, by its place
    flowing: list[Draft] = []
    place = 0
    for block in blocks:
        text = block.text.replace("\n", " ")
        if not text or text.isspace():
            continue
        draft = Draft(text, block.kind, block.level, block.label, block.columns, block.locator, block.title)
        waiting = len(flowing) == 1 and _is_number_alone(flowing[0], block)
        if flowing and (waiting or _continues(flowing[-1], block)):
            flowing.append(draft)
            broken[place] = flowing
            continue
        if block.kind not in _ASIDE:
            flowing, place = [draft], len(result)
        result.append(draft)
    for place, parts in broken.items():
        result[place] = _joined(parts)
    return result
