"""The parts of the PDF reader that need no file: text with its offset map, hyphens, furniture, grids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencescan.builtin.readers.pdf.compose import Composer
from evidencescan.builtin.readers.pdf.furniture import furniture
from evidencescan.builtin.readers.pdf.hyphens import Hyphens
from evidencescan.builtin.readers.pdf.layout import Line, Page
from evidencescan.builtin.readers.pdf.order import arranged
from evidencescan.builtin.readers.pdf.paragraphs import is_bulleted, is_ended, is_mark, is_numbered
from evidencescan.builtin.readers.pdf.rules import Rule
from evidencescan.builtin.readers.pdf.tables import find_grids, may_have_tables
from evidencescan.text.places import unpack


def line(text: str, *, page: int = 1, start: int = 0, y: float = 100, broken: bool = False, x0: float = 50) -> Line:
    return Line(page, start, text, x0, x0 + 5 * len(text), y, 10, broken=broken)


def lines_of(page_text: str) -> list[Line]:
    """Cut a page text as the library gives it into lines."""
    out: list[Line] = []
    start = 0
    for number, piece in enumerate(page_text.split("\n")):
        out.append(line(piece, start=start, y=100 + 12 * number))
        start += len(piece) + 1
    return [item for item in out if item.text.strip()]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("The  state\tshall\u00a0act ", "The state shall act"),
        ("\uf0b7\tshelter", "• shelter"),
        ("\uf0b7shelter", "• shelter"),
        ("the tra\ufb03cking of persons", "the trafficking of persons"),
        ("\ufb01nal report", "final report"),
        ("at last a chie\ufb00", "at last a chieff"),
        ("guar\u00addian\x00 of the child\u200b", "guardian of the child"),
        ("shelter \U0001f6d6 for all", "shelter \U0001f6d6 for all"),
        ("first line \n second line", "first line second line"),
    ],
)
def test_text_is_clean_and_spans_are_exact(page: str, text: str) -> None:
    found, spans = Composer(Hyphens([])).block(lines_of(page))
    assert found == text
    for span in unpack(spans):
        assert found[span.at : span.at + span.length] == page[span.start : span.start + span.length]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_spans_are_exact_for_any_text(page: str) -> None:
    lines = lines_of(page)
    found, spans = Composer(Hyphens(lines)).block(lines)
    assert found == " ".join(found.split())
    end = 0
    for span in unpack(spans):
        assert span.at >= end
        end = span.at + span.length
        assert found[span.at : end] == page[span.start : span.start + span.length]


def test_cells_are_joined_and_their_spans_moved() -> None:
    page = "Goal one\nTrain the police\nMinistry"
    goal, activity, duty = lines_of(page)
    text, spans = Composer(Hyphens([])).cells([[goal], [activity], [duty]])
    assert text == "Goal one | Train the police | Ministry"
    assert [text[s.at : s.at + s.length] for s in unpack(spans)] == page.split("\n")
    assert [page[s.start : s.start + s.length] for s in unpack(spans)] == page.split("\n")


@pytest.mark.parametrize(
    ("left", "right", "elsewhere", "text"),
    [
        ("the compre-", "hensive plan", "", "the comprehensive plan"),
        ("the re-", "integration plan", "their reintegration", "the reintegration plan"),
        ("the anti-", "slavery plan", "an anti-slavery law", "the anti-slavery plan"),
        ("a rights-", "based plan", "their rights are based on law", "a rights-based plan"),
        ("of non-", "punishment too", "non-refoulement and non-discrimination", "of non-punishment too"),
        ("the guar\u00ad", "dian", "", "the guardian"),
        ("from 2019-", "2024 on", "", "from 2019-2024 on"),
    ],
)
def test_hyphens_are_judged_by_the_words_of_the_document(left: str, right: str, elsewhere: str, text: str) -> None:
    lines = [line(left), line(right, start=50, y=112), line(elsewhere, start=100, y=124)]
    assert Composer(Hyphens(lines)).block(lines[:2])[0] == text


def test_hyphen_that_the_library_marks_is_put_back_where_it_belongs_to_the_word() -> None:
    lines = [line("an anti", broken=True), line("slavery law", start=8, y=112), line("anti-slavery", start=50, y=124)]
    text, spans = Composer(Hyphens(lines)).block(lines[:2])
    assert text == "an anti-slavery law"
    assert [text[span.at : span.at + span.length] for span in unpack(spans)] == ["an anti", "slavery law"]


def page_of(number: int, *lines: tuple[float, str]) -> Page:
    items = [line(text, page=number, start=100 * at, y=y) for at, (y, text) in enumerate(lines)]
    return Page(number, 595, 842, list(items))


def texts(pages: list[Page]) -> list[str]:
    found = furniture(pages)
    return [item.text for page in pages for item in page.lines() if item in found]


def test_roman_page_numbers_are_furniture_and_article_numbers_are_not() -> None:
    romans = ["i", "ii", "iii", "iv", "v", "vi"]
    pages = [
        page_of(n, (60, f"Article {3 * n}"), (300 + 9 * n, "Text of the article."), (810, f"– {romans[n - 1]} –"))
        for n in range(1, 7)
    ]
    assert texts(pages) == [f"– {roman} –" for roman in romans]


def test_same_heading_far_apart_is_no_running_head() -> None:
    pages = [page_of(n, (60, "Penalties" if n % 4 == 0 else "ab" * n), (200 + 9 * n, "Body.")) for n in range(1, 17)]
    assert texts(pages) == []


def test_contents_without_leaders_are_furniture() -> None:
    entries = [(100.0 + 20 * n, f"Duties of authority {'abcdefg'[n]} {2 * n + 3}") for n in range(7)]
    pages = [
        page_of(1, *entries, (400, "In force since 2019")),
        *(page_of(n, (300 + 9 * n, "Body.")) for n in range(2, 20)),
    ]
    assert texts(pages) == [text for _, text in entries]


def test_what_stands_above_comes_first() -> None:
    body = [line(f"line {n}", start=n, y=200 + 12 * n) for n in range(3)]
    late = line("1. Heading", start=50, y=80)
    assert arranged([*body, late], []) == [late, *body]


@pytest.mark.parametrize("text", ["(1) The", "a) the", "1.1 The", "3. The", "IV. Of", "§ 3 Wer", "1º El", "(iv) of"])
def test_numbers_of_provisions(text: str) -> None:
    assert is_numbered(text)


@pytest.mark.parametrize("text", ["2019 was", "The (1)", "12 per cent", "1,000 persons", "et al. said", "A victim"])
def test_what_only_looks_like_a_number(text: str) -> None:
    assert not is_numbered(text)


def test_bullets_marks_and_ends() -> None:
    assert is_bulleted("• one")
    assert is_bulleted("– one")
    assert not is_bulleted("-one")
    assert not is_bulleted("o bien")
    assert is_mark("(a)")
    assert not is_mark("(a) x")
    assert is_ended("the end.”")
    assert is_ended("the end.12")
    assert not is_ended("the end, and")


def grid(rows: int, columns: int) -> list[Rule]:
    across = [Rule(50, 100 + 20 * n, 50 + 80 * columns, 100 + 20 * n, True) for n in range(rows + 1)]
    down = [Rule(50 + 80 * n, 100, 50 + 80 * n, 100 + 20 * rows, False) for n in range(columns + 1)]
    return across + down


def test_grids_need_two_rows_and_two_columns() -> None:
    assert may_have_tables(grid(2, 2))
    found = find_grids(grid(3, 2))
    assert [len(row) for row in found[0].rows] == [2, 2, 2]
    assert found[0].box == (50, 100, 210, 160)
    assert not may_have_tables(grid(1, 3))
    assert find_grids(grid(5, 1)) == []
    assert find_grids(grid(90, 90)) == []
