"""Akoma Ntoso and other XML, with laws of Varonia, a country that does not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidencescan.api import Candidate, Reader
from evidencescan.builtin.readers.akn import AknReader
from evidencescan.builtin.readers.anyxml import XmlReader
from evidencescan.errors import ReadError
from evidencescan.values import Reading

META = """<meta><identification source="#v"><FRBRWork><FRBRdate date="2031-02-03" name=""/>
<FRBRcountry value="http://example.org/country/vr"/><FRBRalias value="Alias law"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification></meta>"""


def candidate(tmp_path: Path, text: str) -> Candidate:
    path = tmp_path / "law"
    path.write_text(text, encoding="utf-8")
    return Candidate(path, path.read_bytes()[:65536], path.stat().st_size)


def akn(tmp_path: Path, body: str, space: str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0") -> Reading:
    name = f' xmlns="{space}"' if space else ""
    text = f"<?xml version='1.0'?><akomaNtoso{name}><act>{META}{body}</act></akomaNtoso>"
    assert AknReader().recognises(candidate(tmp_path, text)) > 0.9
    assert XmlReader().recognises(candidate(tmp_path, text)) == 0.0
    return AknReader().read(candidate(tmp_path, text))


def shown(reading: Reading) -> list[tuple[str, int | None, str | None, str]]:
    return [(block.kind, block.level, block.label, block.text) for block in reading.blocks]


LAW = """<preface><longTitle><p>Act to protect <docTitle>victims</docTitle></p></longTitle></preface>
<preamble><recitals><recital eId="rec_1"><num>(1)</num><p>Whereas victims suffer,</p></recital></recitals></preamble>
<body><chapter eId="ch_1"><num>Chapter I</num><heading>General</heading>
<article eId="art_1"><num>Article 1</num><heading>Scope</heading>
<paragraph eId="art_1__1"><num>1.</num><content><p>This Act applies to<authorialNote marker="1"><p>See Act 3.</p>
</authorialNote> all.</p></content></paragraph>
<paragraph eId="art_1__2"><num>2.</num><list><intro><p>It covers:</p></intro>
<point eId="art_1__2__a"><num>(a)</num><content><p>men <del>only</del>;</p></content></point>
<point eId="art_1__2__b"><num>(b)</num><content><p>women.</p></content></point>
<wrapUp><p>Nobody else.</p></wrapUp></list></paragraph></article>
<article eId="art_2"><num>Art. 2<sup>bis</sup></num><content><p>First line.<eol/>Second line.</p></content></article>
</chapter></body>"""


@pytest.mark.parametrize(
    "space", ["", "http://www.akomantoso.org/1.0", "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"]
)
def test_an_act_of_any_version(tmp_path: Path, space: str) -> None:
    assert isinstance(AknReader(), Reader)
    reading = akn(tmp_path, LAW, space)
    assert shown(reading) == [
        ("heading", 1, None, "Act to protect victims"),
        ("paragraph", None, "(1)", "Whereas victims suffer,"),
        ("heading", 1, "Chapter I", "General"),
        ("heading", 2, "Article 1", "Scope"),
        ("paragraph", None, "1.", "This Act applies to all."),
        ("note", None, "1", "See Act 3."),
        ("paragraph", None, "2.", "It covers:"),
        ("item", 1, "(a)", "men ;"),
        ("item", 1, "(b)", "women."),
        ("paragraph", None, None, "Nobody else."),
        ("heading", 2, None, "Art. 2bis"),
        ("paragraph", None, None, "First line."),
        ("paragraph", None, None, "Second line."),
    ]
    assert [block.locator.xml_id for block in reading.blocks[1:5]] == ["rec_1", "ch_1", "art_1", "art_1__1"]
    assert [block.title for block in reading.blocks[:2]] == [True, False]
    assert dict(reading.metadata) == {
        "country": "vr",
        "date": "2031-02-03",
        "language": "eng",
        "title": "Act to protect victims",
    }


def test_a_title_in_a_paragraph_of_the_preface(tmp_path: Path) -> None:
    preface = "<preface><p><docType>Act</docType> <docTitle>on shelters</docTitle></p></preface><body><p>x</p></body>"
    assert shown(akn(tmp_path, preface)) == [
        ("heading", 1, None, "Act on shelters"),
        ("paragraph", None, None, "x"),
    ]


def test_text_for_another_law_is_between_its_quotation_marks(tmp_path: Path) -> None:
    reading = akn(
        tmp_path,
        '<body><article eId="a"><num>Art. 9</num><content><p>It is replaced by: <mod><quotedStructure startQuote="“" '
        'endQuote="”"><article><num>Art. 3</num><content><p>New text.</p></content></article></quotedStructure></mod>; '
        "and <mod><quotedText>words</quotedText></mod> go.</p></content></article></body>",
    )
    assert [(block.kind, block.text) for block in reading.blocks] == [
        ("heading", "Art. 9"),
        ("paragraph", "It is replaced by:"),
        ("paragraph", "“Art. 3"),
        ("paragraph", "New text.”"),
        ("paragraph", "; and words go."),
    ]


def test_lists_tables_and_elements_of_others(tmp_path: Path) -> None:
    reading = akn(
        tmp_path,
        '<body xmlns:v="urn:v"><section><num>1</num><heading>Plan</heading><v:data>machine text</v:data><content>'
        '<p>Duties:</p><ol v:symbol="a)"><li>to act</li><li><p>to report</p></li></ol><ul><li>loose</li></ul>'
        "<blockList><listIntroduction>Also:</listIntroduction><item><num>1°</num><p>to help</p></item></blockList>"
        "<table><tr><th>Act</th><th>Year</th></tr><tr><td>Train</td><td>2031</td></tr></table></content></section></body>",
    )
    assert shown(reading) == [
        ("heading", 1, "1", "Plan"),
        ("paragraph", None, None, "Duties:"),
        ("item", 1, "a)", "to act"),
        ("item", 1, "b)", "to report"),
        ("item", 1, None, "loose"),
        ("paragraph", None, None, "Also:"),
        ("item", 1, "1°", "to help"),
        ("table", None, None, "Act | Year"),
        ("table", None, None, "Train | 2031"),
    ]
    assert reading.blocks[-1].columns == ("Act", "Year")


def test_numbers_without_words_between_add_up(tmp_path: Path) -> None:
    body = (
        "<body><section><num>4</num><heading>H</heading><paragraph><num>(1)</num><subparagraph><num>(a)</num>"
        "<content><p>Both.</p></content></subparagraph></paragraph></section></body>"
    )
    assert shown(akn(tmp_path, body))[-1] == ("paragraph", None, "(1)(a)", "Both.")


STATUTE = """<?xml version="1.0"?><Statute xml:lang="en"><Identification><LongTitle>An Act about victims</LongTitle>
<Date><YYYY>2031</YYYY></Date></Identification><Body><Heading level="1"><TitleText>Rights</TitleText></Heading>
<Section id="s2"><MarginalNote>Duty</MarginalNote><Label>2</Label><Subsection><Label>(1)</Label>
<Text>The Office shall <Ref>assist</Ref>&amp;help.</Text><Paragraph><Label>(a)</Label><Text>now; or</Text></Paragraph>
</Subsection><HistoricalNote>2031, c. 4</HistoricalNote></Section>
<table><tgroup><thead><row><entry>Act</entry><entry>Year</entry></row></thead><tbody><row><entry>Train</entry>
<entry>2031</entry></row></tbody></tgroup></table></Body></Statute>"""


def test_xml_of_another_vocabulary(tmp_path: Path) -> None:
    assert isinstance(XmlReader(), Reader)
    assert XmlReader().recognises(candidate(tmp_path, STATUTE)) == pytest.approx(0.8)
    reading = XmlReader().read(candidate(tmp_path, STATUTE))
    assert shown(reading) == [
        ("heading", 1, None, "An Act about victims"),
        ("furniture", None, None, "2031"),
        ("heading", 2, None, "Rights"),
        ("heading", 3, None, "Duty"),
        ("paragraph", None, "2(1)", "The Office shall assist&help."),
        ("paragraph", None, "(a)", "now; or"),
        ("note", None, None, "2031, c. 4"),
        ("table", None, None, "Act | Year"),
        ("table", None, None, "Train | 2031"),
    ]
    assert reading.blocks[0].title
    assert reading.blocks[4].locator.xml_id == "s2"
    assert dict(reading.metadata) == {"language": "en", "title": "An Act about victims"}


def test_xml_that_abbreviates_its_names(tmp_path: Path) -> None:
    text = (
        "<?xml version='1.0'?><ACT><TITLE><TI><P>Act of Varonia</P></TI></TITLE><ARTICLE><TI.ART>Article 1</TI.ART>"
        "<STI.ART>Scope</STI.ART><PARAG><NO.PARAG>1.</NO.PARAG><ALINEA>All persons.</ALINEA></PARAG></ARTICLE></ACT>"
    )
    assert [(b.kind, b.label, b.text) for b in XmlReader().read(candidate(tmp_path, text)).blocks] == [
        ("heading", None, "Act of Varonia"),
        ("heading", None, "Article 1"),
        ("heading", None, "Scope"),
        ("paragraph", "1.", "All persons."),
    ]


def test_broken_xml_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    reading = XmlReader().read(candidate(tmp_path, "<?xml version='1.0'?><law><p>First.</p><p>Second & third"))
    assert reading.blocks[0].text == "First."
    assert [problem.category for problem in reading.problems] == ["unreadable"]


def test_what_is_no_xml_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        XmlReader().read(candidate(tmp_path, "no tag"))
