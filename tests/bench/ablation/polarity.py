"""Polarity: whether a measure works against the people whom it should protect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from corpus import Labelled, TestSet, Training, Unit
from encoders import Encoder
from learning import Flags, Floats, best, chances, f1, fitted, held_out

from evidencescan.report.evaluation.gold import MEASURE
from evidencescan.values import COMPONENTS, Component

STRENGTH = 1.0

Pair = tuple[Labelled, Component]
Judge = Callable[[Sequence[Pair], Floats], Flags]


class Polarity:
    """A classifier of contrary passages, alone and beside the rules; it learns from passages with a component."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def fit(self, training: Training) -> None:
        """Learn from the training passages."""
        used = [n for n, label in enumerate(training.labels) if MEASURE in label.levels.values()]
        units, labels = [training.units[n] for n in used], [training.labels[n] for n in used]
        contrary = np.asarray([bool(label.contrary) for label in labels])
        self._encoder.fit(units)
        matrix = self._encoder.encode(units)
        held = held_out(matrix, contrary, [training.groups[n] for n in used], STRENGTH)
        ruled = np.asarray([any(unit.rules.contrary(component) for component in COMPONENTS) for unit in units])
        self._threshold = best(lambda threshold: f1(held >= threshold, contrary))
        self._sure = best(lambda threshold: f1(ruled | (held >= threshold), contrary))
        self._doubtful = best(lambda threshold: f1(ruled & (held >= threshold), contrary))
        self._model = fitted(matrix, contrary, STRENGTH)

    def chances(self, units: Sequence[Unit]) -> Floats:
        """Return the probability that each passage is contrary."""
        return chances(self._model, self._encoder.encode(units))

    def ways(self) -> dict[str, Judge]:
        """Return the ways, each of which tells which pairs are contrary."""
        return {
            "rules alone": lambda pairs, chance: ruled(pairs),
            "classifier alone": lambda pairs, chance: chance >= self._threshold,
            "rules, and what the classifier is sure of": lambda pairs, chance: ruled(pairs) | (chance >= self._sure),
            "rules, less what the classifier doubts": lambda pairs, chance: ruled(pairs) & (chance >= self._doubtful),
        }


def ruled(pairs: Sequence[Pair]) -> Flags:
    """Return what the rules say."""
    return np.asarray([passage.rules.contrary(component) for passage, component in pairs])


def pairs_of(tests: TestSet) -> list[Pair]:
    """Return each passage with each component that it is known to hold and in which the rules find it."""
    return [
        (passage, component)
        for passage in tests.passages
        for component in COMPONENTS
        if passage.gold.levels[component] == MEASURE and component in passage.rules.components
    ]


def measured(judge: Judge, tests: TestSet, by_unit: Floats) -> tuple[float, float, int]:
    """Return the accuracy, F1 of the contrary pairs, and how many of these there are."""
    pairs = pairs_of(tests)
    chance = np.asarray([max((by_unit[place] for place in passage.places), default=0.0) for passage, _ in pairs])
    wanted = np.asarray([component in passage.gold.contrary for passage, component in pairs])
    found = judge(pairs, chance)
    return float((found == wanted).mean()), f1(found, wanted), int(wanted.sum())
