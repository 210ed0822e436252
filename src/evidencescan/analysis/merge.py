"""Merging: the findings of all analysers of one document become its evidence, each piece once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import prod

from evidencescan.values import Document, Finding, Reason, Value

from .calibration import calibrated
from .quoting import QUOTE_WHOLE

_MOST = 0.99
_THIN = 1 / 12
_FEW = 60
_SURE = 0.95
_CERTAIN = 0.95
_CONTENT = frozenset(("paragraph", "item", "table"))


def assemble(document: Document, findings: Iterable[Finding], *, calibrate: bool = True) -> tuple[Finding, ...]:
    """Return one finding for each (passage, indicator, component), in the order of the document.

    Rules find; a classifier only weighs what they found, because alone it is wrong as often as right. Findings that
    agree strengthen each other (the chance that all are wrong is the product of the chances that each is). Where rules
    disagree on polarity the strongest decides, a contrary one on a tie, because a reviewer must see it.
    A component found without an indicator goes to the indicators that were found on the same words and accept it;
    where an indicator has it already, it is dropped. Scores are calibrated unless the caller wants them raw.
    """
    by_passage: dict[int, list[Finding]] = {}
    for finding in _believed(document, list(findings)):
        by_passage.setdefault(finding.passage, []).append(finding)
    merged = [piece for found in by_passage.values() for piece in _assemble(document, found)]
    if calibrate:
        merged = [replace(p, score=round(calibrated(p.score), 4), score_kind="calibrated") for p in merged]
    return tuple(sorted(merged, key=lambda f: (f.start, f.end, f.indicator or "", f.component)))


def _believed(document: Document, findings: list[Finding]) -> list[Finding]:
    """Leave out what a classifier alone finds, and what is doubtful in a document that hardly speaks of the subject.

    Where rules find something in less than one passage of twelve, of sixty or more, a component needs a rule that is
    sure, or several that agree: what a single usual rule finds there is mostly chance.
    """
    ruled = {(finding.passage, finding.component) for finding in findings if finding.score_kind == "rule"}
    findings = [finding for finding in findings if (finding.passage, finding.component) in ruled]
    content = sum(1 for passage in document.passages if passage.kind in _CONTENT)
    ruled_passages = len({passage for passage, _ in ruled})
    if content < _FEW or ruled_passages >= _THIN * content:
        return findings
    doubt: dict[tuple[int, str], dict[tuple[Reason, ...], float]] = {}
    for finding in findings:
        if finding.score_kind == "rule":
            # a rule that gives several indicators is one rule
            key, rule = (finding.passage, finding.component), finding.reasons[:1]
            doubt.setdefault(key, {})[rule] = 1 - min(finding.score, _MOST)
    sure = {key for key, rules in doubt.items() if 1 - prod(rules.values()) >= _SURE}
    return [finding for finding in findings if (finding.passage, finding.component) in sure]


def _denied(found: list[Finding]) -> list[Finding]:
    """Turn all findings of a component that one rule found denied on the same words: the denial is of the provision,
    whichever rule's words it happens to touch."""
    denials = [f for f in found if any(r.kind == "scope" and r.name == "denial" for r in f.reasons)]
    if not denials:
        return found
    return [
        replace(f, polarity="contrary")
        if any(d.component == f.component and d.start < f.end and f.start < d.end for d in denials)
        else f
        for f in found
    ]


def _assemble(document: Document, found: list[Finding]) -> list[Finding]:
    found = _denied(found)
    groups: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in found:
        groups.setdefault((finding.indicator, finding.component), []).append(finding)
    taken = {component for indicator, component in groups if indicator is not None}
    pieces = []
    for (indicator, component), group in groups.items():
        if indicator is None:
            if component in taken:
                continue
            merged = _merge(document, group, ())
            pieces.extend(_given(merged, found) or [merged])
        else:
            pieces.append(_merge(document, group, groups.get((None, component), ())))
    return pieces


def _given(piece: Finding, found: list[Finding]) -> list[Finding]:
    """Return a piece without indicator as pieces of the indicators on the same words that accept its component."""
    hosts: dict[str, Finding] = {}
    for finding in found:
        same_words = finding.start < piece.end and piece.start < finding.end
        if finding.indicator is None or not same_words or finding.polarity != piece.polarity:
            continue
        if piece.component in finding.accepts:
            hosts.setdefault(finding.indicator, finding)
    return [
        replace(
            piece,
            indicator=code,
            values=host.values,
            reasons=(*piece.reasons, Reason("context", "indicator", tuple(r.name for r in host.reasons[:1]))),
            accepts=host.accepts,
        )
        for code, host in hosts.items()
    ]


def _merge(document: Document, group: list[Finding], beside: Sequence[Finding]) -> Finding:
    """Make one piece of the findings of a group: its rules say what and where, a classifier that agrees strengthens
    it. What the rules ``beside`` say of the same words, as good as certain, counts for its polarity."""
    rules = [f for f in group if f.score_kind == "rule"]
    judges = [
        *rules,
        *(
            f
            for f in beside
            if f.score_kind == "rule"
            and f.score >= _CERTAIN
            and any(f.start < g.end and g.start < f.end for g in rules)
        ),
    ]
    # the strongest single rule decides what a passage says: many weak ones do not outvote a clear one
    strongest = {side: max(f.score for f in judges if f.polarity == side) for side in {f.polarity for f in judges}}
    polarity = max(strongest, key=lambda side: (strongest[side], side == "contrary"))
    ruled = [finding for finding in rules if finding.polarity == polarity] or rules
    best = max(ruled, key=lambda f: (f.score, -f.start))
    start, end = min(f.start for f in ruled), max(f.end for f in ruled)
    passage = document.passages[best.passage]
    if end - start > QUOTE_WHOLE:
        start, end = best.start, best.end
    weighed = [finding for finding in group if finding.score_kind != "rule"]
    side = [*ruled, *(finding for finding in weighed if finding.polarity == polarity)]
    reasons: dict[Reason, None] = {}
    values: dict[Value, None] = {}
    for finding in sorted({*side, *(f for f in judges if f.polarity == polarity)}, key=_by_strength):
        reasons.update(dict.fromkeys(finding.reasons))
        values.update(dict.fromkeys(finding.values))
    against = [finding.score for finding in (*judges, *weighed) if finding.polarity != polarity]
    if against:
        reasons[Reason("scope", "disagreement", weight=max(against))] = None
    doubt = prod(1 - min(finding.score, _MOST) for finding in side)
    return replace(
        best,
        polarity=polarity,
        start=start,
        end=end,
        quote=passage.text[start - passage.start : end - passage.start],
        score=round(min(1 - doubt, _MOST), 4),
        condition=next((f.condition for f in ruled if f.condition), None),
        values=tuple(values),
        reasons=tuple(reasons),
    )


def _by_strength(finding: Finding) -> tuple[float, int, str]:
    return (-finding.score, finding.start, finding.reasons[0].name if finding.reasons else "")
