"""One measurement of one database against one file of labelled passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from evidencescan.store import Store
from evidencescan.values import COMPONENTS

from .bootstrap import Interval, intervals
from .calibration import Calibration, calibrations
from .comparison import Comparison, compare
from .figures import Figures, Tally, component_outcome, tally_document
from .found import Judged, Scanned, judge, read_scanned
from .gold import MEASURE, read_gold
from .numbers import NumbersFound, numbers_found
from .run import load_run


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a group of documents, and the intervals of the main ones."""

    documents: int
    passages: int
    figures: Figures
    intervals: Mapping[str, Interval | None]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON would have it."""
        sizes = {"documents": self.documents, "passages": self.passages}
        return {**sizes, **self.figures.as_dict(), "intervals": dict(self.intervals)}


@dataclass(frozen=True, slots=True)
class Error:
    """A component that was missed (fn) or found wrongly (fp)."""

    kind: str
    component: str
    document: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``languages`` and ``kinds`` are as the database has them, with "unknown" where it does not say.

    ``missing`` are labelled documents that the database does not have: all that is in them counts as missed.
    ``without_evidence`` are those with something to find and no evidence at all.
    """

    total: Measured
    languages: Mapping[str, Measured]
    kinds: Mapping[str, Measured]
    calibrations: Mapping[str, Calibration]
    numbers: NumbersFound
    errors: tuple[Error, ...]
    missing: tuple[str, ...]
    without_evidence: tuple[str, ...]
    comparison: Comparison | None
    judged: tuple[Judged, ...]

    def as_dict(self, *, errors: int | None = None) -> dict[str, Any]:
        """Return all as JSON would have it, with the first ``errors`` errors (None: all)."""
        return {
            **self.total.as_dict(),
            "by_indicator": {code: rates.as_dict() for code, rates in self.total.figures.by_indicator.items()},
            "documents_without_evidence": list(self.without_evidence),
            "documents_missing": list(self.missing),
            "languages": {name: group.as_dict() for name, group in self.languages.items()},
            "kinds": {name: group.as_dict() for name, group in self.kinds.items()},
            "calibration": {name: one.as_dict() for name, one in self.calibrations.items()},
            "values": self.numbers.as_dict(),
            "comparison": self.comparison.as_dict() if self.comparison else None,
            "errors": [asdict(error) for error in self.errors[:errors]],
        }


def evaluate(store: Store, gold_file: Path, *, baseline: Path | None = None) -> Evaluation:
    """Measure what ``store`` holds against the passages of ``gold_file``, and against the run saved in ``baseline``.

    Raises CatalogueError for a gold file or run that cannot be used, StoreError for the database.
    """
    gold = read_gold(gold_file)
    run = load_run(baseline) if baseline is not None else None
    known = read_scanned(store, gold)
    scanned = {document: known.get(document, Scanned(read=False)) for document in gold}
    judged = judge(gold, scanned)
    tallies = {document: tally_document(passages) for document, passages in judged.items()}
    sizes = {document: len(passages) for document, passages in judged.items()}
    everything = tuple(chain.from_iterable(judged.values()))
    return Evaluation(
        total=_measured(list(gold), tallies, sizes),
        languages=_groups({document: one.language for document, one in scanned.items()}, tallies, sizes),
        kinds=_groups({document: one.kind for document, one in scanned.items()}, tallies, sizes),
        calibrations=calibrations(everything),
        numbers=numbers_found((scanned[passage.gold.document].language, passage) for passage in everything),
        errors=tuple(_errors(everything)),
        missing=tuple(sorted(document for document, one in scanned.items() if not one.read)),
        without_evidence=tuple(
            sorted(document for document, one in scanned.items() if not one.pieces and _wanted(judged[document]))
        ),
        comparison=compare(judged, run) if run is not None else None,
        judged=everything,
    )


def _measured(documents: Sequence[str], tallies: Mapping[str, Tally], sizes: Mapping[str, int]) -> Measured:
    own = [tallies[document] for document in documents]
    total: Tally = Counter()
    for tally in own:
        total.update(tally)
    return Measured(len(documents), sum(sizes[document] for document in documents), Figures(total), intervals(own))


def _groups(names: Mapping[str, str], tallies: Mapping[str, Tally], sizes: Mapping[str, int]) -> dict[str, Measured]:
    members: dict[str, list[str]] = {}
    for document, name in names.items():
        members.setdefault(name, []).append(document)
    return {name: _measured(members[name], tallies, sizes) for name in sorted(members)}


def _errors(judged: Sequence[Judged]) -> list[Error]:
    return [
        Error(outcome, component, passage.gold.document, passage.gold.identity, passage.gold.text)
        for passage in judged
        for component in COMPONENTS
        if (outcome := component_outcome(passage, component)) in ("fp", "fn") and outcome
    ]


def _wanted(passages: Sequence[Judged]) -> bool:
    return any(level == MEASURE for passage in passages for level in passage.gold.levels.values())
