"""Numbers set apart from their text: list markers as browsers make them, and markers in a cell of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from evidencescan.values import Block

from .numerals import formatted
from .textual import is_bullet, is_marker

_WORD = re.compile(r"[^\W\d_]{2}")
_STYLES = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "1": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "none": "none",
}


def list_marker(value: int, style: str) -> str | None:
    """Return the marker of an item of an ordered list; ``style`` is that of HTML's ``type`` or of CSS."""
    text = formatted(value, _STYLES.get(style, "decimal"))
    return f"{text}." if text else None


def attach_markers(blocks: Iterable[Block]) -> list[Block]:
    """Make a block that is nothing but a number or a bullet the label of the block after it.

    Pages that lay out lists with cells or boxes set the marker in one and the text in the next.
    """
    result: list[Block] = []
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None:
            if block.kind in {"paragraph", "item"} and block.label is None and not is_marker(block.text):
                bullet = is_bullet(waiting.text)
                kind = "item" if bullet else block.kind
                block = replace(block, kind=kind, label=None if bullet else waiting.text)
            else:
                result.append(waiting)
            waiting = None
        if block.kind in {"paragraph", "item", "heading"} and block.label is None and is_marker(block.text):
            waiting = block
        else:
            result.append(block)
    if waiting is not None:
        result.append(waiting)
    return [without_words_aside(block) for block in result]


def without_words_aside(block: Block) -> Block:
    """Make a paragraph without a single word furniture: page numbers, marks of editors, signs that hold a place."""
    if block.kind == "paragraph" and not _WORD.search(block.text):
        return replace(block, kind="furniture")
    return block
