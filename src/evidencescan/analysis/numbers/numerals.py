"""Finding numbers in digits and words, and marking them so that phrases can be matched around them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick_rs

from evidencescan.text.fold import fold

from .lexicon import NumberWords
from .templates import DATE, GAP, NUMBER, YEAR, any_of

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LONGEST_PERIOD = 60
# a digit after a letter, a full stop or a slash belongs to a name, a footnote mark or a law's number
_BEFORE = r"(?<![\w/])(?<!\d[.,])(?<![a-z]-)"
_AFTER = r"(?![\w/]|[.,]\d)"
# begins with digits, which are looked for fast, and only then looks back
_PERIOD = re.compile(r"((?:19|20)(?<![\w/.,-]..)\d\d)\s?[-/]\s?((?:19|20)?\d\d)(?![\w/-]|[.,]\d)")
_NUMERIC_DATE = r"\d{1,2}[./-]\d{1,2}[./-](?P<y1>(?:19|20)\d\d)(?!\d)|(?P<y2>(?:19|20)\d\d)-\d\d-\d\d(?!\d)"


_DASHES = "-‐‑‒–—―−"
_DIGITS = "0123456789"


class _Table(dict[int, str]):
    """Folds, but writes every dash as a hyphen and every digit as those of ASCII; fills itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        digit = unicodedata.decimal(character, None)
        folded = "-" if character in _DASHES else fold(character) if digit is None else str(digit)
        self[code] = folded
        return folded


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number at ``start`` to ``end``; ``mark`` says what it may be; ``until`` ends a period such as 2021-2025."""

    start: int
    end: int
    number: float
    mark: str
    until: float | None = None
    word: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A folded text, the same with its numbers marked, and the numbers in order."""

    folded: str
    text: str
    numerals: tuple[Numeral, ...]

    def at(self, start: int) -> int:
        """Return the index of the numeral that begins at ``start``; there must be one."""
        return bisect_left(self.numerals, start, key=lambda numeral: numeral.start)


def fold_keeping_dashes(text: str) -> str:
    """Fold a text, but write every dash as a hyphen: between digits it is not a space."""
    return text.translate(_TABLE)


