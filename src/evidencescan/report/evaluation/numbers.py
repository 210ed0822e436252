"""Whether the numbers that annotators noted on a passage are among the values of its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from evidencescan.analysis.numbers import values_in
from evidencescan.analysis.numbers.grammar import grammar_for
from evidencescan.analysis.numbers.templates import NUMBER
from evidencescan.values import Value

from .found import Amount, Judged

_NOTES_LANGUAGE = "en"
"""Annotators note a number in the words of the document, or in English."""
_ANY = ""


@dataclass(frozen=True, slots=True)
class NumbersFound:
    """``noted`` numbers (each once a passage); those of them that are ``read`` from the words of the passage with the
    unit of the note; those ``stated`` so by the evidence on it; those stated with another unit; those on passages
    ``without_evidence``; and the notes ``without_number``, such as "at once", which do not count."""

    noted: int
    read: int
    stated: int
    other_unit: int
    without_evidence: int
    without_number: int

    @property
    def share_read(self) -> float | None:
        """The share of noted numbers that are read with their unit."""
        return round(self.read / self.noted, 3) if self.noted else None

    @property
    def share(self) -> float | None:
        """The share of noted numbers that evidence states with their unit."""
        return round(self.stated / self.noted, 3) if self.noted else None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON would have it."""
        return {**asdict(self), "share_read": self.share_read, "share": self.share}


def numbers_found(judged: Iterable[tuple[str, Judged]]) -> NumbersFound:
    """Count over (language, passage)."""
    noted = read = stated = other = nowhere = without = 0
    for language, passage in judged:
        wanted: dict[float, set[str]] = {}
        for note in passage.gold.notes:
            amounts = _amounts(note, language) or _amounts(note, _NOTES_LANGUAGE)
            without += not amounts
            for number, unit in amounts:
                wanted.setdefault(number, set()).add(unit)
        if not wanted:
            continue
        right = _right(wanted, passage.found.amounts)
        noted += len(wanted)
        read += len(_right(wanted, amounts_of(values_in(passage.gold.text, language))))
        stated += len(right)
        other += len((wanted.keys() & {number for number, _ in passage.found.amounts}) - right)
        nowhere += 0 if passage.found.polarities else len(wanted)
    return NumbersFound(noted, read, stated, other, nowhere, without)


def amounts_of(values: Iterable[Value]) -> set[Amount]:
    """Return the numbers of values with their units, bounds of periods and breakdowns included."""
    found: set[Amount] = set()
    for value in values:
        numbers = (value.number, value.until, *(part.number for part in value.breakdown))
        found.update((float(number), value.unit) for number in numbers if number is not None)
    return found


def _right(wanted: Mapping[float, set[str]], found: Collection[Amount]) -> set[float]:
    numbers = {number for number, _ in found}
    return {
        number
        for number in wanted.keys() & numbers
        if any(unit == _ANY or (number, unit) in found for unit in wanted[number])
    }


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
