"""Render a sample as PDF, with fpdf2 and the fonts that every PDF reader has."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace
from fpdf.text_region import TextColumns
from markup import Block, Sample

FONT = "Times"

SOFT_HYPHEN = "\u00ad"


class Sheet(FPDF):
    """Pages with a running header (its parts parted by " | ") and a footer with the page number."""

    def __init__(self, sample: Sample) -> None:
        super().__init__(orientation="landscape" if sample.settings.get("landscape") else "portrait", format="A4")
        self.sample = sample
        self.core_fonts_encoding = "cp1252"
        self.set_compression(False)  # the bytes must not depend on the version of zlib
        self.set_margins(22, 24, 22)
        self.set_auto_page_break(True, margin=24)
        self.set_creation_date(datetime.fromisoformat(sample.setting("date")).replace(tzinfo=UTC))
        self.set_producer("samples")
        self.set_title(sample.setting("title"))
        self.set_lang(sample.setting("language"))

    def header(self) -> None:
        """Draw the running header."""
        self.set_font(FONT, "I", 9)
        parts = self.sample.setting("header").split(" | ")
        aligns = ("L", "C", "R") if len(parts) == 3 else ("C",)
        for part, align in zip(parts, aligns, strict=True):
            self.set_xy(self.l_margin, 12)
            self.cell(self.epw, 5, part, align=align)
        self.set_xy(self.l_margin, self.t_margin)

    def footer(self) -> None:
        """Draw the footer."""
        self.set_y(-15)
        self.set_font(FONT, "I", 9)
        self.cell(self.epw, 5, self.sample.setting("footer"), align="L")
        self.set_x(self.l_margin)
        self.cell(self.epw, 5, str(self.page_no()), align="R")


def render(sample: Sample) -> bytes:
    """Return the PDF file."""
    sheet = Sheet(sample)
    sheet.add_page()
    columns = int(sample.settings.get("columns", 1))
    for kind, run in groupby(sample.blocks, key=lambda block: block.kind if block.kind in ("table", "page") else ""):
        if kind == "page":
            sheet.add_page()
        elif kind == "table":
            for block in run:
                _table(sheet, block)
        else:
            for wide, blocks in groupby(run, key=lambda block: block.kind in ("title", "centred")):
                with sheet.text_columns(ncols=1 if wide else columns, gutter=8) as region:
                    for block in blocks:
                        _text(sheet, region, block, columns)
    return bytes(sheet.output())


def _text(sheet: Sheet, region: TextColumns, block: Block, columns: int) -> None:
    style, size, align, indent, above, below = "", 11.0, "J", 0.0, 0.0, 2.0
    text = block.text.replace("{-}", SOFT_HYPHEN)
    if block.kind == "title":
        style, size, align, below = "B", 15.0, "C", 4.0
    elif block.kind == "heading":
        style, size, above = "B", 12.5 if block.level == 1 else 11.0, 4.0 if block.level == 1 else 2.0
        align = "C" if block.level == 1 and columns == 1 else "L"
    elif block.kind == "centred":
        style, align, below = "I", "C", 5.0
    elif block.kind == "item":
        indent = 8.0 * block.level
    elif block.kind == "bullet":
        indent, text = 5.0, f"• {text}"
    elif block.kind == "contents":
        align, below = "L", 0.0
    elif block.kind != "paragraph":
        raise ValueError(f"a PDF sample has no {block.kind}")
    sheet.set_font(FONT, style, size)
    if block.kind == "contents":
        text = _leader(sheet, text, (sheet.epw - 8.0 * (columns - 1)) / columns - 4)
    with region.paragraph(
        text_align=align, indent=indent, top_margin=above, bottom_margin=below, line_height=1.15
    ) as p:
        p.write(text)


def _leader(sheet: Sheet, text: str, width: float) -> str:
    """Return a line of the contents with dots up to its page number."""
    words, _, page = (part.strip() for part in text.partition("|"))
    if not page:
        return words
    room = width - sheet.get_string_width(f"{words}  {page}")
    return f"{words} {'.' * max(3, int(room / sheet.get_string_width('.')))} {page}"


def _table(sheet: Sheet, block: Block) -> None:
    sheet.set_font(FONT, "", 10)
    sheet.ln(2)
    with sheet.table(
        borders_layout=TableBordersLayout.ALL,
        col_widths=block.widths or None,
        headings_style=FontFace(emphasis="BOLD", fill_color=(225, 225, 225)),
        line_height=5,
        padding=1,
        text_align="LEFT",
    ) as table:
        for cells in block.rows:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    sheet.ln(3)
