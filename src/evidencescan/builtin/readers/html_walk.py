"""The walk over an HTML tree: text gathers until an element begins or ends a block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from evidencescan.values import Block, Locator, PassageKind

from .markers import list_marker
from .tables import Row, table_blocks
from .textual import clean, is_marker, names, paragraphs_of, reads_as_heading, starts_item

_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol optgroup option p pre section summary table "
    "tbody td tfoot th thead tr ul"
)
_DROPPED = names(
    "script style template noscript nav aside iframe object embed svg math button select input textarea datalist "
    "audio video canvas head link meta title del s strike rp rt map"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[\w-]*\s*:[^;]*line-through", re.I)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
_NOTE = re.compile(r"(?:^|\s)(?:foot|end)-?notes?(?:[\s_-]|$)", re.I)
# Brackets of which the number was a reference, or made by a style sheet.
_HOLLOW = re.compile(r"\s{0,3}\(\s*\)")
_NOTE_ROLES = frozenset({"doc-footnote", "doc-endnote", "doc-endnotes"})
_MAX_SPAN = 100
_LONG_CELL = 1500


@dataclass(slots=True)
class _List:
    ordered: bool
    style: str
    value: int
    step: int
    furniture: bool


@dataclass(slots=True)
class _Open:
    """What has been entered and not yet left."""

    lists: list[_List] = field(default_factory=list)
    item: str | None = None
    in_item: int = 0
    heading: int | None = None
    caption: int = 0
    pre: int = 0
    places: list[tuple[str | None, bool]] = field(default_factory=lambda: [(None, False)])
    """The nearest id and whether all is part of a note, for each element that is open."""


class Walker:
    """Walks once, without recursion, and leaves its blocks in ``blocks``."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._open = _Open()

    def walk(self, top: LexborNode) -> None:
        """Add the blocks of everything below ``top``."""
        # Nodes are compared by identity: their equality compares the markup of all that is below them.
        root = top.mem_id
        node = top.child
        while node is not None:
            child = None
            if node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node and not is_dropped(node) and self._enter(node):
                child = node.child
                if child is None:
                    self._leave(node)
            following = child or node.next
            while following is None:
                node = node.parent
                if node is None or node.mem_id == root:
                    break
                self._leave(node)
                following = node.next
            node = following
        self._flush()

    def _text(self, text: str) -> None:
        self._pieces.append(text if self._open.pre else text.replace("\n", " "))

    def _enter(self, node: LexborNode) -> bool:
        """Note that ``node`` begins; return whether its children are to be walked."""
        tag = node.tag or ""
        if tag == "br":
            self._pieces.append("\n")
            return False
        if tag in _BLOCKS:
            self._flush()
        if tag == "table":
            rows = data_rows(node)
            if rows is not None:
                self.blocks.extend(table_blocks(rows, locator=Locator(xml_id=_id(node) or self._open.places[-1][0])))
                return False
        elif tag == "sup" and _is_reference(node):
            return False
        elif tag in _LISTS:
            self._open.lists.append(_list_of(node))
        elif tag == "li":
            self._enter_item(node)
        elif tag in _HEADINGS:
            self._open.heading = _HEADINGS[tag]
        elif tag in {"caption", "figcaption"}:
            self._open.caption += 1
        elif tag == "pre":
            self._open.pre += 1
        nearest, note = self._open.places[-1]
        self._open.places.append((_id(node) or nearest, note or (tag in _BLOCKS and _is_note(node))))
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _BLOCKS:
            self._flush()
        self._open.places.pop()
        if tag in _LISTS:
            self._open.lists.pop()
        elif tag == "li":
            self._open.in_item -= 1
            self._open.item = None
        elif tag in _HEADINGS:
            self._open.heading = None
        elif tag in {"caption", "figcaption"}:
            self._open.caption -= 1
        elif tag == "pre":
            self._open.pre -= 1

    def _enter_item(self, node: LexborNode) -> None:
        self._open.in_item += 1
        self._open.item = None
        current = self._open.lists[-1] if self._open.lists else None
        if current is not None and current.ordered:
            given = node.attributes.get("value")
            if given is not None and re.fullmatch(r"-?\d{1,9}", given.strip()):
                current.value = int(given)
            self._open.item = list_marker(current.value, node.attributes.get("type") or current.style)
            current.value += current.step

    def _flush(self) -> None:
        if not self._pieces:
            return
        raw = "".join(self._pieces)
        self._pieces.clear()
        lines = paragraphs_of(_HOLLOW.sub("", raw).split("\n"))
        if not lines:
            return
        state = self._open
        where = Locator(xml_id=state.places[-1][0])
        whole = " ".join(lines)
        if state.lists and state.lists[-1].furniture:
            self.blocks.append(Block(whole, "furniture", locator=where))
        elif state.heading is not None and reads_as_heading(whole):
            self.blocks.append(Block(whole, "heading", level=state.heading, locator=where))
        else:
            self._paragraphs(lines, where)

    def _paragraphs(self, lines: list[str], where: Locator) -> None:
        state = self._open
        kind: PassageKind = "caption" if state.caption else "item" if state.in_item else "paragraph"
        kind = "note" if state.places[-1][1] else kind
        level = max(len(state.lists), 1) if kind == "item" else None
        label = state.item if kind == "item" and not starts_item(lines[0]) and not is_marker(lines[0]) else None
        state.item = None
        for line in lines:
            self.blocks.append(Block(line, kind, level=level, label=label, locator=where))
            label = None


