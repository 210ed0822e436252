"""The lexicon beside a slow reading of the same notation: every way of every phrase, tried at every place."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evidencescan.analysis.lexicon import Lexicon
from evidencescan.analysis.phrases import Atom, Part, Variant, parts

TERMS = {
    "aid": ["legal aid", "aid"],
    "stem": ["aid*", "traffick* person*"],
    "either": ["(legal|free) (aid|help) of"],
    "gap": ["legal .. aid", "aid .. person*"],
    "gaps": ["legal .. aid .. person*"],
    "marked": ["d'aid", "aid d'person"],
    "shared": ["aid", "legal aid .. help"],
}
WORDS = ("legal", "aid", "aids", "aiding", "free", "help", "of", "person", "persons", "trafficked", "d'aid", "d'person")
GAPS = (" ", " ", " ", "  ", ", ", ". ", "; ", "-", " (x) ")
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=14).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def _atom(atom: Atom) -> str:
    return rf"(?<![^\W_]){re.escape(atom.words)}" + (r"[^\W_]*" if atom.stem else r"(?![^\W_])")


def _spans(text: str, part: Part) -> list[tuple[int, int]]:
    def variant(chain: Variant) -> str:
        return r"\s+".join(map(_atom, chain))

    found = set()
    for chain in part:
        for match in re.finditer(f"(?={variant(chain)})", text):
            whole = re.compile(variant(chain)).match(text, match.start())
            assert whole is not None
            found.add(whole.span())
    return sorted(found)


def _near(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return start > end and len(between) <= 90 and len(between.split()) <= 5 and not re.search(r"[.;:!?]", between)


def slowly(text: str, phrases: list[str]) -> list[tuple[int, int]]:
    """Return where phrases stand, by the rules of the notation alone."""
    found = set()
    for phrase in phrases:
        for way in parts(phrase):
            spans = _spans(text, way[0])
            for _, part in pairwise(way):
                following = _spans(text, part)
                nearest = [
                    (start, end, min((n for n in following if n[0] > end), default=None)) for start, end in spans
                ]
                spans = [(start, n[1]) for start, end, n in nearest if n is not None and _near(text, end, n[0])]
            found.update(spans)
    return sorted(found)


@given(st.lists(texts, min_size=1, max_size=4))
def test_finds_what_a_slow_reading_finds(several: list[str]) -> None:
    lexicon = Lexicon(TERMS)
    hits = lexicon.find_all(several)
    rows = zip(hits.texts.tolist(), hits.terms.tolist(), hits.starts.tolist(), hits.ends.tolist(), strict=True)
    expected = {
        (number, lexicon.number[term], *span)
        for number, text in enumerate(several)
        for term, phrases in TERMS.items()
        for span in slowly(text, phrases)
    }
    assert set(rows) == expected


def test_one_text_is_found_as_among_many() -> None:
    lexicon = Lexicon(TERMS)
    text = "free aid of legal and other aid to persons trafficked"
    alone = lexicon.find(text)
    assert alone[lexicon.number["gaps"]] == [(12, 42)]
    hits = lexicon.find_all(["legal", text, "aid"])
    among = sorted(zip(hits.terms[hits.texts == 1].tolist(), hits.starts[hits.texts == 1].tolist(), strict=True))
    assert sorted({*among}) == sorted({(term, start) for term, places in alone.items() for start, _ in places})


def test_nothing_reaches_from_one_text_into_the_next() -> None:
    lexicon = Lexicon({"aid": ["legal aid", "legal .. aid"]})
    assert len(lexicon.find_all(["legal", "aid"]).terms) == 0
    assert len(lexicon.find_all(["legal aid"]).terms) == 2


def test_a_lexicon_without_phrases_finds_nothing() -> None:
    assert Lexicon({}).find("legal aid") == {}
    assert Lexicon({"aid": ["aid"]}).find("") == {}


def test_letters_beyond_latin_and_broken_characters_are_no_obstacle() -> None:
    lexicon = Lexicon({"aid": ["aid"]})
    text = "помощь \ud800 𝒜 aid"
    assert lexicon.find(text) == {0: [(text.index("aid"), len(text))]}
