"""Web pages of Varonia, a country that does not exist."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from evidencescan.api import Candidate, Reader
from evidencescan.builtin.readers.html import HtmlReader
from evidencescan.errors import ReadError
from evidencescan.values import Block, Reading


def candidate(tmp_path: Path, data: str | bytes) -> Candidate:
    path = tmp_path / "page"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Candidate(path, path.read_bytes()[:65536], path.stat().st_size)


def read(tmp_path: Path, data: str | bytes) -> Reading:
    return HtmlReader().read(candidate(tmp_path, data))


def shown(reading: Reading) -> list[tuple[str, str | None, str]]:
    return [(block.kind, block.label, block.text) for block in reading.blocks]


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


@pytest.mark.parametrize(
    ("data", "sure"),
    [
        ("<!DOCTYPE html><p>x", True),
        ('<?xml version="1.0"?>\n<!-- made by hand -->\n<html xmlns="http://www.w3.org/1999/xhtml">', True),
        ("\ufeff  <HTML><body>x", True),
        ("<div><p>One</p><p>Two</p></div>", True),
        ("<meta charset=utf-8>\n" + "## A heading of Markdown and many words of plain text. " * 30, False),
        ("Plain text with a < sign.", False),
        ("<law><article>1</article></law>", False),
    ],
)
def test_pages_are_known_by_content(tmp_path: Path, data: str, sure: bool) -> None:
    assert isinstance(HtmlReader(), Reader)
    assert (HtmlReader().recognises(candidate(tmp_path, data)) > 0.5) is sure


def test_headings_paragraphs_and_ids(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<title>Law 4</title><body><h1>Law on Trafficking</h1><h2 id=c1>Chapter 1</h2>"
        '<div id="art_1">Text of <b>its</b> own<p>Article 1. All&nbsp;persons.</p>and after</div>',
    )
    assert reading.blocks == (
        Block("Law on Trafficking", "heading", 1, title=True),
        Block("Chapter 1", "heading", 2, locator=reading.blocks[1].locator),
        Block("Text of its own", locator=reading.blocks[2].locator),
        Block("Article 1. All persons.", locator=reading.blocks[3].locator),
        Block("and after", locator=reading.blocks[4].locator),
    )
    assert [block.locator.xml_id for block in reading.blocks] == [None, "c1", "art_1", "art_1", "art_1"]
    assert dict(reading.metadata) == {"title": "Law 4"}


def test_two_headings_of_the_first_level_are_no_titles(tmp_path: Path) -> None:
    assert not any(block.title for block in read(tmp_path, "<h1>Part A</h1><p>x<h1>Part B</h1>").blocks)


def test_what_surrounds_hides_or_is_struck_out_is_dropped(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<body><header><nav><a href=/>Home</a></nav></header><nav>Menu</nav><script>var a</script><style>p{}</style>"
        "<template>T</template><aside>Adverts</aside><p hidden>h</p><p style='display: none'>n</p>"
        "<p>Guards <del>may</del><s>can</s><span style='text-decoration:line-through'>might</span> <ins>shall</ins> "
        "act.</p><button>Close</button><footer><a href=/c>Contact</a></footer><!-- no -->",
    )
    assert texts(reading) == ["Guards shall act."]


def test_a_header_that_is_no_menu_stays(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "<header><p>Official Gazette of Varonia</p></header><p>x</p>"))[0].startswith(
        "Official"
    )


def test_the_main_part_of_a_page_is_read(tmp_path: Path) -> None:
    page = f"<body><div>Subscribe</div><main><p>{'The law. ' * 20}</p></main><div>Share</div>"
    assert len(read(tmp_path, page).blocks) == 1
    assert len(read(tmp_path, "<body><p>A long text outside of it.</p><main><p>x y</p></main>").blocks) == 2


def test_list_markers(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<ol type=a start=3><li>to inform<ol style='list-style-type: lower-roman'><li>in writing</ol><li value=7>"
        "to help</ol><ul><li>bullet</ul><ol><li>(c) typed by hand<li><p>first</p><p>second</p></ol>"
        "<ol reversed><li>x<li>y</ol>",
    )
    assert [(block.label, block.level, block.text) for block in reading.blocks] == [
        ("c.", 1, "to inform"),
        ("i.", 2, "in writing"),
        ("g.", 1, "to help"),
        (None, 1, "bullet"),
        (None, 1, "(c) typed by hand"),
        ("2.", 1, "first"),
        (None, 1, "second"),
        ("2.", 1, "x"),
        ("1.", 1, "y"),
    ]
    assert {block.kind for block in reading.blocks} == {"item"}


def test_markers_in_boxes_of_their_own_become_labels(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<div><div><span>(a) </span></div><div><p>to assist;</p></div></div><div><span>2. </span><div>Text.</div></div>"
        "<h5>7.</h5><p>Action.</p><p>►M1</p><p>–</p><p>dashed</p>"
        "<table><tr><td>(i)</td><td>one</td></tr><tr><td>(ii)</td><td>two</td></tr></table>",
    )
    assert shown(reading) == [
        ("paragraph", "(a)", "to assist;"),
        ("paragraph", "2.", "Text."),
        ("paragraph", "7.", "Action."),
        ("furniture", None, "►M1"),
        ("item", None, "dashed"),
        ("item", "(i)", "one"),
        ("item", "(ii)", "two"),
    ]


def test_tables_of_data(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<table><caption>Plan</caption><thead><tr><th>Goal<th>Action<th>Year</thead>"
        "<tr><td rowspan=2>Protect<td>Build <s>two</s> a shelter<td>2031<tr><td>Train<ul><li>guards</ul><td>2032"
        "<tr><td colspan=3>Objective 2</table>",
    )
    assert [(block.text, block.columns) for block in reading.blocks] == [
        ("Goal | Action | Year", ()),
        ("Protect | Build a shelter | 2031", ("Goal", "Action", "Year")),
        ("| Train guards | 2032", ("Goal", "Action", "Year")),
        ("Objective 2", ()),
    ]


def test_tables_for_layout_are_text(tmp_path: Path) -> None:
    page = "<table><tr><td><h2>News</h2><p>One.</p><td><table><tr><td>Two.</table></table>"
    assert shown(read(tmp_path, page)) == [
        ("heading", None, "News"),
        ("paragraph", None, "One."),
        ("paragraph", None, "Two."),
    ]


def test_line_breaks_part_paragraphs_but_not_sentences(tmp_path: Path) -> None:
    page = "<p>The Office shall<br>assist victims.<br><br>It shall report.<br>(a) yearly;</p>"
    assert texts(read(tmp_path, page)) == ["The Office shall assist victims.", "It shall report.", "(a) yearly;"]


def test_menus_of_links_are_furniture_and_note_numbers_go(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='#a{n}'>Article {n}</a>" for n in range(5))
    page = f"<ul>{links}</ul><p>Trafficking<sup><a href='#n1'>1</a></sup> of m<sup>2</sup></p>"
    reading = read(tmp_path, page)
    assert {block.kind for block in reading.blocks[:5]} == {"furniture"}
    assert reading.blocks[5].text == "Trafficking of m2"


def test_notes(tmp_path: Path) -> None:
    page = (
        "<p>Act (<a href=#n><sup>1</sup></a>).</p><p class='footnote'>See law 4.</p>"
        "<aside role=doc-footnote>And 5.</aside>"
    )
    assert shown(read(tmp_path, page)) == [
        ("paragraph", None, "Act."),
        ("note", None, "See law 4."),
        ("note", None, "And 5."),
    ]


def test_empty_elements_of_xhtml_end_where_they_stand(tmp_path: Path) -> None:
    head = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a"/></head>'
    page = f"{head}<body><p>A<br/>law</p></body></html>"
    assert texts(read(tmp_path, page)) == ["A law"]


def test_definitions_quotations_and_preformatted_text(tmp_path: Path) -> None:
    page = "<dl><dt>Victim<dd>a person</dl><blockquote>Quoted.</blockquote><pre>Art. 1\nShall\nact.</pre>"
    assert texts(read(tmp_path, page)) == ["Victim", "a person", "Quoted.", "Art. 1", "Shall act."]


def test_metadata(tmp_path: Path) -> None:
    page = "<html lang=fr><meta name=DC.date content=2031-05-06><meta name=dc.title content='Loi 5'><p>x"
    assert dict(read(tmp_path, page).metadata) == {"language": "fr", "date": "2031-05-06", "title": "Loi 5"}


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=iso-8859-1><p>Ley de protección</p>".encode("cp1252"),
        "<meta charset=iso-8859-1><p>Ley de protección</p>".encode(),
        "<p>Ley de protección</p>".encode("cp1252"),
        '<?xml version="1.0" encoding="iso-8859-15"?><html><p>Ley de protección</p></html>'.encode("iso-8859-15"),
        "\ufeff<p>Ley de protección</p>".encode("utf-16-le"),
        "<p>Ley de proteccio\u0301n</p>".encode(),
    ],
)
def test_encodings(tmp_path: Path, data: bytes) -> None:
    reading = read(tmp_path, data)
    assert texts(reading) == ["Ley de protección"]
    assert reading.problems == ()


def test_bytes_that_say_nothing_are_a_problem(tmp_path: Path) -> None:
    reading = read(tmp_path, b"<p>caf\xe9 \x81\x8d</p>")
    assert len(reading.problems) == 1
    assert reading.blocks[0].text.startswith("café")


def test_endless_nesting_is_refused_and_deep_nesting_is_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, "<div>" * 100_000)
    assert caught.value.category == "policy"
    assert texts(read(tmp_path, "<div>" * 3000 + "deep")) == ["deep"]


def test_reading_takes_time_in_proportion(tmp_path: Path) -> None:
    begin = time.process_time()
    reading = read(tmp_path, "<body>" + "<div><p>A provision of some words.</p></div>" * 20_000)
    assert len(reading.blocks) == 20_000
    assert time.process_time() - begin < 10
