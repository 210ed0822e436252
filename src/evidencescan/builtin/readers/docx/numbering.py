"""The numbers that Word computes and that stand nowhere in the text: "Article 3", "2.1", "(b)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from ..numerals import formatted
from ..textual import clean
from .package import W, is_on, number, val
from .styles import Styles

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    paragraph_style: str | None = None


@dataclass(slots=True)
class _List:
    """One ``w:num``: the definition it uses, and what it changes in it."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has counted. Paragraphs must be asked for in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        links: dict[str, str] = {}
        for element in root.iterfind(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            self._levels[key] = _read_levels(element.iterfind(W + "lvl"))
            link = val(element.find(W + "numStyleLink"))
            if link is not None:
                links[key] = link
        for element in root.iterfind(W + "num"):
            self._lists[element.get(W + "numId", "")] = _read_list(element)
        for key, style_id in links.items():
            # A definition that only names a list style counts together with the definition of that style.
            target = self._lists.get(styles.list_of(style_id) or "")
            if target is not None and target.abstract not in links:
                for entry in self._lists.values():
                    if entry.abstract == key:
                        entry.abstract = target.abstract

    def level_of_style(self, num_id: str, style_id: str | None) -> int:
        """Return the level of the list that is tied to a paragraph style, 0 where none is."""
        for level, definition in self._levels_of(num_id).items():
            if style_id is not None and definition.paragraph_style == style_id:
                return level
        return 0

    def label(self, num_id: str, level: int) -> str | None:
        """Count one paragraph of the list and return its number, or None for a bullet or an unknown list."""
        entry = self._lists.get(num_id)
        levels = self._levels_of(num_id)
        if entry is None or level not in levels:
            return None
        counts = self._counts.setdefault(entry.abstract, {})
        if level in entry.starts and (num_id, level) not in self._begun:
            counts[level] = entry.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else self._start(entry, levels, level)
        self._begun.add((num_id, level))
        for deeper in [key for key in counts if key > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart > 0 and level < restart):
                del counts[deeper]
        return self._shown(entry, levels, level, counts)

    def _shown(self, entry: _List, levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str | None:
        definition = levels[level]
        if definition.style == "bullet":
            return None

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            value = counts.get(at, self._start(entry, levels, at))
            style = levels[at].style if at in levels else "decimal"
            return formatted(value, "decimal" if definition.legal and style != "none" else style)

        return clean(_PLACE.sub(place, definition.text)) or None

    def _levels_of(self, num_id: str) -> dict[int, _Level]:
        entry = self._lists.get(num_id)
        if entry is None:
            return {}
        return {**self._levels.get(entry.abstract, {}), **entry.levels}

    @staticmethod
    def _start(entry: _List, levels: dict[int, _Level], level: int) -> int:
        if level in entry.starts:
            return entry.starts[level]
        return levels[level].start if level in levels else 1


def _read_levels(elements: Iterable[etree._Element]) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in elements:
        restart = val(element.find(W + "lvlRestart"))
        legal = element.find(W + "isLgl")
        levels[number(element.get(W + "ilvl"), 0)] = _Level(
            start=number(val(element.find(W + "start")), 1),
            style=val(element.find(W + "numFmt")) or "decimal",
            text=val(element.find(W + "lvlText")) or "",
            restart=None if restart is None else number(restart, 0),
            legal=is_on(legal),
            paragraph_style=val(element.find(W + "pStyle")),
        )
    return levels


def _read_list(element: etree._Element) -> _List:
    entry = _List(val(element.find(W + "abstractNumId")) or "")
    for override in element.iterfind(W + "lvlOverride"):
        level = number(override.get(W + "ilvl"), 0)
        entry.levels.update(_read_levels(override.iterfind(W + "lvl")))
        start = val(override.find(W + "startOverride"))
        if start is not None:
            entry.starts[level] = number(start, 1)
    return entry
