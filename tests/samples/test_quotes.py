"""Every quote stands in the original at the place that the evidence names: page, paragraph, or XML element.

``EVIDENCESCAN_CORPUS=FOLDER`` makes the same test look at the documents of a folder of one's own.
"""

from __future__ import annotations

import html
import os
import re
import sqlite3
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from evidencescan import Project
from evidencescan.builtin.readers.pdf import text_of_page
from evidencescan.text import requote

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"
FOLDERS = [SAMPLES, *(Path(f) for f in os.environ.get("EVIDENCESCAN_CORPUS", "").split(os.pathsep) if f)]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squeeze(text: str) -> str:
    """Keep letters and digits alone: markup may stand between any two words of a quote."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def stands(quote: str, page: str, following: str) -> bool:
    """Return whether a quote stands on a page, or begins there and goes on where the next page begins its text."""
    if requote(quote, page) is not None:
        return True
    words, here, there = squeeze(quote), squeeze(page), squeeze(following)
    if words in here:
        return True
    cut = max((n for n in range(1, len(words)) if words[:n] in here), default=0)
    return cut > 0 and words[cut:] in there


def original_text(path: Path, page: int | None) -> str:
    """Return the text of a page, or of the whole file where it has no pages, read without our readers."""
    if path.suffix == ".pdf":
        assert page is not None
        return text_of_page(path, page)
    if path.suffix == ".docx":
        parts = []
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if re.fullmatch(r"word/(document|footnotes|endnotes)\.xml", name):
                    tree = etree.fromstring(archive.read(name))
                    parts.extend(node.text or "" for node in tree.iter(f"{W}t"))
        return "".join(parts)
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix not in (".html", ".xml"):
        return text
    # law that is struck out is not law: readers leave it out, and a quote may go over the gap
    text = re.sub(r"<(del|s|strike)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_quote_is_where_it_is_said_to_be(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    assert Project(database).scan([folder]).exit_code in (0, 3)
    with sqlite3.connect(database) as connection:
        found = connection.execute("select document, page, quote, citation from evidence_detail").fetchall()
    assert found
    files = {path.name: path for path in folder.rglob("*") if path.is_file()}
    texts: dict[tuple[str, int | None], str] = {}
    lost = []
    for document, page, quote, citation in found:
        path = files[document]
        page = page if path.suffix == ".pdf" else None
        for number in (page, page + 1 if page is not None and page < pages(path) else page):
            if (document, number) not in texts:
                texts[document, number] = original_text(path, number)
        following = texts.get((document, page + 1), "") if page is not None else ""
        if not stands(quote, texts[document, page], following):
            lost.append((document, page, citation, quote))
        assert citation, f"{document}: no citation for {quote!r}"
    assert lost == []


def pages(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)
