"""Whatever the text, it comes back, is found sound, and can be searched."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidencescan.store import Store
from evidencescan.values import Box, Document, Finding, Locator, Passage, Source

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PLACE = st.builds(
    Locator,
    page=st.none() | st.integers(1, 9),
    boxes=st.lists(st.builds(Box, st.integers(1, 9), *[st.floats(allow_nan=False, allow_infinity=False)] * 4)).map(
        tuple
    ),
    xml_id=st.none() | TEXT,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXT, PLACE, st.lists(TEXT, max_size=3)), min_size=1, max_size=6), TEXT)
def test_documents_and_findings_come_back(make: Any, store: Store, parts: list[Any], query: str) -> None:
    passages, start = [], 0
    for seq, (text, place, headings) in enumerate(parts):
        passages.append(Passage(seq, "item", start, start + len(text), text, place, tuple(headings)))
        start += len(text) + 1
    document = Document(Source("/a", make.sha(), 1), "\n".join(p.text for p in passages), tuple(passages))
    found = tuple(
        Finding(None, "gender", "supports", "aim", p.seq, p.start, p.end, p.text, 0.5, condition=p.text)
        for p in passages
    )
    make.save(make.outcome(document, *found))
    assert store.load_document(make.sha()) == document
    assert store.load_findings(make.sha()) == {"protection": found}
    assert store.check() == []
    assert len(list(store.evidence())) == len(found)
    list(store.search(query, 3))
