"""Dates and periods that a document states about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evidencescan.values import Trait

from .knowledge import Language, language, plain

_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")
_LONGEST_PERIOD = 30
_LASTING = frozenset({"law", "treaty"})
_OPENING_LINES = 18
_LONGEST_LINE = 220
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


@cache
def _spelled(code: str) -> tuple[re.Pattern[str], dict[str, int]]:
    months = {name: number for number, name in enumerate(language(code).months, 1)}
    names = "|".join(months)
    day = r"(?P<d{0}>\d{{1,2}})(?:st|nd|rd|th|er|º|°)?"
    pattern = (
        rf"(?:{day.format(1)}\s(?:days? of\s|de\s)?(?P<m1>{names}),?\s(?:del?\s)?(?P<y1>(?:19|20)\d\d))"
        rf"|(?:(?P<m2>{names})\s{day.format(2)},?\s(?:del?\s)?(?P<y2>(?:19|20)\d\d))"
        rf"|(?:\b(?P<m3>{names}),?\s(?:del?\s)?(?P<y3>(?:19|20)\d\d))"
    )
    return re.compile(pattern), months


def _first_date(text: str, known: Language) -> str | None:
    """Return the first date in plain text as ISO 8601, to the day or the month."""
    if "19" not in text and "20" not in text:
        return None
    pattern, months = _spelled(known.code)
    found = pattern.search(text)
    if found:
        for group in "123":
            if found[f"m{group}"]:
                day = found[f"d{group}"] if group != "3" else None
                stem = f"{found[f'y{group}']}-{months[found[f'm{group}']]:02d}"
                return f"{stem}-{int(day):02d}" if day and 1 <= int(day) <= 31 else stem
    slashed = _SLASHED.search(text)
    if slashed and 1 <= int(slashed[2]) <= 12 and 1 <= int(slashed[1]) <= 31:
        return f"{slashed[3]}-{int(slashed[2]):02d}-{int(slashed[1]):02d}"
    iso = _ISO.search(text)
    return iso.group() if iso and 1 <= int(iso[2]) <= 12 else None


def date_in(said: str, texts: Sequence[str], known: Language) -> Trait | None:
    """Return the date of a document: the first date among its first lines, else what the metadata say."""
    for text in texts[:_OPENING_LINES]:
        date = _first_date(plain(text), known) if len(text) <= _LONGEST_LINE else None
        if date:
            return Trait(date, text[:120], "text")
    if said and _ISO.match(said):
        # of the file, often years after the document: better than nothing, and no better
        return Trait(said[:10], said, "metadata")
    for text in texts[:3]:
        year = _YEAR.search(text)
        if year:
            return Trait(year.group(), text[:120], "text")
    return None


def period_in(texts: Sequence[str], known: Language, kind: str) -> Trait | None:
    """Return the first period such as 2023-2027 as "2023/2027"; of a law only where it is called a period."""
    for text in texts:
        shape = plain(text)
        for pattern in known.periods[:1] if kind in _LASTING else known.periods:
            found = pattern.search(shape)
            if found is None:
                continue
            first = int(found["a"])
            last = int(found["b"]) if len(found["b"]) == 4 else first // 100 * 100 + int(found["b"])
            if 0 < last - first <= _LONGEST_PERIOD:
                return Trait(f"{first}/{last}", text[:120], "text")
    return None
