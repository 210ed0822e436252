"""The readers that ship with the program, and the choice among readers by a file's content."""

from __future__ import annotations

from collections.abc import Sequence

from evidencescan.api import Candidate, Reader


def all_readers() -> tuple[Reader, ...]:
    """Return one object of each reader. Their libraries are imported when this is called, not before."""
    from .akn import AknReader
    from .anyxml import XmlReader
    from .docx import DocxReader
    from .html import HtmlReader
    from .markdown import MarkdownReader
    from .pdf import PdfReader
    from .plain import PlainReader
    from .unsupported import UnsupportedReader

    return (
        AknReader(),
        DocxReader(),
        HtmlReader(),
        MarkdownReader(),
        PdfReader(),
        PlainReader(),
        UnsupportedReader(),
        XmlReader(),
    )


def choose(candidate: Candidate, readers: Sequence[Reader]) -> Reader | None:
    """Return the reader that is surest of the file, or None where none knows it; the first by name among equals."""
    sure = [(-reader.recognises(candidate), reader.name, reader) for reader in readers]
    known = sorted((entry for entry in sure if entry[0] < 0), key=lambda entry: entry[:2])
    return known[0][2] if known else None
