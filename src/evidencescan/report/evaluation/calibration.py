"""Whether a score of 0.8 is right eight times in ten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evidencescan.values import COMPONENTS

from .figures import component_outcome
from .found import Judged

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Passages whose score is from ``low`` to ``high``: how many, their mean score, the share that is right."""

    low: float
    high: float
    passages: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """``error`` is the expected calibration error: the mean distance between score and share, weighted by passages.
    It is None where there is nothing to measure. ``bins`` are those that hold a passage."""

    passages: int
    error: float | None
    bins: tuple[Bin, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON would have it."""
        return {"passages": self.passages, "expected_error": self.error, "bins": [asdict(one) for one in self.bins]}


def calibrations(judged: Iterable[Judged]) -> dict[str, Calibration]:
    """Return the calibration of each component, and of ``all`` together.

    The highest score of a component in a passage is taken as the probability that the passage carries a measure of
    it. Passages on which it was not found have no score, and those that only mention it are left out.
    """
    scored: dict[str, list[tuple[float, bool]]] = {component: [] for component in COMPONENTS}
    for passage in judged:
        for component, score in passage.found.scores.items():
            outcome = component_outcome(passage, component)
            if outcome:
                scored[component].append((score, outcome == "tp"))
    together = [pair for pairs in scored.values() for pair in pairs]
    return {
        "all": calibration_of(together),
        **{component: calibration_of(pairs) for component, pairs in scored.items()},
    }


def calibration_of(pairs: Sequence[tuple[float, bool]]) -> Calibration:
    """Return the calibration of (score, whether it was right)."""
    several: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, right in pairs:
        several[min(int(score * BINS), BINS - 1)].append((score, right))
    bins = tuple(
        Bin(
            low=at / BINS,
            high=(at + 1) / BINS,
            passages=len(members),
            score=sum(score for score, _ in members) / len(members),
            right=sum(right for _, right in members) / len(members),
        )
        for at, members in enumerate(several)
        if members
    )
    if not pairs:
        return Calibration(0, None, ())
    error = sum(one.passages * abs(one.right - one.score) for one in bins) / len(pairs)
    return Calibration(len(pairs), round(error, 4), bins)
