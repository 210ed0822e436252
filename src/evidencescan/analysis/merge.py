"""Merging: the findings of all analysers of one document become its evidence, each piece once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evidencescan.values import Document, Finding, Reason, Value

_MOST = 0.99


def assemble(document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return one finding for each (passage, indicator, component), in the order of the document.

    Rules that agree strengthen each other (the chance that all are wrong is the product of the chances that each
    is). Where they disagree on polarity the stronger side wins, contrary on a tie, because a reviewer must see it.
    A finding without an indicator is dropped where an indicator takes the same component of the same passage.
    """
    groups: dict[tuple[int, str | None, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.passage, finding.indicator, finding.component), []).append(finding)
    taken = {(passage, component) for passage, indicator, component in groups if indicator is not None}
    merged = [
        _merge(document, group)
        for (passage, indicator, component), group in groups.items()
        if indicator is not None or (passage, component) not in taken
    ]
    return tuple(sorted(merged, key=lambda f: (f.start, f.end, f.indicator or "", f.component)))


def _merge(document: Document, group: list[Finding]) -> Finding:
    sides: dict[str, float] = {}
    for finding in group:
        sides[finding.polarity] = 1 - (1 - sides.get(finding.polarity, 0.0)) * (1 - min(finding.score, _MOST))
    polarity = max(sides, key=lambda side: (round(sides[side], 6), side == "contrary"))
    side = [finding for finding in group if finding.polarity == polarity]
    best = max(side, key=lambda f: (f.score, -f.start))
    start, end = min(f.start for f in side), max(f.end for f in side)
    passage = document.passages[best.passage]
    if end - start > 700:
        start, end = best.start, best.end
    reasons: dict[Reason, None] = {}
    values: dict[Value, None] = {}
    for finding in sorted(side, key=lambda f: -f.score):
        reasons.update(dict.fromkeys(finding.reasons))
        values.update(dict.fromkeys(finding.values))
    if len(sides) > 1:
        reasons[Reason("scope", "disagreement", weight=round(min(sides.values()), 4))] = None
    return replace(
        best,
        start=start,
        end=end,
        quote=passage.text[start - passage.start : end - passage.start],
        score=round(min(sides[polarity], _MOST), 4),
        condition=next((f.condition for f in side if f.condition), None),
        values=tuple(values),
        reasons=tuple(reasons),
    )
