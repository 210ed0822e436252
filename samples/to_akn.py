"""Render a sample as Akoma Ntoso 3.0: titles, articles, numbered paragraphs and points, each with its eId."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from markup import Block, Sample, plain

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
COUNTRY = "zz"  # a code that no country has
NUMBERED = re.compile(r"(?P<num>\d+\.|[a-z]\)) (?P<words>.*)")
HEADED = re.compile(r"(?P<num>(?:TITRE|Article) (?P<key>\S+)) – (?P<words>.*)")


@dataclass(slots=True)
class Place:
    """Where the next block goes. ``paragraph`` is the last one of the article: its points may still come."""

    parent: ET.Element
    article: ET.Element | None = None
    paragraph: ET.Element | None = None


def render(sample: Sample) -> bytes:
    """Return the XML file."""
    root = ET.Element("akomaNtoso", xmlns=NAMESPACE)
    act = ET.SubElement(root, "act", name="loi")
    _meta(ET.SubElement(act, "meta"), sample)
    preface, preamble = ET.SubElement(act, "preface"), ET.SubElement(act, "preamble")
    place = Place(ET.SubElement(act, "body"))
    body = place.parent
    for block in sample.blocks:
        if block.kind == "title":
            ET.SubElement(ET.SubElement(preface, "p"), "docTitle").text = plain(block.text)
        elif block.kind == "heading":
            _heading(block, body, place)
        elif place.article is None:
            ET.SubElement(preamble, "p").text = plain(block.text)
        elif block.kind == "item":
            _point(plain(block.text), place)
        else:
            _paragraph(plain(block.text), place)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _meta(meta: ET.Element, sample: Sample) -> None:
    date, number = sample.setting("date"), sample.setting("number")
    identification = ET.SubElement(meta, "identification", source="#samples")
    uri = f"/akn/{COUNTRY}/act/{date}/{number}"
    levels = (
        ("FRBRWork", uri),
        ("FRBRExpression", f"{uri}/fra@{date}"),
        ("FRBRManifestation", f"{uri}/fra@{date}.xml"),
    )
    for level, value in levels:
        element = ET.SubElement(identification, level)
        ET.SubElement(element, "FRBRthis", value=f"{value}/!main")
        ET.SubElement(element, "FRBRuri", value=value)
        ET.SubElement(element, "FRBRdate", date=date, name="promulgation")
        ET.SubElement(element, "FRBRauthor", href="#parliament")
        if level == "FRBRWork":
            ET.SubElement(element, "FRBRcountry", value=COUNTRY)
        elif level == "FRBRExpression":
            ET.SubElement(element, "FRBRlanguage", language="fra")


def _heading(block: Block, body: ET.Element, place: Place) -> None:
    match = HEADED.fullmatch(block.text)
    if match is None:
        raise ValueError(f"not a heading of a title or an article: {block.text}")
    if block.level == 1:
        place.parent = element = ET.SubElement(body, "title", eId=f"title_{match['key']}")
    else:
        place.article = element = ET.SubElement(place.parent, "article", eId=f"art_{match['key']}")
        place.paragraph = None
    ET.SubElement(element, "num").text = match["num"]
    ET.SubElement(element, "heading").text = match["words"]


def _paragraph(text: str, place: Place) -> None:
    article = place.article
    assert article is not None
    order = len(article.findall("paragraph")) + 1
    place.paragraph = ET.SubElement(article, "paragraph", eId=f"{article.get('eId')}__para_{order}")
    _content(place.paragraph, text)


def _point(text: str, place: Place) -> None:
    paragraph = place.paragraph
    assert paragraph is not None
    points = paragraph.find("list")
    if points is None:
        content = paragraph.find("content")
        assert content is not None
        paragraph.remove(content)
        points = ET.SubElement(paragraph, "list", eId=f"{paragraph.get('eId')}__list_1")
        ET.SubElement(ET.SubElement(points, "intro"), "p").text = content.findtext("p")
    _content(ET.SubElement(points, "point", eId=f"{points.get('eId')}__point_{text[0]}"), text)


def _content(element: ET.Element, text: str) -> None:
    """Give an element its number, where the text opens with one, and its content."""
    match = NUMBERED.fullmatch(text)
    if match is not None:
        ET.SubElement(element, "num").text = match["num"]
        text = match["words"]
    ET.SubElement(ET.SubElement(element, "content"), "p").text = text
