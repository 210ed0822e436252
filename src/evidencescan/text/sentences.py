"""Sentences and clauses of a passage, by rule; abbreviations are data of each language."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from .knowledge import language
from .split import list_starts

_STOP = re.compile(r"(?:[.!?…]+)[\"”»’')\]]*(?=\s+[\"“«(\[¿¡‘—–-]*\s?(?P<next>[^\W_]))")
_RARER_STOPS = "!?…"
_LAST_WORD = re.compile(r"[^\s(\[«“\"'’]+$")
_NUMBER_AHEAD = re.compile(r"\s+\d")
_TAKES_NUMBER = 4


@cache
def _abbreviations(code: str) -> frozenset[str]:
    return frozenset(a.lower() for a in language(code).abbreviations)


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Return (start, end) offsets of the sentences of a passage, in order, white space between them left out.

    Semicolons do not end a sentence; a number at the head ("4. The court") belongs to its sentence.
    """
    result: list[tuple[int, int]] = []
    start = 0
    # most passages are one sentence, which is seen at once
    several = text.find(".", 0, -1) >= 0 or any(mark in text for mark in _RARER_STOPS)
    known = _abbreviations(language)
    for found in _STOP.finditer(text) if several else ():
        if not _ends(text, start, found, known):
            continue
        result.append((start, found.end()))
        start = found.end() + 1
        while start < len(text) and text[start].isspace():
            start += 1
    _rest(text, start, result)
    return result


def _ends(text: str, start: int, found: re.Match[str], known: frozenset[str]) -> bool:
    following = found["next"]
    if following.islower():
        return False
    if not found.group().startswith(".") or found.group().startswith(".."):
        return True
    stop = found.start()
    before = _LAST_WORD.search(text, max(start, text.rfind(" ", start, stop) + 1), stop)
    word = before.group().lower() if before else ""
    if not word:
        return False
    if start + len(word) == found.start() and len(word) <= _TAKES_NUMBER and not word.isalpha():
        return False
    if found.start() - len(word) == start and len(word) <= 2:
        return False
    if len(word) == 1 and word.isalpha():
        return False
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return word not in known and not following.isdigit() and len(word) > 5
    if word in known:
        return False
    return not (word.endswith((")",)) and following.isdigit() and len(word) <= 2)


def _rest(text: str, start: int, result: list[tuple[int, int]]) -> None:
    end = len(text)
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if start < end:
        result.append((start, end))


def clauses(text: str, language: str) -> list[tuple[int, int]]:
    """Return (start, end) offsets of the clauses of a list inside one passage: "...: a) ...; b) ...".

    The lead-in is the first clause; a passage without such a list is one clause.
    """
    result: list[tuple[int, int]] = []
    starts = [0, *list_starts(text, language), len(text)]
    for start, end in pairwise(starts):
        _rest(text[:end], start, result)
    return result
