"""PDF files without any library: pages of lines in one font, enough for a reader to work on."""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Iterable
from pathlib import Path

_LINES, _COLUMNS = 50, 92
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def write_pdf(path: Path, paragraphs: Iterable[str], pages: int) -> None:
    """Write ``pages`` A4 pages of about 4,000 characters, filled from ``paragraphs``, each page with its number."""
    lines = (line for text in paragraphs for line in [*textwrap.wrap(text, _COLUMNS), ""])
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _FONT]
    kids = []
    for number in range(1, pages + 1):
        content = zlib.compress(_content([next(lines) for _ in range(_LINES)], number), 1)
        bodies.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content))
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(bodies)
        )
        kids.append(b"%d 0 R" % len(bodies))
    bodies[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (pages, b" ".join(kids))
    with path.open("wb") as stream:
        stream.write(b"%PDF-1.4\n")
        places = []
        for number, body in enumerate(bodies, 1):
            places.append(stream.tell())
            stream.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        start = stream.tell()
        stream.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
        stream.writelines(b"%010d 00000 n \n" % place for place in places)
        stream.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start))


def _content(lines: list[str], number: int) -> bytes:
    said = [b"BT /F1 10 Tf 14 TL 60 780 Td"]
    for line in lines:
        text = line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        said.append(b"(%b) Tj T*" % text)
    said.append(b"ET BT /F1 9 Tf 290 40 Td (%d) Tj ET" % number)
    return b"\n".join(said)
