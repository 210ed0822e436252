"""Whether the numbers that annotators noted on a passage are among the values of its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from evidencescan.analysis.numbers import values_in
from evidencescan.analysis.numbers.grammar import grammar_for
from evidencescan.analysis.numbers.templates import NUMBER

from .found import Judged

_NOTES_LANGUAGE = "en"
"""Annotators note a number in the words of the document, or in English."""


@dataclass(frozen=True, slots=True)
class NumbersFound:
    """``noted`` numbers (each once a passage); those of them ``stated`` by the evidence on their passage; those on
    passages ``without_evidence``; and the notes ``without_number``, such as "at once", which do not count."""

    noted: int
    stated: int
    without_evidence: int
    without_number: int

    @property
    def share(self) -> float | None:
        """The share of noted numbers that evidence states."""
        return round(self.stated / self.noted, 3) if self.noted else None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON would have it."""
        return {**asdict(self), "share": self.share}


def numbers_found(judged: Iterable[tuple[str, Judged]]) -> NumbersFound:
    """Count over (language, passage)."""
    noted = stated = nowhere = without = 0
    for language, passage in judged:
        wanted: set[float] = set()
        for note in passage.gold.notes:
            numbers = _numbers(note, language) or _numbers(note, _NOTES_LANGUAGE)
            without += not numbers
            wanted |= numbers
        noted += len(wanted)
        stated += len(wanted & passage.found.numbers)
        nowhere += 0 if passage.found.polarities else len(wanted)
    return NumbersFound(noted, stated, nowhere, without)


def _numbers(note: str, language: str) -> set[float]:
    """Return the numbers of a note: its values, and every other number that is no year or date."""
    grammar = grammar_for(language)
    if grammar is None:
        return set()
    values = values_in(note, language)
    spans = [(value.start, value.start + len(value.text)) for value in values]
    loose = (
        numeral.number
        for numeral in grammar.finder.mark(note).numerals
        if numeral.mark == NUMBER and not any(a <= numeral.start < b for a, b in spans)
    )
    return {value.number for value in values if value.number is not None} | set(loose)
