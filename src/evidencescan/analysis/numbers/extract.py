"""Reading the values of a passage: numbers are found first, then the phrases that stand around each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidencescan.values import Value, ValueKind

from .around import Counted, Place
from .breakdown import Parts, parts_after, share_of
from .grammar import Bounds, Grammar, grammar_for, plain
from .numerals import Marked, Numeral
from .templates import DATE, NUMBER, YEAR, Template, spaced

# where two readings of the same number compete, the earlier kind wins
_ORDER: dict[ValueKind, int] = {"period": 0, "age": 1, "proportion": 2, "duration": 3, "coverage": 4, "count": 5}
# the one count of phrases: "seven times", all others have a noun
_TIMES = "times"
_UNITS: dict[ValueKind, str] = {
    "period": "years",
    "age": "years",
    "proportion": "percent",
    "coverage": "territory",
    "count": _TIMES,
}
_LONGEST_PERIOD = 60
_OLDEST = 120
_MAJORITY = 18
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NEAR = 80
_RATE = 10
# in a table of contents the page comes next: "Action Plans 13 Monitoring"
_PAGE = re.compile(r"[\s.]+\d{1,3}(?=\s*(?:[A-Z]|\Z))")
# a number that stands at the beginning, or after one of these, may be that of a paragraph or heading
_LABELLED = ("", ".", ";", "*", "#")


@dataclass(frozen=True, slots=True)
class Hit:
    """One reading of one numeral; ``taken`` are the indices of the numerals that it uses up."""

    kind: ValueKind
    start: int
    end: int
    number: float | None
    unit: str
    until: float | None
    bound: str | None
    taken: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """The lower, the better: kind first, then the longest."""
        return (_ORDER[self.kind], self.start - self.end)


def values_in(text: str, language: str, offset: int = 0) -> tuple[Value, ...]:
    """Return the values that ``text`` states, in the order of the text.

    ``language`` is ISO 639-1; one that is not known gives none. ``offset`` is the position of the text in its
    document. A value's ``text`` is its exact words, bound and breakdown included; every number of a breakdown is in
    the unit of the value. "Thirty (30) days" is one value.
    """
    grammar = grammar_for(language)
    if grammar is None:
        return ()
    reader = _Reader(grammar, text)
    found = sorted(reader.read(), key=lambda pair: pair[0].start)
    return tuple(
        Value(
            kind=hit.kind,
            number=hit.number,
            unit=hit.unit,
            text=text[hit.start : max(hit.end, parts.end)],
            start=offset + hit.start,
            until=hit.until,
            bound=hit.bound,
            breakdown=parts.breakdown,
        )
        for hit, parts in found
    )


class _Reader:
    """One reading of one text; keeps which numerals and which stretches are used up."""

    def __init__(self, grammar: Grammar, text: str) -> None:
        self._grammar = grammar
        self._original = text
        self._marked: Marked = grammar.finder.mark(text)
        self._spaced = spaced(self._marked.folded)
        self._templates = grammar.templates.open(self._spaced) if self._marked.numerals else []
        self._periods = [template for template in self._templates if template.kind == "period"]
        self._spans: list[tuple[int, int]] = []
        self._used: set[int] = set()
        self._counts: list[Counted] = []
        self._bounded: dict[tuple[bool, int], tuple[int, str | None]] = {}

    def read(self) -> Iterator[tuple[Hit, Parts]]:
        """Yield every value with its parts."""
        for hit in self._fixed():
            self._spans.append((hit.start, hit.end))
            yield hit, self._parts(hit)
        self._dismiss()
        for index, numeral in enumerate(self._marked.numerals):
            if index in self._used or not self._free(numeral.start, numeral.end):
                continue
            best = self._best(index, numeral)
            if best is not None:
                parts = self._parts(best)
                self._spans.append((best.start, max(best.end, parts.end)))
            elif numeral.mark == NUMBER and (best := self._around(index, numeral)):
                # its words may hold other numbers, which are read for themselves
                parts = share_of(self._grammar, self._marked, numeral.end, numeral.number)
            else:
                continue
            self._used.update(best.taken, parts.taken)
            if best.kind == "count" and best.unit != _TIMES:
                self._counts.append(Counted(best.start, max(best.end, parts.end), best.unit))
            yield best, parts
        yield from ((hit, Parts()) for hit in self._articles())

    def _free(self, start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in self._spans)

    def _parts(self, hit: Hit) -> Parts:
        if hit.kind == "count" and hit.number is not None:
            return parts_after(self._grammar, self._marked, hit.end, hit.number)
        if hit.kind == "proportion" and hit.number is not None:
            return share_of(self._grammar, self._marked, hit.end, hit.number)
        return Parts()

    def _fixed(self) -> Iterator[Hit]:
        """Yield values in words that hold no quantity of their own, such as "half of" and "nationwide"."""
        for phrase in self._grammar.fixed.open(self._spaced):
            fixed = phrase.fixed
            for match in phrase.pattern.finditer(self._marked.folded):
                start, end = match.span("words")
                if match["guard"] or not self._free(start, end):
                    continue
                bound = None
                if fixed.kind == "proportion":
                    start, bound = self._grammar.bounds.before(self._marked.text, start)
                yield Hit(fixed.kind, start, end, fixed.number, fixed.unit, None, bound, ())

    def _dismiss(self) -> None:
        """Use up the numbers that are no quantities: of articles, laws and pages, and sums of money."""
        grammar, text = self._grammar, self._marked.text
        previous = -1
        for index, numeral in enumerate(self._marked.numerals):
            if self._is_period(index, numeral):
                continue
            window = max(0, numeral.start - _NEAR)
            linked = previous >= 0 and grammar.reference_link.fullmatch(text, previous, numeral.start)
            if linked or grammar.reference.search(text, window, numeral.start):
                previous = numeral.end
                self._used.add(index)
                continue
            previous = -1
            money = grammar.money_before.search(text, window, numeral.start)
            if money or grammar.money_after.match(text, numeral.end):
                self._used.add(index)

    def _is_period(self, index: int, numeral: Numeral) -> bool:
        """Say whether a period begins here: "Plan of Action 2021-2025" is no reference to an action."""
        return numeral.until is not None or (
            numeral.mark != NUMBER and any(self._match(template, index, numeral) for template in self._periods)
        )

    def _best(self, index: int, numeral: Numeral) -> Hit | None:
        if numeral.until is not None:
            return Hit("period", numeral.start, numeral.end, numeral.number, "years", numeral.until, None, (index,))
        hits = [hit for template in self._templates if (hit := self._match(template, index, numeral))]
        if numeral.mark != DATE and (counted := self._count(index, numeral)):
            hits.append(counted)
        return min(hits, key=lambda hit: hit.rank, default=None)

    def _match(self, template: Template, index: int, numeral: Numeral) -> Hit | None:
        text = self._marked.text
        tail = template.tail.match(text, numeral.start)
        if tail is None:
            return None
        bounds = self._grammar.time_bounds if template.kind == "duration" else self._grammar.bounds
        bounded, bound = self._bound_before(bounds, numeral.start)
        start = bounded
        if template.head is not None:
            head = template.head.search(text, max(0, bounded - _NEAR), bounded)
            if head is None and bound is not None:
                bound = None
                head = template.head.search(text, max(0, numeral.start - _NEAR), numeral.start)
            if head is None:
                return None
            start = head.start()
        end = tail.end()
        if bound is None and template.bound in (None, "exactly"):
            end, bound = bounds.after(text, end)
        numbers = self._numbers(template, tail)
        if any(taken in self._used for taken, _ in numbers):
            return None
        if template.ratio and len(numbers) > 1 and self._is_part(numeral, numbers[1][1]):
            return None
        hit = self._hit(template, tail, start, end, bound or template.bound, numbers)
        return hit if hit is not None and self._holds(template, hit, numeral) else None

    def _bound_before(self, bounds: Bounds, start: int) -> tuple[int, str | None]:
        key = (bounds is self._grammar.time_bounds, start)
        if key not in self._bounded:
            self._bounded[key] = bounds.before(self._marked.text, start)
        return self._bounded[key]

    def _numbers(self, template: Template, tail: re.Match[str]) -> list[tuple[int, float]]:
        slots = [name for name in ("n", "m", "y", "z") if tail.groupdict().get(name)]
        indices = [self._marked.at(tail.start(name)) for name in slots]
        return [(index, self._marked.numerals[index].number) for index in indices]

    def _hit(
        self,
        template: Template,
        tail: re.Match[str],
        start: int,
        end: int,
        bound: str | None,
        numbers: list[tuple[int, float]],
    ) -> Hit | None:
        taken = tuple(index for index, _ in numbers)
        number = numbers[0][1]
        until = numbers[1][1] if len(numbers) > 1 else None
        if template.ratio:
            part, whole = (number, until) if until is not None else (1.0, number)
            if not 0 < part <= whole or _FIRST_YEAR <= whole <= _LAST_YEAR:
                return None
            return Hit("proportion", start, end, round(100 * part / whole, 2), "percent", None, bound, taken)
        if until is not None and until <= number:
            if template.kind in ("age", "period"):
                return None
            # "within ninety and thirty days, respectively": two values that share a unit, not a range
            until, taken, end = None, taken[:1], self._marked.numerals[taken[0]].end
        unit = _UNITS.get(template.kind) or self._grammar.times[plain(tail["unit"])]
        return Hit(template.kind, start, end, number, unit, until, bound, taken)

    def _holds(self, template: Template, hit: Hit, numeral: Numeral) -> bool:
        """Say whether a reading is plausible: a term of imprisonment, above all, is not an age."""
        if hit.kind == "coverage":
            return not self._is_label(numeral)
        if hit.kind == "period":
            return hit.until is None or hit.number is None or hit.until - hit.number <= _LONGEST_PERIOD
        if hit.kind == "duration":
            # "given on the fifteen days of the month of May" is a date
            return not self._grammar.date_after.match(self._marked.text, hit.end)
        if hit.kind != "age":
            return True
        if (hit.number or 0) > _OLDEST:
            return False
        if not template.needs:
            return True
        text = self._marked.text
        if self._grammar.not_age.search(text, max(0, hit.start - _NEAR), hit.start):
            return False
        if self._grammar.penalty_after.match(text, hit.end):
            return False
        nearest = ""
        for match in self._grammar.nearest.finditer(text, max(0, hit.start - _NEAR), hit.start):
            nearest = str(match.lastgroup)
        if template.needs == "no_penalty" or hit.until == _MAJORITY:
            return nearest != "penalty"
        return nearest == "person"

    def _count(self, index: int, numeral: Numeral) -> Hit | None:
        grammar, text = self._grammar, self._marked.text
        upper = self._upper(numeral)
        last = numeral if upper is None else self._marked.numerals[upper]
        after, suffix = grammar.bounds.after(text, last.end)
        match = grammar.count.match(text, after)
        if match is None or self._is_label(numeral):
            return None
        start, bound = grammar.bounds.before(text, numeral.start)
        bound = bound or suffix
        if numeral.word and numeral.number == 1 and bound is None:
            return None
        if numeral.mark == YEAR and (match["between"] or grammar.year_lead.search(text, max(0, start - _NEAR), start)):
            return None
        end = match.end()
        if self._is_contents(numeral, end):
            return None
        if bound is None:
            end, bound = grammar.bounds.after(text, end)
        noun = self._noun(match)
        if noun in grammar.singular and numeral.number != 1:
            return None
        until, taken = (None, (index,)) if upper is None else (last.number, (index, upper))
        return Hit("count", start, end, numeral.number, grammar.counted[noun], until, bound, taken)

    def _around(self, index: int, numeral: Numeral) -> Hit | None:
        """Read a count that no noun of the language's list follows."""
        grammar, text = self._grammar, self._marked.text
        if self._is_label(numeral):
            return None
        start, bound = grammar.bounds.before(text, numeral.start)
        end, after = (numeral.end, bound) if bound else grammar.bounds.after(text, numeral.end)
        found = grammar.around.read(
            Place(text, start, numeral.start, end, numeral.number, numeral.word), self._original, self._counts
        )
        if found is None or self._is_contents(numeral, found.end):
            return None
        return Hit("count", found.start, found.end, numeral.number, found.unit, None, bound or after, (index,))

    def _upper(self, numeral: Numeral) -> int | None:
        """Return the index of the second number of a range: "seven to ten members"."""
        match = self._grammar.range.match(self._marked.text, numeral.end) if numeral.mark == NUMBER else None
        if match is None:
            return None
        index = self._marked.at(match.start("m") if match["m"] else match.start("k"))
        return index if self._marked.numerals[index].number > numeral.number else None

    def _is_label(self, numeral: Numeral) -> bool:
        """Say whether a number is that of a paragraph: "2 Victims shall ..."."""
        before = self._original[: numeral.start].rstrip()
        after = self._original[numeral.end :].lstrip()
        labelled = not numeral.word and numeral.number < 100 and before[-1:] in _LABELLED and after[:1].isupper()
        return labelled and not self._grammar.around.counts_acronym(self._original, numeral.end)

    def _is_part(self, numeral: Numeral, whole: float) -> bool:
        """Say whether "217 out of 516 victims" counts a part; round or small numbers are a rate."""
        return whole > _RATE and whole % 100 > 0 and self._grammar.around.is_part(self._marked.text, numeral.end)

    def _is_contents(self, numeral: Numeral, end: int) -> bool:
        """Say whether a number and the words to ``end`` are of a table of contents."""
        return self._original[numeral.end :].lstrip()[:1].isupper() and bool(_PAGE.match(self._original, end))

    def _noun(self, match: re.Match[str]) -> str:
        noun = match["noun"]
        if self._grammar.head_last and match["more"]:
            noun = self._grammar.nouns.findall(match["more"])[-1]
        return plain(noun)

    def _articles(self) -> Iterator[Hit]:
        """Yield what an article counts: "within a month", "at least one woman"."""
        grammar, text = self._grammar, self._marked.text
        may = grammar.articles.open(self._spaced)
        articles = [match.span() for match in grammar.article.finditer(text)] if may else []
        for first, last in articles if "time" in may else ():
            match = grammar.unit.match(text, last)
            if match is None:
                continue
            start, bound = grammar.time_bounds.before(text, first)
            end, bound = (match.end(), bound) if bound else grammar.time_bounds.after(text, match.end())
            if (bound or not grammar.article_needs_bound) and self._free(start, end):
                unit = grammar.times[plain(match["unit"])]
                self._spans.append((start, end))
                yield Hit("duration", start, end, 1.0, unit, None, bound, ())
        read = 0
        for first, last in articles if "bound" in may else ():
            start, bound = grammar.bounds.before(text, first)
            match = grammar.count.match(text, last) if bound and first >= read else None
            if match is not None:
                read = match.end()
                if self._free(start, read):
                    yield Hit("count", start, read, 1.0, grammar.counted[self._noun(match)], None, bound, ())
