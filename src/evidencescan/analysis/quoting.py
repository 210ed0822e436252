"""What is quoted of a passage: all of it where it is short, because a provision read by halves misleads."""

from __future__ import annotations

from collections.abc import Callable

from .annotation import Annotation

QUOTE_WHOLE = 700
"""Passages of up to this many characters are quoted whole."""


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without white space at its ends."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def whole_or_sentence(annotation: Annotation, best: Callable[[Annotation], int]) -> tuple[int, int]:
    """Return the passage, or of a long one its best sentence, which is asked for then; offsets in the passage."""
    text = annotation.passage.text
    if len(text) <= QUOTE_WHOLE:
        return 0, len(text)
    return trimmed(text, *annotation.sentences[best(annotation)])
