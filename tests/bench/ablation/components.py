"""Ways of finding components: a keyword list, linear models over numbers of five kinds, and fusion with the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from corpus import TestSet, Training, Unit
from encoders import Encoder
from learning import Flags, best, chances, f1, fitted, held_out

from evidencescan.analysis.annotate import DEFAULT_POOL, shared_name
from evidencescan.report.evaluation.gold import MEASURE, MENTION
from evidencescan.text.fold import fold
from evidencescan.values import COMPONENTS

SUBJECTS = {
    "human_rights": (
        "victim",
        "human_rights_concept",
        "discrimination",
        "legal_aid",
        "privacy",
        "consent",
        "complaint",
    ),
    "gender": ("woman", "gender_concept", "vaw", "pregnant", "lgbti"),
    "child_protection": ("child", "unaccompanied_child", "juvenile_justice", "best_interests", "guardian"),
}
"""Shared terms whose words are the keyword list of a component."""


class Way(Protocol):
    """A way of finding components."""

    def fit(self, training: Training) -> None:
        """Learn from the training passages."""

    def find(self, units: Sequence[Unit]) -> Flags:
        """Return which components each passage has (N × 3)."""


class Keywords:
    """Any word of a list."""

    def fit(self, training: Training) -> None:
        """Learn nothing."""

    def find(self, units: Sequence[Unit]) -> Flags:
        """Return which components have a word in the passage, its heading or its lead-in."""
        rows = []
        for unit in units:
            lexicon = DEFAULT_POOL.compiled(unit.language).lexicon
            hit = {found.term for found in lexicon.find(fold(unit.text))}
            rows.append([any(lexicon.number[shared_name(t)] in hit for t in SUBJECTS[c]) for c in COMPONENTS])
        return np.asarray(rows)


class Linear:
    """One logistic regression a component, with the threshold that is best on documents held out of the training.

    A mention is neither learnt nor counted. With ``rules_where_thin`` the rules alone decide in a document that hardly
    speaks of the subject.
    """

    def __init__(self, encoder: Encoder, strength: float, *, rules_where_thin: bool = False) -> None:
        self._encoder = encoder
        self._strength = strength
        self._rules_where_thin = rules_where_thin

    def fit(self, training: Training) -> None:
        """Learn from the training passages."""
        self._encoder.fit(training.units)
        matrix = self._encoder.encode(training.units)
        self._models = []
        self._thresholds = []
        for component in COMPONENTS:
            levels = np.asarray([label.levels[component] for label in training.labels])
            used = np.flatnonzero(levels != MENTION)
            target = levels[used] == MEASURE
            held = held_out(matrix[used], target, [training.groups[n] for n in used], self._strength)
            self._thresholds.append(_best_f1(held, target))
            self._models.append(fitted(matrix[used], target, self._strength))

    def find(self, units: Sequence[Unit]) -> Flags:
        """Return which components reach their threshold."""
        matrix = self._encoder.encode(units)
        found = np.stack([chances(model, matrix) for model in self._models], axis=1) >= np.asarray(self._thresholds)
        if self._rules_where_thin:
            thin = np.asarray([[unit.thin] for unit in units])
            found = np.where(thin, [[c in unit.rules.components for c in COMPONENTS] for unit in units], found)
        return found


def _best_f1(held: np.ndarray, target: Flags) -> float:
    return best(lambda threshold: f1(held >= threshold, target))


def on_passages(found: Flags, tests: TestSet) -> Flags:
    """Return what is found on the labelled passages, of what is found on the units that hold them."""
    return np.asarray([found[passage.places].any(axis=0) for passage in tests.passages])


def by_quotes(tests: TestSet, which: str) -> Flags:
    """Return what the quotes of ``rules`` or ``product`` say, as `evidencescan models evaluate` reads them."""
    return np.asarray([[c in getattr(p, which).components for c in COMPONENTS] for p in tests.passages])


def measured(found: Flags, tests: TestSet) -> list[float]:
    """Return F1 of the components and their mean: level 2 is there, level 0 is not, a mention is left out."""
    scores = []
    for column, component in enumerate(COMPONENTS):
        levels = np.asarray([passage.gold.levels[component] for passage in tests.passages])
        used = levels != MENTION
        scores.append(f1(found[used, column], levels[used] == MEASURE))
    return [*scores, float(np.mean(scores))]
