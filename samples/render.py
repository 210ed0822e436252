"""Render samples/sources to samples/documents: ``python samples/render.py [--check]``.

The same sources give the same content. With ``--check`` nothing is written, and the exit code is 1 where a rendered
file is missing, differs from what its source gives, or has no source.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import markup
import to_akn
import to_docx
import to_pdf
import to_text

HERE = Path(__file__).parent
SOURCES, DOCUMENTS = HERE / "sources", HERE / "documents"
RENDERERS: dict[str, Callable[[markup.Sample], bytes]] = {
    "pdf": to_pdf.render,
    "docx": to_docx.render,
    "html": to_text.render_html,
    "txt": to_text.render_txt,
    "xml": to_akn.render,
}


def rendered() -> Iterator[tuple[Path, bytes]]:
    """Yield each document's path and the bytes that its source gives."""
    for path in sorted(SOURCES.glob("*.md")):
        sample = markup.read(path)
        yield DOCUMENTS / f"{sample.name}.{sample.format}", RENDERERS[sample.format](sample)


def differences() -> list[str]:
    """Return one line for each document that is not what its source gives."""
    expected = dict(rendered())
    stale = [
        path for path, data in expected.items() if not path.exists() or _content(path.read_bytes()) != _content(data)
    ]
    orphans = [path for path in sorted(DOCUMENTS.iterdir()) if path not in expected]
    return [f"{path.name}: differs from its source" for path in stale] + [f"{path.name}: no source" for path in orphans]


def _content(data: bytes) -> object:
    """Return what two files are compared by: of an archive its members, because packing differs between machines."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Render the sample documents from their sources.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a document is out of date")
    if parser.parse_args().check:
        lines = differences()
        print("\n".join(lines or ["All documents are what their sources give."]))
        return int(bool(lines))
    DOCUMENTS.mkdir(exist_ok=True)
    for path, data in rendered():
        path.write_bytes(data)
        print(path.name, len(data))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
