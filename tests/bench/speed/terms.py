"""The program's own terms as plain phrases, for the script that is compared with it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from harness import ROOT

from evidencescan.analysis.phrases import parts

_MOST_WAYS = 16


def write_terms(path: Path) -> int:
    """Write {term: phrases} of all terms of all languages to ``path`` and return the number of phrases.

    Alternatives are written out. ``word*`` is left as ``word``; a phrase with a gap, or with many alternatives, is left
    out. A phrase matcher knows none of these, so that it has less to load and less to do than the program.
    """
    written: dict[str, list[str]] = {}
    package = ROOT / "src/evidencescan/analysis"
    files = [*(package / "languages").glob("*.toml"), *(package / "components/rules").glob("*.toml")]
    for file in sorted([*files, *(ROOT / "plugins").glob("*/rules/*.toml")]):
        for term, phrases in tomllib.loads(file.read_text(encoding="utf-8")).get("terms", {}).items():
            plain = {text for phrase in phrases for text in _plain(phrase)}
            written[f"{file.parent.parent.name}/{file.stem}/{term}"] = sorted(plain)
    path.write_text(json.dumps(written), encoding="utf-8")
    return sum(map(len, written.values()))


def _plain(phrase: str) -> list[str]:
    ways = [way[0] for way in parts(phrase) if len(way) == 1]
    written = [" ".join(atom.words for atom in variant) for part in ways for variant in part]
    return written if len(written) <= _MOST_WAYS else []
