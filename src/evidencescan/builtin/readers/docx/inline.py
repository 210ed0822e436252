"""The text of one paragraph: what a reader of the final version sees, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ..xml_safety import local
from .package import W, is_on

# Deleted text, instructions of fields, properties, and the reading aids of ruby text.
_UNREAD = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "rubyPr"}
    | {"annotationRef", "footnoteRef", "endnoteRef", "fldData", "ffData"}
)
_SAID = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PRIVATE_USE = 0xE000


@dataclass(slots=True)
class Inline:
    """Text in pieces, where a line feed is a line break; ids of notes; contents of text boxes."""

    pieces: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The pieces in one."""
        return "".join(self.pieces)


def inline_of(paragraph: etree._Element) -> Inline:
    """Return what a paragraph says: insertions in, deletions and struck-out or hidden runs out."""
    found = Inline()
    _walk(paragraph, found)
    return found


def chosen(alternate: etree._Element) -> etree._Element | None:
    """Return the branch of ``mc:AlternateContent`` to read: the first choice with anything in it, else the fallback."""
    branches = [child for child in alternate if len(child)]
    return next((branch for branch in branches if local(branch) == "Choice"), branches[0] if branches else None)


def _walk(element: etree._Element, found: Inline) -> None:
    for child in element:
        name = local(child)
        if name == "t":
            found.pieces.append(child.text or "")
        elif name in _SAID:
            found.pieces.append(_SAID[name])
        elif name in _UNREAD:
            continue
        elif name == "r":
            if not _is_hidden(child):
                _walk(child, found)
        elif name == "txbxContent":
            found.boxes.append(child)
        elif name in {"footnoteReference", "endnoteReference"}:
            found.notes.append((name.removesuffix("Reference"), child.get(W + "id", "")))
        elif name == "sym":
            found.pieces.append(_symbol(child.get(W + "char", "")))
        elif name == "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                _walk(branch, found)
        else:
            _walk(child, found)


def _is_hidden(run: etree._Element) -> bool:
    properties = run.find(W + "rPr")
    return properties is not None and any(
        is_on(properties.find(W + switch)) for switch in ("vanish", "strike", "dstrike")
    )


def _symbol(code: str) -> str:
    """Return the character of a ``w:sym``; a place in a symbol font says nothing as text."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xD800 else " " if value >= _PRIVATE_USE else ""
