"""Paragraphs, tables, notes and boxes of a Word document as blocks in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from evidencescan.values import Block, PassageKind

from ..tables import Row, table_blocks
from ..textual import clean, paragraphs_of, reads_as_heading
from ..xml_safety import local
from .inline import chosen, inline_of
from .numbering import Numbering
from .package import W, is_on, number, val
from .styles import Role, Styles

_MAX_COLUMNS = 63
_WORD = re.compile(r"[^\W\d_]{4}")
_CONTENTS_GALLERY = "table of contents"


class Body:
    """Walks a document once; numbering is counted on the way."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[tuple[str, str], etree._Element]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._carried = ""

    def blocks(self, container: etree._Element, *, furniture: bool = False) -> Iterator[Block]:
        """Yield the blocks of ``container``; all are of kind "furniture" where ``furniture`` is set."""
        for child in container:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child, furniture)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "sdt":
                gallery = val(child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")) or ""
                content = child.find(W + "sdtContent")
                if content is not None:
                    yield from self.blocks(content, furniture=furniture or gallery.lower() == _CONTENTS_GALLERY)
            elif name == "AlternateContent":
                branch = chosen(child)
                if branch is not None:
                    yield from self.blocks(branch, furniture=furniture)
            elif name in {"ins", "moveTo", "customXml", "smartTag"}:
                yield from self.blocks(child, furniture=furniture)

    def _paragraph(self, paragraph: etree._Element, furniture: bool) -> Iterator[Block]:
        inline = inline_of(paragraph)
        text = self._carried + inline.text
        self._carried = ""
        properties = paragraph.find(W + "pPr")
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            # Its end was deleted in revision: it is one with the next paragraph.
            self._carried = text
        else:
            yield from self._text_blocks(text, properties, furniture)
        for box in inline.boxes:
            yield from self.blocks(box, furniture=furniture)
        for reference in inline.notes:
            note = self._notes.get(reference)
            said = clean(" ".join(inline_of(child).text for child in note.iter(W + "p"))) if note is not None else ""
            if said:
                yield Block(said, "note")

    def _text_blocks(self, text: str, properties: etree._Element | None, furniture: bool) -> Iterator[Block]:
        style_id = val(properties.find(W + "pStyle")) if properties is not None else None
        role = self._role(style_id, properties)
        label, depth = self._number(style_id, properties)
        lines = paragraphs_of(text.split("\n"))
        if not lines:
            if label is None or not _WORD.search(label):
                return
            # "Article 3" alone, all of it made by Word, is the text of its line.
            lines, label = [label], None
        if furniture or role.contents:
            yield from (Block(line, "furniture") for line in lines)
            return
        whole = " ".join(lines)
        if role.level is not None and (role.title or reads_as_heading(whole)):
            yield Block(whole, "heading", level=role.level, label=label, title=role.title)
            return
        kind: PassageKind = "caption" if role.caption else "item" if depth is not None else "paragraph"
        for line in lines:
            yield Block(line, kind, level=depth, label=label)
            label = None

    def _role(self, style_id: str | None, properties: etree._Element | None) -> Role:
        role = self._styles.role(style_id)
        outline = val(properties.find(W + "outlineLvl")) if properties is not None else None
        if outline is None or role.title or role.contents:
            return role
        level = number(outline, 9) + 1
        return Role(level=level) if level <= 9 else Role(caption=role.caption)

    def _number(self, style_id: str | None, properties: etree._Element | None) -> tuple[str | None, int | None]:
        """Return the number that Word gives the paragraph, and its depth in its list from 1, None outside lists."""
        num_id, level, linked = self._styles.numbering(style_id)
        direct = properties.find(W + "numPr") if properties is not None else None
        if direct is not None:
            num_id = val(direct.find(W + "numId")) or num_id
            own_level = val(direct.find(W + "ilvl"))
            level = number(own_level, 0) if own_level is not None else level
        if num_id is None or num_id == "0":
            return None, None
        if level is None:
            level = self._numbering.level_of_style(num_id, style_id)
            level = level or self._numbering.level_of_style(num_id, linked)
        return self._numbering.label(num_id, level), level + 1

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows: list[Row] = []
        single: list[Block] = []
        beside: list[Block] = []
        for row in _elements(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            cells: list[tuple[str, ...]] = [()] * _columns(properties, "gridBefore", 0)
            for cell in _elements(row, "tc"):
                inner = [] if _continues(cell) else list(self.blocks(cell))
                single += inner
                beside += (block for block in inner if block.kind in {"table", "note"})
                cells.append(tuple(_labelled(block) for block in inner if block.kind not in {"table", "note"}))
                cells += [()] * (_columns(cell.find(W + "tcPr"), "gridSpan", 1) - 1)
            rows.append(Row(tuple(cells), is_on(properties.find(W + "tblHeader")) if properties is not None else False))
        if sum(any(any(row.cells[column : column + 1]) for row in rows) for column in range(_width(rows))) <= 1:
            # One column is a box around text, not a table.
            yield from single
            return
        yield from table_blocks(rows, first_is_head=True)
        yield from beside


def _width(rows: list[Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _labelled(block: Block) -> str:
    return block.text if block.label is None else f"{block.label} {block.text}"


def _elements(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, which may stand in content controls."""
    for child in parent:
        found = local(child)
        if found == name:
            yield child
        elif found in {"sdt", "sdtContent", "ins", "customXml", "moveTo"}:
            yield from _elements(child, name)


def _continues(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and val(merge, "continue") == "continue"


def _columns(properties: etree._Element | None, name: str, default: int) -> int:
    if properties is None:
        return default
    return min(max(number(val(properties.find(W + name)), default), 0), _MAX_COLUMNS)
