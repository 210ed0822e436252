"""A document in a few words, for ``read`` and ``analyse``."""

from __future__ import annotations

import dataclasses
from typing import Any

from evidencescan.values import Document, Passage

from .output import clean, say
from .summary import count


def show_profile(document: Document) -> None:
    """Say on the standard error what the document is and what went wrong with it."""
    profile = document.profile
    names = [field.name for field in dataclasses.fields(profile)]
    traits = [f"{name} {clean(value)}" for name in names if (value := profile.get(name)) is not None]
    size = count(len(document.passages), "passage") + (f", {count(document.pages, 'page')}" if document.pages else "")
    say(f"{clean(document.source.name)}: {size}; {', '.join(traits) or 'nothing known about it'}")
    for problem in document.problems:
        page = f" page {problem.page}" if problem.page is not None else ""
        say(f"Problem ({problem.category}){page}: {clean(problem.message)}")


def passage_row(passage: Passage) -> dict[str, Any]:
    """Return a passage as a row of a listing."""
    return {
        "seq": passage.seq,
        "kind": passage.kind,
        "citation": passage.citation,
        "page": passage.locator.page,
        "text": passage.text,
        "headings": list(passage.headings),
        "start": passage.start,
        "end": passage.end,
        "inert": passage.inert,
        "confidence": passage.confidence,
    }
