"""Passages, leads, citations and what is not law, on texts of an invented country."""

from __future__ import annotations

import time

import pytest

from evidencescan.text import build_document
from evidencescan.text.knowledge import language
from evidencescan.text.split import cuts
from evidencescan.values import Block, Box, Document, Locator, PassageKind, Profile, Reading, Source, Span, Trait

SOURCE = Source("sample.txt", "0" * 64, 1, "text/plain")


def build(*blocks: Block | str, code: str = "en", kind: str = "law") -> Document:
    ready = tuple(Block(b) if isinstance(b, str) else b for b in blocks)
    overrides = Profile(language=Trait(code), kind=Trait(kind), title=Trait("x"), country=Trait("XK"))
    return build_document(SOURCE, Reading(ready), overrides)


def citations(document: Document) -> list[str]:
    return [p.citation for p in document.passages if p.kind not in {"heading", "furniture"}]


def heading(text: str, level: int | None = None) -> Block:
    return Block(text, "heading", level)


def test_heading_on_two_lines_is_one_step_of_the_path() -> None:
    document = build(heading("CHAPTER II"), heading("Protection of victims"), heading("Article 4"), "Victims are safe.")
    last = document.passages[-1]
    assert last.headings == ("CHAPTER II — Protection of victims", "Article 4")
    assert last.citation == "Art. 4"
    assert document.passages[0].citation == "Chapter II"


def test_inline_heading_stays_in_the_passage_and_ends_the_path() -> None:
    document = build("Art. 5.- (Rights of victims). Every victim has the right to be heard in court.")
    passage = document.passages[0]
    assert passage.text.startswith("Art. 5.- (Rights")
    assert passage.headings[-1] == "Art. 5 — Rights of victims"
    assert passage.label == "Art. 5"


def test_marginal_note_and_section_numbers() -> None:
    document = build(
        heading("Guardian"),
        "10 (1) The court appoints a guardian for every child without parents.",
        heading("Idem"),
        "(2) The guardian is paid by the State.",
        heading("Report"),
        "12 The guardian reports yearly.",
        code="en",
    )
    assert citations(document) == ["s. 10(1)", "s. 10(2)", "s. 12"]
    assert document.passages[3].headings == ("Idem",)


def test_one_block_with_several_subsections_is_cut_and_references_are_not() -> None:
    text = (
        "5. (1) The Board protects every victim under section 9 (2) of the Shelter Act. (2) Subject to subsections "
        "(1), (2) and (3), the Board may close a shelter. (3) No victim is detained for reasons of section 4."
    )
    document = build(text)
    assert citations(document) == ["s. 5(1)", "s. 5(2)", "s. 5(3)"]
    assert [p.text[:10] for p in document.passages] == ["5. (1) The", "(2) Subjec", "(3) No vic"]


def test_short_inline_list_stays_whole_and_a_long_one_is_cut() -> None:
    short = "The court may order: (a) shelter; (b) legal aid; or (c) safe return."
    assert cuts(short, language("en")) == []
    item = "medical, psychological and material assistance given free of charge, in a language they know"
    long = f"The Board shall provide: (a) {item}; (b) {item}; (c) {item}; (d) {item}; and (e) {item}."
    document = build(heading("Article 3"), long)
    assert citations(document) == ["Art. 3", "Art. 3(a)", "Art. 3(b)", "Art. 3(c)", "Art. 3(d)", "Art. 3(e)"]
    assert [p.lead for p in document.passages[2:]] == [1, 1, 1, 1, 1]


def test_articles_in_one_block() -> None:
    text = "ARTICULO 3º— La víctima recibe asistencia gratuita. ARTICULO 4º— El Estado protege a la niñez migrante."
    assert citations(build(text, code="es")) == ["art. 3º", "art. 4º"]


def test_french_degrees_and_unnumbered_paragraphs() -> None:
    document = build(
        heading("Article 12"),
        "La peine est doublée lorsque l'infraction est commise :",
        "1° Sur un mineur ;",
        "2° En bande.",
        "La tentative est punie des mêmes peines.",
        code="fr",
    )
    assert citations(document) == ["art. 12", "art. 12, 1°", "art. 12, 2°", "art. 12, al. 2"]
    assert [p.lead for p in document.passages[2:4]] == [1, 1]


def test_leads_nest_and_survive_furniture() -> None:
    document = build(
        heading("Article 6"),
        "1. Each Party shall provide:",
        "(a) a shelter that:",
        "(i) is open at night; and",
        Block("Gazette of Zubrowka 12", "furniture"),
        "(ii) takes in children;",
        "(b) counsel.",
        "2. No Party may detain a victim.",
    )
    by_text = {p.text: p for p in document.passages}
    lead = by_text["1. Each Party shall provide:"].seq
    inner = by_text["(a) a shelter that:"]
    assert inner.lead == lead
    assert by_text["(i) is open at night; and"].lead == inner.seq
    assert by_text["(ii) takes in children;"].lead == inner.seq
    assert by_text["(b) counsel."].lead == lead
    assert by_text["2. No Party may detain a victim."].lead is None
    assert by_text["(ii) takes in children;"].citation == "Art. 6(1)(a)(ii)"
    assert by_text["Gazette of Zubrowka 12"].citation == ""


def test_letter_i_after_h_is_a_letter() -> None:
    document = build(heading("Article 2"), "In this Act:", *[f"({c}) term {c};" for c in "abcdefghij"])
    assert citations(document)[-2:] == ["Art. 2(i)", "Art. 2(j)"]


