"""A saved run: what was found on each labelled passage, so that a later one can be held against it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evidencescan.errors import CatalogueError
from evidencescan.ids import tagged_hash
from evidencescan.values import COMPONENTS, POLARITIES

from .found import Found, Judged
from .gold import GoldPassage

FORMAT = "evidencescan-run/1"

Run = Mapping[str, Found]
"""What was found, by the key of the passage."""


def passage_key(passage: GoldPassage) -> str:
    """Return what makes a passage the same in another run: its document and its words."""
    return tagged_hash("passage", passage.document, passage.text)


def save_run(judged: Iterable[Judged], path: Path) -> None:
    """Write a run as JSON, one line a passage; no text of the passages is in it."""
    lines = [json.dumps(_row(passage), ensure_ascii=False) for passage in judged]
    body = ",\n".join(lines)
    path.write_text(f'{{"format": "{FORMAT}", "passages": [\n{body}\n]}}\n', encoding="utf-8")


def load_run(path: Path) -> Run:
    """Read a run; raises CatalogueError where the file is none."""
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(saved, dict) or saved.get("format") != FORMAT:
            raise ValueError(f'its format is not "{FORMAT}"')
        return {row["key"]: _found(row) for row in saved["passages"]}
    except KeyError as error:
        raise CatalogueError(f"{path} is no saved run: a passage has no {error}", advice=_ADVICE) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise CatalogueError(f"{path} is no saved run: {error}", advice=_ADVICE) from error


_ADVICE = "`evidencescan models evaluate DB GOLD --save RUN.json` writes one."


def _row(passage: Judged) -> dict[str, Any]:
    gold, found = passage.gold, passage.found
    return {
        "key": passage_key(gold),
        "doc": gold.document,
        "id": gold.identity,
        "found": {
            component: {"polarities": sorted(found.polarities[component]), "score": found.scores[component]}
            for component in COMPONENTS
            if component in found.polarities
        },
        "indicators": sorted(found.indicators),
    }


def _found(row: Mapping[str, Any]) -> Found:
    found = row["found"]
    for component, one in found.items():
        if component not in COMPONENTS or not set(one["polarities"]) <= set(POLARITIES):
            raise ValueError(f"it has {component!r}: {one!r}")
    return Found(
        polarities={component: frozenset(one["polarities"]) for component, one in found.items()},
        scores={component: float(one["score"]) for component, one in found.items()},
        indicators=frozenset(row["indicators"]),
    )
