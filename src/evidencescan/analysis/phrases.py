"""The notation of phrases.

``victim* of (trafficking|exploitation)``: ``*`` at the end of a word stands for any ending, ``(a|b|)`` for
alternatives, one of which may be empty, nested if need be, and ``..`` for up to five words in between, inside one
sentence. Phrases are folded as the text is: case, accents and hyphens do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from evidencescan.errors import CatalogueError
from evidencescan.text.fold import fold

MAX_VARIANTS = 4000
_GROUP = re.compile(r"\(([^()]*)\)")
_GROUPS = frozenset("()|")
_SIGNS = re.compile(r"([()|])")
_NESTING = re.compile(r"[()]|\.\.")
_GAPS = re.compile(r"\s*(?:\.\.\s*)+")


class Atom(NamedTuple):
    """Words that stand together literally; where ``stem``, the last one may go on."""

    words: str
    stem: bool


Variant = tuple[Atom, ...]
"""Atoms that follow each other directly."""
Part = frozenset[Variant]
"""The ways to write one stretch of a phrase."""


@lru_cache(maxsize=1 << 16)
def parts(phrase: str) -> tuple[tuple[Part, ...], ...]:
    """Return the ways to read a phrase, each a sequence of parts with gaps between them.

    There is one way unless a gap stands inside an alternative. Raises `CatalogueError` where the notation is wrong.
    """
    ways = []
    for way in _split_gaps(phrase):
        stretches = _GAPS.split(way) if ".." in way else [way]
        ways.append(
            tuple(
                frozenset([_variant(phrase, written, number > 0) for written in _expand(phrase, stretch)])
                for number, stretch in enumerate(stretches)
            )
        )
    return tuple(ways)


def _split_gaps(phrase: str) -> list[str]:
    """Write out the alternatives that hold a gap, until gaps stand outside of parentheses only."""
    folded = fold(phrase)
    if ".." not in folded or "(" not in folded:
        return [" ".join(folded.split())]
    done, open_ones = [], [folded]
    while open_ones:
        current = open_ones.pop()
        group = next((g for g in _GROUP.finditer(current) if ".." in g.group(1)), None)
        if group is None:
            if _gap_inside(current):
                # an outer group holds the gap: its inner groups are written out first
                inner = _GROUP.search(current)
                if inner is None:
                    raise CatalogueError(f"phrase {phrase!r}: a parenthesis is not closed")
                group = inner
            else:
                done.append(" ".join(current.split()))
                continue
        before, after = current[: group.start()], current[group.end() :]
        open_ones.extend(before + choice + after for choice in group.group(1).split("|"))
        if len(done) + len(open_ones) > MAX_VARIANTS:
            raise CatalogueError(f"phrase {phrase!r} can be written in more than {MAX_VARIANTS} ways")
    return done


def _gap_inside(text: str) -> bool:
    depth = 0
    for sign in _NESTING.findall(text):
        if sign != "..":
            depth += 1 if sign == "(" else -1
        elif depth:
            return True
    return False


def _expand(phrase: str, stretch: str) -> Iterable[str]:
    """Return the alternatives of a stretch without gaps, written out; spaces may stand anywhere."""
    if _GROUPS.isdisjoint(stretch):
        return (stretch,)
    done: set[str] = set()
    current = {""}
    around: list[tuple[set[str], set[str]]] = []
    for words in _SIGNS.split(stretch):
        if words == "(":
            around.append((done, current))
            done, current = set(), {""}
        elif words == "|":
            if not around:
                raise CatalogueError(f"phrase {phrase!r}: | stands outside of parentheses")
            done |= current
            current = {""}
        elif words == ")":
            if not around:
                raise CatalogueError(f"phrase {phrase!r}: a parenthesis is not opened")
            inner = done | current
            done, before = around.pop()
            current = {start + choice for start in before for choice in inner}
        elif words:
            current = {start + words for start in current}
        if len(done) + len(current) > MAX_VARIANTS:
            raise CatalogueError(f"phrase {phrase!r} can be written in more than {MAX_VARIANTS} ways")
    if around:
        raise CatalogueError(f"phrase {phrase!r}: a parenthesis is not closed")
    return current


def _variant(phrase: str, written: str, follows: bool) -> Variant:
    variant = " ".join(written.split())
    stem = variant.find("*")
    if stem < 0 or stem == len(variant) - 1:
        # nearly all that is ever written: one atom
        words, found = (variant, False) if stem < 0 else (variant[:-1], True)
        if len(words) >= (1 if follows else 2) and words[-1] != " ":
            return (Atom(words, found),)
    atoms: list[Atom] = []
    current: list[str] = []
    for word in variant.split(" "):
        head, star, tail = word.partition("*")
        if tail or not head:
            raise CatalogueError(f"phrase {phrase!r}: * stands at the end of a word, .. between words")
        current.append(head)
        if star:
            atoms.append(Atom(" ".join(current), True))
            current = []
    if current:
        atoms.append(Atom(" ".join(current), False))
    if any(len(atom.words) < (1 if follows or place else 2) for place, atom in enumerate(atoms)):
        raise CatalogueError(f"phrase {phrase!r}: it begins with at least two letters")
    return tuple(atoms)
