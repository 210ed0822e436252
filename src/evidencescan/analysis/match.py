"""Matching: which rules hold in a passage, on which words, in which sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evidencescan.catalogue import Rule

from .annotate import Annotated
from .annotation import Annotation, Part
from .compiled import CompiledRule
from .lexicon import Hit
from .masks import bits
from .window import Candidate

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


Context = list[tuple[str, str, float]]
"""For each slot of ``about`` how far away it was met, by which term, and what that leaves of a score."""


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


def matches(
    rules: Sequence[CompiledRule], annotated: Annotated, annotation: Annotation, candidates: Iterable[Candidate]
) -> Iterator[Match]:
    """Yield the rules of a file that hold in a passage, of those that may, in the order of the file."""
    kind = annotated.document.profile.get("kind")
    for number, sentence, hits in candidates:
        rule = rules[number]
        if rule.kinds and kind is not None and kind not in rule.kinds:
            continue
        if rule.rest is None:
            context = _about(rule, annotated, annotation)
            if context is not None:
                yield _match(rule, annotation, annotation.span(sentence), hits, context)
        elif _about(rule.rest, annotated, annotation) is not None:
            match = _with_patterns(rule, annotated, annotation.with_patterns(rule.patterns))
            if match is not None:
                yield match


def _match(
    rule: CompiledRule, annotation: Annotation, span: tuple[int, int], hits: tuple[Hit, ...], context: Context
) -> Match:
    factor = min((factor for _, _, factor in context), default=1.0)
    shown = tuple((tier, words) for tier, words, _ in context if tier != "own")
    weak = annotation.compiled.weak
    ideas = tuple(hit for hit in hits if not weak >> hit.term & 1) or hits
    return Match(rule.rule, span, hits, ideas, rule.rule.score * factor, shown)


def _with_patterns(rule: CompiledRule, annotated: Annotated, annotation: Annotation) -> Match | None:
    """Return where a rule with token patterns holds in a passage whose patterns were looked for."""
    context = _about(rule, annotated, annotation)
    if context is not None:
        for part in [annotation.whole] if rule.looks_everywhere else annotation.parts:
            hits = _in_part(rule, annotation, part)
            if hits is not None:
                return _match(rule, annotation, part.span, hits, context)
    return None


def _in_part(rule: CompiledRule, annotation: Annotation, part: Part) -> tuple[Hit, ...] | None:
    mask = part.mask
    if mask & rule.none or not rule.rests(mask):
        return None
    met: list[Hit] = []
    for slot in rule.slots:
        if own := slot & mask:
            met.append(min(Hit(*part.first[term], term) for term in bits(own)))
        elif not slot & annotation.lead_mask:
            return None
    return tuple(met)


def _about(rule: CompiledRule, annotated: Annotated, annotation: Annotation) -> Context | None:
    """Return what the surroundings of a passage show for each slot of ``about``; None where one shows nothing."""
    found: Context = []
    for slot in rule.about:
        for tier, mask in annotated.around(annotation):
            if met := slot & mask:
                found.append((tier, annotation.compiled.name(next(bits(met))), _TIERS[tier]))
                break
        else:
            return None
    return found