def is_dropped(node: LexborNode) -> bool:
    """Say whether an element is no text of the page: scripts, navigation, what is hidden or struck out."""
    tag = node.tag or ""
    if tag in _DROPPED and not (tag == "aside" and _is_note(node)):
        return True
    attributes = node.attributes
    if not attributes:
        return tag in {"header", "footer"} and _is_navigation(node)
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return True
    if attributes.get("role") in {"navigation", "contentinfo", "search"}:
        return True
    return tag in {"header", "footer"} and _is_navigation(node)


def _is_navigation(node: LexborNode) -> bool:
    """Say whether a header or footer belongs to the site: it holds a menu or a form, or mostly links."""
    return node.css_first("nav, form, input, button") is not None or _link_share(node) > 0.3


def _link_share(node: LexborNode) -> float:
    whole = len(clean(node.text()))
    return sum(len(clean(link.text())) for link in node.css("a[href]")) / whole if whole else 0.0


def _list_of(node: LexborNode) -> _List:
    attributes = node.attributes
    start = (attributes.get("start") or "").strip()
    items = [child for child in node.iter() if child.tag == "li"]
    value = int(start) if re.fullmatch(r"-?\d{1,9}", start) else 1
    step = 1
    if "reversed" in attributes:
        value, step = (value if start else len(items)), -1
    styled = _LIST_STYLE.search(attributes.get("style") or "")
    style = styled[1].lower() if styled else attributes.get("type") or "1"
    # A list of nothing but links leads to text and is none itself: a menu, or a table of contents.
    furniture = len(items) >= 4 and _link_share(node) > 0.9
    return _List(node.tag == "ol", style, value, step, furniture)


def _is_reference(node: LexborNode) -> bool:
    """Say whether a superscript is the number of a footnote: digits that are a link."""
    text = node.text().strip().strip("[]()")
    parent = node.parent
    linked = node.css_first("a") is not None or (parent is not None and parent.tag == "a")
    return linked and (text.isdigit() or text in {"*", "†"})


def _is_note(node: LexborNode) -> bool:
    attributes = node.attributes
    role = attributes.get("role") or ""
    return role in _NOTE_ROLES or _NOTE.search(attributes.get("class") or "") is not None


def _id(node: LexborNode) -> str | None:
    attributes = node.attributes
    return (attributes.get("id") or (attributes.get("name") if node.tag == "a" else None)) if attributes else None


def data_rows(table: LexborNode) -> list[Row] | None:
    """Return the rows of a table of data; None where the table only lays out text, which is then walked as text."""
    if (table.attributes.get("role") or "") in {"presentation", "none"}:
        return None
    if table.css_first("table table, h1, h2, h3, h4, h5, h6, [role=heading]") is not None:
        return None
    rows: list[Row] = []
    spans: dict[int, int] = {}
    for line in table.css("tr"):
        if is_dropped(line):
            continue
        cells = [cell for cell in line.iter() if cell.tag in {"td", "th"}]
        texts: list[tuple[str, ...]] = []
        for cell in cells:
            _below_open_spans(texts, spans)
            said = _cell_paragraphs(cell)
            if sum(len(text) for text in said) > _LONG_CELL:
                return None
            width = _span(cell, "colspan")
            for column in range(len(texts), len(texts) + width):
                spans[column] = _span(cell, "rowspan") - 1
            texts += [said, *([()] * (width - 1))]
        _below_open_spans(texts, spans)
        inside_head = line.parent is not None and line.parent.tag == "thead"
        rows.append(Row(tuple(texts), inside_head or (bool(cells) and all(cell.tag == "th" for cell in cells))))
    filled = {column for row in rows for column, cell in enumerate(row.cells) if any(cell)}
    return rows if len(filled) > 1 else None


def _below_open_spans(texts: list[tuple[str, ...]], spans: dict[int, int]) -> None:
    """Put empty cells where a cell of a row above reaches down."""
    while spans.get(len(texts), 0) > 0:
        spans[len(texts)] -= 1
        texts.append(())


def _span(cell: LexborNode, name: str) -> int:
    text = (cell.attributes.get(name) or "1").strip()
    return min(max(int(text), 1), _MAX_SPAN) if re.fullmatch(r"\d{1,9}", text) else 1


def _cell_paragraphs(cell: LexborNode) -> tuple[str, ...]:
    inner = Walker()
    inner.walk(cell)
    return tuple(block.text if block.label is None else f"{block.label} {block.text}" for block in inner.blocks)
