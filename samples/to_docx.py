"""Render a sample as a Word document: styles, real automatic numbering, real tables, header and footer."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from markup import Block, Sample, plain

ZIP_DAY = (2024, 1, 1, 0, 0, 0)
NUMBERING = "900"


def render(sample: Sample) -> bytes:
    """Return the DOCX file."""
    document = docx.Document()
    _properties(document, sample)
    section = document.sections[0]
    section.header.paragraphs[0].text = sample.setting("header")
    section.footer.paragraphs[0].text = sample.setting("footer")
    if "numbering" in sample.settings:
        _define_numbering(document, sample.settings["numbering"], sample.settings["numbering_formats"])
    for block in sample.blocks:
        _add(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return _settled(buffer.getvalue())


def _properties(document: Document, sample: Sample) -> None:
    properties = document.core_properties
    properties.title, properties.language = sample.setting("title"), sample.setting("language")
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.fromisoformat(sample.setting("date"))


def _add(document: Document, block: Block) -> None:
    text = plain(block.text)
    if block.kind == "table":
        _table(document, block)
    elif block.kind == "title":
        document.add_paragraph(text, style="Title")
    elif block.kind == "heading":
        document.add_heading(text, level=block.level)
    elif block.kind == "centred":
        document.add_paragraph(text).alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind == "bullet":
        document.add_paragraph(text, style="List Bullet")
    elif block.kind == "item":
        document.add_paragraph(text).paragraph_format.left_indent = Cm(1.2 * block.level)
    elif block.kind == "numbered":
        _number(document.add_paragraph(), text, block.level)
    elif block.kind == "paragraph":
        document.add_paragraph(text)
    else:
        raise ValueError(f"a DOCX sample has no {block.kind}")


def _number(paragraph: Paragraph, text: str, level: int) -> None:
    """Put the text under the automatic numbering: the number itself is in no run, as in Word."""
    paragraph.add_run(text).bold = level == 1
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level - 1
    properties.get_or_add_numId().val = int(NUMBERING)


def _define_numbering(document: Document, patterns: list[str], formats: list[str]) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{567 * (depth + 1)}" w:hanging="567"/></w:pPr></w:lvl>'
        for depth, (pattern, kind) in enumerate(zip(patterns, formats, strict=True))
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), NUMBERING)
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), NUMBERING)
    number.append(reference)
    numbering.append(number)


def _table(document: Document, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
    for cells in block.rows:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = plain(text)


def _settled(archive: bytes) -> bytes:
    """Return the archive with fixed times."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
