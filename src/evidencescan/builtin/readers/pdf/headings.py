"""Headings: short blocks set larger, bolder, in capitals, or in the middle; their levels by rank of type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .layout import Line
from .paragraphs import Draft, Rank, is_bulleted

_LONGEST = 200
_LONGEST_BOLD = 150
_LINES = 5
_LARGER = 1.12
_DEEPEST = 6
_SENTENCE = re.compile(r"[.!?:]['\"”’»)]{0,3}$")


def mark_headings(drafts: Sequence[Draft], body: float) -> None:
    """Turn paragraphs that are set as headings into headings with a rank, and those with a bullet into items."""
    text = [draft for draft in drafts if draft.kind == "paragraph"]
    total = bold = 0
    for draft in text:
        for line in draft.lines:
            length = len(line.text)
            total += length
            if line.bold:
                bold += length
    heavy_text = bold > 0.4 * total
    for draft in text:
        if _is_heading(draft, body, heavy_text):
            draft.kind = "heading"
            draft.rank = _rank(draft)
        elif is_bulleted(draft.lines[0].text):
            draft.kind = "item"


def levels(ranks: Sequence[Rank]) -> Iterator[int]:
    """Yield the level, from 1, of each heading of a document by their ranks; one that occurs once opens no level."""
    uses = Counter(ranks)
    repeated = sorted((rank for rank in uses if uses[rank] > 1), reverse=True)
    level_of = {rank: min(1 + sum(1 for other in repeated if other > rank), _DEEPEST) for rank in uses}
    return map(level_of.__getitem__, ranks)


def _rank(draft: Draft) -> Rank:
    line = draft.lines[0]
    return (round(line.size * 2) / 2, draft.text().isupper(), line.bold)


def _is_heading(draft: Draft, body: float, heavy_text: bool) -> bool:
    lines = draft.lines
    if len(lines) > _LINES or lines[0].turned:
        return False
    words = draft.text().strip()
    if len(words) > _LONGEST or words[:1].islower() or words.endswith((";", ",")) or is_bulleted(words):
        return False
    ends = bool(_SENTENCE.search(words[-5:]))
    sentence = ends and len(words) > 60
    smallest = min([line.size for line in lines])
    fewest = 3
    if sentence or smallest < _LARGER * body:
        if sentence or len(words) > _LONGEST_BOLD or smallest < 0.9 * body:
            return False
        if heavy_text or not all(line.bold for line in lines):
            fewest = 5
            if not (words.isupper() or (not ends and len(words) < 100 and _is_centred(lines))):
                return False
    return sum(map(str.isalpha, words)) >= fewest


def _is_centred(lines: Sequence[Line]) -> bool:
    return all(
        line.x0 - line.left > 3 * line.size and abs((line.x0 - line.left) - (line.right - line.x1)) < 0.8 * line.size
        for line in lines
    )
