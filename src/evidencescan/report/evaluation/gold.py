"""Labelled passages, one JSON object a line.

Keys: ``doc`` (file name of the document), ``text``, and where they say something ``id``; a level 0, 1 or 2 for each
component; ``contrary`` (components whose measure points the other way); ``indicators`` and ``indicators_maybe``
(codes that one annotator gave and another did not); ``values`` (objects whose ``value`` notes a number in words).
Other keys are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evidencescan.errors import CatalogueError
from evidencescan.values import COMPONENTS

from .matching import Gram, grams

ABSENT, MENTION, MEASURE = 0, 1, 2
"""Levels of a component in a passage; a mere mention is left out of the figures."""


@dataclass(frozen=True, slots=True)
class GoldPassage:
    """What a passage is known to hold. ``levels`` has every component; ``maybe`` shares nothing with ``indicators``."""

    document: str
    identity: str
    text: str
    grams: frozenset[Gram]
    levels: Mapping[str, int]
    contrary: frozenset[str]
    indicators: frozenset[str]
    maybe: frozenset[str]
    notes: tuple[str, ...]

    def polarity(self, component: str) -> str:
        """Return the polarity that evidence of ``component`` should have."""
        return "contrary" if component in self.contrary else "supports"


Gold = Mapping[str, tuple[GoldPassage, ...]]
"""Passages by document, both in the order of the file."""


def read_gold(path: Path) -> Gold:
    """Read a file of labelled passages. Passages of one document with the same words are one; where their labels
    differ, the difference is left out.

    Raises CatalogueError, with file, line number and what is wrong.
    """
    documents: dict[str, dict[frozenset[Gram], GoldPassage]] = {}
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            passage = _passage(json.loads(line.decode("utf-8")))
        except UnicodeDecodeError as error:
            raise CatalogueError(f"{path}, line {number}: not UTF-8 (byte {error.start + 1})") from error
        except json.JSONDecodeError as error:
            raise CatalogueError(f"{path}, line {number}: not JSON: {error.msg} (column {error.colno})") from error
        except ValueError as error:
            raise CatalogueError(f"{path}, line {number}: {error}") from error
        if passage.grams:
            same = documents.setdefault(passage.document, {})
            twin = same.get(passage.grams)
            same[passage.grams] = passage if twin is None else _agreed(twin, passage)
    if not documents:
        raise CatalogueError(f"{path} holds no labelled passage")
    return {
        document: tuple(replace(one, maybe=one.maybe - one.indicators) for one in passages.values())
        for document, passages in documents.items()
    }


def _passage(labels: Any) -> GoldPassage:
    """Check one line; raises ValueError."""
    if not isinstance(labels, dict):
        raise ValueError("not a JSON object")
    document, text = _string(labels, "doc"), _string(labels, "text")
    if not document:
        raise ValueError("doc is empty")
    return GoldPassage(
        document=document,
        identity=str(labels.get("id", "")),
        text=text,
        grams=grams(text),
        levels={component: _level(labels, component) for component in COMPONENTS},
        contrary=_strings(labels, "contrary", COMPONENTS),
        indicators=_strings(labels, "indicators"),
        maybe=_strings(labels, "indicators_maybe"),
        notes=_notes(labels),
    )


def _string(labels: dict[str, Any], key: str) -> str:
    value = labels.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} is missing" if value is None else f"{key} must be a text, not {value!r}")
    return value


def _level(labels: dict[str, Any], component: str) -> int:
    level = labels.get(component, ABSENT)
    if type(level) is not int or level not in (ABSENT, MENTION, MEASURE):
        raise ValueError(f"{component} must be 0, 1 or 2, not {level!r}")
    return level


def _strings(labels: dict[str, Any], key: str, known: tuple[str, ...] = ()) -> frozenset[str]:
    values = labels.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key} must be a list of texts, not {values!r}")
    unknown = [value for value in values if known and value not in known]
    if unknown:
        raise ValueError(f"{key} may hold {', '.join(known)}, not {unknown[0]!r}")
    return frozenset(values)


def _notes(labels: dict[str, Any]) -> tuple[str, ...]:
    values = labels.get("values", [])
    if not isinstance(values, list):
        raise ValueError(f"values must be a list of objects, not {values!r}")
    for value in values:
        if not isinstance(value, dict) or not isinstance(value.get("value"), str):
            raise ValueError(f"each of values must be an object with a text under value, not {value!r}")
    return tuple(value["value"] for value in values)


def _agreed(one: GoldPassage, other: GoldPassage) -> GoldPassage:
    levels = dict(one.levels)
    for component in COMPONENTS:
        same_level = levels[component] == other.levels[component]
        if not same_level or (component in one.contrary) != (component in other.contrary):
            levels[component] = MENTION
    return replace(
        one,
        levels=levels,
        indicators=one.indicators & other.indicators,
        maybe=one.maybe | other.maybe | (one.indicators ^ other.indicators),
        notes=one.notes + other.notes,
    )
