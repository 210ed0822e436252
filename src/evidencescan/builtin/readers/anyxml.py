"""XML of whatever vocabulary: an element with text of its own is a block, and its name hints at what it is."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from evidencescan.api import Candidate
from evidencescan.values import Block, Locator, PassageKind, Problem, Reading

from .markers import without_words_aside
from .sniff import first_tag, head_text
from .tables import Row, table_blocks
from .textual import clean, read_bytes, reads_as_heading
from .xml_safety import attribute, entity_text, local, parse_xml

# Parts of names that vocabularies for law, patents and journals have in common, in small letters.
_HEAD_PARTS = ("head", "title", "marginalnote", "rubric", "caption")
_HEAD_STARTS = ("ti.", "sti.")
_HEADS = frozenset({"ti", "sti"})
_NUMBERS = frozenset({"label", "num", "no", "number", "no.p", "no.parag", "pnumber", "enum", "titlenumber"})
_UNREAD = frozenset({"del", "deleted", "script", "style", "metadata", "rdf"})
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "entry", "cell"})
_ITEMS = frozenset({"li", "item", "listitem"})


class XmlReader:
    """Reads XML that no reader for a particular vocabulary reads."""

    name = "xml"
    media_type = "application/xml"
    fingerprint = "xml-1"

    def recognises(self, candidate: Candidate) -> float:
        """Return 0.8 for text that declares itself XML, 0.3 where it begins with a tag and is full of them."""
        text = head_text(candidate)
        name, _, declared = first_tag(text)
        if not name or name in {"html", "akomantoso"}:
            return 0.0
        return 0.8 if declared else 0.3 if text.count("</") > len(text) / 1000 else 0.0

    def read(self, candidate: Candidate) -> Reading:
        """Return the blocks in document order; raise `ReadError` for XML that is broken or hostile."""
        root, well_formed = parse_xml(read_bytes(candidate), candidate.name)
        walker = _Walker()
        walker.walk(root, 0)
        blocks = _levelled(list(map(without_words_aside, walker.blocks)), walker.ranks)
        title = next((block.text for block in blocks if block.title), "")
        language = attribute(root, "lang", "language") or ""
        metadata = tuple((name, value) for name, value in (("language", language), ("title", title)) if value)
        problems = () if well_formed else (Problem("unreadable", self.name, "the XML is not well-formed"),)
        return Reading(tuple(blocks), metadata=metadata, problems=problems)


class _Walker:
    """Leaves blocks, and the rank of each should it be a heading. Recursion is bounded by what `parse_xml` admits."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.ranks: list[tuple[int, int]] = []
        self._label: str | None = None
        self._ids: list[str | None] = [None]
        self._names: list[str] = []
        self._levels: list[str] = []

    def walk(self, element: etree._Element, depth: int) -> None:
        """Add the blocks of ``element``, which stands ``depth`` elements below the root."""
        name = local(element).lower()
        if not name or name in _UNREAD:
            return
        own_id = attribute(element, "eId", "id", "xml:id", "Id", "ID")
        self._ids.append(own_id or self._ids[-1])
        self._names.append(name)
        self._levels.append(attribute(element, "level") or "")
        if name in _NUMBERS:
            self._number(_text(element))
        elif name == "table" or (name in {"tgroup", "tbl"} and "table" not in self._names[:-1]):
            self._extend(list(table_blocks(_rows(element), locator=Locator(xml_id=self._ids[-1]))), (depth, 0))
        elif _has_own_text(element):
            self._block(_text(element), depth)
        else:
            for child in element:
                self.walk(child, depth + 1)
        self._names.pop()
        self._levels.pop()
        self._ids.pop()

    def _number(self, text: str) -> None:
        """Keep a number for the text that follows; numbers within numbered elements add up: "4", "(1)" are "4(1)"."""
        if text:
            apart = "" if self._label is None or text.startswith("(") else " "
            self._label = f"{self._label or ''}{apart}{text}"

    def _block(self, text: str, depth: int) -> None:
        if not text:
            return
        block = Block(text, self._kind(text), label=self._label, locator=Locator(xml_id=self._ids[-1]))
        self._extend([block], self._rank(depth) if block.kind == "heading" else (depth, 0))
        self._label = None

    def _rank(self, depth: int) -> tuple[int, int]:
        """Return how deep a heading is: the depth of its outermost element, then the level that it gives itself."""
        above = list(zip(self._names, self._levels, strict=True))[::-1]
        for name, level in above:
            if not _is_head(name):
                break
            depth -= 1
            if level.isdigit() and len(level) < 3:
                return depth, int(level)
        return depth, 0

    def _kind(self, text: str) -> PassageKind:
        # The element itself and what encloses it closely: <Heading><TitleText>, <title><p>.
        nearest = self._names[-2:]
        if any(_is_head(name) for name in nearest) and reads_as_heading(text):
            return "heading"
        if any("note" in name for name in self._names if name != "marginalnote"):
            return "note"
        if any(name in _ITEMS for name in self._names):
            return "item"
        return "paragraph"

    def _extend(self, blocks: list[Block], rank: tuple[int, int]) -> None:
        self.blocks.extend(blocks)
        self.ranks.extend([rank] * len(blocks))


def _is_head(name: str) -> bool:
    return name in _HEADS or name.startswith(_HEAD_STARTS) or any(part in name for part in _HEAD_PARTS)


def _has_own_text(element: etree._Element) -> bool:
    if (element.text or "").strip():
        return True
    return any((child.tail or "").strip() or entity_text(child).strip() for child in element)


def _text(element: etree._Element) -> str:
    """Return all text of an element in one line, without what is deleted."""
    pieces: list[str] = []

    def gather(node: etree._Element) -> None:
        pieces.append(node.text or "")
        for child in node:
            pieces.append(entity_text(child))
            if local(child) and local(child).lower() not in _UNREAD:
                gather(child)
            pieces.append(child.tail or "")

    gather(element)
    return clean("".join(pieces))


def _rows(table: etree._Element) -> list[Row]:
    rows: list[Row] = []
    for line in table.iter():
        if local(line).lower() not in _ROWS:
            continue
        cells = [cell for cell in line if local(cell).lower() in _CELLS]
        parent = line.getparent()
        head = parent is not None and local(parent).lower() == "thead"
        head = head or (bool(cells) and all(local(cell).lower() == "th" for cell in cells))
        rows.append(Row(tuple((text,) if (text := _text(cell)) else () for cell in cells), head))
    return rows


def _levelled(blocks: list[Block], ranks: list[tuple[int, int]]) -> list[Block]:
    """Give headings levels by the order of their ranks, and call the first one the title where nothing goes before."""
    known = sorted({rank for block, rank in zip(blocks, ranks, strict=True) if block.kind == "heading"})
    level = {rank: number for number, rank in enumerate(known, start=1)}
    result: list[Block] = []
    said = False
    for block, rank in zip(blocks, ranks, strict=True):
        if block.kind == "heading":
            block = replace(block, level=level[rank], title=not said)
        said = said or block.kind != "furniture"
        result.append(block)
    return result