def _choice(words: Iterable[str]) -> str:
    ordered = sorted((fold(word) for word in words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", GAP) for word in ordered) + ")" if ordered else "(?!)"


class NumeralFinder:
    """The numerals of one language."""

    def __init__(self, words: NumberWords, percent: Iterable[str]) -> None:
        """``percent`` are the words for percent: "por ciento" holds no number."""
        self._group = re.compile("[" + re.escape("".join(words.group)) + r"\s]")
        self._grouped = re.compile(rf"\d{{1,3}}(?:{self._group.pattern}\d{{3}})+")
        self._decimals = words.decimal
        self._articles = {fold(word) for word in words.articles}
        self._small = {
            fold(word): value
            for table in (words.units, words.teens, words.tens, words.scores, words.hundreds)
            for word, value in table.items()
        }
        self._large = {fold(word): value for word, value in words.thousands.items()}
        self._token = re.compile(rf"(?<!\w){_choice([*self._small, *self._large])}(?!\w)")
        spelt = self._spelt(words)
        group = re.escape("".join(words.group))
        decimal = re.escape("".join(words.decimal))
        digits = rf"\d{{1,3}}(?:[{group}\s]\d{{3}})+(?!\d)(?:[{decimal}]\d+)?|\d+(?:[{decimal}]\d+)?"
        thousands = _choice(words.thousands)
        article = _choice(words.articles)
        self._ordinals = {fold(word): value for word, value in words.ordinals.items()}
        ordinal = rf"{_choice(words.ordinals)}|(?P<nth>\d{{1,2}})\s?{_choice(words.ordinal_signs)}"
        self._number = re.compile(
            rf"(?<![\w-])(?P<ordinal>{ordinal})(?={GAP}{_choice(words.birthdays)}(?!\w))|"
            rf"(?<!\w)(?P<percent>{any_of(percent)})(?!\w)|{_BEFORE}(?:{self._date(words)})"
            rf"|(?<![\w-])(?P<spelt>{spelt}|{article}(?=\s?\(\d))(?:\s?\(\s?(?P<twin>{digits})\s?\))?(?!\w)"
            rf"|{_BEFORE}(?P<digits>{digits})(?:{GAP}(?P<times>{thousands}))?{_AFTER}"
            rf"(?:\s?\(\s?(?P<double>{spelt})\s?\))?"
        )
        # what a number begins with, or has behind an article or the first word of a percentage
        spoken = [re.split(GAP, word) for word in (*self._small, *self._large, *self._ordinals)]
        first = {
            parts[1] if parts[0] in self._articles else parts[0] for parts in spoken if set(parts) - self._articles
        }
        self._needles = ahocorasick_rs.AhoCorasick(sorted({*_DIGITS, *first, *map(fold, words.months)}))
        self._leads = {*self._articles, *(fold(word).split()[0] for word in percent if " " in word)}

    @staticmethod
    def _spelt(words: NumberWords) -> str:
        unit, teen = _choice(words.units), _choice([*words.teens, *words.units])
        tens_and = rf"{GAP}(?:{_choice(words.tens_and)}{GAP})?"
        hundreds_and = rf"{GAP}(?:{_choice(words.hundreds_and)}{GAP})?"
        below100 = (
            rf"(?:{_choice(words.scores)}(?:{tens_and}{teen})?|{_choice(words.tens)}(?:{tens_and}{unit})?|{teen})"
        )
        hundred = rf"(?:(?:{teen}{GAP})?{_choice(words.hundreds)})"
        below1000 = rf"(?:{hundred}(?:{hundreds_and}{below100}(?!\w))?|{below100})"
        large = _choice(words.thousands)
        step = rf"(?:(?:{below1000}{GAP})?{large}(?!\w))"
        every = _choice([*words.hundreds, *words.thousands])
        return (
            rf"(?:{step}(?:{hundreds_and}{step})*(?:{hundreds_and}{below1000})?|{below1000})"
            # "between one hundred and two hundred" are two numbers, not 102
            rf"(?!\w|{GAP}{every}(?!\w))"
        )

    @staticmethod
    def _date(words: NumberWords) -> str:
        link = rf"(?:\s(?:{_choice(words.date_links)}))?"
        day, month = r"\d{1,2}(?:st|nd|rd|th|er|o|º)?", _choice(words.months)
        year = r"(?:19|20)\d\d"
        return (
            rf"{_NUMERIC_DATE}|(?:{day}{link}\s)?{month}{link},?\s(?P<y3>{year})(?!\d)"
            rf"|{month}\s{day},?\s(?P<y4>{year})(?!\d)"
        )

    def mark(self, text: str) -> Marked:
        """Find the numbers of a text and mark them."""
        folded = fold_keeping_dashes(text)
        numerals = list(self._periods(folded))
        taken = [(numeral.start, numeral.end) for numeral in numerals]
        for match in self._matches(folded):
            start, end = match.span()
            if not any(a < end and start < b for a, b in taken):
                numerals.extend(self._read(match))
        if not numerals:
            return Marked(folded, folded, ())
        numerals.sort(key=lambda numeral: numeral.start)
        pieces, at = [], 0
        for numeral in numerals:
            pieces += [folded[at : numeral.start], numeral.mark * (numeral.end - numeral.start)]
            at = numeral.end
        return Marked(folded, "".join([*pieces, folded[at:]]), tuple(numerals))

    def _matches(self, folded: str) -> Iterator[re.Match[str]]:
        """Yield what `re.finditer` would, tried only where a number, or what is none, may begin."""
        end = 0
        for start in self._starts(folded):
            if start >= end and (match := self._number.match(folded, start)):
                end = match.end()
                yield match

    def _starts(self, folded: str) -> list[int]:
        starts: set[int] = set()
        for _, start, _ in self._needles.find_matches_as_indexes(folded, overlapping=True):
            before = folded[start - 1] if start else ""
            if before.isalnum():
                continue
            starts.add(start)
            if before in (" ", "-", "("):
                end = len(folded[:start].rstrip(" -("))
                starts.update(end - len(lead) for lead in self._leads if folded.endswith(lead, 0, end))
        return sorted(starts)

    @staticmethod
    def _periods(folded: str) -> Iterable[Numeral]:
        for match in _PERIOD.finditer(folded):
            first, last = int(match[1]), int(match[2])
            until = last if last >= _FIRST_YEAR else first - first % 100 + last
            if first < until <= first + _LONGEST_PERIOD:
                yield Numeral(match.start(), match.end(), float(first), DATE, float(until))

    def _read(self, match: re.Match[str]) -> Iterable[Numeral]:
        start, end = match.span()
        if match["percent"]:
            return
        if match["ordinal"]:
            number = float(match["nth"] or self._ordinals[re.sub(GAP, " ", match["ordinal"])])
            yield Numeral(start, end, number, NUMBER, word=True)
        elif match["spelt"]:
            number, twin = self.spelt(match["spelt"]), match["twin"]
            if match["spelt"] in self._articles and twin is None:
                return
            if match["spelt"] in self._articles and self.digits(twin) != number:
                return
            # where words and digits differ the drafter erred, and the law prefers the words
            yield Numeral(start, end, number, NUMBER, word=twin is None)
        elif match["digits"]:
            number = self.digits(match["digits"]) * (self._large[match["times"]] if match["times"] else 1)
            if match["double"]:
                number = self.spelt(match["double"])
            plain = match["digits"].isdigit() and not match["times"]
            is_year = plain and len(match["digits"]) == 4 and _FIRST_YEAR <= number < _LAST_YEAR
            yield Numeral(start, end, number, YEAR if is_year else NUMBER)
        else:
            year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
            yield Numeral(start, end, float(year or 0), DATE)

    def digits(self, written: str) -> float:
        """Return the number that digits with separators stand for."""
        if written.isdigit():
            return float(written)
        whole, fraction = written, ""
        if not self._grouped.fullmatch(written):
            for sign in self._decimals:
                head, found, tail = written.rpartition(sign)
                if found:
                    whole, fraction = head, tail
                    break
        return float(f"{self._group.sub('', whole)}.{fraction or 0}")

    def spelt(self, written: str) -> float:
        """Return the number that words stand for."""
        if written in self._articles:
            return 1.0
        total = current = 0
        for match in self._token.finditer(written):
            word = re.sub(GAP, " ", match[0])
            if word in self._large:
                total, current = total + max(1, current) * self._large[word], 0
            elif self._small[word] == 100 and 0 < current < 20:
                current *= 100
            else:
                current += self._small[word]
        return float(total + current)
