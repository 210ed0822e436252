"""Packed offset maps: the same as others in all but size."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evidencescan.text.places import PackedLocator, first_page, pack
from evidencescan.values import Box, Locator, Passage, Span

NUMBERS = st.integers(0, 2**32 - 1)
SPANS = st.lists(st.builds(Span, NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=5).map(tuple)


@given(SPANS)
def test_any_map_is_unpacked_as_it_was(spans: tuple[Span, ...]) -> None:
    plain, packed = Locator(3, spans=spans), PackedLocator(3, spans=spans)
    assert packed.spans == spans
    assert all(type(span) is Span for span in packed.spans)
    assert packed == plain
    assert plain == packed
    assert hash(packed) == hash(plain)
    assert repr(packed) == repr(plain)
    assert packed != Locator(4, spans=spans)
    assert deepcopy(packed) == plain
    for offset in (0, 40, 2**20):
        assert packed.page_at(offset) == plain.page_at(offset)


def test_what_is_packed_is_taken_as_it_is() -> None:
    packed = pack([0, 23, 1, 7, 24, 21, 2, 7])
    assert PackedLocator(1, (), None, packed).spans == (Span(0, 23, 1, 7), Span(24, 21, 2, 7))
    assert first_page(packed) == 1


def test_a_passage_with_it_is_replaced_and_compared_like_any_other() -> None:
    place = PackedLocator(1, (Box(1, 0, 0, 10, 10),), "art_5", (Span(0, 4, 1, 7),))
    passage = Passage(0, "paragraph", 0, 4, "text", place)
    assert replace(passage, locator=replace(place, page=2)).locator == Locator(2, place.boxes, "art_5", place.spans)
    assert passage == replace(passage, locator=Locator(1, place.boxes, "art_5", place.spans))
