"""Country names in the languages that are known."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache

from .knowledge import FOLDER, plain

_WEIGHT_FIRST = 3


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of all names in plain form, longest first, and the code of each."""
    data = tomllib.loads((FOLDER / "countries.toml").read_text("utf-8"))
    codes = {plain(name): code for code, names in data["names"].items() for name in names}
    alternatives = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])"), codes


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
