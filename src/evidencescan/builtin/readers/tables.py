"""Tables as blocks: one block a row, with the heads of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidencescan.values import Block, Locator

from .textual import clean, is_bullet, is_marker

SEPARATOR = " | "
_LONG_CELL = 1200
_LONG_HEAD = 120


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells as paragraphs of clean text, and whether the format calls it a row of column heads.

    A cell that spans several columns or rows is followed by empty cells, so that cells stand below their heads.
    """

    cells: tuple[tuple[str, ...], ...]
    head: bool = False


def table_blocks(
    rows: Sequence[Row], *, first_is_head: bool = False, locator: Locator | None = None
) -> Iterator[Block]:
    """Yield a block of kind "table" for each row, or other blocks where the table is a box or a list in disguise.

    ``first_is_head`` takes the first row for column heads where no row is marked as such and it looks like heads.
    """
    where = locator or Locator()
    rows = _without_empty_columns([row for row in rows if any(any(cell) for cell in row.cells)])
    if not rows:
        return
    width = max(len(row.cells) for row in rows)
    if width == 1:
        for row in rows:
            for text in row.cells[0]:
                yield Block(text, locator=where)
    elif width == 2 and not any(row.head for row in rows) and all(_numbered(row) for row in rows):
        yield from _as_list(rows, where)
    else:
        yield from _as_rows(rows, first_is_head, where)


def _as_list(rows: Sequence[Row], where: Locator) -> Iterator[Block]:
    for row in rows:
        marker = " ".join(row.cells[0])
        label = None if is_bullet(marker) else marker
        for text in row.cells[1] if len(row.cells) > 1 else ():
            yield Block(text, "item", label=label, locator=where)
            label = None


def _as_rows(rows: Sequence[Row], first_is_head: bool, where: Locator) -> Iterator[Block]:
    width = max(len(row.cells) for row in rows)
    marked = any(row.head for row in rows)
    heads: list[list[str]] = [[] for _ in range(width)]
    after_head = False
    for index, row in enumerate(rows):
        texts = [clean(" ".join(cell)) for cell in row.cells]
        texts += [""] * (width - len(texts))
        line = clean(SEPARATOR.join(texts))
        if row.head or (first_is_head and not marked and index == 0 and len(rows) > 1 and _like_heads(texts)):
            if not after_head:
                heads = [[] for _ in range(width)]
            for column, text in enumerate(texts):
                heads[column] += [text] if text else []
            after_head = True
            yield Block(line, "table", locator=where)
            continue
        after_head = False
        if texts[0] and not any(texts[1:]):
            # A line across the table is a heading within it, or a remark below it: it has no columns.
            yield Block(texts[0], "table", locator=where)
        elif any(len(text) > _LONG_CELL and len(cell) > 3 for text, cell in zip(texts, row.cells, strict=False)):
            # Whole pages in a cell: each paragraph is read on its own, below the head of its column.
            for cell, head in zip(row.cells, heads, strict=False):
                for text in cell:
                    yield (
                        Block(text, "table", columns=(" ".join(head),), locator=where)
                        if head
                        else Block(text, locator=where)
                    )
        else:
            columns = tuple(" ".join(head) for head in heads)
            yield Block(line, "table", columns=columns if any(columns) else (), locator=where)


def _like_heads(texts: Sequence[str]) -> bool:
    return all(0 < len(text) <= _LONG_HEAD for text in texts)


def _numbered(row: Row) -> bool:
    marker = clean(" ".join(row.cells[0]))
    return len(row.cells) == 2 and any(row.cells[1]) and (not marker or is_marker(marker))


def _without_empty_columns(rows: Sequence[Row]) -> list[Row]:
    """Drop columns that are empty in all rows: spacers and the rest of cells that span columns for their looks."""
    width = max((len(row.cells) for row in rows), default=0)
    used = [
        column
        for column in range(width)
        if any(any(row.cells[column : column + 1]) and any(row.cells[column]) for row in rows)
    ]
    return [
        Row(tuple(row.cells[column] if column < len(row.cells) else () for column in used), row.head) for row in rows
    ]
