"""Calibration: what a merged score is worth, as the share of pieces with such a score that are right.

The knots in ``calibration.toml`` come from the project's own training passages (`models/calibrate.py` fits them);
between knots the score is interpolated.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from evidencescan.catalogue.schema import Table, read_toml

PATH = Path(str(files("evidencescan.analysis"))) / "calibration.toml"


@lru_cache(maxsize=1)
def knots() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the scores and what each is worth, both rising."""
    table = Table(PATH, "the file", read_toml(PATH))
    scores, worth = tuple(map(float, table.items("scores"))), tuple(map(float, table.items("worth")))
    table.done()
    if len(scores) != len(worth) or not scores or sorted(scores) != list(scores) or sorted(worth) != list(worth):
        raise table.fail("scores and worth must be of one length and rise")
    return scores, worth


def calibrated(score: float) -> float:
    """Return what a score is worth, 0 to 1."""
    scores, worth = knots()
    above = bisect_right(scores, score)
    if above == 0:
        return worth[0]
    if above == len(scores):
        return worth[-1]
    low, high = scores[above - 1], scores[above]
    return worth[above - 1] + (worth[above] - worth[above - 1]) * (score - low) / (high - low)
