"""The patterns of one language, compiled once from its lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from evidencescan.text.fold import fold

from .around import Surroundings
from .lexicon import Fixed, Lexicon, Named, lexicon_for
from .numerals import NumeralFinder
from .templates import ANY, GAP, NUMBER, Gate, any_of, compile_template, needed

# a word between a number and what it counts
_WORD = r"[^\W\d_][\w'’.-]*"


def plain(words: str) -> str:
    """Return folded words with single spaces, as names are looked up."""
    return " ".join(re.split(GAP, fold(words).strip()))


def names(entries: Iterable[Named]) -> dict[str, str]:
    """Return the canonical name of every word of the entries."""
    return {plain(word): entry.name for entry in entries for word in (*entry.words, *entry.singular)}


class Bounds:
    """Words that bound a number: before it ("at least"), after it ("or more")."""

    def __init__(self, entries: Iterable[Named]) -> None:
        before = [(entry.name, any_of(entry.before)) for entry in entries if entry.before]
        after = [(entry.name, any_of(entry.after)) for entry in entries if entry.after]
        self._before = re.compile(rf"(?<!\w)(?:{_grouped(before)})(?:{GAP}|(?<='))\Z")
        self._after = re.compile(rf"[\s,(-]*(?:{_grouped(after)})(?!\w)")

    def before(self, text: str, start: int) -> tuple[int, str | None]:
        """Return where the bounded number begins, its bound included, and the bound."""
        match = self._before.search(text, max(0, start - 60), start)
        return (match.start(), _bound(match)) if match else (start, None)

    def after(self, text: str, end: int) -> tuple[int, str | None]:
        """Return where the bounded number ends, its bound included, and the bound."""
        match = self._after.match(text, end)
        return (match.end(), _bound(match)) if match else (end, None)


def _grouped(choices: list[tuple[str, str]]) -> str:
    return "|".join(f"(?P<{name}_{index}>{choice})" for index, (name, choice) in enumerate(choices)) or "(?!)"


def _bound(match: re.Match[str]) -> str:
    return str(match.lastgroup).rpartition("_")[0]


class FixedPhrase:
    """Compiled words that state a value by themselves."""

    def __init__(self, fixed: Fixed, territory: str) -> None:
        self.fixed = fixed
        guard = rf"(?P<guard>{any_of(fixed.not_after)}{GAP})?" if fixed.not_after else "(?P<guard>)"
        barred = rf"(?!{GAP}{any_of(fixed.not_before)}(?!\w))" if fixed.not_before else ""
        self.pattern = re.compile(
            rf"(?<!\w){guard}(?P<words>{any_of(fixed.words, {'territory': territory})})(?!\w){barred}"
        )


class Grammar:
    """All that `evidencescan.analysis.numbers.extract` asks of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        lists = {
            "time": tuple(word for entry in lexicon.times for word in entry.words),
            "years": tuple(word for entry in lexicon.times if entry.name == "years" for word in entry.words),
            "person": words["person"],
            "territory": words["territory"],
            "percent": words["percent"],
        }
        slots = {name: any_of(list_) for name, list_ in lists.items()}
        units, person, territory = slots["time"], slots["person"], slots["territory"]
        slots |= {"unit": f"(?P<unit>{units})", "word": _WORD, "words": rf"{_WORD}(?:\s{_WORD}){{0,4}}?"}
        lists["unit"] = lists["time"]
        self.finder = NumeralFinder(lexicon.numbers, words["percent"])
        self.times = names(lexicon.times)
        self.bounds = Bounds([entry for entry in lexicon.bounds if not entry.only])
        self.time_bounds = Bounds(lexicon.bounds)
        self.templates = Gate(
            (
                needed((phrase,), lists),
                compile_template(phrase, slots, entry.kind, entry.bound, entry.needs, entry.ratio),
            )
            for entry in lexicon.phrases
            for phrase in entry.phrases
        )
        self.fixed = Gate((needed(fixed.words, lists), FixedPhrase(fixed, territory)) for fixed in lexicon.fixed)
        self.article = re.compile(rf"(?<![\w-])(?:{any_of(lexicon.numbers.articles)})(?={GAP})")
        self.unit = re.compile(rf"{GAP}(?P<unit>{units})(?!\w)")
        self.article_needs_bound = lexicon.numbers.article_needs_bound
        # an article counts nothing without a unit of time behind it or a bound before it
        bounds = needed(phrase for entry in lexicon.bounds if not entry.only for phrase in entry.before)
        self.articles = Gate(((needed(lists["time"]), "time"), (bounds, "bound")))
        self._context(lexicon, person)
        self._counting(lexicon)
        self._breakdown(lexicon)

    def _context(self, lexicon: Lexicon, person: str) -> None:
        words = lexicon.words
        penalty = any_of(words["penalty"])
        self.nearest = re.compile(rf"(?<!\w)(?:(?P<penalty>{penalty})|(?P<person>{person}))(?!\w)|(?P<number>{ANY})")
        self.penalty_after = re.compile(rf"[\s'’,]*(?:{any_of(words['penalty_after'])})(?!\w)")
        self.not_age = re.compile(rf"(?<!\w)(?:{any_of(words['not_age'])}){GAP}\Z")
        self.reference = re.compile(rf"(?<!\w)(?:{any_of(words['reference'])})[\s(-]*\Z")
        self.reference_link = re.compile(rf"(?:\(\w\))?(?:,?\s(?:{any_of(words['reference_links'])})\s|\s?-\s?)")
        self.money_before = re.compile(rf"(?<!\w)(?:{any_of(words['money_before'])})\s?\Z")
        self.date_after = re.compile(rf"{GAP}(?:{any_of(words['date_after'])})(?!\w)")
        money = any_of(words["money_after"])
        self.money_after = re.compile(rf"(?:[\s-]+\w{{1,3}}[\s-]+{ANY}|-{ANY})?[\s-]?(?:{money})(?!\w)")

    def _counting(self, lexicon: Lexicon) -> None:
        nouns = any_of(word for entry in lexicon.counted for word in (*entry.words, *entry.singular))
        stops = any_of([*lexicon.stops, *lexicon.numbers.months])
        between = rf"(?P<between>(?:(?!{stops}(?!\w)){_WORD}{GAP}){{0,{lexicon.most_between}}}?)"
        counted = (
            rf"(?:(?:{any_of(lexicon.connectors)}){GAP})?{between}(?P<noun>{nouns})(?P<more>(?:{GAP}{nouns})*)(?!\w)"
        )
        self.counted = names(lexicon.counted)
        loose = between.replace("?P<between>", "?:")
        plurals = any_of(word for entry in lexicon.counted for word in entry.words)
        self.around = Surroundings(lexicon, self.counted, plurals, loose)
        self.singular = {plain(word) for entry in lexicon.counted for word in entry.singular}
        self.nouns = re.compile(rf"(?<!\w){nouns}(?!\w)")
        self.head_last = lexicon.head_last
        self.count = re.compile(rf"{GAP}{counted}")
        self.range = re.compile(rf"{GAP}(?:{any_of(lexicon.ranges)}){GAP}(?P<m>{NUMBER}+)|\s?-\s?(?P<k>{NUMBER}+)")
        self.year_lead = re.compile(rf"(?<!\w)(?:{any_of(lexicon.year_leads)}){GAP}\Z")

    def _breakdown(self, lexicon: Lexicon) -> None:
        groups = any_of(word for group in lexicon.groups for word in group.words)
        percent = any_of(lexicon.words["percent"])
        joiner = any_of(lexicon.joiners)
        self.groups = {plain(word): group for group in lexicon.groups for word in group.words}
        self.opener = re.compile(rf"(?:{GAP}\w+){{0,4}}?[\s,;:-]*(?:\(|(?<!\w){any_of(lexicon.openers)}[\s,:]+)\s?")
        self.part = re.compile(
            rf"(?:\w+\s)?(?P<n>{ANY})(?P<percent>\s?{percent})?\s(?:(?!{joiner}(?!\w)){_WORD}\s){{0,3}}?(?P<group>{groups})(?!\w)"
            rf"|(?P<named>{groups})\s?[:=]\s?(?P<k>{ANY})(?P<share>\s?{percent})?"
        )
        self.joiner = re.compile(rf"\s?[,;/]?\s?(?:{joiner}(?!\w))?\s?")
        share = rf"(?:{any_of(lexicon.share_of)}{GAP})?" if lexicon.share_of else ""
        self.share = re.compile(
            rf"\s{share}(?P<direct>{groups})(?!\w)"
            rf"|(?:\s{_WORD}){{0,5}}?\s(?:{any_of(lexicon.copulas)})\s(?:{_WORD}\s)?(?P<said>{groups})(?!\w)"
        )


@cache
def grammar_for(language: str) -> Grammar | None:
    """Return the compiled patterns of a language, or None where there are none."""
    lexicon = lexicon_for(language)
    return None if lexicon is None else Grammar(lexicon)
