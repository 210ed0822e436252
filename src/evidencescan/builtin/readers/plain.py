"""Plain text: paragraphs by blank lines, lines of a fixed width joined, form feeds as page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from evidencescan.api import Candidate
from evidencescan.values import Block, Locator, Reading

from .sniff import head_text
from .textual import clean, continues, decode, decoding_problems, ends_sentence, join_lines, read_bytes, starts_item

_LONG_LINE = 150


class PlainReader:
    """Reads any text that no other reader knows."""

    name = "plain"
    media_type = "text/plain"
    fingerprint = "plain-1"

    def recognises(self, candidate: Candidate) -> float:
        """Return 0.25 for text, 0.0 for binary data."""
        text = head_text(candidate)
        return 0.25 if text.strip() else 0.0

    def read(self, candidate: Candidate) -> Reading:
        """Return paragraphs; a page number only where the text has form feeds."""
        decoded = decode(read_bytes(candidate))
        pages = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
        if len(pages) > 1 and not pages[-1].strip():
            pages.pop()
        blocks: list[Block] = []
        for number, page in enumerate(pages, start=1):
            where = Locator(page=number if len(pages) > 1 else None)
            blocks.extend(Block(text, locator=where) for text in plain_paragraphs(page))
        problems = decoding_problems(decoded, self.name)
        return Reading(tuple(blocks), pages=len(pages) if len(pages) > 1 else None, problems=problems)


def plain_paragraphs(text: str) -> list[str]:
    """Return the clean paragraphs of plain text."""
    groups = [group.split("\n") for group in re.split(r"\n[^\S\n]*\n\s*", text.strip("\n"))]
    lengths = [len(line.strip()) for group in groups for line in group if line.strip()]
    if not lengths:
        return []
    width = max(length for length in lengths if length <= _LONG_LINE) if min(lengths) <= _LONG_LINE else _LONG_LINE
    # Lines as long as paragraphs are paragraphs, whether or not blank lines stand between them.
    wrapped = median(lengths) <= _LONG_LINE
    paragraphs = [text for group in groups for text in _group(group, width, wrapped)]
    return [join_lines([paragraphs[at] for at in group]) for group in rejoined(paragraphs)]


def _group(lines: Sequence[str], width: int, wrapped: bool) -> Iterator[str]:
    current: list[str] = []
    for line in lines:
        text = clean(line)
        if not text:
            continue
        if current and wrapped and (continues(current[-1], text) or _fills(current[-1], text, width)):
            current.append(text)
        else:
            if current:
                yield join_lines(current)
            current = [text]
    if current:
        yield join_lines(current)


def _fills(before: str, text: str, width: int) -> bool:
    """Say whether the line before was broken for want of room: the next word did not fit."""
    full = len(before) + 1 + len(text.partition(" ")[0]) > 0.9 * width
    if starts_item(text):
        return full and before[-1:].isalnum()
    return full if ends_sentence(before) else full or len(before) > 0.75 * width


def rejoined(paragraphs: Sequence[str], own: Sequence[bool] = ()) -> list[list[int]]:
    """Return the places of paragraphs that belong together, as converters break them that end each line with a blank.

    Where most paragraphs are no longer than a line and many go on with a small letter, a line that is nearly full
    and ends no sentence is continued by the next. Elsewhere a small letter alone shows a continuation. ``own`` says
    for each paragraph whether it certainly begins something of its own.
    """
    lengths = sorted(map(len, paragraphs))
    if not lengths:
        return []
    begins = list(own) or [False] * len(paragraphs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    small = sum(text[:1].islower() and not starts_item(text) for text in paragraphs)
    broken = len(paragraphs) >= 20 and width <= 120 and small > 0.15 * len(paragraphs)
    groups = [[0]]
    for at in range(1, len(paragraphs)):
        before, text = paragraphs[at - 1], paragraphs[at]
        open_end = before[-1:].isalnum() or before[-1:] == ","
        nearly_full = broken and open_end and len(before) > 0.8 * width and not starts_item(text)
        if not begins[at] and (continues(before, text) or nearly_full):
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups
