"""Which quote belongs to which passage, by the runs of four words that they share.

A reader may cut a document elsewhere than the one who labelled it: neither offsets nor whole texts can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

Gram = tuple[str, ...]

LENGTH = 4
"""Words in a run."""
WITHIN = 0.8
"""Share of a quote that makes the one passage holding it its place."""
OVERLAP = 0.5
"""Share of the quote, or of the passage, that makes them belong together where the quote runs over several."""

_WORD = re.compile(r"\w+")
_LINE_END = re.compile(r"(\w)[-\u00ad]\s*\n\s*(\w)")


def grams(text: str) -> frozenset[Gram]:
    """Return the runs of `LENGTH` words; of a shorter text all its words as one run. Case, ligatures and hyphens at
    line ends do not count."""
    text = unicodedata.normalize("NFKC", text).lower()
    words = _WORD.findall(_LINE_END.sub(r"\1\2", text).replace("\u00ad", ""))
    if len(words) < LENGTH:
        return frozenset({tuple(words)} if words else ())
    return frozenset(tuple(words[at : at + LENGTH]) for at in range(len(words) - LENGTH + 1))


def assign(quotes: Sequence[frozenset[Gram]], passages: Sequence[frozenset[Gram]]) -> list[list[int]]:
    """Return for each passage the numbers of the quotes that belong to it."""
    holders = defaultdict(list)
    for number, passage in enumerate(passages):
        for gram in passage:
            holders[gram].append(number)
    belonging: list[list[int]] = [[] for _ in passages]
    for at, quote in enumerate(quotes):
        shared = Counter(number for gram in quote for number in holders.get(gram, ()))
        for number in _places(shared, len(quote), passages):
            belonging[number].append(at)
    return belonging


def _places(shared: Counter[int], length: int, passages: Sequence[frozenset[Gram]]) -> list[int]:
    most = max(shared.values(), default=0)
    if not most:
        return []
    if most >= WITHIN * length:
        # A heading that a sentence repeats is not that sentence: the tightest passage is the place.
        best = [number for number, count in shared.items() if count == most]
        least = min(len(passages[number]) for number in best)
        return [number for number in best if len(passages[number]) == least]
    return [
        number
        for number, count in shared.items()
        if count >= OVERLAP * length or count >= OVERLAP * len(passages[number])
    ]
