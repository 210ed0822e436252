"""Whether the numbers that annotators noted on a passage are among the values of its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from evidencescan.analysis.numbers import values_in
from evidencescan.analysis.numbers.grammar import grammar_for
from evidencescan.analysis.numbers.templates import NUMBER

from .found import Amount, Judged

_NOTES_LANGUAGE = "en"
"""Annotators note a number in the words of the document, or in English."""
_ANY = ""


@dataclass(frozen=True, slots=True)
class NumbersFound:
    """``noted`` numbers (each once a passage); those of them ``stated`` by the evidence on their passage with the
    unit of the note; those stated with another ``unit``; those on passages ``without_evidence``; and the notes
    ``without_number``, such as "at once", which do not count."""

    noted: int
    stated: int
    other_unit: int
    without_evidence: int
    without_number: int

    @property
    def share(self) -> float | None:
        """The share of noted numbers that evidence states with their unit."""
        return round(self.stated / self.noted, 3) if self.noted else None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON would have it."""
        return {**asdict(self), "share": self.share}


def numbers_found(judged: Iterable[tuple[str, Judged]]) -> NumbersFound:
    """Count over (language, passage)."""
    noted = stated = other = nowhere = without = 0
    for language, passage in judged:
        wanted: dict[float, set[str]] = {}
        for note in passage.gold.notes:
            amounts = _amounts(note, language) or _amounts(note, _NOTES_LANGUAGE)
            without += not amounts
            for number, unit in amounts:
                wanted.setdefault(number, set()).add(unit)
        found = passage.found.amounts
        numbers = {number for number, _ in found}
        right = {
            number
            for number in wanted.keys() & numbers
            if any(unit == _ANY or (number, unit) in found for unit in wanted[number])
        }
        noted += len(wanted)
        stated += len(right)
        other += len((wanted.keys() & numbers) - right)
        nowhere += 0 if passage.found.polarities else len(wanted)
    return NumbersFound(noted, stated, other, nowhere, without)


def _amounts(note: str, language: str) -> set[Amount]:
    """Return the numbers of a note with their units: its values, and every other number that is no year or date,
    which may be of any unit."""
    grammar = grammar_for(language)
    if grammar is None:
        return set()
    values = values_in(note, language)
    spans = [(value.start, value.start + len(value.text)) for value in values]
    loose = (
        (numeral.number, _ANY)
        for numeral in grammar.finder.mark(note).numerals
        if numeral.mark == NUMBER and not any(a <= numeral.start < b for a, b in spans)
    )
    return {(value.number, value.unit) for value in values if value.number is not None} | set(loose)
