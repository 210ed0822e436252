"""Codes of indicators: the rules, a classifier for each code, and both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from corpus import TestSet, Training, Unit
from encoders import Encoder
from learning import Flags, Floats, best, chances, f1, fitted, held_out

from evidencescan.values import Indicator

LEAST = 8
"""Training passages that a code needs to be learnt, and those of one language for a threshold of its own."""
STRENGTH = 4.0


class Codes:
    """One logistic regression a code; thresholds by code and language, and two that hold for all codes: from which
    probability a code is added to those of the rules, and below which one of theirs is taken away."""

    def __init__(self, encoder: Encoder, indicators: Mapping[str, Indicator]) -> None:
        self._encoder = encoder
        self._indicators = indicators

    def fit(self, training: Training) -> None:
        """Learn from the training passages."""
        units = training.units
        usage = {c: sum(c in label.indicators for label in training.labels) for c in self._indicators}
        self.codes = [code for code, count in sorted(usage.items()) if count >= LEAST]
        wanted = np.asarray([[code in label.indicators for code in self.codes] for label in training.labels])
        self._encoder.fit(units)
        matrix = self._encoder.encode(units)
        columns = range(len(self.codes))
        self._models = [fitted(matrix, wanted[:, n], STRENGTH) for n in columns]
        held = np.stack([held_out(matrix, wanted[:, n], training.groups, STRENGTH) for n in columns], axis=1)
        held *= self._provable(units)
        languages = np.asarray([unit.language for unit in units])
        self._thresholds = {
            language: [self._threshold(held[:, n], wanted[:, n], languages == language) for n in range(len(self.codes))]
            for language in sorted(set(languages))
        }
        ruled = self.ruled(units)
        self._sure = best(lambda threshold: f1(ruled | (held >= threshold), wanted))
        self._doubtful = best(lambda threshold: f1(ruled & (held >= threshold), wanted))

    def ways(self) -> dict[str, Callable[[Sequence[Unit]], Flags]]:
        """Return the ways, each of which gives codes to passages (N × codes)."""
        return {
            "classifier alone": self._alone,
            "rules, and what the classifier is sure of": lambda units: (
                self.ruled(units) | ((self._chances(units) >= self._sure) & ~thin(units))
            ),
            "rules, less what the classifier doubts": lambda units: (
                self.ruled(units) & (self._chances(units) >= self._doubtful)
            ),
        }

    def ruled(self, units: Sequence[Unit]) -> Flags:
        """Return the codes that the rules find (N × codes)."""
        return np.asarray([[code in unit.rules.codes for code in self.codes] for unit in units])

    def _alone(self, units: Sequence[Unit]) -> Flags:
        highest = [2.0] * len(self.codes)
        return self._chances(units) >= np.asarray([self._thresholds.get(u.language, highest) for u in units])

    def _chances(self, units: Sequence[Unit]) -> Floats:
        matrix = self._encoder.encode(units)
        return np.stack([chances(model, matrix) for model in self._models], axis=1) * self._provable(units)

    def _provable(self, units: Sequence[Unit]) -> Flags:
        """Tell which codes a document of the kind of each passage can prove: the rules respect it as well."""
        kinds = {
            kind: [self._indicators[code].may_be_proved_by(kind) for code in self.codes]
            for kind in {unit.kind for unit in units}
        }
        return np.asarray([kinds[unit.kind] for unit in units])

    @staticmethod
    def _threshold(held: Floats, wanted: Flags, own: Flags) -> float:
        used = own if wanted[own].sum() >= LEAST else np.ones_like(own)
        return best(lambda threshold: f1(held[used] >= threshold, wanted[used]))


def thin(units: Sequence[Unit]) -> Flags:
    """Tell which passages stand in a document that hardly speaks of the subject (N × 1)."""
    return np.asarray([[unit.thin] for unit in units])


def measured(found: Flags, codes: Sequence[str], tests: TestSet) -> float:
    """Return F1 over passages of what is found on the units that hold them."""
    return _f1(
        tests, [{codes[n] for place in p.places for n in np.flatnonzero(found[place]).tolist()} for p in tests.passages]
    )


def ruled(tests: TestSet) -> float:
    """Return the same of the codes that the quotes of the rules have."""
    return _f1(tests, [set(passage.rules.codes) for passage in tests.passages])


def _f1(tests: TestSet, found: Sequence[set[str]]) -> float:
    """Return F1; a code on which the labels are in doubt is left out where it is found."""
    right = wrong = 0
    for passage, own in zip(tests.passages, found, strict=True):
        right += len(own & passage.gold.indicators)
        wrong += len(own - passage.gold.maybe - passage.gold.indicators) + len(passage.gold.indicators - own)
    return 2 * right / (2 * right + wrong) if right else 0.0
