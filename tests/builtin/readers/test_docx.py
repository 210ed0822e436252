"""Word documents, built here part by part; the country of Varonia does not exist."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from evidencescan.api import Candidate, Reader
from evidencescan.builtin.readers.docx import DocxReader
from evidencescan.builtin.readers.numerals import formatted
from evidencescan.errors import ReadError
from evidencescan.values import Block, Reading

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def part(root: str, body: str, space: str = W) -> str:
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{space}" xmlns:mc="{MC}">{body}</w:{root}>'


def p(text: str = "", style: str = "", number: tuple[int, int] | None = None, extra: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{extra}</w:p>"


def level(ilvl: int, text: str, style: str = "decimal", extra: str = "") -> str:
    shape = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{ilvl}">{shape}</w:lvl>'


def build(path: Path, body: str, space: str = W, **parts: str) -> Candidate:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>", space))
        for name, content in parts.items():
            archive.writestr("docProps/core.xml" if name == "core" else f"word/{name}.xml", content)
    return Candidate(path, path.read_bytes()[:65536], path.stat().st_size)


def read(tmp_path: Path, body: str, space: str = W, **parts: str) -> Reading:
    return DocxReader().read(build(tmp_path / "law", body, space, **parts))


def shown(blocks: tuple[Block, ...]) -> list[tuple[str, str | None, str]]:
    return [(block.kind, block.label, block.text) for block in blocks]


def test_it_is_a_reader_and_knows_its_files_by_content(tmp_path: Path) -> None:
    candidate = build(tmp_path / "without-suffix", p("A law."))
    assert isinstance(DocxReader(), Reader)
    assert DocxReader().recognises(candidate) > 0.9
    assert DocxReader().recognises(Candidate(tmp_path / "x", b"PK not a zip", 12)) == 0.0


def test_headings_come_from_styles_in_any_language(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="MonArticle"><w:name w:val="Mon article"/>'
        '<w:basedOn w:val="Titre2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Capitulo"><w:name w:val="Capitulo"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Legende"><w:name w:val="caption"/></w:style>',
    )
    long_provision = "The Office shall " + "assist every victim and " * 10 + "report."
    body = (
        p("Law of Varonia", "Titre")
        + p("Chapter one ... 3", "TM1")
        + p("Chapter one", "Capitulo")
        + p("Article 1", "MonArticle")
        + p("Figure 1", "Legende")
        + p(long_provision, "Titre2")
    )
    blocks = read(tmp_path, body, styles=styles).blocks
    assert [(b.kind, b.level, b.title) for b in blocks] == [
        ("heading", 1, True),
        ("furniture", None, False),
        ("heading", 1, False),
        ("heading", 2, False),
        ("caption", None, False),
        ("paragraph", None, False),
    ]


def test_numbers_that_word_computes_become_labels(tmp_path: Path) -> None:
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "Article %1")
        + level(1, "%1.%2")
        + level(2, "(%3)", "lowerLetter")
        + level(3, "%4)", "upperRoman")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
        + level(0, "•", "bullet")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="9"/></w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>',
    )
    places = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 3), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0), (2, 0), (3, 0)]
    body = "".join(p(f"text {index}", number=place) for index, place in enumerate(places))
    blocks = read(tmp_path, body, numbering=numbering).blocks
    assert [block.label for block in blocks] == [
        "Article 1", "1.1", "1.2", "(a)", "(b)", "I)", "1.3", "(a)", "Article 2", "2.1", "Article 9", "Article 10",
        None,
    ]  # fmt: skip
    assert {block.kind for block in blocks} == {"item"}
    assert [block.level for block in blocks[:4]] == [1, 2, 2, 3]


def test_numbering_by_style_restart_rules_and_numbers_alone(tmp_path: Path) -> None:
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "CHAPTER %1", "upperRoman", '<w:pStyle w:val="Chapter"/>')
        + level(1, "Section %2", extra='<w:lvlRestart w:val="0"/><w:pStyle w:val="Section"/>')
        + level(2, "%1.%2.%3", extra="<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>',
    )
    styles = part(
        "styles",
        "".join(
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:pPr><w:numPr>'
            f'<w:numId w:val="5"/></w:numPr><w:outlineLvl w:val="{outline}"/></w:pPr></w:style>'
            for name, outline in (("Chapter", 0), ("Section", 1))
        ),
    )
    body = (
        p("Objects", "Chapter")
        + p("Scope", "Section")
        + p("Deep", number=(5, 2))
        + p("", "Chapter")
        + p("Penalties", "Section")
        + p("Off", "Section", (0, 0))
    )
    blocks = read(tmp_path, body, numbering=numbering, styles=styles).blocks
    assert shown(blocks) == [
        ("heading", "CHAPTER I", "Objects"),
        ("heading", "Section 1", "Scope"),
        ("item", "1.1.1", "Deep"),
        ("heading", None, "CHAPTER II"),
        ("heading", "Section 2", "Penalties"),
        ("heading", None, "Off"),
    ]


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (22, "ordinal", "22nd"),
        (12, "ordinal", "12th"),
        (3, "none", ""),
        (0, "lowerLetter", "0"),
        (5, "cardinalText", "5"),
    ],
)
def test_number_formats(value: int, style: str, text: str) -> None:
    assert formatted(value, style) == text


def test_the_final_text_is_read(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        "<w:p>"
        + run("Traffickers ")
        + f'<w:ins w:id="1">{run("shall ")}</w:ins><w:del w:id="2"><w:r><w:delText>may </w:delText></w:r></w:del>'
        + "<w:r><w:rPr><w:strike/></w:rPr><w:t>not </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden </w:t></w:r>"
        + f"<w:hyperlink>{run('be punished')}</w:hyperlink><w:r><w:tab/></w:r>"
        + f'<w:fldSimple w:instr="REF x">{run("under article 5")}</w:fldSimple>'
        + "<w:r><w:instrText>PAGEREF secret</w:instrText></w:r>"
        + "<w:r><w:t> of the anti</w:t><w:noBreakHyphen/><w:t>traf</w:t><w:softHyphen/>"
        + "<w:t>ficking law.</w:t></w:r></w:p>"
        + '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p>'
        + p("sentence.")
        + "<w:p><w:r><w:t>The Office has</w:t><w:br/><w:t>these duties:</w:t><w:br/>"
        + "<w:t>Assist victims.</w:t></w:r></w:p>"
    )
    assert [block.text for block in read(tmp_path, body).blocks] == [
        "Traffickers shall be punished under article 5 of the anti-trafficking law.",
        "One sentence.",
        "The Office has these duties:",
        "Assist victims.",
    ]


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs) or p()}</w:tc>"


def row(*cells: str, head: bool = False) -> str:
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def test_tables_give_a_block_a_row_with_the_heads_of_its_columns(tmp_path: Path) -> None:
    body = "<w:tbl>{}</w:tbl>".format(
        row(cell(p("Measure")), cell(p("Year"), properties='<w:gridSpan w:val="2"/>'), head=True)
        + row(cell(p("")), cell(p("from")), cell(p("to")), head=True)
        + row(cell(p("Train"), p("guards"), properties='<w:vMerge w:val="restart"/>'), cell(p("2031")), cell(p("2032")))
        + row(cell(p(), properties="<w:vMerge/>"), cell(p("2033")), cell(p("2034")))
        + row(cell(p("Objective 2"), properties='<w:gridSpan w:val="3"/>'))
    )
    blocks = read(tmp_path, body).blocks
    assert {block.kind for block in blocks} == {"table"}
    assert [(block.text, block.columns) for block in blocks] == [
        ("Measure | Year |", ()),
        ("| from | to", ()),
        ("Train guards | 2031 | 2032", ("Measure", "Year from", "to")),
        ("| 2033 | 2034", ("Measure", "Year from", "to")),
        ("Objective 2", ()),
    ]


def test_boxes_are_text_and_nested_tables_follow_their_row(tmp_path: Path) -> None:
    inner = f"<w:tbl>{row(cell(p('a')), cell(p('b')))}{row(cell(p('c')), cell(p('d')))}</w:tbl>"
    box = f"<w:tbl>{row(cell(p('A box'), p('of two paragraphs.')))}</w:tbl>"
    outer = f"<w:tbl>{row(cell(p('Left')), cell(p('Right'), inner, p()))}</w:tbl>"
    blocks = read(tmp_path, box + outer).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", "A box"),
        ("paragraph", "of two paragraphs."),
        ("table", "Left | Right"),
        ("table", "a | b"),
        ("table", "c | d"),
    ]


def test_a_table_of_numbers_and_texts_is_a_list(tmp_path: Path) -> None:
    body = f"<w:tbl>{row(cell(p('(a)')), cell(p('to inform;')))}{row(cell(p('(b)')), cell(p('to protect.')))}</w:tbl>"
    assert shown(read(tmp_path, body).blocks) == [("item", "(a)", "to inform;"), ("item", "(b)", "to protect.")]


def test_notes_boxes_and_contents(tmp_path: Path) -> None:
    footnotes = part(
        "footnotes",
        f'<w:footnote w:id="0" w:type="separator">{p("___")}</w:footnote>'
        f'<w:footnote w:id="2">{p("See law 4.")}</w:footnote>',
    )
    box = f"<w:txbxContent>{p('Hotline 116')}</w:txbxContent>"
    alternate = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('Chapter 1 ..... 2')}</w:sdtContent></w:sdt>"
    )
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = contents + p("Victims are assisted.", extra=reference) + p("Call.", extra=alternate)
    assert [(block.kind, block.text) for block in read(tmp_path, body, footnotes=footnotes).blocks] == [
        ("furniture", "Chapter 1 ..... 2"),
        ("paragraph", "Victims are assisted."),
        ("note", "See law 4."),
        ("paragraph", "Call."),
        ("paragraph", "Hotline 116"),
    ]


def test_strict_documents_and_metadata(tmp_path: Path) -> None:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        "<dc:title>Plan of Varonia</dc:title><dc:language>en</dc:language><t:created>2031-02-03T00:00:00Z</t:created>"
        "</cp:coreProperties>"
    )
    reading = read(tmp_path, p("Strictly so."), STRICT, core=core)
    assert [block.text for block in reading.blocks] == ["Strictly so."]
    assert dict(reading.metadata) == {"title": "Plan of Varonia", "language": "en", "date": "2031-02-03T00:00:00Z"}


def test_a_broken_part_is_a_problem_and_not_the_end(tmp_path: Path) -> None:
    reading = read(tmp_path, p("Still here."), styles="<not xml")
    assert [block.text for block in reading.blocks] == ["Still here."]
    assert [problem.category for problem in reading.problems] == ["unreadable"]


def test_a_package_without_a_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/other.xml", "<a/>")
    candidate = Candidate(path, path.read_bytes(), path.stat().st_size)
    with pytest.raises(ReadError, match="no Word document"):
        DocxReader().read(candidate)
