"""Matching: which rules hold in a passage, on which words, in which sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from evidencescan.catalogue import Rule, RuleSet
from evidencescan.errors import CatalogueError

from .annotate import Annotated, Annotation, Compiled, Part, bits
from .lexicon import Hit

# how much of a rule's score is left where a slot of `about` is met further and further from the passage
_TIERS = {
    "own": 1.0,
    "lead": 1.0,
    "heading": 0.97,
    "reference": 0.95,
    "definition": 0.93,
    "title": 0.92,
    "subject": 0.86,
}


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds: the words that met its slots, where, and what is left of its score.

    ``sentence`` are offsets in the passage of the sentence, or of the whole passage for a rule that looks there.
    ``ideas`` are the hits that are more than words of duty: what scope may deny.
    """

    rule: Rule
    sentence: tuple[int, int]
    hits: tuple[Hit, ...]
    ideas: tuple[Hit, ...]
    score: float
    context: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule as masks. ``patterns`` are the bits of its token patterns, ``rest`` the rule without them."""

    rule: Rule
    slots: tuple[int, ...]
    strong: tuple[int, ...]
    about: tuple[int, ...]
    none: int
    kinds: frozenset[str]
    patterns: int = 0
    rest: _Compiled | None = None


class Matcher:
    """The rules of one file, compiled against the lexicon of its language."""

    def __init__(self, compiled: Compiled, rules: RuleSet) -> None:
        self._compiled = compiled
        self._weak = compiled.weak
        self._rules: list[_Compiled] = []
        usage: dict[int, int] = {}
        for rule in rules.rules:
            masks = [_slot_mask(compiled, rules, rule, slot) for slot in rule.all]
            about = tuple(_slot_mask(compiled, rules, rule, slot) for slot in rule.about)
            none = _slot_mask(compiled, rules, rule, rule.none) if rule.none else 0
            item = _Compiled(rule, tuple(masks), _strong(masks, compiled.weak), about, none, frozenset(rule.kinds))
            self._rules.append(_apart(item, compiled.patterns.mask))
            for mask in masks:
                for term in bits(mask):
                    usage[term] = usage.get(term, 0) + 1
        # each rule is looked up by its rarest slot: the one whose terms the fewest rules use
        self._by_term: dict[int, list[int]] = {}
        self._any = 0
        for number, item in enumerate(self._rules):
            rarest = min((item.rest or item).slots, key=lambda mask: sum(usage[term] for term in bits(mask)))
            self._any |= rarest
            for term in bits(rarest):
                self._by_term.setdefault(term, []).append(number)

    def matches(self, annotated: Annotated, annotation: Annotation, language: str) -> Iterator[Match]:
        """Yield the rules that hold in a passage, in the order of the file, each at its first sentence."""
        here = (annotation.mask | annotation.lead_mask) & self._any
        if not here:
            return
        numbers = {number for term in bits(here) for number in self._by_term[term]}
        kind = annotated.document.profile.get("kind")
        for number in sorted(numbers):
            item = self._rules[number]
            if item.kinds and kind is not None and kind not in item.kinds:
                continue
            seen = annotation
            if item.rest is not None:
                if self._match(item.rest, annotated, annotation, language) is None:
                    continue
                seen = annotation.with_patterns(self._compiled.patterns, item.patterns)
            match = self._match(item, annotated, seen, language)
            if match is not None:
                yield match

    def _match(self, item: _Compiled, annotated: Annotated, annotation: Annotation, language: str) -> Match | None:
        wide = annotation.mask | annotation.lead_mask
        if not all(slot & wide for slot in item.slots) or not _rests(item, annotation.mask):
            return None
        context = self._about(item, annotated, annotation, language)
        if context is None:
            return None
        parts = [annotation.whole] if item.rule.near == "passage" else annotation.parts
        for part in parts:
            hits = self._in_part(item, annotation, part)
            if hits is not None:
                factor = min((factor for _, _, factor in context), default=1.0)
                shown = tuple((tier, words) for tier, words, _ in context if tier != "own")
                ideas = tuple(hit for hit in hits if not self._weak >> hit.term & 1) or hits
                return Match(item.rule, part.span, hits, ideas, item.rule.score * factor, shown)
        return None

    def _in_part(self, item: _Compiled, annotation: Annotation, part: Part) -> tuple[Hit, ...] | None:
        mask = part.mask
        if mask & item.none or not _rests(item, mask):
            return None
        met: list[Hit] = []
        for slot in item.slots:
            if own := slot & mask:
                met.append(min(Hit(*part.first[term], term) for term in bits(own)))
            elif not slot & annotation.lead_mask:
                return None
        return tuple(met)

    def _about(
        self, item: _Compiled, annotated: Annotated, annotation: Annotation, language: str
    ) -> list[tuple[str, str, float]] | None:
        if not item.about:
            return []
        found = []
        for slot in item.about:
            for tier, mask in _around(item, annotated, annotation, language):
                if met := slot & mask:
                    found.append((tier, self._compiled.name(next(bits(met))), _TIERS[tier]))
                    break
            else:
                return None
        return found


def _around(item: _Compiled, annotated: Annotated, annotation: Annotation, language: str) -> Iterator[tuple[str, int]]:
    """Yield the terms around a passage, tier by tier, further and further away."""
    yield "own", annotation.mask
    yield "lead", annotation.lead_mask & ~item.patterns
    yield "heading", annotation.heading_mask
    links = annotated.links.get(language)
    if links is not None:
        mask = 0
        for reference in links.references(annotation):
            # what a provision is about stands in its first words; its paragraphs may speak of anything
            mask |= reference.provision[0].mask
        yield "reference", mask
        yield "definition", links.definition_mask(annotation)
    yield "title", annotated.title_mask.get(language, 0)
    yield "subject", annotated.subject_mask.get(language, 0)


def _rests(item: _Compiled, mask: int) -> bool:
    """Return whether a rule may rest on what is in a passage, or in one of its sentences."""
    return not item.strong or any(slot & mask for slot in item.strong)


def _strong(slots: list[int], weak: int) -> tuple[int, ...]:
    """Return the slots that a passage itself may rest on: those that are not words of duty alone."""
    strong = tuple(slot & ~weak for slot in slots if slot & ~weak)
    return strong or tuple(slots)


def _apart(item: _Compiled, patterns: int) -> _Compiled:
    """Return a rule with its token patterns told apart: what is left without them is looked at first."""
    used = item.none
    for mask in (*item.slots, *item.about):
        used |= mask
    used &= patterns
    if not used:
        return item
    rest = replace(
        item,
        slots=tuple(slot for slot in item.slots if not slot & used),
        # a pattern may be what the rule rests on in the passage: until it is looked for, nothing need be there
        strong=() if any(slot & used for slot in item.strong) else item.strong,
        about=tuple(slot for slot in item.about if not slot & used),
        none=item.none & ~used,
    )
    return replace(item, patterns=used, rest=rest)


def _slot_mask(compiled: Compiled, rules: RuleSet, rule: Rule, slot: Iterable[str]) -> int:
    mask = 0
    for term in slot:
        try:
            mask |= 1 << compiled.resolve(rules.name, term)
        except KeyError:
            where = rules.path or rules.name
            raise CatalogueError(f"{where}: rule {rule.id}: the term {term} is defined nowhere") from None
    return mask
