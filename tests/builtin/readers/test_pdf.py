"""The PDF reader, on small documents about an invented country that are made here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

from evidencescan.api import Candidate, Reader
from evidencescan.builtin.readers.pdf import PdfReader, text_of_page
from evidencescan.builtin.readers.pdf.library import Library
from evidencescan.errors import ReadError
from evidencescan.values import Block, Reading

Make = Callable[[FPDF], Reading]

BODY = (
    "Every authority of the Republic of Velmora shall give each victim of trafficking in persons shelter, food and "
    "medical care from the day on which it learns of the crime, whether or not the victim gives evidence"
)


def candidate(path: Path) -> Candidate:
    return Candidate(path, path.read_bytes()[:65536], path.stat().st_size)


def blank(**options: str) -> FPDF:
    pdf = FPDF(unit="pt", format=options.get("format", "A4"))
    pdf.set_auto_page_break(False)
    pdf.set_font("Times", size=11)
    return pdf


def put(pdf: FPDF, x: float, y: float, text: str, size: float = 11, style: str = "") -> None:
    pdf.set_font("Times", style=style, size=size)
    pdf.text(x, y, text)


def column(pdf: FPDF, x: float, y: float, lines: list[str], size: float = 11) -> float:
    for line in lines:
        put(pdf, x, y, line, size)
        y += 1.25 * size
    return y


def wrapped(pdf: FPDF, text: str, width: float, size: float = 11) -> list[str]:
    """Break a text into lines; the document must have a page."""
    pdf.set_font("Times", size=size)
    return pdf.multi_cell(width, 1, text, dry_run=True, output="LINES", align="L")


@pytest.fixture
def read(tmp_path: Path) -> Make:
    """Write a document, read it, and check what is always true: each span is exact, and white space is single."""

    def make(pdf: FPDF) -> Reading:
        path = tmp_path / "velmora.pdf"
        pdf.output(str(path))
        reading = PdfReader().read(candidate(path))
        check(reading, path)
        return reading

    return make


def check(reading: Reading, path: Path) -> None:
    texts: dict[int, str] = {}
    for block in reading.blocks:
        assert block.text == " ".join(block.text.split())
        assert block.text
        end = 0
        for span in block.locator.spans:
            page = texts.setdefault(span.page, text_of_page(path, span.page))
            assert span.at >= end
            end = span.at + span.length
            assert block.text[span.at : end] == page[span.start : span.start + span.length]
        assert sum(span.length for span in block.locator.spans) >= 0.7 * len(block.text)


def of_kind(reading: Reading, kind: str) -> list[str]:
    return [block.text for block in reading.blocks if block.kind == kind]


def containing(reading: Reading, words: str) -> Block:
    found = [block for block in reading.blocks if words in block.text]
    assert len(found) == 1, (words, [block.text for block in reading.blocks])
    return found[0]


def test_is_a_reader_that_goes_by_content() -> None:
    reader = PdfReader()
    assert isinstance(reader, Reader)
    assert reader.recognises(Candidate(Path("law.txt"), b"\n\n%PDF-1.7 ...", 20)) == 1.0
    assert reader.recognises(Candidate(Path("law.pdf"), b"<html>%PD", 20)) == 0.0
    assert reader.fingerprint == PdfReader().fingerprint


def test_importing_it_loads_no_pdf_library() -> None:
    import subprocess

    code = "import sys, evidencescan.builtin.readers.pdf as p; p.PdfReader(); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pypdfium2" not in done.stdout
    assert "pdfplumber" not in done.stdout


def pages_with_furniture() -> FPDF:
    pdf = blank()
    pdf.set_title("Shelter Act")
    for number in range(1, 5):
        pdf.add_page()
        put(pdf, 60, 40, "Government Gazette of Velmora", 9)
        put(pdf, 280, 810, f"Page {number} of 4", 9)
        y = 90.0
        if number == 1:
            put(pdf, 60, y, "Shelter Act", 20, "B")
            y += 40
        put(pdf, 60, y, f"{number}. Duty of authority number {number}", 11, "B")
        column(pdf, 60, y + 20, wrapped(pdf, f"{BODY} in district {number}.", 470))
    return pdf


def test_opening_a_long_document_anew_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "velmora.pdf"
    pages_with_furniture().output(str(path))
    whole = PdfReader().read(candidate(path))
    opened: list[Path] = []
    monkeypatch.setattr("evidencescan.builtin.readers.pdf.reader._STRETCH", 3)
    real = Library.open

    def counted(library: Library, path: Path) -> object:
        opened.append(path)
        return real(library, path)

    monkeypatch.setattr(Library, "open", counted)
    assert PdfReader().read(candidate(path)) == whole
    assert len(opened) == 2


def test_headings_have_the_levels_of_the_whole_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = blank()
    for number in range(1, 5):
        pdf.add_page()
        y = 150.0
        if number < 3:
            put(pdf, 60, y, f"Chapter {number}", 20, "B")
            y += 40
        put(pdf, 60, y, f"{number}. Duty of authority number {number}", 11, "B")
        column(pdf, 60, y + 20, wrapped(pdf, f"{BODY} in district {number}.", 470))
    path = tmp_path / "velmora.pdf"
    pdf.output(str(path))
    monkeypatch.setattr("evidencescan.builtin.readers.pdf.reader._STRETCH", 2)
    headings = [block for block in PdfReader().read(candidate(path)).blocks if block.kind == "heading"]
    assert [(block.text[:7], block.level) for block in headings] == [
        ("Chapter", 1), ("1. Duty", 2), ("Chapter", 1), ("2. Duty", 2), ("3. Duty", 2), ("4. Duty", 2),
    ]  # fmt: skip


def test_heads_and_page_numbers_are_furniture(read: Make) -> None:
    reading = read(pages_with_furniture())
    assert reading.pages == 4
    assert dict(reading.metadata)["title"] == "Shelter Act"
    furniture = of_kind(reading, "furniture")
    assert furniture.count("Government Gazette of Velmora") == 4
    assert [text for text in furniture if text.startswith("Page")] == [f"Page {n} of 4" for n in range(1, 5)]
    assert of_kind(reading, "paragraph") == [f"{BODY} in district {n}." for n in range(1, 5)]


def test_headings_have_levels_by_type_and_the_title_is_marked(read: Make) -> None:
    reading = read(pages_with_furniture())
    headings = [block for block in reading.blocks if block.kind == "heading"]
    assert [block.text for block in headings][:2] == ["Shelter Act", "1. Duty of authority number 1"]
    assert headings[0].title
    assert headings[0].level is not None
    assert headings[1].level is not None
    assert headings[0].level <= headings[1].level
    assert not headings[1].title


def test_paragraph_goes_on_after_a_page_break_and_its_furniture(read: Make) -> None:
    pdf = blank()
    for number in range(1, 4):
        pdf.add_page()
        lines = wrapped(pdf, f"{BODY}, {BODY.lower()}, {BODY.lower()}.", 470)
        put(pdf, 60, 40, "Government Gazette of Velmora", 9)
        put(pdf, 295, 810, str(number), 9)
        if number == 1:
            column(pdf, 60, 740, lines[:3])
        elif number == 2:
            column(pdf, 60, 90, lines[3:])
        else:
            column(pdf, 60, 90, wrapped(pdf, "This Act enters into force on the day of its publication.", 470))
    block = containing(read(pdf), "Every authority")
    assert block.text == f"{BODY}, {BODY.lower()}, {BODY.lower()}."
    assert {span.page for span in block.locator.spans} == {1, 2}
    assert block.locator.page_at(0) == 1
    assert block.locator.page_at(len(block.text) - 1) == 2


def test_columns_written_row_by_row_are_read_one_after_the_other(read: Make) -> None:
    pdf = blank()
    pdf.add_page()
    left = wrapped(pdf, f"{BODY}. {BODY} in the north. {BODY} at sea.", 220)
    right = wrapped(pdf, f"Children shall have a guardian. {BODY} in the south. {BODY} on land.", 220)
    put(pdf, 60, 60, "National Plan of Velmora against Trafficking in Persons and for its Victims", 14, "B")
    for row, (one, two) in enumerate(zip_longest(left, right, fillvalue="")):
        put(pdf, 60, 100 + 14 * row, one)
        put(pdf, 315, 100 + 14 * row, two)
    reading = read(pdf)
    text = " ".join(of_kind(reading, "paragraph"))
    assert " ".join(" ".join(left + right).split()) in text
    assert of_kind(reading, "heading") == [
        "National Plan of Velmora against Trafficking in Persons and for its Victims"
    ]


def test_items_start_blocks_and_wrapped_references_do_not(read: Make) -> None:
    pdf = blank()
    pdf.add_page()
    longest = "(b) the courts of each district and of the capital, with the help of the guardian under paragraph"
    width = 20 + pdf.get_string_width(longest)
    y = column(pdf, 60, 80, wrapped(pdf, f"{BODY}, as is laid down in the following:", width))
    column(pdf, 80, y, ["(a) the police;", longest, "(2) of this section;", "(c) schools."])
    reading = read(pdf)
    assert [block.text for block in reading.blocks][1:] == [
        "(a) the police;",
        f"{longest} (2) of this section;",
        "(c) schools.",
    ]


def test_indented_first_lines_start_paragraphs(read: Make) -> None:
    pdf = blank()
    pdf.add_page()
    y = 80.0
    for place in ("the hills", "the coast", "the plains"):
        lines = wrapped(pdf, f"{BODY} in {place}.", 450)
        put(pdf, 84, y, lines[0])
        y = column(pdf, 60, y + 13.75, lines[1:])
    assert of_kind(read(pdf), "paragraph") == [
        f"{BODY} in {place}." for place in ("the hills", "the coast", "the plains")
    ]


def test_hyphens_at_line_ends(read: Make) -> None:
    pdf = blank()
    pdf.add_page()
    column(
        pdf,
        60,
        80,
        [
            "The Council gives each survivor a compre-",
            "hensive plan of protection. It leads the anti-",
            "trafficking work of Velmora; anti-trafficking funds are",
            "its own, and protection comes first. It works with non-",
            "governmental bodies without non-payment or non-refund.",
        ],
    )
    text = " ".join(block.text for block in read(pdf).blocks)
    assert "a comprehensive plan" in text
    assert "the anti-trafficking work" in text
    assert "with non-governmental bodies" in text


def test_footnotes_are_notes(read: Make) -> None:
    pdf = blank()
    pdf.add_page()
    y = column(pdf, 60, 80, wrapped(pdf, f"{BODY}. {BODY} in the north. {BODY} at sea.", 470))
    column(pdf, 60, y + 20, wrapped(pdf, f"{BODY}.", 470))
    column(
        pdf,
        60,
        760,
        ["1 Act No. 4 on shelters, as amended by Act No. 9, which the Assembly of Velmora passed in its"],
        8,
    )
    column(pdf, 60, 770, ["second session.", "2 See the report of the Council."], 8)
    reading = read(pdf)
    assert of_kind(reading, "note") == [
        "1 Act No. 4 on shelters, as amended by Act No. 9, which the Assembly of Velmora passed in its second session.",
        "2 See the report of the Council.",
    ]


def test_contents_are_furniture(read: Make) -> None:
    pdf = blank()
    pdf.add_page()
    put(pdf, 60, 80, "Contents", 14, "B")
    column(pdf, 60, 110, [f"{n}. Duties of authority {n} {'.' * 60} {2 * n}" for n in range(1, 8)])
    pdf.add_page()
    column(pdf, 60, 90, wrapped(pdf, f"{BODY}.", 470))
    reading = read(pdf)
    assert sum("Duties of authority" in text for text in of_kind(reading, "furniture")) == 7
    assert of_kind(reading, "paragraph") == [f"{BODY}."]


HEADS = ("Objective", "Activity", "Responsible")


def test_ruled_table_gives_rows_with_heads_over_pages(read: Make) -> None:
    pdf = blank(format="A4")
    number = 0
    for page in range(2):
        pdf.add_page()
        if not page:
            column(pdf, 60, 60, ["The plan of Velmora has these activities."])
        pdf.set_font("Times", size=10)
        pdf.set_y(100)
        with pdf.table(col_widths=(100, 250, 120), line_height=13, first_row_as_headings=False) as table:
            table.row(HEADS)
            for _ in range(4):
                number += 1
                table.row(
                    (f"Goal {number}", f"{BODY} of region {number}.", "Ministry of Labour" if number != 3 else "")
                )
    reading = read(pdf)
    rows = [block for block in reading.blocks if block.kind == "table"]
    assert rows[0].text == "Objective | Activity | Responsible"
    assert [row.text for row in rows[1:3]] == [f"Goal {n} | {BODY} of region {n}. | Ministry of Labour" for n in (1, 2)]
    assert rows[1].columns == HEADS
    assert rows[3].text == f"Goal 3 | {BODY} of region 3."
    assert rows[3].columns == HEADS[:2]
    assert len(rows) == 9
    assert rows[8].columns == HEADS
    assert rows[8].locator.page == 2
    assert of_kind(reading, "furniture") == ["Objective | Activity | Responsible"]
    assert of_kind(reading, "paragraph") == ["The plan of Velmora has these activities."]


def test_box_around_text_is_no_table(read: Make) -> None:
    pdf = blank()
    pdf.add_page()
    pdf.rect(50, 60, 490, 200)
    pdf.rect(60, 70, 470, 180)
    column(pdf, 70, 90, wrapped(pdf, f"{BODY}.", 450))
    assert of_kind(read(pdf), "paragraph") == [f"{BODY}."]


def test_page_without_text_layer_is_a_problem_and_the_rest_is_read(read: Make, tmp_path: Path) -> None:
    pdf = blank()
    pdf.add_page()
    column(pdf, 60, 90, wrapped(pdf, f"{BODY}.", 470))
    pdf.add_page()
    picture = tmp_path / "scan.ppm"
    picture.write_bytes(b"P6 8 8 255\n" + bytes(range(192)))
    pdf.image(str(picture), 0, 0, 595, 842)
    pdf.add_page()
    reading = read(pdf)
    assert [(problem.category, problem.component, problem.page) for problem in reading.problems] == [
        ("no_text", "pdf", 2)
    ]
    assert reading.pages == 3
    assert of_kind(reading, "paragraph") == [f"{BODY}."]


def locked(path: Path, password: str) -> Path:
    pdf = blank()
    pdf.set_encryption("owner", password, encryption_method=EncryptionMethod.RC4, permissions=AccessPermission.none())
    pdf.add_page()
    column(pdf, 60, 90, wrapped(pdf, f"{BODY}.", 470))
    pdf.output(str(path))
    return path


def test_password_is_an_error_and_an_owner_password_is_not(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"locked\.pdf") as caught:
        PdfReader().read(candidate(locked(tmp_path / "locked.pdf", "user")))
    assert caught.value.category == "encrypted"
    assert caught.value.advice
    reading = PdfReader().read(candidate(locked(tmp_path / "open.pdf", "")))
    assert reading.blocks[0].text == f"{BODY}."


@pytest.mark.parametrize("share", [0.0, 0.4, 0.8])
def test_truncated_file_is_unreadable(tmp_path: Path, share: float) -> None:
    path = tmp_path / "cut.pdf"
    data = bytes(pages_with_furniture().output())
    path.write_bytes(data[: max(9, int(share * len(data)))])
    with pytest.raises(ReadError, match=r"cut\.pdf") as caught:
        PdfReader().read(candidate(path))
    assert caught.value.category == "unreadable"
    assert caught.value.advice


def test_turned_page_is_read(tmp_path: Path) -> None:
    pdf = blank()
    pdf.add_page()
    lines = wrapped(pdf, f"{BODY}.", 470)
    with pdf.rotation(90, 300, 400):
        column(pdf, 60, 300, lines)
    path = tmp_path / "turned.pdf"
    pdf.output(str(path))
    reading = PdfReader().read(candidate(path))
    check(reading, path)
    assert [block.text for block in reading.blocks] == [f"{BODY}."]


def test_page_that_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "velmora.pdf"
    pages_with_furniture().output(str(path))
    assert "Page 2 of 4" in text_of_page(path, 2)
    for number in (0, 5):
        with pytest.raises(ReadError):
            text_of_page(path, number)
