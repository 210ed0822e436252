"""Where one block holds several numbered provisions: the offsets at which it is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .knowledge import Language, language
from .numbering import Mark, bare_mark, head_marks, word_mark

WHOLE = 450
"""Characters up to which a lead-in with its short inline items stays one passage, as a reader would quote it."""
_STEP = 1.5
_REFERENCE_AFTER = re.compile(r"\s*(?:[,;.)\]]|$|(?:and|or|to|et|ou|à|y|o|u|a)\s+\(?[\da-z]{1,4}\))")
_REFERENCE_BEFORE = re.compile(r"(?:\)|\d|\b[a-z])\s*,?\s*$")


@dataclass(slots=True)
class _Place:
    mark: Mark
    depth: int
    group: int
    sentence: bool


@cache
def _places(code: str) -> re.Pattern[str]:
    """What may begin a provision inside a block: punctuation, perhaps a conjunction, and something like a number."""
    known = language(code)
    conjunction = "|".join(re.escape(c) for c in known.conjunctions)
    words = {w for p in known.provisions.values() if p.role in {"unit", "policy"} for w in p.words}
    word = "|".join(re.escape(v) for v in sorted({v for w in words for v in (w, w.upper())}, key=len, reverse=True))
    return re.compile(
        rf"[.;:,—–\-»”\")\]]\s*(?:(?:{conjunction})\s+)?"
        rf"(?P<at>\(\s?\w[\w.]{{0,4}}(?:\s\w{{3,6}})?\s?\)|\w[\w.]{{0,4}}\)|\d{{1,3}}\s?[°º]|\d{{1,3}}\.(?:[\d.]*)(?=[\s\-–—])"
        rf"|[a-zñ]\.(?=[\s\-–—])|(?:{word})(?=\s?[\d§IVX(nN°ºLRD]|\s\w+))"
    )


def _is_reference(text: str, mark: Mark, before: str, known: Language) -> bool:
    """Whether a number stands in a cross-reference: "under paragraphs (1), (2) and (3)", "art. 5)"."""
    if mark.form == "word":
        return False
    if _REFERENCE_AFTER.match(text, mark.end):
        return True
    if before.endswith(",") and _REFERENCE_BEFORE.search(before[-4:]):
        return True
    if before.endswith("."):
        words = before[:-1].rsplit(None, 1)
        return bool(words) and words[-1].lower().strip("(«“") in known.abbreviations
    return False


def _accepted(text: str, known: Language, head: Sequence[Mark], context: Sequence[Mark] = ()) -> list[_Place]:
    outer: list[Mark] | None = None
    stack = list[_Place]()
    groups, found = 0, list[_Place]()
    begin = head[-1].end if head else 0
    for match in _places(known.code).finditer(text, max(begin - 1, 0)):
        at = match.start("at")
        if at <= begin:
            continue
        mark = word_mark(text, at, known) or bare_mark(text, at)
        if mark is None:
            continue
        before = text[max(0, match.start() - 24) : match.start() + 1]
        if _is_reference(text, mark, before, known):
            continue
        if outer is None:
            outer = _outside(context, head)
            stack = [_Place(mark, depth, -1 - depth, False) for depth, mark in enumerate([*outer, *head])]
        place = _placed(mark, stack, groups)
        if place is None:
            continue
        after = text[mark.end :].lstrip()[:1]
        place.sentence = match.group()[0] in ".»”)]" and not after.islower()
        if place.depth < len(outer) and not place.sentence:
            continue
        groups = max(groups, place.group + 1)
        del stack[place.depth :]
        stack.append(place)
        found.append(place)
    return found


def _outside(context: Sequence[Mark], head: Sequence[Mark]) -> list[Mark]:
    """Return the numbers that stay open around a text that begins with the numbers ``head``."""
    if not head or head[0].form in {"word", "section"}:
        return []
    outer = list[Mark]()
    for mark in context:
        if mark.form == head[0].form and mark.series == head[0].series:
            break
        outer.append(mark)
    return outer


def _placed(mark: Mark, stack: list[_Place], groups: int) -> _Place | None:
    """Find the sequence that a mark continues, or begin one where it is the first of its kind."""
    readings = [mark] if mark.alternative is None else [mark, mark.other]
    for reading in readings:
        for entry in reversed(stack):
            same = entry.mark.form == reading.form and entry.mark.series == reading.series
            if same and 0 < reading.value - entry.mark.value <= _STEP:
                return _Place(reading, entry.depth, entry.group, False)
    for reading in readings:
        if 1 <= reading.value < 1.01 and mark.form != "word":
            return _Place(reading, len(stack), groups, False)
    return None


def cuts(text: str, known: Language, context: Sequence[Mark] = (), head: Sequence[Mark] | None = None) -> list[int]:
    """Return the offsets at which ``text`` is cut into provisions, without 0, ascending.

    ``context`` are the numbers that are open before it, so that "2." is seen behind the last item of "1."; ``head``
    those that it begins with, where they are known.

    Numbers count only in sequence, so that cross-references do not cut. Full sentences are always cut apart; the
    short items of one sentence only where the whole would be longer than `WHOLE`.
    """
    if len(text) < 60:
        return []
    places = _accepted(text, known, head_marks(text, 0, known) if head is None else head, context)
    if not places:
        return []
    members: dict[int, list[int]] = {}
    for index, place in enumerate(places):
        members.setdefault(place.group, []).append(index)
    result = list[int]()
    for group, indexes in members.items():
        if group >= 0 and len(indexes) < 2:
            continue
        first, last = indexes[0], indexes[-1]
        depth = places[first].depth
        start = next((places[i].mark.start for i in range(first - 1, -1, -1) if places[i].depth < depth), 0)
        end = next((p.mark.start for p in places[last + 1 :] if p.depth < depth), len(text))
        later = indexes if group < 0 else indexes[1:]
        sentences = all(places[i].sentence for i in later)
        if sentences or end - start > WHOLE:
            result += [places[i].mark.start for i in indexes]
    return sorted(result)


def list_starts(text: str, code: str) -> list[int]:
    """Return the offsets at which the members of lists inside ``text`` begin, whatever their length, without 0."""
    known = language(code)
    places = _accepted(text, known, head_marks(text, 0, known))
    sizes: dict[int, int] = {}
    for place in places:
        sizes[place.group] = sizes.get(place.group, 0) + 1
    return [p.mark.start for p in places if p.group < 0 or sizes[p.group] > 1]
