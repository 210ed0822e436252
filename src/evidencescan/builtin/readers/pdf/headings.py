"""Headings: short blocks set larger, bolder, in capitals, or in the middle; their levels by rank of type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .layout import Line
from .paragraphs import Draft, is_bulleted

_LONGEST = 200
_LONGEST_BOLD = 150
_LINES = 5
_LARGER = 1.12
_DEEPEST = 6
_SENTENCE = re.compile(r"[.!?:]['\"”’»)]{0,3}$")


def mark_headings(drafts: Sequence[Draft], body: float) -> None:
    """Turn paragraphs that are set as headings into headings, and give them levels from 1."""
    text = [draft for draft in drafts if draft.kind == "paragraph"]
    total = sum(len(line.text) for draft in text for line in draft.lines)
    bold = sum(len(line.text) for draft in text for line in draft.lines if line.bold)
    heavy_text = bold > 0.4 * total
    found = [(draft, _rank(draft)) for draft in text if _is_heading(draft, body, heavy_text)]
    uses = Counter(rank for _, rank in found)
    ranks = sorted((rank for rank in uses if uses[rank] > 1), reverse=True)
    for draft, rank in found:
        draft.kind = "heading"
        draft.level = min(1 + sum(1 for other in ranks if other > rank), _DEEPEST)
    for draft in text:
        if draft.kind == "paragraph" and is_bulleted(draft.lines[0].text):
            draft.kind = "item"


def _rank(draft: Draft) -> tuple[float, bool, bool]:
    line = draft.lines[0]
    return (round(line.size * 2) / 2, draft.text().isupper(), line.bold)


def _is_heading(draft: Draft, body: float, heavy_text: bool) -> bool:
    lines = draft.lines
    if len(lines) > _LINES:
        return False
    words = draft.text().strip()
    if len(words) > _LONGEST or words.endswith((";", ",")):
        return False
    letters = sum(map(str.isalpha, words))
    if letters < 3:
        return False
    if is_bulleted(words) or words[:1].islower() or lines[0].turned:
        return False
    sentence = bool(_SENTENCE.search(words[-5:])) and len(words) > 60
    larger = min(line.size for line in lines) >= _LARGER * body
    if larger and not sentence:
        return True
    if len(words) > _LONGEST_BOLD or sentence or min(line.size for line in lines) < 0.9 * body:
        return False
    if all(line.bold for line in lines) and not heavy_text:
        return True
    if words.isupper() and letters > 4:
        return True
    return letters > 4 and not _SENTENCE.search(words[-5:]) and len(words) < 100 and _is_centred(lines)


def _is_centred(lines: Sequence[Line]) -> bool:
    return all(
        line.x0 - line.left > 3 * line.size and abs((line.x0 - line.left) - (line.right - line.x1)) < 0.8 * line.size
        for line in lines
    )
