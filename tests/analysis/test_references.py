from __future__ import annotations

from pathlib import Path

import pytest

from evidencescan.analysis import CatalogueAnalyser
from evidencescan.analysis.annotate import Pool
from evidencescan.text import build_document
from evidencescan.values import Block, Document, Finding, Reading, Source

RULES = """
language = "en"
weak = ["duty"]

[terms]
duty = ["shall", "may"]
counsel = ["free lawyer"]
carriage = ["ferry theft"]

[[rule]]
id = "lawyer"
says = "Those accused of ferry theft have a lawyer"
components = ["human_rights"]
all = ["counsel", "duty"]
about = ["carriage"]
examples = ["Those accused of ferry theft shall have a free lawyer."]
counter_examples = ["The owner shall have a free lawyer."]
"""


@pytest.fixture
def analyser(tmp_path: Path) -> CatalogueAnalyser:
    folder = tmp_path / "ferries"
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "en.toml").write_text(RULES, encoding="utf-8")
    return CatalogueAnalyser(folder, pool=Pool())


def law(*paragraphs: str) -> Document:
    text = ["Harbours Act", *paragraphs]
    return build_document(Source("act.txt", "0" * 64, 1), Reading(tuple(Block(line) for line in text)))


def found(analyser: CatalogueAnalyser, document: Document) -> list[Finding]:
    return list(analyser.analyse(document))


FILLER = "Section 2. The harbour master keeps a book of all moorings and of what is paid for them."


def test_a_provision_says_what_it_refers_to(analyser: CatalogueAnalyser) -> None:
    document = law(
        "Section 1. Ferry theft is an offence.",
        FILLER,
        "Section 3. A person accused under section 1 shall have a free lawyer.",
    )
    (piece,) = found(analyser, document)
    assert piece.quote.startswith("Section 3")
    assert [(r.name, r.words) for r in piece.reasons if r.kind == "context"] == [("reference", ("carriage",))]


def test_rules_and_clauses_are_provisions_too(analyser: CatalogueAnalyser) -> None:
    document = law(
        "Rule 1. Ferry theft is an offence.",
        FILLER.replace("Section", "Rule"),
        "Rule 3. A person accused under rule 1 shall have a free lawyer.",
    )
    (piece,) = found(analyser, document)
    assert [r.name for r in piece.reasons if r.kind == "context"] == ["reference"]


def test_a_reference_to_another_text_says_nothing(analyser: CatalogueAnalyser) -> None:
    document = law(
        "Section 1. Ferry theft is an offence.",
        FILLER,
        "Section 3. A person accused under section 1 of the Fisheries Act shall have a free lawyer.",
    )
    assert not found(analyser, document)


def test_a_definition_informs_the_rest(analyser: CatalogueAnalyser) -> None:
    document = law(
        "Section 1. “boarder” means a person who is accused of ferry theft.",
        FILLER,
        "Section 3. Boarders shall have a free lawyer.",
    )
    (piece,) = found(analyser, document)
    assert [(r.name, r.words) for r in piece.reasons if r.kind == "context"] == [("definition", ("carriage",))]


def test_a_condition_shows_the_provision_that_it_names(analyser: CatalogueAnalyser) -> None:
    document = law(
        "Section 1. No money is paid after the first of May.",
        FILLER,
        "Section 3. Subject to section 1, whoever is accused of ferry theft shall have a free lawyer.",
    )
    (piece,) = found(analyser, document)
    assert piece.condition == "Subject to section 1"
    (limit,) = [r for r in piece.reasons if r.name == "reference"]
    assert limit.words == ("section 1", "Section 1. No money is paid after the first of May.")
