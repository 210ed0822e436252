"""Precision, recall and F1, from counts that add up over documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evidencescan.values import COMPONENTS

from .found import Judged
from .gold import MEASURE, MENTION

Key = tuple[str, str]
"""A figure, and what is counted for it: tp, fp, fn; for the polarity right, wrong."""
Tally = Counter[Key]

MACRO, ACCURACY, POLARITY = "component_macro_f1", "polarity_accuracy", "polarity"
INDICATORS = ("indicator_passage", "indicator_document")
_CODE = "code:"


@dataclass(frozen=True, slots=True)
class Rates:
    """Found and right, found and wrong, missed. Shares have three decimals; 0 where there is nothing to divide by."""

    tp: int
    fp: int
    fn: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return round(self._share(self.fp), 3)

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return round(self._share(self.fn), 3)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        p, r = self._share(self.fp), self._share(self.fn)
        return round(2 * p * r / (p + r), 3) if p + r else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the shares and the counts."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**shares, "tp": self.tp, "fp": self.fp, "fn": self.fn}

    def _share(self, wrong: int) -> float:
        return self.tp / (self.tp + wrong) if self.tp + wrong else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some documents together."""

    tally: Tally

    def rates(self, figure: str) -> Rates:
        """Return those of a component or one of `INDICATORS`."""
        return Rates(*(self.tally[figure, kind] for kind in ("tp", "fp", "fn")))

    @property
    def macro_f1(self) -> float:
        """The mean of the F1 of the components."""
        return round(sum(self.rates(component).f1 for component in COMPONENTS) / len(COMPONENTS), 3)

    @property
    def polarity_accuracy(self) -> float:
        """The share of passages, of those whose component was found, with the right polarity and no other."""
        right, wrong = self.tally[POLARITY, "right"], self.tally[POLARITY, "wrong"]
        return round(right / (right + wrong), 3) if right + wrong else 0.0

    @property
    def by_indicator(self) -> dict[str, Rates]:
        """Return the rates over passages of each code that was found or is there, in the order of the codes."""
        codes = {figure.removeprefix(_CODE) for figure, _ in self.tally if figure.startswith(_CODE)}
        return {code: self.rates(_CODE + code) for code in sorted(codes)}

    def as_dict(self) -> dict[str, Any]:
        """Return the main figures."""
        return {
            **{figure: self.rates(figure).as_dict() for figure in (*COMPONENTS, *INDICATORS)},
            MACRO: self.macro_f1,
            ACCURACY: self.polarity_accuracy,
        }


def tally_document(passages: Sequence[Judged]) -> Tally:
    """Count what is right and wrong in one document."""
    tally: Tally = Counter()
    found: set[str] = set()
    there: set[str] = set()
    maybe: set[str] = set()
    for passage in passages:
        tally.update(_of_components(passage))
        tally.update(_of_indicators(passage))
        found |= passage.found.indicators
        there |= passage.gold.indicators
        maybe |= passage.gold.maybe
    tally.update(
        ("indicator_document", _kind(code in found, code in there)) for code in (found - (maybe - there)) | there
    )
    return tally


def component_outcome(passage: Judged, component: str) -> str | None:
    """Return tp, fp or fn; None where the component is neither there nor found, or only mentioned."""
    level, found = passage.gold.levels[component], component in passage.found.polarities
    if level == MENTION or not (found or level == MEASURE):
        return None
    return _kind(found, level == MEASURE)


def right_polarity(passage: Judged, component: str) -> bool:
    """Tell whether a component that was found has the wanted polarity and no other."""
    return passage.found.polarities[component] == {passage.gold.polarity(component)}


def _of_components(passage: Judged) -> Iterable[Key]:
    for component in COMPONENTS:
        outcome = component_outcome(passage, component)
        if outcome:
            yield component, outcome
        if outcome == "tp":
            yield POLARITY, "right" if right_polarity(passage, component) else "wrong"


def _of_indicators(passage: Judged) -> Iterable[Key]:
    found, gold = passage.found.indicators, passage.gold
    for code in (found - gold.maybe) | gold.indicators:
        kind = _kind(code in found, code in gold.indicators)
        yield "indicator_passage", kind
        yield _CODE + code, kind


def _kind(found: bool, there: bool) -> str:
    return "fn" if not found else "tp" if there else "fp"
