"""What is true of every document, whatever its blocks."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from evidencescan.text import build_document, clauses, requote, sentences
from evidencescan.text.knowledge import language
from evidencescan.text.split import cuts, list_starts
from evidencescan.values import Block, Box, Locator, Profile, Reading, Source, Span, Trait

SOURCE = Source("sample.txt", "0" * 64, 1, "text/plain")
OVERRIDES = Profile(language=Trait("en"), kind=Trait("law"), title=Trait("x"), country=Trait("XK"))

_PIECES = st.sampled_from(
    [
        "Article 5",
        "Section 12.",
        "(1)",
        "(2)",
        "(a)",
        "(b)",
        "(i)",
        "a)",
        "b)",
        "1.",
        "2.",
        "1.2",
        "10 (1)",
        "Chapter II",
        "Whereas the States",
        "the following:",
        "The Minister shall protect victims.",
        "shelter;",
        "and",
        "repealed",
        "Annex",
        "“Article 7",
        "”",
        "Contents",
        "......... 5",
        "—",
        "Objective 2",
        "É",
        "x" * 40,
        "under section 5 (2),",
        "•",
    ]
)
_TEXTS = st.lists(_PIECES, min_size=1, max_size=25).map(" ".join)
_KINDS = st.sampled_from(["heading", "paragraph", "paragraph", "paragraph", "item", "table", "note", "furniture"])


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    text = draw(_TEXTS)
    page = draw(st.integers(1, 3))
    cut = draw(st.integers(0, len(text)))
    spans = tuple(s for s in (Span(0, cut, page, 100), Span(cut, len(text) - cut, page, 900)) if s.length)
    locator = Locator(page, (Box(page, 0, 0, 10, 10),), None, spans)
    return Block(
        text, draw(_KINDS), draw(st.sampled_from([None, 1, 2])), draw(st.sampled_from([None, "3.", "(b)"])), (), locator
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(blocks(), max_size=15))
def test_document_is_exact(given_blocks: list[Block]) -> None:
    document = build_document(SOURCE, Reading(tuple(given_blocks), 3), OVERRIDES)
    end = -1
    for seq, passage in enumerate(document.passages):
        assert passage.seq == seq
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.start == end + 1
        assert passage.text.strip() == passage.text
        assert passage.kind == "furniture" or passage.citation
        assert passage.lead is None or passage.lead < seq
        for span in passage.locator.spans:
            assert span.at >= 0
            assert span.at + span.length <= len(passage.text)
        end = passage.end
    assert end == len(document.text) or not document.passages
    words = sorted(w for b in given_blocks for w in b.text.split())
    assert sorted(document.text.split()) == words


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc de.\n", min_size=1, max_size=40), min_size=1, max_size=6))
def test_spans_lead_back_to_the_page(texts: list[str]) -> None:
    page_text = "".join(texts)
    given_blocks, at = [], 0
    for text in texts:
        clean = text.replace("\n", " ")
        given_blocks.append(Block(clean, locator=Locator(1, (), None, (Span(0, len(clean), 1, at),))))
        at += len(text)
    document = build_document(SOURCE, Reading(tuple(given_blocks), 1), OVERRIDES)
    for passage in document.passages:
        for span in passage.locator.spans:
            original = page_text[span.start : span.start + span.length].replace("\n", " ")
            assert passage.text[span.at : span.at + span.length] == original


@given(_TEXTS)
def test_parts_are_in_order_and_lose_nothing(text: str) -> None:
    for parts in (sentences(text, "en"), clauses(text, "en")):
        assert " ".join(text[a:b] for a, b in parts).split() == text.split()
        assert all(a < b for a, b in parts)
        assert all(before[1] <= after[0] for before, after in pairwise(parts))
    places = cuts(text, language("en"))
    assert places == sorted(set(places))
    assert set(places) <= set(list_starts(text, "en"))


@given(_TEXTS, st.data())
def test_a_quote_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : start + data.draw(st.integers(1, 60))]
    found = requote(quote, text)
    if quote.strip(" -"):
        assert found is not None
        same = requote(quote, text[found[0] : found[1]])
        assert same == (0, found[1] - found[0])
