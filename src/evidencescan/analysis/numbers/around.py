"""Counts whose noun does not follow them: "the number of cases rose from 45 to 60", "of which 217 entered".

What they count is read from the words before them in the same sentence, or from a count before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .lexicon import Around, Lexicon
from .templates import ANY, GAP, NUMBER, YEAR, any_of

ITEMS, PERSONS = "items", "persons"
"""The units of a count whose noun is not known: persons where the verb says so."""

# after an apostrophe no space follows: "d'un total de"
_END = rf"(?:{GAP}|(?<='))"
_FURTHEST = 300
_NOUN_AFAR = 90
# a label stands beside its number: "victims identified: 45"
_LABEL = 30
# few persons after "were" may be as many years: "the children were 12"
_FEW = 20


class Counted(NamedTuple):
    """A count of the text: where its words begin and end, and its unit."""

    start: int
    end: int
    unit: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun of a sentence: where it begins and ends, and its unit; ``numbered`` after "the number of"."""

    start: int
    end: int
    unit: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a numeral stands: ``start`` to ``end`` with its bounds, ``digits`` where the number itself begins.

    ``text`` is marked; ``spelt`` is true of a number in words.
    """

    text: str
    start: int
    digits: int
    end: int
    number: float
    spelt: bool


class Surroundings:
    """The patterns of one language."""

    def __init__(self, lexicon: Lexicon, counted: Mapping[str, str], nouns: str, between: str) -> None:
        """``counted`` names the unit of every word; ``nouns`` and ``between`` are their expressions."""
        words: Around = lexicon.around
        stops = any_of([*lexicon.stops, *lexicon.numbers.months])
        person = any_of(lexicon.words["person"])
        self._counted = counted
        self._stop = re.compile(r"[.!?•■][\s\"'»)]|\n")
        self._noun = re.compile(
            rf"(?<!\w)(?P<numbered>(?:{any_of(words.numbers_of)}){GAP}?{between})?(?P<noun>{nouns})(?!\w)"
        )
        self._person = re.compile(rf"(?<!\w){person}(?!\w)")
        self._uncounted = re.compile(rf"(?<!\w){any_of(words.uncounted)}(?!\w)")
        self._states = re.compile(rf"(?<!\w){any_of(words.states)}{_END}\Z")
        self._label = re.compile(r"\w\s?[:=]\s\Z")
        self._item = re.compile(r"\s?\\?[.°ºª)\]-]\s*\S")
        self._link = re.compile(rf"{GAP}{any_of(words.links)}{_END}(?:[^\W\d_]+{GAP}){{0,2}}")
        self._leads = re.compile(rf"(?:\A|[,;(]|(?<!\w){any_of(words.leads)})\s?\Z")
        self._listed = re.compile(rf"{ANY}[^\w]*(?:\s\w{{1,3}}\s)?\Z")
        self._change = re.compile(rf"(?<!\w){any_of(words.changes)}(?!\w)")
        self._moves = re.compile(rf"(?<!\w){any_of([*words.move_from, *words.move_to])}{_END}\Z")
        self._compares = re.compile(rf"(?<!\w){any_of(words.compares)}{_END}\Z")
        self._joins = re.compile(rf"(?:[(,;]|(?<!\w){any_of(words.joins)})\s?\Z")
        year = any_of(words.in_year, {"date": rf"[{YEAR}]+"})
        self._in_year = re.compile(rf"{GAP}{year}(?!\w)")
        self._closed = re.compile(rf"\s*(?:[^\w\s%$€£°ºª{NUMBER}-]|\Z)|{GAP}(?:{stops})(?!\w)")
        other = rf"(?:{GAP}(?!{stops}(?!\w))[^\W\d_]\w*)?"
        self._verb = re.compile(
            rf"{GAP}(?:{any_of(words.auxiliaries)}{other}{GAP})?(?P<people>{any_of(words.people)})(?!\w)"
            rf"|{GAP}{any_of(words.auxiliaries)}(?!\w)"
        )
        self._these = re.compile(rf"(?:\A|\s){any_of(words.of_these)}[\s,]*\Z")
        self._part_of = re.compile(
            rf"{GAP}(?:{any_of(words.part_of)}){_END}{NUMBER}+{GAP}{between}(?P<noun>{nouns})(?!\w)"
        )
        # the name of a thing: "19 Search and Rescue Orders"
        self._titled = re.compile(r"\s[A-Z][\w'’-]+(?:\s(?:[a-z]{1,3}\s)?[A-Z][\w'’-]+){1,6}")
        self._ends = re.compile(rf"(?<!\w)(?P<noun>{nouns})\Z")
        plural = re.escape(words.acronym_plural)
        self._acronym = re.compile(rf"\s(?P<name>[A-Z]{{2,6}}){plural}(?!\w)") if plural else None

    def read(self, place: Place, original: str, before: Sequence[Counted]) -> Counted | None:
        """Return the words of the count and its unit; None where the number may be anything.

        ``original`` is the text as written, ``before`` the counts that precede, in order.
        """
        if part := self._part_of.match(place.text, place.end):
            return Counted(place.start, part.end(), self._unit(part))
        if self._acronym and (acronym := self._acronym.match(original, place.end)):
            return Counted(place.start, acronym.end(), acronym["name"])
        titled = self._titled.match(original, place.end)
        if titled and (noun := self._ends.search(place.text, place.end, titled.end())):
            return Counted(place.start, titled.end(), self._unit(noun))
        told = self._told(place, before)
        if told is None and not (place.spelt and place.number == 1):
            told = self._subject(place, before)
        return told

    def is_part(self, text: str, end: int) -> bool:
        """Say whether a whole follows a number that ends at ``end``: "of 516 victims"."""
        return self._part_of.match(text, end) is not None

    def counts_acronym(self, original: str, end: int) -> bool:
        """Say whether an acronym in the plural follows a number that ends at ``end``."""
        return bool(self._acronym and self._acronym.match(original, end))

    def _unit(self, match: re.Match[str]) -> str:
        return self._counted[" ".join(re.split(GAP, match["noun"]))]

    def _sentence(self, place: Place) -> int:
        """Return where the sentence begins, or at most 300 characters before the number."""
        lowest = max(0, place.start - _FURTHEST)
        return max((match.end() for match in self._stop.finditer(place.text, lowest, place.start)), default=lowest)

    def _nouns(self, place: Place, start: int) -> list[Noun]:
        return [
            Noun(match.start("noun"), match.end("noun"), self._unit(match), match["numbered"] is not None)
            for match in self._noun.finditer(place.text, start, place.start)
        ]

    def _told(self, place: Place, before: Sequence[Counted]) -> Counted | None:
        """Read "cases were 60", "rose from 45 to 60", "compared with 310", "and 60 in 2022"."""
        text = place.text
        dated = self._in_year.match(text, place.end) is not None
        if not (dated or self._closed.match(text, place.end)):
            return None
        sentence = self._sentence(place)
        # "more than" may be a bound, "to more than" a cue with a bound, or both one bound
        cues = {cue for at in (place.start, place.digits) for cue in self._cues(place, text[sentence:at], dated)}
        if not cues or self._uncounted.search(text, sentence, place.start):
            return None
        latest = before[-1] if before and before[-1].start >= sentence else None
        nouns = self._nouns(place, sentence if latest is None else max(sentence, latest.end))
        if latest is not None and (not nouns or cues == {"comparison"}):
            return Counted(place.start, place.end, latest.unit)
        if not nouns:
            return None
        noun = self._head(text, nouns)
        if "state" in cues and not noun.numbered and place.number <= _FEW and self._person.match(text, noun.start):
            return None
        if self._label.search(text[noun.end : place.start]) and place.start - noun.end > _LABEL:
            return None
        near = place.start - noun.start <= _NOUN_AFAR and not re.search(ANY, text[noun.end : place.start])
        return Counted(noun.start if near else place.start, place.end, noun.unit)

    def _head(self, text: str, nouns: Sequence[Noun]) -> Noun:
        """Return the noun that a sentence tells of: "prosecutions" of "prosecutions for offences"."""
        if numbered := [noun for noun in nouns if noun.numbered]:
            return numbered[-1]
        *others, head = nouns
        for noun in reversed(others):
            if not self._link.fullmatch(text, noun.end, head.start):
                break
            head = noun
        return head

    def _cues(self, place: Place, left: str, dated: bool) -> Iterator[str]:
        """Yield what the words before a number say of it."""
        if self._states.search(left):
            yield "state"
        if (
            self._label.search(left)
            and not re.search(ANY, left)
            and (place.number > _FEW or not self._item.match(place.text, place.end))
        ):
            yield "state"
        if self._moves.search(left) and self._change.search(left):
            yield "change"
        if self._compares.search(left) or (dated and self._joins.search(left)):
            yield "comparison"

    def _subject(self, place: Place, before: Sequence[Counted]) -> Counted | None:
        """Read "217 entered the programme", "of which seven have ended", "and ten were prosecuted"."""
        verb = self._verb.match(place.text, place.end)
        if verb is None:
            return None
        sentence = self._sentence(place)
        left = place.text[sentence : place.start]
        if not self._leads.search(left) or self._listed.search(left):
            return None
        latest = before[-1] if before else None
        same = latest is not None and latest.start >= sentence
        if latest is not None and (same or self._these.search(left)):
            unit = latest.unit
        elif nouns := self._nouns(place, sentence):
            unit = nouns[-1].unit
        else:
            unit = PERSONS if verb["people"] else ITEMS
        return Counted(place.start, verb.end(), unit)
