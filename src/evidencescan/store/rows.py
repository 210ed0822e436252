"""What one document puts into the tables, as plain rows: made where the document was read, sent and written cheaply."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from evidencescan.values import Document, Finding

from .codec import Row, document_text, finding_of, finding_row, passage_of, passage_row
from .evidence import Piece, evidence_rows

R = TypeVar("R")
_PIECE = 256
"""Rows that are packed together: as many are in memory at a time when they are read."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows without the number of the document or analysis that they belong to, which the database gives.

    ``passages`` are rows of `codec.PASSAGE_COLUMNS`, or None where those of the database stay; ``findings`` are rows of
    `codec.FINDING_COLUMNS` by analyser; ``evidence`` is as `evidence.evidence_rows` gives it. Rows that are not packed
    can be read once.
    """

    passages: Iterable[Row] | None
    findings: Iterable[tuple[str, Iterable[Row]]]
    evidence: Iterable[Piece]


class Packed(Iterable[R], Generic[R]):
    """Rows as bytes; they are unpacked a piece at a time whenever they are read."""

    def __init__(self, rows: Iterable[R]) -> None:
        left = iter(rows)
        self._pieces: list[bytes] = []
        while piece := list(islice(left, _PIECE)):
            self._pieces.append(pickle.dumps(piece, protocol=5))

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Let pieces travel apart where the protocol allows it, so that nobody holds a second copy of all of them."""
        pieces = [pickle.PickleBuffer(piece) for piece in self._pieces] if protocol >= 5 else self._pieces
        return _received, (pieces,)

    def __iter__(self) -> Iterator[R]:
        # packed by this program, in this process or one that it started
        return chain.from_iterable(pickle.loads(piece) for piece in self._pieces)  # noqa: S301


def _received(pieces: list[bytes]) -> Packed[Any]:
    rows: Packed[Any] = Packed(())
    rows._pieces = pieces
    return rows


def rows_of(document: Document, findings: Iterable[tuple[str, Sequence[Finding]]], evidence: Iterable[Finding]) -> Rows:
    """Return the rows of a document, of what its analysers found, and of what was merged from that; made when read."""
    return Rows(
        map(passage_row, document.passages),
        ((name, map(finding_row, found)) for name, found in findings),
        evidence_rows(document, evidence),
    )


def packed(rows: Rows) -> Rows:
    """Return the same rows packed; raises whatever making them raises.

    Evidence comes first: it is made of findings, which may be let go one analyser after the other.
    """
    evidence = Packed(rows.evidence)
    findings = tuple((name, Packed(found)) for name, found in rows.findings)
    return Rows(None if rows.passages is None else Packed(rows.passages), findings, evidence)


def document_of(head: Document, rows: Rows) -> Document:
    """Return a document with the text and passages that its rows hold."""
    passages = tuple(map(passage_of, rows.passages or ()))
    return replace(head, text=document_text(passages), passages=passages)


def findings_of(rows: Rows) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Return the findings of each analyser that the rows hold."""
    return tuple((name, tuple(map(finding_of, found))) for name, found in rows.findings)
