"""The notation of phrases, and how a phrase is found.

``victim* of (trafficking|exploitation)``: ``*`` at the end of a word stands for any ending, ``(a|b|)`` for
alternatives, one of which may be empty, nested if need be, and ``..`` for up to five words in between, inside one
sentence. Phrases are folded as the text is: case, accents and hyphens do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evidencescan.errors import CatalogueError
from evidencescan.text.fold import fold

MAX_VARIANTS = 4000
_GROUP = re.compile(r"\(([^()]*)\)")
_WORD = r"\w+"
_GAP = r"(?:[^\w.;:!?]+\w+){0,5}[^\w.;:!?]+"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to write a phrase: ``anchor`` is found literally; ``rest`` must then match at its end.

    ``stem`` says that the last word of the anchor may go on; ``rest`` is None where the anchor is all there is.
    """

    anchor: str
    stem: bool
    rest: re.Pattern[str] | None


@lru_cache(maxsize=65536)
def patterns(phrase: str) -> tuple[Pattern, ...]:
    """Return the patterns of a phrase; raise `CatalogueError` where the notation is wrong."""
    return tuple(_pattern(phrase, variant) for variant in _variants(phrase))


def _variants(phrase: str) -> list[str]:
    """Write out the alternatives, innermost first."""
    variants, open_ones = set(), [fold(phrase)]
    while open_ones:
        current = open_ones.pop()
        group = _GROUP.search(current)
        if group is None:
            variants.add(" ".join(current.split()))
        else:
            before, after = current[: group.start()], current[group.end() :]
            open_ones.extend(before + choice + after for choice in group.group(1).split("|"))
        if len(variants) + len(open_ones) > MAX_VARIANTS:
            raise CatalogueError(f"phrase {phrase!r} can be written in more than {MAX_VARIANTS} ways")
    if any(mark in variant for variant in variants for mark in "(|)"):
        raise CatalogueError(f"phrase {phrase!r}: a parenthesis is not closed, or | stands outside of one")
    return sorted(variants)


def _pattern(phrase: str, variant: str) -> Pattern:
    words = variant.split(" ")
    plain = 0
    while plain < len(words) and words[plain] != ".." and "*" not in words[plain]:
        plain += 1
    anchor, stem = " ".join(words[:plain]), False
    remaining = words[plain:]
    if remaining and remaining[0] != "..":
        head, star, tail = remaining[0].partition("*")
        if tail or not head or not star:
            raise CatalogueError(f"phrase {phrase!r}: * stands at the end of a word")
        anchor, stem, remaining = f"{anchor} {head}".strip(), True, remaining[1:]
    if len(anchor) < 2:
        raise CatalogueError(f"phrase {phrase!r} must begin with at least two letters")
    return Pattern(anchor, stem, _rest(phrase, stem, remaining) if remaining else None)


def _rest(phrase: str, stem: bool, words: list[str]) -> re.Pattern[str]:
    if words[-1] == "..":
        raise CatalogueError(f"phrase {phrase!r}: .. stands between words")
    parts = [r"\w*" if stem else r"\b"]
    gap = False
    for word in words:
        if word == "..":
            gap = True
            continue
        head, star, tail = word.partition("*")
        if tail or not head:
            raise CatalogueError(f"phrase {phrase!r}: * stands at the end of a word")
        parts.append((_GAP if gap else r"\s+") + re.escape(head) + (r"\w*" if star else r"\b"))
        gap = False
    return re.compile("".join(parts))