def test_bullets_of_a_policy_have_their_lead() -> None:
    document = build(
        heading("Objective 2: Protect", 1),
        heading("Action 2.3", 2),
        "The Ministry will:",
        Block("train the police", "item", 1),
        Block("open shelters", "item", 1),
        "Costs are shared.",
        kind="action-plan",
    )
    assert [p.lead for p in document.passages] == [None, None, None, 2, 2, None]
    assert document.passages[2].citation == "Objective 2, Action 2.3"
    assert document.passages[3].kind == "item"


def test_numbered_report_and_unnumbered_places() -> None:
    located = Block("Plain text of a page.", locator=Locator(4))
    document = build("1.3.6 The rapporteur met survivors.", located, kind="report")
    assert citations(document) == ["para. 1.3.6", "p. 4, para. 1"]


def test_labels_that_the_format_keeps_apart() -> None:
    document = build(Block("Rights", "heading", 1, "Art. 5."), Block("Victims are heard.", label="(1)"))
    assert document.passages[1].text == "Victims are heard."
    assert document.passages[1].citation == "Art. 5(1)"
    assert document.passages[1].label == "(1)"


def test_paragraph_broken_by_a_page_is_joined() -> None:
    def at(page: int, text: str, kind: PassageKind = "paragraph") -> Block:
        return Block(text, kind, locator=Locator(page, (Box(page, 1, 1, 9, 9),), None, (Span(0, len(text), page, 7),)))

    document = build(
        at(1, "The victim shall not be"),
        at(1, "Page 1", "furniture"),
        at(2, "detained in any case."),
        at(2, "A victim"),
        at(2, "is safe."),
    )
    joined = document.passages[0]
    assert joined.text == "The victim shall not be detained in any case."
    assert joined.locator.spans == (Span(0, 23, 1, 7), Span(24, 21, 2, 7))
    assert [p.text for p in document.passages[1:]] == ["Page 1", "A victim", "is safe."]


@pytest.mark.parametrize(
    ("code", "blocks", "expected"),
    [
        (
            "en",
            ["Whereas the Senate met;", "Whereas victims need help;", "Article 1", "Victims are helped."],
            ["preamble", "preamble", None, None],
        ),
        (
            "fr",
            ["Vu la Constitution ;", "Considérant le rapport ;", "Article 1er", "La victime est aidée."],
            ["preamble", "preamble", None, None],
        ),
        (
            "es",
            ["Que, es necesario proteger;", "DECRETA:", "Artículo 1", "Se protege."],
            ["preamble", None, None, None],
        ),
        ("en", ["Whereas the Senate met;", "Victims are helped."], [None, None]),
        (
            "en",
            ["Explanatory memorandum", "This Bill helps.", "Article 1", "Help."],
            ["memorandum", "memorandum", None, None],
        ),
        (
            "en",
            ["Contents", "Part I Shelter .... 3", "Part II Courts .... 9", "Part I Shelter", "Help is given."],
            ["contents"] * 3 + [None] * 2,
        ),
        ("en", ["9. [Repealed, 2011, c. 24]", "10. Victims are not repealed cases."], ["repealed", None]),
        ("es", ["Artículo 4.- (Derogado por la Ley 3)"], ["repealed"]),
        ("fr", ["(2) [Abrogé, 2011, ch. 24]"], ["repealed"]),
    ],
)
def test_what_is_not_law(code: str, blocks: list[str], expected: list[str | None]) -> None:
    assert [p.inert for p in build(*blocks, code=code).passages] == expected


def test_quoted_amendment_has_its_own_path() -> None:
    document = build(
        "Article 1.- The Penal Code is amended as follows:",
        "“Article 153.- Trafficking",
        "Whoever traffics is punished.”",
        "Article 2.- This Act is in force.",
    )
    assert document.passages[2].citation == "Art. 1, “Art. 153”"
    assert document.passages[3].citation == "Art. 2"
    assert all(p.inert is None for p in document.passages)


def test_table_rows_keep_their_columns() -> None:
    document = build(
        Block("2.1 | Train judges | 2024", "table", columns=("No", "Activity", "Year")), kind="action-plan"
    )
    passage = document.passages[0]
    assert (passage.kind, passage.columns, passage.label) == ("table", ("No", "Activity", "Year"), "2.1")


def test_run_in_another_language_is_marked() -> None:
    english = [f"Every victim has the right to be heard by the court in case {n} and to be safe." for n in range(4)]
    dutch = [f"Elk slachtoffer heeft het recht om door de rechter te worden gehoord in zaak {n}." for n in range(4)]
    document = build(*english, *dutch, *english)
    assert [p.language for p in document.passages] == [None] * 4 + ["nl"] * 4 + [None] * 4


def test_time_grows_with_length_alone() -> None:
    def seconds(blocks: int) -> float:
        texts = [f"Article {n}. The State protects every victim (a) at once; (b) for free." for n in range(blocks)]
        started = time.process_time()
        build(*texts)
        return time.process_time() - started

    seconds(200)
    assert seconds(8000) < 40 * max(seconds(800), 0.01)


def test_text_quoted_in_order_to_be_removed_is_inert() -> None:
    document = build(
        "1. In section 9 of the Shelter Act the following is repealed:",
        "“A victim pays for shelter.”",
        "2. A victim is free.",
    )
    assert [p.inert for p in document.passages] == [None, "quoted", None]


def test_text_quoted_in_order_to_replace_is_law() -> None:
    document = build(
        "1. In section 9, by deleting the second sentence and substituting:", "“A shelter is free.”", "2. Rest."
    )
    assert [p.inert for p in document.passages] == [None, None, None]
