"""Logistic regressions whose thresholds come from passages held out of the training, by invented document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

FOLDS = 5
GRID = np.round(np.arange(0.02, 0.99, 0.02), 2)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def f1(found: Flags, wanted: Flags) -> float:
    """Return F1; 0 where nothing is found rightly."""
    right = int((found & wanted).sum())
    return 2 * right / int(found.sum() + wanted.sum()) if right else 0.0


def folds(groups: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the rows to learn from and those held out; what belongs together is never divided."""
    return iter(GroupKFold(FOLDS, shuffle=True, random_state=0).split(np.zeros(len(groups)), groups=groups))


def fitted(matrix: Any, target: Flags, strength: float) -> LogisticRegression | None:
    """Return a logistic regression; None where there is one class only."""
    if target.all() or not target.any():
        return None
    # liblinear is the quickest for sparse rows and few positives
    solver = "liblinear" if hasattr(matrix, "nnz") else "lbfgs"
    return LogisticRegression(C=strength, solver=solver, max_iter=1000, random_state=0).fit(matrix, target)


def chances(model: LogisticRegression | None, matrix: Any) -> Floats:
    """Return the probability of each row."""
    if model is None:
        return np.zeros(matrix.shape[0])
    return np.asarray(model.predict_proba(matrix)[:, 1])


def held_out(matrix: Any, target: Flags, groups: Sequence[str], strength: float) -> Floats:
    """Return for each row the probability by a model that did not see its document."""
    found = np.zeros(len(target))
    for inside, outside in folds(groups):
        found[outside] = chances(fitted(matrix[inside], target[inside], strength), matrix[outside])
    return found


def best(score: Callable[[float], float]) -> float:
    """Return the threshold of `GRID` with the highest score, the middle one of equals."""
    scores = [score(float(threshold)) for threshold in GRID]
    among = np.flatnonzero(np.asarray(scores) >= max(scores) - 1e-12)
    return float(GRID[among[len(among) // 2]])
