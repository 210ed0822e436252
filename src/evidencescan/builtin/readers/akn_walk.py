"""The walk over an Akoma Ntoso tree."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from evidencescan.values import Block, Locator, PassageKind

from .markers import list_marker
from .tables import Row, table_blocks
from .textual import clean, names, paragraphs_of, reads_as_heading
from .xml_safety import attribute, entity_text, local, namespace

# The vocabulary of the standard: what divides a text and is headed, what enumerates, what runs within a line.
_DIVISIONS = names(
    "book tome part title chapter section subsection division subdivision subchapter subtitle subpart hcontainer "
    "article rule subrule crossHeading attachment annex component debateSection administrationOfOath "
    "rollCall prayers oralStatements writtenStatements personalStatements ministerialStatements resolutions "
    "nationalInterest declarationOfVote communication petitions papers noticesOfMotion questions address "
    "proceduralMotions pointOfOrder adjournment introduction background motivation decision arguments remedies "
    "level proviso transitional blockContainer"
)
_PROVISIONS = names("paragraph subparagraph clause subclause alinea sublist recital citation")
_ITEMS = names("point subpoint item indent li tblock")
_INLINE = names(
    "a abbr affectedDocument b caption change concept courtType date def decoration docAuthority docCommittee docDate "
    "docIntroducer docJurisdiction docketNumber docNumber docProponent docPurpose docStage docStatus docTitle docType "
    "embeddedText entity event extractText fillIn i inline ins judge lawyer legislature location mmod mod mref "
    "narrative neutralCitation num object omissis opinion organization outcome party person placeholder process "
    "quantity quotedText ref relatedDocument remark rmod role rref session shortTitle signature span sub sup term "
    "time tocItem u vote witness eop eol img marker noteRef br heading subheading"
)
_UNREAD = names("meta del noteRef img eop marker toc coverPage")
_NOTES = names("authorialNote note editorialNote")
_QUOTED = names("quotedStructure embeddedStructure extractStructure")


class Walker:
    """Leaves its blocks in ``blocks``; elements outside the namespace ``space`` are not read.

    Recursion is bounded by the depth that `parse_xml` admits.
    """

    def __init__(self, space: str) -> None:
        self._space = space
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._label: str | None = None
        self._kind: PassageKind = "paragraph"
        self._notes: list[Block] = []
        self._ids: list[str | None] = [None]
        self._depth = 0
        self._lists = 0
        self._quoted = 0

    def walk(self, root: etree._Element) -> None:
        """Add the blocks of everything below ``root``."""
        self._children(root)
        self._flush()

    def _children(self, element: etree._Element) -> None:
        self._pieces.append(element.text or "")
        for child in element:
            self._pieces.append(entity_text(child))
            # Publishers keep data of their own between the elements of the standard, in namespaces of their own.
            if local(child) and namespace(child) == self._space:
                self._element(child)
            self._pieces.append(child.tail or "")

    def _element(self, element: etree._Element) -> None:
        name = local(element)
        if name in _UNREAD:
            return
        if name in _NOTES:
            self._note(element)
        elif name in {"eol", "br"}:
            self._pieces.append("\v")
        elif name in _INLINE:
            self._children(element)
        else:
            self._flush()
            self._ids.append(attribute(element, "eId", "id", "wId") or self._ids[-1])
            self._block(element, name)
            self._flush()
            self._ids.pop()

    def _block(self, element: etree._Element, name: str) -> None:
        if name == "table":
            self.blocks.extend(table_blocks(_rows(element), locator=self._where()))
        elif name in _QUOTED:
            self._quotation(element)
        elif name in {"ol", "ul"}:
            self._html_list(element, name == "ol")
        elif name in _DIVISIONS:
            self._division(element)
        elif name in _PROVISIONS or name in _ITEMS:
            self._provision(element, name)
        elif name == "longTitle" or (name in {"p", "block"} and element.find(".//{*}docTitle") is not None):
            self._titled(element)
        else:
            self._headed(element)
            self._children_after_head(element)

    def _division(self, element: etree._Element) -> None:
        self._depth += 1
        self._headed(element)
        self._children_after_head(element)
        self._flush()
        self._depth -= 1
        self._label = None

    def _headed(self, element: etree._Element) -> None:
        """Add the heading of an element, with its number as label; a number alone is the text of the heading."""
        num = clean(" ".join(self._said(child) for child in element if local(child) == "num"))
        heading = clean(" ".join(self._said(child) for child in element if local(child) in {"heading", "subheading"}))
        if not num and not heading:
            return
        self._label = None
        text, label = (heading, num or None) if heading else (num, None)
        if self._quoted or not reads_as_heading(text):
            self.blocks.append(Block(text, label=label, locator=self._where()))
        else:
            self.blocks.append(Block(text, "heading", max(self._depth, 1), label, locator=self._where()))

    def _provision(self, element: etree._Element, name: str) -> None:
        num = next((self._said(child) for child in element if local(child) == "num"), "")
        heading = clean(" ".join(self._said(child) for child in element if local(child) in {"heading", "subheading"}))
        before, self._kind = self._kind, "item" if name in _ITEMS else "paragraph"
        self._lists += name in _ITEMS
        if heading:
            self._depth += 1
            self._headed(element)
            self._depth -= 1
        elif num:
            # "1." and, nested in it with no words between, "(a)" are one number: "1.(a)".
            self._label = num if self._label is None else f"{self._label}{num}"
        self._children_after_head(element)
        self._flush()
        self._kind = before
        self._lists -= name in _ITEMS
        self._label = None

    def _children_after_head(self, element: etree._Element) -> None:
        self._pieces.append(element.text or "")
        for child in element:
            if (
                local(child) not in {"num", "heading", "subheading"}
                and local(child)
                and namespace(child) == self._space
            ):
                self._element(child)
            self._pieces.append(entity_text(child) + (child.tail or ""))

    def _titled(self, element: etree._Element) -> None:
        text = self._said(element)
        if text:
            self.blocks.append(
                Block(text, "heading", 1, locator=self._where(), title=not any(b.title for b in self.blocks))
            )

    def _quotation(self, element: etree._Element) -> None:
        """Add text that an amendment puts into another law, between the quotation marks that the markup names."""
        first = len(self.blocks)
        self._quoted += 1
        self._children(element)
        self._flush()
        self._quoted -= 1
        start, end = attribute(element, "startQuote") or "", attribute(element, "endQuote") or ""
        if len(self.blocks) > first:
            block = self.blocks[first]
            self.blocks[first] = replace(block, text=start + block.text)
            self.blocks[-1] = replace(self.blocks[-1], text=self.blocks[-1].text + end)

    def _html_list(self, element: etree._Element, ordered: bool) -> None:
        value = 1
        symbol = attribute(element, "symbol") or ""
        style = attribute(element, "type") or (symbol.strip("().-° ") if symbol else "1")
        for child in element:
            if local(child) != "li":
                continue
            given = attribute(child, "value")
            marker = given if given and not given.isdigit() else None
            if given and given.isdigit():
                value = min(int(given), 9999) if len(given) < 6 else value
            if marker is None and ordered:
                marker = list_marker(value, style)
                if marker is not None and symbol and style in symbol:
                    marker = symbol.replace(style, marker.rstrip("."), 1)
            value += 1
            self._label = marker
            self._element(child)

    def _note(self, element: etree._Element) -> None:
        text = self._said(element, notes=False)
        if text:
            marker = attribute(element, "marker")
            self._notes.append(Block(text, "note", label=clean(marker) if marker else None, locator=self._where()))

    def _said(self, element: etree._Element, *, notes: bool = True) -> str:
        """Return the text of an element in one line; its notes are kept for later where ``notes`` is set."""
        inner = Walker(self._space)
        inner.walk(element)
        if notes:
            self._notes.extend(block for block in inner.blocks if block.kind == "note")
        return clean(" ".join(block.text for block in inner.blocks if not notes or block.kind != "note"))

    def _where(self) -> Locator:
        return Locator(xml_id=self._ids[-1])

    def _flush(self) -> None:
        lines = paragraphs_of("".join(self._pieces).replace("\n", " ").split("\v")) if self._pieces else []
        self._pieces.clear()
        for line in lines:
            level = max(self._lists, 1) if self._kind == "item" else None
            self.blocks.append(Block(line, self._kind, level, self._label, locator=self._where()))
            self._label = None
        if lines:
            self.blocks.extend(self._notes)
            self._notes.clear()


def _rows(table: etree._Element) -> list[Row]:
    rows: list[Row] = []
    for line in table.iter("{*}tr", "{*}row"):
        cells: list[tuple[str, ...]] = []
        head = False
        for cell in line:
            if local(cell) not in {"td", "th", "entry", "cell"}:
                continue
            head = head or local(cell) == "th"
            inner = Walker(namespace(table))
            inner.walk(cell)
            cells.append(tuple(_labelled(block) for block in inner.blocks))
            span = attribute(cell, "colspan") or "1"
            cells += [()] * (min(int(span), 100) - 1 if span.isdigit() and len(span) < 6 else 0)
        parent = line.getparent()
        rows.append(Row(tuple(cells), head or (parent is not None and local(parent) == "thead")))
    return rows


def _labelled(block: Block) -> str:
    return block.text if block.label is None else f"{block.label} {block.text}"
