"""What a paragraph is, by its style: a heading of some depth, a title, a caption, a line of a table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .package import W, number, val

# Word stores the names of its own styles in English whatever the language of its user.
_HEADING = re.compile(r"heading (\d)")
_CONTENTS = re.compile(r"toc \d|toc heading|contents heading|contents \d|table of (?:figures|authorities)|index \d")
_BODY_TEXT_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Role:
    """What a style makes of a paragraph. ``level`` is the depth of a heading from 1; ``contents`` marks furniture."""

    level: int | None = None
    title: bool = False
    caption: bool = False
    contents: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    outline: int | None
    num_id: str | None
    ilvl: int | None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iterfind(W + "style"):
            style_id = element.get(W + "styleId")
            if style_id is None:
                continue
            outline = val(element.find(f"{W}pPr/{W}outlineLvl"))
            ilvl = val(element.find(f"{W}pPr/{W}numPr/{W}ilvl"))
            self._styles[style_id] = _Style(
                (val(element.find(W + "name")) or style_id).strip().lower(),
                val(element.find(W + "basedOn")),
                None if outline is None else number(outline, _BODY_TEXT_LEVEL),
                val(element.find(f"{W}pPr/{W}numPr/{W}numId")),
                None if ilvl is None else number(ilvl, 0),
            )
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in {"1", "true"}:
                self._default = style_id

    def role(self, style_id: str | None) -> Role:
        """Return what the style, or the nearest one that it is based on, says of its paragraphs."""
        for _, style in self._chain(style_id):
            if _CONTENTS.fullmatch(style.name):
                return Role(contents=True)
            if style.name == "title":
                return Role(level=1, title=True)
            if style.name == "caption":
                return Role(caption=True)
            heading = _HEADING.match(style.name)
            if heading:
                return Role(level=max(int(heading[1]), 1))
            if style.outline is not None:
                return Role(level=style.outline + 1) if style.outline < _BODY_TEXT_LEVEL else Role()
        return Role()

    def numbering(self, style_id: str | None) -> tuple[str | None, int | None, str | None]:
        """Return the list that the style belongs to: its id, the level in it, the style that says so."""
        for found, style in self._chain(style_id):
            if style.num_id is not None:
                return style.num_id, style.ilvl, found
        return None, None, None

    def list_of(self, style_id: str | None) -> str | None:
        """Return the id of the list that a list style names."""
        style = self._styles.get(style_id or "")
        return None if style is None else style.num_id

    def _chain(self, style_id: str | None) -> Iterator[tuple[str, _Style]]:
        seen: set[str] = set()
        current = style_id if style_id is not None else self._default
        while current is not None and current in self._styles and current not in seen:
            seen.add(current)
            yield current, self._styles[current]
            current = self._styles[current].based_on
