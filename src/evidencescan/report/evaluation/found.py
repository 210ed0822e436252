"""What a scanned database says about labelled passages."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evidencescan.store import Store

from .gold import Gold, GoldPassage
from .matching import assign, grams

UNKNOWN = "unknown"

Amount = tuple[float, str]
"""A number and its unit."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence; ``amounts`` are those of its values, bounds of periods and breakdowns included."""

    quote: str
    component: str
    indicator: str | None
    polarity: str
    score: float
    amounts: frozenset[Amount]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A document of the database; ``read`` is false where the database does not have it."""

    language: str = UNKNOWN
    kind: str = UNKNOWN
    pieces: tuple[Piece, ...] = ()
    read: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What the evidence on one passage comes to: by component its polarities and its highest score."""

    polarities: Mapping[str, frozenset[str]] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    indicators: frozenset[str] = frozenset()
    amounts: frozenset[Amount] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled passage beside what was found on it."""

    gold: GoldPassage
    found: Found


def read_scanned(store: Store, names: Iterable[str]) -> dict[str, Scanned]:
    """Return the documents of these file names. Files of one name count as one document."""
    wanted = [json.dumps(list(names))]
    amounts: dict[str, set[Amount]] = defaultdict(set)
    for row in store.db.query(
        "SELECT v.evidence, v.number, v.unit, v.until, v.breakdown FROM value AS v JOIN evidence_detail AS e "
        "ON e.id = v.evidence WHERE e.document IN (SELECT value FROM json_each(?))",
        wanted,
    ):
        stated = (row["number"], row["until"], *(number for _, _, number in json.loads(row["breakdown"])))
        amounts[row["evidence"]].update((float(number), row["unit"]) for number in stated if number is not None)
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for row in store.db.query(
        "SELECT id, document, quote, component, indicator, polarity, score FROM evidence_detail "
        "WHERE document IN (SELECT value FROM json_each(?)) ORDER BY document_id, start",
        wanted,
    ):
        piece = Piece(
            quote=row["quote"],
            component=row["component"],
            indicator=row["indicator"],
            polarity=row["polarity"],
            score=row["score"],
            amounts=frozenset(amounts[row["id"]]),
        )
        pieces[row["document"]].append(piece)
    documents: dict[str, Scanned] = {}
    for row in store.db.query(
        "SELECT name, language, kind FROM document WHERE name IN (SELECT value FROM json_each(?)) ORDER BY id", wanted
    ):
        found = tuple(pieces[row["name"]])
        documents.setdefault(row["name"], Scanned(row["language"] or UNKNOWN, row["kind"] or UNKNOWN, found))
    return documents


def judge(gold: Gold, scanned: Mapping[str, Scanned]) -> dict[str, list[Judged]]:
    """Lay what was found beside the labelled passages, document by document."""
    judged = {}
    for document, passages in gold.items():
        pieces = scanned[document].pieces
        places = assign([grams(piece.quote) for piece in pieces], [passage.grams for passage in passages])
        judged[document] = [
            Judged(passage, _together([pieces[at] for at in numbers]))
            for passage, numbers in zip(passages, places, strict=True)
        ]
    return judged


def _together(pieces: Sequence[Piece]) -> Found:
    polarities: dict[str, set[str]] = defaultdict(set)
    scores: dict[str, float] = defaultdict(float)
    for piece in pieces:
        polarities[piece.component].add(piece.polarity)
        scores[piece.component] = max(scores[piece.component], piece.score)
    return Found(
        polarities={component: frozenset(several) for component, several in polarities.items()},
        scores=dict(scores),
        indicators=frozenset(piece.indicator for piece in pieces if piece.indicator),
        amounts=frozenset(amount for piece in pieces for amount in piece.amounts),
    )
