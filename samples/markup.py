"""The markup in which the sample documents are written: one line of a source file is one block of the document.

A source opens with settings in TOML between two lines ``+++``. Then, by what a line starts with:

=================  ==============================================================
``= ``             a line of the document's title
``== `` ``=== ``   a heading of level 1, 2; lines without a blank between are one
``:: ``            centred text
``.. text | 3``    a line of a table of contents, with its page
``> `` ``>> ``     an indented item, once or twice
``* ``             a bullet
``#. `` ``##. ``   text that the format numbers by itself, level 1, 2, 3
``~ ``             quoted text, such as the text that an amending act replaces
``| a | b``        a row of a table, the first its head; ``|! 30 70`` its widths
``---``            a new page
anything else      a paragraph
=================  ==============================================================

Inside a line ``{-}`` is a place where a word may be hyphenated, ``[-x-]`` text struck out, ``[+x+]`` text inserted.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Kind = Literal[
    "title", "heading", "centred", "contents", "item", "bullet", "numbered", "quoted", "table", "page", "paragraph"
]

STARTS: tuple[tuple[str, Kind, int], ...] = (
    ("=== ", "heading", 2),
    ("== ", "heading", 1),
    ("= ", "title", 0),
    (":: ", "centred", 0),
    (".. ", "contents", 0),
    (">> ", "item", 2),
    ("> ", "item", 1),
    ("* ", "bullet", 1),
    ("###. ", "numbered", 3),
    ("##. ", "numbered", 2),
    ("#. ", "numbered", 1),
    ("~ ", "quoted", 0),
)
JOINED = ("title", "heading")


@dataclass(frozen=True, slots=True)
class Block:
    """One block. A title or heading has a line feed between its lines; ``rows`` and ``widths`` belong to a table."""

    kind: Kind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A source: its name without suffix, its settings, its blocks."""

    name: str
    settings: dict[str, Any]
    blocks: tuple[Block, ...] = field(default=())

    @property
    def format(self) -> str:
        """The suffix of the rendered file, without its dot."""
        return str(self.settings["format"])

    def setting(self, name: str) -> str:
        """Return a setting that is text, empty where the source does not have it."""
        return str(self.settings.get(name, ""))


def read(path: Path) -> Sample:
    """Read a source file; raise ValueError where its settings are missing."""
    opening, settings, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    if opening:
        raise ValueError(f"{path}: a source opens with +++")
    return Sample(path.stem, tomllib.loads(settings), tuple(_blocks(body.splitlines())))


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    touching = False
    for line in lines:
        block = _block(line) if line.strip() else None
        if block is not None and touching and _continues(blocks[-1], block):
            blocks[-1] = _joined(blocks[-1], block)
        elif block is not None:
            blocks.append(block)
        touching = block is not None
    return blocks


def _block(line: str) -> Block:
    if line == "---":
        return Block("page")
    if line.startswith("|! "):
        return Block("table", widths=tuple(int(width) for width in line[3:].split()))
    if line.startswith("| "):
        return Block("table", rows=(tuple(line[2:].split(" | ")),))
    for start, kind, level in STARTS:
        if line.startswith(start):
            return Block(kind, line[len(start) :], level)
    return Block("paragraph", line)


def _continues(last: Block, block: Block) -> bool:
    return last.kind == block.kind and (last.kind == "table" or (last.kind in JOINED and last.level == block.level))


def _joined(last: Block, block: Block) -> Block:
    if last.kind == "table":
        return Block("table", rows=last.rows + block.rows, widths=last.widths or block.widths)
    return Block(last.kind, f"{last.text}\n{block.text}", last.level)


def plain(text: str) -> str:
    """Return the words alone: no hyphenation marks, inserted text kept, text struck out left out."""
    text = re.sub(r"\[-.*?-\]\s?", "", text.replace("{-}", ""))
    return re.sub(r"\[\+(.*?)\+\]", r"\1", text)
