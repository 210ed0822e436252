"""How fast the program is, beside others and over sizes.

    python tests/bench/speed [--quick] [--parts a,b] [--corpus FOLDER]

From the root of the repository; `make bench` does it. Writes docs/performance.md and its plots; with --quick and --tiny
build/bench/performance.md. What a part measured is kept in build/bench, so that parts can be measured one at a time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import part_again
import part_documents
import part_evidence
import part_pages
import part_rules
import part_same
import part_side_by_side
import part_start
from documents import collect
from harness import ROOT
from page import load, machine, write_page
from results import Part
from setting import Setting
from sizes import FULL, QUICK, TINY

PARTS = {
    "side_by_side": part_side_by_side.measure,
    "again": part_again.measure,
    "pages": part_pages.measure,
    "documents": part_documents.measure,
    "rules": part_rules.measure,
    "evidence": part_evidence.measure,
    "start": part_start.measure,
    "same": part_same.measure,
}


def main() -> None:
    """Measure what was asked for, and write the page from all that was ever measured in the same sizes."""
    asked = _arguments()
    sizes = TINY if asked.tiny else QUICK if asked.quick else FULL
    kept = asked.results / sizes.name
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.work) as work:
        documents = collect(asked.corpus, Path(work))
        print(f"{documents.words}; {machine()}", file=sys.stderr)
        setting = Setting(documents, sizes, Path(work))
        for name in asked.parts:
            began = time.perf_counter()
            busy = load()
            part = PARTS[name](setting)
            part.measured = f"Measured on {date.today().isoformat()}, {sizes.name} sizes; {busy}."
            part.save(kept)
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
            for target in part.targets:
                print(f"  {target.claim}: {target.measured} ({target.aim})", file=sys.stderr)
    parts = [Part.load(path) for name in PARTS if (path := kept / f"{name}.json").exists()]
    page = asked.page or (ROOT / "docs" if sizes is FULL else asked.results) / "performance.md"
    write_page(page, page.parent / "images", parts, machine())
    print(page)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").partition("\n")[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="smaller sizes and fewer repeats: some minutes")
    size.add_argument("--tiny", action="store_true", help="the smallest sizes: a test of the bench itself")
    parser.add_argument("--parts", type=_names, default=list(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--corpus", type=Path, help="folder with PDF files; without one they are generated")
    parser.add_argument("--page", type=Path, help="where to write the page")
    parser.add_argument("--results", type=Path, default=ROOT / "build/bench", help="where to keep what was measured")
    parser.add_argument("--work", type=Path, help="folder for temporary files; a full run needs some 10 GB")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in PARTS]:
        raise argparse.ArgumentTypeError(f"no part is called {', '.join(unknown)}")
    return names


if __name__ == "__main__":
    main()
