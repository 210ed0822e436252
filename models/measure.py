"""Measure all that ``docs/accuracy.md`` says, on a folder of real documents that is not part of the repository, and
write it there. From the root of the repository: ``python models/measure.py CORPUS [--no-write]``.

CORPUS holds ``gold.jsonl`` with the documents that it labels in ``docs/``; other documents in ``unlabelled/`` with
their relevance in ``unlabelled.tsv`` (``neg`` for an unrelated law); and recommendations coded by human coders in
``human_coded/upr_recommendations.csv``. The plugins, rules and models are those that are installed; of the figures
only the calibration is fitted, and each document is judged by a calibration that has not seen it.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import numpy as np
from calibrate import GRID, Judged, fit, on_documents, on_training

from evidencescan.analysis import assemble
from evidencescan.app import Project
from evidencescan.report.evaluation.calibration import calibration_of
from evidencescan.values import Document, Passage, Profile, Source, Trait

PAGE = Path("docs/accuracy.md")
ROWS, SEED = 4000, 20
ISSUES = {
    "gender": {"Women's rights", "Sexual Orientation and Gender Identity"},
    "child_protection": {"Rights of the Child"},
}


def command(*arguments: object) -> str:
    """Return what an ``evidencescan`` command prints; a scan in which some files failed is no failure here."""
    program = [str(Path(sys.executable).with_name("evidencescan")), *map(str, arguments)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(program[:3])} failed: {done.stderr.strip()}")
    return done.stdout


def left_out(project: Project, corpus: Path) -> str:
    """Return the calibration error where each document is judged by the training passages and the other documents."""
    training = list(on_training(project.host.analysers))
    by_document = on_documents(project, corpus / "gold.jsonl", corpus / "docs")
    judged: list[Judged] = []
    for name, own in by_document.items():
        others = [one for other, several in by_document.items() if other != name for one in several]
        worth = fit([training, others])
        judged += [(float(np.interp(score, GRID, worth)), right) for score, right in own]
    unseen = fit([training])
    plain = [(float(np.interp(s, GRID, unseen)), right) for s, right in chain.from_iterable(by_document.values())]
    return (
        f"Expected calibration error: {calibration_of(judged).error:.3f} where each document is left out of the fit "
        f"({len(judged)} components found); {calibration_of(plain).error:.3f} fitted on the training passages alone."
    )


def unrelated(corpus: Path, work: Path) -> str:
    """Return how much evidence unrelated laws give."""
    with (corpus / "unlabelled.tsv").open(encoding="utf-8", newline="") as stream:
        files = [row["file"] for row in csv.DictReader(stream, delimiter="\t") if row["relevance"] == "neg"]
    command("scan", *(corpus / "unlabelled" / file for file in files), "-d", work / "unrelated.db")
    with sqlite3.connect(work / "unrelated.db") as db:
        kinds = "kind IN ('paragraph', 'item', 'table')"
        (passages,) = db.execute(f"SELECT count(*) FROM passage WHERE {kinds}").fetchone()
        (pieces,) = db.execute("SELECT count(*) FROM evidence_detail").fetchone()
    return (
        f"Unrelated laws: {len(files)} documents, {passages:,} passages, {pieces} pieces of evidence: "
        f"{1000 * pieces / passages:.1f} per 1,000 passages."
    )


def recommendations(project: Project, corpus: Path) -> str:
    """Return how well components agree with the issues that human coders gave to recommendations."""
    with (corpus / "human_coded" / "upr_recommendations.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    random.Random(SEED).shuffle(rows)  # noqa: S311 - a draw that anyone can repeat, no secret
    lines = ["Recommendations to States (4,000 drawn with a fixed seed; the rest in brackets):"]
    figures = [_agreement(project, part) for part in (rows[:ROWS], rows[ROWS:])]
    for component in ISSUES:
        drawn, rest = (one[component] for one in figures)
        lines.append(f"{component.replace('_', ' ')} {drawn} ({rest})")
    return " ".join([lines[0], "; ".join(lines[1:]) + "."])


def _agreement(project: Project, rows: list[dict[str, str]]) -> dict[str, str]:
    document = _joined([row["text"] for row in rows])
    findings = [f for analyser in project.host.analysers for f in analyser.analyse(document)]
    found: dict[str, set[int]] = {component: set() for component in ISSUES}
    for piece in assemble(document, findings):
        found.get(piece.component, set()).add(piece.passage)
    said = {}
    for component, issues in ISSUES.items():
        wanted = {n for n, row in enumerate(rows) if issues & set(row["issues"].split("|"))}
        hits = found[component]
        said[component] = f"F1 {2 * len(wanted & hits) / (len(wanted) + len(hits)):.3f}"
    return said


def _joined(texts: Iterable[str]) -> Document:
    passages: list[Passage] = []
    start = 0
    for text in texts:
        passages.append(Passage(len(passages), "paragraph", start, start + len(text), text))
        start += len(text) + 1
    whole = "\n".join(passage.text for passage in passages)
    profile = Profile(language=Trait("en"), kind=Trait("report"))
    return Document(Source("recommendations", "0" * 64, len(whole)), whole, tuple(passages), profile)


def write(block: str, page: Path) -> None:
    """Put the block between the two marks of the page."""
    text = page.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- measured -->\n")
    _, end, after = rest.partition("<!-- end -->")
    if not mark or not end:
        raise SystemExit(f"{page} has no place for the figures: the marks <!-- measured --> and <!-- end --> are gone")
    page.write_text(f"{before}{mark}{block}{end}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print, and write."""
    corpus = Path(sys.argv[1])
    project = Project(Path("unused.db"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        command("scan", corpus / "docs", "-d", work / "docs.db")
        figures = command("models", "evaluate", work / "docs.db", corpus / "gold.jsonl")
        lines = [left_out(project, corpus), unrelated(corpus, work), recommendations(project, corpus)]
    block = "```\n" + figures.strip() + "\n```\n\n" + "\n".join(f"- {line}" for line in lines) + "\n"
    print(block)
    if "--no-write" not in sys.argv:
        write(block, PAGE)


if __name__ == "__main__":
    main()
