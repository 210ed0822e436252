"""Annotation in windows: what is found does not depend on where a window ends, or on what is still in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evidencescan.analysis import CatalogueAnalyser, annotate
from evidencescan.analysis.annotate import Pool
from evidencescan.analysis.lexicon import Hits, Lexicon
from evidencescan.values import Document, Finding, Passage, Profile, Source, Trait

RULES = """
language = "en"
weak = ["ought"]
[terms]
ought = ["shall", "may"]
counsel = ["counsel"]
custody = ["custody", "detained person*"]
fee = ["free of charge"]
[patterns]
hours = [[{LIKE_NUM = true}, {LOWER = "hours"}]]
[[rule]]
id = "counsel"
says = "Counsel in custody"
components = ["human_rights"]
all = ["counsel", "ought"]
about = ["custody"]
none = ["fee"]
examples = ["A person in custody shall have counsel."]
counter_examples = ["Counsel shall wear robes."]
[[rule]]
id = "anywhere"
says = "Counsel and custody anywhere in the passage"
components = ["human_rights"]
near = "passage"
all = ["counsel", "custody"]
examples = ["He is in custody. He has counsel."]
counter_examples = ["He has counsel."]
[[rule]]
id = "soon"
says = "Counsel within hours"
components = ["human_rights"]
all = ["counsel", "hours"]
examples = ["Counsel comes within 24 hours."]
counter_examples = ["Counsel comes soon."]
"""
TEXTS = (
    "A detained person may, in every place of custody:",
    "have counsel; and",
    "call a friend.",
    "Counsel shall come within 24 hours. He is paid.",
    "Custody is a measure of last resort. The family may be told. Counsel is told.",
    "Counsel shall be given free of charge to everybody in custody.",
    "Robes are black. Whoever is in custody shall have counsel. Robes may be long.",
)


def document(repeats: int) -> Document:
    """A document of these texts over and over, the second and third as items of the first."""
    passages: list[Passage] = []
    start = 0
    for seq in range(repeats * len(TEXTS)):
        place = seq % len(TEXTS)
        text = TEXTS[place]
        lead = seq - place if place in (1, 2) else None
        kind = "item" if lead is not None else "paragraph"
        heading = "Custody" if place == 3 else "General"
        passages.append(
            Passage(seq=seq, kind=kind, start=start, end=start + len(text), text=text, headings=(heading,), lead=lead)
        )
        start += len(text) + 1
    whole = "\n".join(passage.text for passage in passages)
    return Document(Source("law", "0" * 64, 0), whole, tuple(passages), Profile(language=Trait("en")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "en.toml").write_text(RULES, encoding="utf-8")
    return tmp_path


def analyse(folder: Path, given: Document) -> list[Finding]:
    return list(CatalogueAnalyser(folder, name="area", pool=Pool()).analyse(given))


def rules_of(found: list[Finding]) -> list[tuple[int, str]]:
    return [(finding.passage, finding.reasons[0].name.rpartition("/")[2]) for finding in found]


def test_every_kind_of_rule_is_found(folder: Path) -> None:
    # sentence by sentence: the lead-in gives custody to the item, the heading to the fourth, two are too far apart
    assert rules_of(analyse(folder, document(1))) == [
        (1, "counsel"),
        (1, "anywhere"),
        (3, "counsel"),
        (3, "soon"),
        (4, "anywhere"),
        (5, "anywhere"),
        (6, "counsel"),
        (6, "anywhere"),
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_windows_do_not_change_what_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    given = document(4)
    whole = analyse(folder, given)
    monkeypatch.setattr(annotate, "_LEAST", 1)
    monkeypatch.setattr(annotate, "_MOST", size)
    monkeypatch.setattr(annotate, "_CACHED", 1)
    assert analyse(folder, given) == whole
    assert len(whole) > len(TEXTS)


def test_headings_are_looked_up_once_however_many_there_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidencescan.analysis.compiled._TEXTS_KEPT", 2)
    pool = Pool()
    CatalogueAnalyser(folder, name="area", pool=pool).prepare()
    compiled, asked = pool.compiled("en"), list[int]()
    real = Lexicon.find_all

    def watched(lexicon: Lexicon, texts: Sequence[str]) -> Hits:
        asked.append(len(texts))
        return real(lexicon, texts)

    monkeypatch.setattr(Lexicon, "find_all", watched)
    headings = [f"Custody, part {number}" for number in range(5)]
    compiled.lookup.prepare(headings)
    custody = 1 << compiled.resolve("area/en", "custody")
    assert all(compiled.lookup.of((heading,)) & custody for heading in headings)
    assert asked == [5]
