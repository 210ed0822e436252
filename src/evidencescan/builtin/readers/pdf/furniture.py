"""Running heads, page numbers and tables of contents: what a page carries that is not its text."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .layout import Line, Lines, Page

_MARGIN = 0.13  # of the page's height, at the top and at the bottom
_OFTEN = 0.4  # of all pages; what stands on so many at the same height is no text, wherever it is
_MANY = 5
_SHORT = 60
_LEVEL = 4.0  # points; lines no further apart than this or twice this are level
_LONGEST_HEAD = 250
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxlc]{1,8}\b", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivxl]{1,7}|[IVXL]{1,7})\W*")
_LEADERS = " \t\xa0._…·"
_LEADING = ("..", ". .", "…", "__", "··")
_LAST_NUMBERS = re.compile(r"(?:\d{1,4}[ –-]*){1,4}|[ivxlc]{1,7}|[IVXLC]{1,7}")
_CONTENTS_LINES = 5
_FACING = 2  # a head may stand on every other page
_UNNUMBERED = 30  # how much higher than the count of pages a printed page number may be


def furniture(pages: Sequence[Page], last: int = 0) -> Lines:
    """Return all lines that are running heads, feet, page numbers or entries of a table of contents.

    ``last`` is the number of the document's last page where there are more pages than these.
    """
    margins: list[Line] = []
    bodies: list[Line] = []
    out: Lines = set()
    count = len(pages)
    for page in pages:
        lines = page.lines()
        low, high = _MARGIN * page.height, (1 - _MARGIN) * page.height
        for line in lines:
            if line.turned:
                bodies.append(line)
            elif not low < line.y < high:
                margins.append(line)
            elif len(line.text) <= _SHORT:
                bodies.append(line)
        out.update(_contents(lines, max(last, count) + _UNNUMBERED))
        out.update(_bare_numbers(lines, low, high))
    fewest = 3 if count > 5 else 2
    words = [_words(line) for line in margins]
    out |= _repeated(margins, words, fewest)
    out |= _repeated(bodies, map(_words, bodies), max(_MANY, int(_OFTEN * count)))
    out |= _numbered(margins, words, fewest)
    return out


def _words(line: Line) -> str:
    return " ".join(line.text.split()).casefold()


def _repeated(lines: Sequence[Line], words: Iterable[str], fewest: int) -> Lines:
    """Lines with the same words at the same height on several pages that follow each other, or face each other."""
    seen: defaultdict[str, list[Line]] = defaultdict(list)
    for line, text in zip(lines, words, strict=True):
        seen[text].append(line)
    out: Lines = set()
    for same in seen.values():
        if len(same) < fewest:
            continue
        levels: defaultdict[int, list[Line]] = defaultdict(list)
        for line in same:
            levels[int(line.y // _LEVEL)].append(line)
        for level, members in levels.items():
            near = sorted({line.page for at in (level - 1, level, level + 1) for line in levels.get(at, ())})
            if sum(1 for one, two in itertools.pairwise(near) if two - one <= _FACING) >= fewest - 1:
                out.update(members)
    return out


def _numbered(lines: Sequence[Line], words: Sequence[str], fewest: int) -> Lines:
    """Lines whose words are the same but for a number that grows with the page."""
    seen: defaultdict[tuple[str, int, int], list[Line]] = defaultdict(list)
    for line, text in zip(lines, words, strict=True):
        for mask, number in _readings(text):
            for step in (1, 2):  # two printed pages may be on one
                seen[mask, step, number - step * line.page].append(line)
    out: Lines = set()
    for same in seen.values():
        if len(same) >= fewest and len({line.page for line in same}) >= fewest:
            out.update(same)
    return out


def _readings(text: str) -> list[tuple[str, int]]:
    """Return the text with each of its numbers masked, and that number: "page 3 of 9" gives two."""
    if len(text) > _LONGEST_HEAD:
        return []
    found = [(f"{text[: m.start()]}#{text[m.end() :]}", int(m[0])) for m in _NUMBER.finditer(text) if len(m[0]) < 5]
    if not found and len(text) < 12:
        found = [(f"{text[: m.start()]}#{text[m.end() :]}", _roman(m[0])) for m in _ROMAN.finditer(text)]
    return found


def _roman(letters: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in letters.lower()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _bare_numbers(lines: list[Line], low: float, high: float) -> list[Line]:
    """A number alone as the first or last thing on a page."""
    outer = [line for line in lines if not low < line.y < high and len(line.text) < 14 and not line.turned]
    found = [line for line in outer if _BARE_NUMBER.fullmatch(line.text.strip())]
    if not found:
        return []
    heights = [line.y for line in lines if not line.turned]
    top, bottom = min(heights), max(heights)
    return [line for line in found if (line.y <= low and line.y - top < 3) or (line.y >= high and bottom - line.y < 3)]


def _contents(lines: list[Line], last: int) -> list[Line]:
    """Entries of a table of contents: dot leaders to a number, or lines that end in rising numbers of pages."""
    hits: list[int] = []
    whole = "\n".join([line.text for line in lines])
    if any(mark in whole for mark in _LEADING):
        hits = [at for at, line in enumerate(lines) if _is_entry(line, lines[at + 1 : at + 2])]
    if not hits:
        hits = _rising(lines, last)
    out = [lines[at] for at in hits]
    for before, after in itertools.pairwise(hits):
        if after - before <= 3:
            out.extend(lines[before + 1 : after])
    return out


def _is_entry(line: Line, following: list[Line]) -> bool:
    text = line.text.rstrip()
    if not any(mark in text for mark in _LEADING):
        return False
    if text[-1] in _LEADERS:
        return _has_leader(text) and bool(following and _BARE_NUMBER.fullmatch(following[0].text.strip()))
    rest = text.rstrip("0123456789 –-") if text[-1].isdigit() else text.rstrip("ivxlcIVXLC")
    return len(rest) < len(text) and _has_leader(rest) and bool(_LAST_NUMBERS.fullmatch(text[len(rest) :].strip()))


def _has_leader(text: str) -> bool:
    """Say whether a text ends in a row of dots or the like, with or without spaces between them."""
    tail = text[len(text.rstrip(_LEADERS)) :]
    return sum(tail.count(mark) for mark in "._·") + 3 * tail.count("…") >= 4


def _last_number(text: str) -> int | None:
    words = text.rsplit(maxsplit=1)
    if not words or not words[-1].isdecimal() or len(words[-1]) > 4:
        return None
    if len(words) == 2 and words[0][-1].isdigit():
        return None
    return int(words[-1])


def _rising(lines: list[Line], last: int) -> list[int]:
    """Return the places of the longest run of lines that end in rising numbers up to ``last``, if it is long."""
    best: list[int] = []
    run: list[int] = []
    number = 0
    for at, line in enumerate(lines):
        if not line.text.rstrip()[-1:].isdecimal():
            continue
        found = _last_number(line.text)
        if found is None:
            continue
        if not (run and at - run[-1] <= 2 and number <= found <= last):
            run = []
        run.append(at)
        number = found
        if len(run) > len(best):
            best = run
    return best if len(best) >= _CONTENTS_LINES and _rise(lines, best) > 1 else []


def _rise(lines: list[Line], places: list[int]) -> int:
    """Return how far the numbers at the ends of lines rise from the first to the last."""
    return (_last_number(lines[places[-1]].text) or 0) - (_last_number(lines[places[0]].text) or 0)
