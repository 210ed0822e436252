"""Matching: which rules hold in a passage, on which words, in which sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evidencescan.catalogue import Rule

from .annotate import Annotated, Annotation, Part
from .compiled import CompiledRule
from .lexicon import Hit
from .masks import bits

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


def matches(rules: Sequence[CompiledRule], annotated: Annotated, annotation: Annotation, file: str) -> Iterator[Match]:
    """Yield the rules of a file that hold in a passage, in its order, each at its first sentence.

    ``rules`` are those of ``file``; they are looked at where the sieve says that they may hold.
    """
    kind = annotated.document.profile.get("kind")
    for number, sentence in annotated.candidates[file].get(annotation.passage.seq, ()):
        rule = rules[number]
        if rule.kinds and kind is not None and kind not in rule.kinds:
            continue
        if rule.rest is None:
            match = _match(rule, annotated, annotation, [_part(annotation, sentence)])
        elif _match(rule.rest, annotated, annotation, _parts(rule, annotation)) is not None:
            seen = annotation.with_patterns(rule.patterns)
            match = _match(rule, annotated, seen, _parts(rule, seen))
        else:
            continue
        if match is not None:
            yield match


def _part(annotation: Annotation, sentence: int) -> Part:
    return annotation.whole if sentence < 0 else annotation.parts[sentence]


def _parts(rule: CompiledRule, annotation: Annotation) -> list[Part]:
    return [annotation.whole] if rule.looks_everywhere else annotation.parts


def _match(
    rule: CompiledRule, annotated: Annotated, annotation: Annotation, parts: Iterable[Part]
) -> Match | None:
    context = _about(rule, annotated, annotation)
    if context is None:
        return None
    for part in parts:
        hits = _in_part(rule, annotation, part)
        if hits is not None:
            factor = min((factor for _, _, factor in context), default=1.0)
            shown = tuple((tier, words) for tier, words, _ in context if tier != "own")
            weak = annotation.compiled.weak
            ideas = tuple(hit for hit in hits if not weak >> hit.term & 1) or hits
            return Match(rule.rule, part.span, hits, ideas, rule.rule.score * factor, shown)
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


def _about(rule: CompiledRule, annotated: Annotated, annotation: Annotation) -> list[tuple[str, str, float]] | None:
    """Return what the surroundings of a passage show for each slot of ``about``; None where one shows nothing."""
    found = []
    for slot in rule.about:
        for tier, mask in _around(rule, annotated, annotation):
            if met := slot & mask:
                found.append((tier, annotation.compiled.name(next(bits(met))), _TIERS[tier]))
                break
        else:
            return None
    return found


def _around(rule: CompiledRule, annotated: Annotated, annotation: Annotation) -> Iterator[tuple[str, int]]:
    """Yield the terms around a passage, tier by tier, further and further away."""
    yield "own", annotation.mask
    yield "lead", annotation.lead_mask & ~rule.patterns
    yield "heading", annotation.heading_mask
    language = annotation.language
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
