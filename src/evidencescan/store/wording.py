"""What evidence says, in plain words: why it was flagged, and the numbers it states."""

from __future__ import annotations

from collections.abc import Iterable

from evidencescan.values import FORCES, Finding, Reason, Value

_FORCES = {
    "obligation": "an obligation",
    "prohibition": "a prohibition",
    "permission": "a permission",
    "aim": "an aim",
    "statement": "a statement of fact",
}
_SCOPES = {
    "denial": "the passage denies it",
    "hypothetical": "said of a case that may not arise",
    "disagreement": "a rule or a model says the opposite",
    "reference": "limited by",
}
_RULES_NAMED = 2
_BOUNDS = {"below": "below ", "at_most": "at most ", "at_least": "at least ", "above": "above ", "exactly": "exactly "}


def explain(finding: Finding) -> str:
    """Answer "why was this flagged?" in one sentence.

    For example: ``Rule victim-legal-aid matched "victims … free legal aid"; an obligation ("shall"); score 0.86.``
    The strongest rules are named, the number of others is told; ``reasons`` has them all.
    """
    rules = sorted((r for r in finding.reasons if r.kind == "rule"), key=lambda r: -r.weight)
    said = [r for r in finding.reasons if r.kind != "rule" and r.name == finding.force]
    others = [r for r in finding.reasons if r.kind != "rule" and r.name not in FORCES]
    parts = [f"rule {rule.name} matched{_quoted(rule.words)}" for rule in rules[:_RULES_NAMED]]
    if len(rules) > _RULES_NAMED:
        parts.append(f"{len(rules) - _RULES_NAMED} more rules matched")
    parts += dict.fromkeys(_reason(reason) for reason in others)
    parts.append(_FORCES[finding.force] + (_bracketed(said[0].words) if said else ""))
    if finding.polarity == "contrary":
        parts.append("works against the component")
    if finding.condition:
        parts.append(f'condition "{finding.condition}"')
    if finding.values:
        parts.append("states " + values_words(finding.values))
    parts.append(f"score {finding.score:.2f}")
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:] + "."


def _reason(reason: Reason) -> str:
    if reason.kind == "model":
        return f"model {reason.name} gave {reason.weight:.2f}" + (
            f" for{_quoted(reason.words)}" if reason.words else ""
        )
    if reason.kind == "context":
        return f"{reason.name} says{_quoted(reason.words)}"
    return _SCOPES.get(reason.name, f"{reason.kind} {reason.name}") + _bracketed(reason.words)


def _quoted(words: Iterable[str]) -> str:
    joined = " … ".join(words)
    return f' "{joined}"' if joined else ""


def _bracketed(words: Iterable[str]) -> str:
    quoted = _quoted(words).strip()
    return f" ({quoted})" if quoted else ""


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
