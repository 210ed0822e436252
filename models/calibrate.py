"""Fit ``src/evidencescan/analysis/calibration.toml``: run all analysers, and see how often a piece of evidence of each
score is right, on the training passages and, where they are given, on labelled real documents. From the root of the
repository: ``python models/calibrate.py [GOLD.jsonl FOLDER]``. Both sources weigh the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression

from evidencescan.analysis import merge
from evidencescan.analysis.calibration import PATH
from evidencescan.analysis.training import documents
from evidencescan.api import Analyser
from evidencescan.app import Project
from evidencescan.models.passages import read_passages
from evidencescan.report.evaluation.gold import read_gold
from evidencescan.report.evaluation.matching import assign, grams
from evidencescan.values import COMPONENTS, Document, Finding

GRID = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99)

Judged = tuple[float, bool]
"""The raw score of a component found in a passage, and whether the passage carries it."""


def strongest(analysers: tuple[Analyser, ...], document: Document) -> dict[tuple[int, str], Finding]:
    """Return the piece with the highest raw score for each passage and component."""
    found = [finding for analyser in analysers for finding in analyser.analyse(document)]
    best: dict[tuple[int, str], Finding] = {}
    for piece in merge.assemble(document, found, calibrate=False):
        key = (piece.passage, piece.component)
        if key not in best or piece.score > best[key].score:
            best[key] = piece
    return best


def on_training(analysers: tuple[Analyser, ...]) -> Iterator[Judged]:
    """Yield score and rightness of each component found in a training passage; mentions are left out."""
    for document, labelled in documents(read_passages(Path("models/training"))):
        best = strongest(analysers, document)
        for seq, passage in labelled:
            for component, level in zip(COMPONENTS, passage.levels, strict=True):
                if level != 1 and (seq, component) in best:
                    yield best[seq, component].score, level == 2


def on_documents(project: Project, gold: Path, folder: Path) -> dict[str, list[Judged]]:
    """Return the same for the labelled passages of real documents, by document."""
    judged: dict[str, list[Judged]] = {}
    for name, passages in read_gold(gold).items():
        best = list(strongest(project.host.analysers, project.read(folder / name)).values())
        places = assign([grams(piece.quote) for piece in best], [passage.grams for passage in passages])
        own = judged[name] = []
        for passage, numbers in zip(passages, places, strict=True):
            for component in COMPONENTS:
                scores = [best[n].score for n in numbers if best[n].component == component]
                if scores and passage.levels[component] != 1:
                    own.append((max(scores), passage.levels[component] == 2))
    return judged


def fit(sources: Sequence[Sequence[Judged]]) -> list[float]:
    """Return what the scores of the grid are worth; all sources weigh the same."""
    scores = [score for source in sources for score, _ in source]
    right = [float(fine) for source in sources for _, fine in source]
    weight = [1 / len(source) for source in sources for _ in source]
    fitted = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(scores, right, sample_weight=weight)
    return [float(worth) for worth in fitted.predict(np.asarray(GRID))]


def main() -> None:
    """Write the knots."""
    project = Project(Path("unused.db"))
    sources = [list(on_training(project.host.analysers))]
    if len(sys.argv) == 3:
        by_document = on_documents(project, Path(sys.argv[1]), Path(sys.argv[2]))
        sources.append([one for judged in by_document.values() for one in judged])
    worth = ", ".join(f"{value:.3f}" for value in fit(sources))
    PATH.write_text(
        "# What a merged score is worth, fitted by models/calibrate.py.\n"
        f"scores = [{', '.join(map(str, GRID))}]\nworth = [{worth}]\n",
        encoding="utf-8",
    )
    for source in sources:
        print(f"{len(source)} pieces, {sum(fine for _, fine in source) / len(source):.3f} of them right")
    print(worth)


if __name__ == "__main__":
    main()
