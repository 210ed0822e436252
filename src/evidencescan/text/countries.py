"""Country names in the languages that are known."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache

from .knowledge import FOLDER, plain

_WEIGHT_FIRST = 3
_DEPTH = 3


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of all names in plain form, the longest at each place, and the code of each."""
    data = tomllib.loads((FOLDER / "countries.toml").read_text("utf-8"))
    codes = {plain(name): code for code, names in data["names"].items() for name in names}
    names = _branches(sorted(codes, key=len, reverse=True), _DEPTH)
    return re.compile(rf"(?<![\w-]){names}(?![\w-])"), codes


def _branches(names: Sequence[str], depth: int) -> str:
    """Return a pattern of names that tries them in their order, those alone that go on with the next character."""
    if depth == 0 or len(names) == 1 or "" in names:
        return f"(?:{'|'.join(map(re.escape, names))})"
    heads: dict[str, list[str]] = {}
    for name in names:
        heads.setdefault(name[0], []).append(name[1:])
    return f"(?:{'|'.join(re.escape(head) + _branches(rest, depth - 1) for head, rest in heads.items())})"


def known_country(said: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code for a code or a name, None where it is neither."""
    _, codes = _names()
    if said.upper() in codes.values():
        return said.upper()
    return codes.get(plain(said))


def country_in(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return the code of the country named most among the first texts, and the name; the first text counts thrice.

    None where no country is named, or two equally often.
    """
    pattern, codes = _names()
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for place, text in enumerate(texts):
        for found in pattern.finditer(plain(text)):
            code = codes[found.group()]
            counts[code] += _WEIGHT_FIRST if place == 0 else 1
            words.setdefault(code, found.group())
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0], words[ranked[0][0]]
