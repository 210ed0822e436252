"""Stretches of a document that are not law although they read like it: contents, preamble, memorandum, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .drafts import Draft
from .knowledge import Language, Region, plain

_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|\s(?:[ivx]{1,5}|\d{1,4})$|\.{4,}|…")
_DOTS = re.compile(r"(?:\.\s?){5,}\s*(?:\d{1,4}|[ivx]{1,5})?$|…{2,}\s*\d*$")
_TERMINAL = re.compile(r"[.;:]$")
_FEWEST_DOTS = 5
_LONGEST_LINE = 160
_OPENING = 200
_PREAMBLE_REACH = 120
_ASIDE = frozenset({"furniture", "note", "caption"})


def _is(known: Language, region: Region, draft: Draft) -> bool:
    """Whether the whole of a short text is a heading of this region, an own number or a colon apart."""
    return draft.names_region(known) and known.regions[region].fullmatch(draft.bare()) is not None


def _contents(drafts: Sequence[Draft], known: Language) -> None:
    """Mark lists of headings with page numbers, and those below a heading that calls them contents."""
    index, total = 0, len(drafts)
    while index < total:
        draft = drafts[index]
        if draft.kind not in _ASIDE and _is(known, "contents", draft):
            end = _contents_end(drafts, index + 1)
            if end - index > 2:
                for inside in drafts[index:end]:
                    inside.inert = "contents"
                index = end
                continue
        if draft.kind not in _ASIDE and _has_dots(draft.text):
            draft.inert = "contents"
        index += 1


def _has_dots(text: str) -> bool:
    """Whether a text ends in a row of dots, a number perhaps behind it."""
    return (text.count(".") >= _FEWEST_DOTS or "……" in text) and _DOTS.search(text) is not None


def _contents_end(drafts: Sequence[Draft], start: int) -> int:
    """Return the index behind a list of contents: where a line repeats an entry, or is no line of such a list."""
    seen, end = set[str](), start
    for index in range(start, len(drafts)):
        draft = drafts[index]
        if draft.kind in _ASIDE:
            continue
        text = draft.text
        leader = _LEADER.search(text)
        key = plain(_LEADER.sub("", text)).strip(" .")
        if len(text) > _LONGEST_LINE and not leader:
            break
        if key in seen and not (leader and _has_dots(text)):
            break
        if not leader and (draft.kind == "table" or (_TERMINAL.search(text) and len(text) > 60)):
            break
        seen.add(key)
        end = index + 1
    return end


def _first_unit(draft: Draft, known: Language) -> bool:
    """Whether the operative part begins here: Article 1, section 1, Part I."""
    first = (draft.label or draft.text)[:1]
    if not first.isupper() and not first.isdigit():
        return False
    marks = draft.marks(known)
    if not marks or marks[0].value >= 2:
        return False
    provision = marks[0].provision
    if provision is not None:
        return provision.role in {"unit", "container"}
    return marks[0].form in {"dot", "section"} and marks[0].series == "number"


def _until_operative(drafts: Sequence[Draft], start: int, known: Language, reach: int) -> int | None:
    """Return the index of the enacting formula or first unit after ``start``, None where none is in reach."""
    for index in range(start, min(len(drafts), start + reach)):
        draft = drafts[index]
        if draft.kind in _ASIDE or draft.inert:
            continue
        if _first_unit(draft, known):
            return index
        if len(draft.text) < 400 and known.regions["enacting"].search(plain(draft.text)):
            return index
    return None


def _opens_preamble(draft: Draft, known: Language) -> bool:
    if _is(known, "preamble_headings", draft):
        return True
    if draft.kind == "heading" or not draft.text[:1].isupper():
        return False
    return known.regions["preamble_openers"].match(plain(draft.text[:_OPENING])) is not None


def _before_the_law(drafts: Sequence[Draft], known: Language) -> None:
    """Mark explanatory memoranda and recitals, each only where an operative part follows."""
    index, total = 0, len(drafts)
    while index < total:
        draft = drafts[index]
        if draft.inert or draft.kind in _ASIDE:
            index += 1
            continue
        name = None
        if _is(known, "memorandum", draft):
            name, reach = "memorandum", total
        elif _opens_preamble(draft, known):
            name, reach = "preamble", _PREAMBLE_REACH
        end = None if name is None else _until_operative(drafts, index + 1, known, reach)
        if name is None or end is None:
            index += 1
            continue
        for inside in drafts[index:end]:
            if inside.inert is None and inside.kind != "furniture":
                inside.inert = name
        index = end


def _sources(drafts: Sequence[Draft], known: Language) -> None:
    """Mark what stands below a heading such as "Bibliography" in the second half, up to the next heading."""
    inside = False
    for draft in drafts[len(drafts) // 2 :]:
        if draft.kind == "heading":
            inside = _is(known, "bibliography", draft)
        if inside and draft.inert is None and draft.kind != "furniture":
            draft.inert = "bibliography"


def mark_regions(drafts: Sequence[Draft], known: Language) -> None:
    """Set ``inert`` of drafts. Conservative: a region without a clear end is not marked."""
    _contents(drafts, known)
    _before_the_law(drafts, known)
    _sources(drafts, known)


def repealed(text: str, known: Language) -> bool:
    """Whether the text behind the number of a provision says no more than that it is repealed."""
    return len(text) < 220 and bool(known.regions["repealed"].fullmatch(plain(text)))
