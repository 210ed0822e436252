"""What evidence says, in plain words: why it was flagged, and the numbers it states."""

from __future__ import annotations

from collections.abc import Iterable

from evidencescan.values import Finding, Reason, Value

_FORCES = {
    "obligation": "an obligation",
    "prohibition": "a prohibition",
    "permission": "a permission",
    "aim": "an aim",
    "statement": "a statement of fact",
}
_BOUNDS = {"below": "below ", "at_most": "at most ", "at_least": "at least ", "above": "above ", "exactly": "exactly "}


def explain(finding: Finding) -> str:
    """Answer "why was this flagged?" in one sentence.

    For example: ``Rule victim-legal-aid matched "victims … free legal aid"; an obligation ("shall"); score 0.86.``
    """
    said = _force_reason(finding)
    parts = [_reason(reason) for reason in finding.reasons if reason is not said]
    parts.append(_FORCES[finding.force] + (f" ({_quoted(said.words)})" if said and said.words else ""))
    if finding.polarity == "contrary":
        parts.append("works against the component")
    if finding.condition:
        parts.append(f'condition "{finding.condition}"')
    if finding.values:
        parts.append("states " + values_words(finding.values))
    parts.append(f"score {finding.score:.2f}")
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:] + "."


def _force_reason(finding: Finding) -> Reason | None:
    names = {finding.force, "force", f"force:{finding.force}"}
    return next((r for r in finding.reasons if r.kind in ("scope", "context") and r.name in names), None)


def _reason(reason: Reason) -> str:
    words = _quoted(reason.words)
    if reason.kind == "rule":
        return f"rule {reason.name}" + (f" matched {words}" if words else " matched")
    if reason.kind == "model":
        return f"model {reason.name} gave {reason.weight:.2f}" + (f" for {words}" if words else "")
    return f"{reason.kind} {reason.name}" + (f" ({words})" if words else "")


def _quoted(words: Iterable[str]) -> str:
    joined = " … ".join(words)
    return f'"{joined}"' if joined else ""


def values_words(values: Iterable[Value]) -> str:
    """Return values in words, separated by semicolons."""
    return "; ".join(value_words(value) for value in values)


def value_words(value: Value) -> str:
    """Return one value in words: ``at least 120 persons (female 80, child 12)``; its text where it has no number."""
    if value.number is None:
        said = value.text
    elif value.kind == "period":
        said = f"{value.number:g}" + ("" if value.until is None else f" to {value.until:g}")
    else:
        said = f"{_BOUNDS.get(value.bound or '', '')}{value.number:,.10g} {value.unit}".rstrip()
    parts = ", ".join(f"{part.group} {part.number:,.10g}" for part in value.breakdown)
    return f"{said} ({parts})" if parts else said
