"""The small language in which phrases with numbers are written in the data files.

``under {n} [years of ]age`` is words, one slot for a number, and an optional part; ``(a|b)`` is a choice; a space
also stands for a hyphen. A template is compiled into a tail, matched where the number begins, and a head, which must
end there: so only the surroundings of a number are ever looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidencescan.text.fold import fold
from evidencescan.values import ValueKind

# Marked text keeps its length; every character of a number becomes one of these private-use characters.
NUMBER = "\ue000"  # a number that is not a year
YEAR = "\ue001"  # four digits that may be a year
DATE = "\ue002"  # a date, or anything else that has digits and is no quantity
ANY = f"[{NUMBER}{YEAR}]+"
GAP = r"[\s-]+"

_SLOTS = {
    "n": f"(?P<n>{ANY})",
    "m": f"(?P<m>{ANY})",
    "y": f"(?P<y>[{YEAR}{DATE}]+)",
    "z": f"(?P<z>[{YEAR}{DATE}]+)",
}
_SYNTAX = {"(": "(?:", ")": ")", "|": "|", "[": "(?:", "]": ")?", " ": GAP}
_PIECE = re.compile(r"\{(\w+)\}|(.)", re.DOTALL)
_ANCHOR = re.compile(r"\{(?:n|m|y)\}")


def source(phrase: str, slots: Mapping[str, str]) -> str:
    """Return the regular expression of a phrase; `KeyError` on an unknown slot."""
    pieces = []
    for match in _PIECE.finditer(phrase):
        name, character = match.groups()
        if name is not None:
            pieces.append(_SLOTS[name] if name in _SLOTS else slots[name])
        else:
            folded = fold(character)
            pieces.append(_SYNTAX.get(folded) or re.escape(folded))
    return "".join(pieces)


def any_of(phrases: Iterable[str], slots: Mapping[str, str] | None = None) -> str:
    """Return the expression of a choice, longest phrase first; one that never matches where there are none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(source(phrase, slots or {}) for phrase in ordered) + ")" if ordered else "(?!)"


@dataclass(frozen=True, slots=True)
class Template:
    """One phrase, compiled. ``bound`` is what the phrase itself says; ``needs`` what must stand before an age."""

    kind: ValueKind
    head: re.Pattern[str] | None
    tail: re.Pattern[str]
    bound: str | None
    needs: str
    ratio: bool


def compile_template(
    phrase: str, slots: Mapping[str, str], kind: ValueKind, bound: str | None, needs: str, ratio: bool
) -> Template:
    """Compile one phrase; raises `ValueError`, `KeyError` or `re.error` where it is malformed."""
    anchor = _ANCHOR.search(phrase)
    if anchor is None:
        raise ValueError("a phrase needs one of {n}, {m}, {y}")
    head = phrase[: anchor.start()]
    return Template(
        kind=kind,
        head=re.compile(rf"(?<!\w){source(head, slots)}\Z") if head else None,
        tail=re.compile(rf"{source(phrase[anchor.start() :], slots)}(?!\w)"),
        bound=bound,
        needs=needs,
        ratio=ratio,
    )
