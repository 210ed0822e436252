"""Values as rows and back: what is read from the database equals what was saved."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

from evidencescan.values import (
    Box,
    Breakdown,
    Component,
    Finding,
    Locator,
    Passage,
    Profile,
    Reason,
    Source,
    Span,
    Trait,
    Value,
)

Row = tuple[Any, ...]
"""The values of one row of a table."""

TRAITS = ("language", "kind", "title", "country", "date", "period")

PASSAGE_COLUMNS = (
    "seq, kind, start, stop, text, page, boxes, xml_id, spans, headings, citation, label, lead, language, "
    "confidence, columns, inert"
)
FINDING_COLUMNS = (
    "indicator, component, polarity, force, passage, start, stop, quote, score, score_kind, condition, "
    '"values", reasons, accepts'
)

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


_ESCAPED = re.compile(r"\\udc([89a-f][0-9a-f])")


def storable(text: str) -> str:
    r"""Return text that UTF-8 can hold: a byte of a file name that is no UTF-8 becomes ``\udc`` and its digits."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def file_name(text: str) -> str:
    """Return the file name that `storable` was given, so that the file can be opened."""
    return _ESCAPED.sub(lambda match: chr(0xDC00 + int(match[1], 16)), text)


def document_key(source: Source) -> str:
    """Return what identifies a document: the hash of its content, or its URI where that could not be had."""
    return source.sha256 or f"uri:{storable(source.uri)}"


def _list(items: Sequence[Any]) -> str | None:
    return to_json(items) if items else None


@lru_cache(maxsize=256)
def _words(items: tuple[str, ...]) -> str:
    """Many passages stand under the same headings, many findings accept the same components."""
    return to_json(items)


@lru_cache(maxsize=256)
def _words_of(text: str | None) -> tuple[str, ...]:
    """Return the items of `_words`."""
    return tuple(json.loads(text)) if text else ()


def passage_row(p: Passage) -> Row:
    """Return the values of `PASSAGE_COLUMNS`."""
    at = p.locator
    return (
        *(p.seq, p.kind, p.start, p.end, p.text, at.page, _list(at.boxes), at.xml_id, _list(at.spans)),
        *(_words(p.headings), p.citation, p.label, p.lead, p.language, float(p.confidence), _list(p.columns), p.inert),
    )


def passage_of(row: Sequence[Any]) -> Passage:
    """Return the passage of one row of `PASSAGE_COLUMNS`."""
    seq, kind, start, stop, text, page, boxes, xml_id, spans, headings, citation, label, lead, language, *rest = row
    confidence, columns, inert = rest
    locator = Locator(
        page=page,
        boxes=tuple(Box(*box) for box in json.loads(boxes)) if boxes else (),
        xml_id=xml_id,
        spans=tuple(Span(*span) for span in json.loads(spans)) if spans else (),
    )
    return Passage(
        seq=seq,
        kind=kind,
        start=start,
        end=stop,
        text=text,
        locator=locator,
        headings=_words_of(headings),
        citation=citation,
        label=label,
        lead=lead,
        language=language,
        confidence=confidence,
        columns=_words_of(columns),
        inert=inert,
    )


def document_text(passages: Iterable[Passage]) -> str:
    """Return a document's text: its passages joined by line feeds."""
    return "\n".join(p.text for p in passages)


def profile_json(profile: Profile) -> str:
    """Return the traits with their basis and origin, as a JSON object."""
    traits = {name: getattr(profile, name) for name in TRAITS}
    return to_json({name: [t.value, t.basis, t.origin] for name, t in traits.items() if t is not None})


def profile_of(text: str) -> Profile:
    """Return the profile of `profile_json`."""
    return Profile(**{name: Trait(*parts) for name, parts in json.loads(text).items()})


def reasons_json(finding: Finding) -> str:
    """Return a finding's reasons as a JSON list of [kind, name, words, weight]."""
    return f"[{','.join([_reason(r.kind, r.name, r.words, r.weight) for r in finding.reasons])}]"


@lru_cache(maxsize=4096)
def _reason(kind: str, name: str, words: tuple[str, ...], weight: float) -> str:
    """Rules fire on the same words again and again."""
    return to_json([kind, name, words, float(weight)])


def shared(quote: str) -> str:
    """Return a quote as one string for all that quote the same words: it is packed once."""
    return sys.intern(str(quote))


def finding_row(f: Finding) -> Row:
    """Return the values of `FINDING_COLUMNS`."""
    values = [[v.kind, v.number, v.unit, v.text, v.start, v.until, v.bound, v.breakdown] for v in f.values]
    return (
        *(f.indicator, f.component, f.polarity, f.force, f.passage, f.start, f.end, shared(f.quote), float(f.score)),
        *(f.score_kind, f.condition, to_json(values) if values else "[]", reasons_json(f)),
        _words(f.accepts) if f.accepts else None,
    )


def finding_of(row: Sequence[Any]) -> Finding:
    """Return the finding of one row of `FINDING_COLUMNS`."""
    indicator, component, polarity, force, passage, start, stop, quote, score, score_kind, condition, values, *rest = (
        row
    )
    why, accepts = rest
    return Finding(
        indicator=indicator,
        component=component,
        polarity=polarity,
        force=force,
        passage=passage,
        start=start,
        end=stop,
        quote=quote,
        score=score,
        score_kind=score_kind,
        condition=condition,
        values=() if values == "[]" else tuple(_value_of(*parts) for parts in json.loads(values)),
        reasons=tuple(Reason(kind, name, tuple(words), weight) for kind, name, words, weight in json.loads(why)),
        accepts=cast("tuple[Component, ...]", _words_of(accepts)),
    )


def _value_of(*parts: Any) -> Value:
    kind, number, unit, text, start, until, bound, breakdown = parts
    return Value(kind, number, unit, text, start, until, bound, tuple(Breakdown(*part) for part in breakdown))
