"""The notation of phrases.

``victim* of (trafficking|exploitation)``: ``*`` at the end of a word stands for any ending, ``(a|b|)`` for
alternatives, one of which may be empty, nested if need be, and ``..`` for up to five words in between, inside one
sentence. Phrases are folded as the text is: case, accents and hyphens do not matter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from evidencescan.errors import CatalogueError
from evidencescan.text.fold import fold

MAX_VARIANTS = 4000
_GROUP = re.compile(r"\(([^()]*)\)")
_PLAIN = re.compile(r"[^()|]+")
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
        stretches = _GAPS.split(way)
        ways.append(
            tuple(
                frozenset(_variant(phrase, variant, number > 0) for variant in _expand(phrase, stretch))
                for number, stretch in enumerate(stretches)
            )
        )
    return tuple(ways)


def _split_gaps(phrase: str) -> list[str]:
    """Write out the alternatives that hold a gap, until gaps stand outside of parentheses only."""
    done, open_ones = [], [fold(phrase)]
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
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth and text.startswith("..", position):
            return True
    return False


def _expand(phrase: str, stretch: str) -> list[str]:
    """Write out the alternatives of a stretch without gaps."""
    written, end = _alternatives(phrase, stretch, 0)
    if end < len(stretch):
        raise CatalogueError(f"phrase {phrase!r}: a parenthesis is not opened")
    return sorted({" ".join(variant.split()) for variant in written})


def _alternatives(phrase: str, text: str, start: int) -> tuple[set[str], int]:
    """Return the ways to write what stands from ``start`` to the closing parenthesis or the end, and where that is."""
    done: set[str] = set()
    current = {""}
    position = start
    while position < len(text) and text[position] != ")":
        character = text[position]
        if character == "|":
            if start == 0:
                raise CatalogueError(f"phrase {phrase!r}: | stands outside of parentheses")
            done |= current
            current = {""}
            position += 1
        elif character == "(":
            inner, end = _alternatives(phrase, text, position + 1)
            if end == len(text):
                raise CatalogueError(f"phrase {phrase!r}: a parenthesis is not closed")
            current = {before + choice for before in current for choice in inner}
            position = end + 1
        else:
            plain = _PLAIN.match(text, position)
            words = plain.group() if plain else ""
            current = {before + words for before in current}
            position += len(words)
        if len(done) + len(current) > MAX_VARIANTS:
            raise CatalogueError(f"phrase {phrase!r} can be written in more than {MAX_VARIANTS} ways")
    return done | current, position


def _variant(phrase: str, variant: str, follows: bool) -> Variant:
    atoms: list[Atom] = []
    words: list[str] = []
    for word in variant.split(" "):
        head, star, tail = word.partition("*")
        if tail or not head:
            raise CatalogueError(f"phrase {phrase!r}: * stands at the end of a word, .. between words")
        words.append(head)
        if star:
            atoms.append(Atom(" ".join(words), True))
            words = []
    if words:
        atoms.append(Atom(" ".join(words), False))
    if any(len(atom.words) < (1 if follows or place else 2) for place, atom in enumerate(atoms)):
        raise CatalogueError(f"phrase {phrase!r}: it begins with at least two letters")
    return tuple(atoms)
