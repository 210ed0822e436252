"""What a document must satisfy before it may be stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencescan.errors import ReadError
from evidencescan.pipeline.contract import check_document
from evidencescan.values import Document, Passage, Source

SOURCE = Source("sample.txt", "0" * 64, 1, "text/plain")


def document(texts: list[str], text: str) -> Document:
    return Document(SOURCE, text, tuple(Passage(n, "paragraph", 0, 0, part) for n, part in enumerate(texts)))


@given(st.lists(st.text("a\n", max_size=2), max_size=4), st.text("a\n", max_size=7))
def test_a_text_is_that_of_its_passages_or_refused(texts: list[str], other: str) -> None:
    joined = "\n".join(texts)
    check_document(document(texts, joined))
    if other != joined:
        with pytest.raises(ReadError, match="not that of its passages"):
            check_document(document(texts, other))


@pytest.mark.parametrize("where", ["text", "citation", "label", "headings", "columns"])
def test_half_a_character_is_refused_wherever_it_is(where: str) -> None:
    half = "\ud800"
    passage = Passage(
        0,
        "paragraph",
        0,
        1,
        half if where == "text" else "x",
        citation=half if where == "citation" else "",
        label=half if where == "label" else None,
        headings=(half,) if where == "headings" else (),
        columns=(half,) if where == "columns" else (),
    )
    with pytest.raises(ReadError, match="no valid Unicode"):
        check_document(Document(SOURCE, passage.text, (passage,)))
