"""How far the figures would move with other documents of the same sort: a bootstrap over documents.

Passages of one document resemble each other, so that whole documents are drawn, not passages.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evidencescan.values import COMPONENTS

from .figures import ACCURACY, INDICATORS, MACRO, POLARITY, Tally

DRAWS = 1000
SEED = 20240229
CONFIDENCE = 0.95

Interval = tuple[float, float]


def intervals(tallies: Sequence[Tally]) -> dict[str, Interval | None]:
    """Return for the F1 of each component, its macro mean, the F1 of the indicators and the accuracy of the polarity
    the interval that holds it with `CONFIDENCE`; None where fewer than two documents have anything to measure."""
    random = np.random.default_rng(SEED)
    drawn = random.multinomial(len(tallies), np.full(len(tallies), 1 / len(tallies)), size=DRAWS)
    f1 = {figure: _f1(drawn, tallies, figure) for figure in (*COMPONENTS, *INDICATORS)}
    draws = {
        **f1,
        MACRO: np.mean([f1[component] for component in COMPONENTS], axis=0),
        ACCURACY: _share(_count(drawn, tallies, POLARITY, "right"), _count(drawn, tallies, POLARITY, "wrong")),
    }
    return {figure: _interval(values) if len(tallies) > 1 else None for figure, values in draws.items()}


def _count(drawn: NDArray[np.int64], tallies: Sequence[Tally], figure: str, kind: str) -> NDArray[np.float64]:
    """Return what a count comes to in each draw."""
    counts = np.array([tally[figure, kind] for tally in tallies], dtype=np.float64)
    return np.asarray(drawn @ counts, dtype=np.float64)


def _f1(drawn: NDArray[np.int64], tallies: Sequence[Tally], figure: str) -> NDArray[np.float64]:
    tp, fp, fn = (_count(drawn, tallies, figure, kind) for kind in ("tp", "fp", "fn"))
    return _share(2 * tp, fp + fn)


def _share(part: NDArray[np.float64], rest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return part / (part + rest), NaN where a draw has nothing to measure."""
    whole = part + rest
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def _interval(values: NDArray[np.float64]) -> Interval | None:
    measured = values[~np.isnan(values)]
    if not measured.size:
        return None
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(measured, [tail, 100 - tail])
    return round(float(low), 3), round(float(high), 3)
