"""A database as large as wanted, filled through the real schema as if documents had been scanned."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prose import Prose

from evidencescan.host import Host
from evidencescan.store import Store
from evidencescan.values import COMPONENTS

_KINDS = ("law", "report", "strategy", "action-plan", "agreement", "treaty", "workshop-report", "sop", "other")
_KIND_WEIGHTS = (40, 20, 10, 8, 6, 5, 5, 3, 3)
_AREAS = ("components", "cooperation", "criminal-justice", "legislative", "protection", "strategy-policy")
_COUNTRIES = [first + second for first in "ABCDEFGHIJKLM" for second in "ABCDEFGHIJKL"]
_FORCES = ("obligation", "permission", "prohibition", "aim", "statement")
_PASSAGES_PER_PIECE = 0.6
_CONTRARY, _CITES, _VALUED, _DECIDED, _COUNTRY_KNOWN = 0.06, 0.75, 0.1, 0.02, 0.97
_SENTENCES = 20_000


@dataclass(frozen=True, slots=True)
class _Plan:
    """A document to be made: its number, pieces of evidence, passages and pages."""

    number: int
    pieces: int
    passages: int
    pages: int


def fill(path: Path, pieces: int, documents: int) -> None:
    """Make a database with ``pieces`` of evidence in ``documents`` documents; a few documents have most of them."""
    chance = random.Random(11)
    prose = Prose(11)
    sentences = [prose.sentence() for _ in range(min(_SENTENCES, 10 * pieces))]
    with Store.open(path) as store:
        host = Host(kinds=("catalogue",))
        store.sync_catalogues(host.catalogues)
        codes = [row["code"] for row in store.db.query("SELECT code FROM indicator ORDER BY code")]
        db = store.db.conn
        db.execute("BEGIN")
        db.execute("INSERT INTO scan VALUES (1, '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z', 'bench', '{}', '{}')")
        db.execute("INSERT INTO component VALUES (1, 'reader', 'pdf', 'bench', '')")
        db.executemany("INSERT INTO component VALUES (?, 'analyser', ?, 'bench', '')", list(enumerate(_AREAS, 2)))
        for plan in _plans(chance, pieces, documents):
            db.execute(_DOCUMENT, _document(chance, plan))
            db.execute("INSERT INTO extraction VALUES (?, 1, 'none', 1)", [plan.number])
            db.executemany(
                "INSERT INTO analysis (document, component, scan, at) VALUES (?, ?, 1, '2026-01-01T00:00:00Z')",
                [(plan.number, component) for component in range(2, 2 + len(_AREAS))],
            )
            db.executemany(_PASSAGE, _passages(chance, plan, sentences))
            rows = list(_pieces(chance, plan, sentences, codes))
            db.executemany(_EVIDENCE, rows)
            db.executemany(_VALUE, [(row[0],) for row in rows if chance.random() < _VALUED])
            db.executemany(_DECISION, [(row[0], _verdict(chance)) for row in rows if chance.random() < _DECIDED])
        db.execute("COMMIT")
        db.execute("INSERT INTO passage_fts (passage_fts) VALUES ('optimize')")


_DOCUMENT = (
    "INSERT INTO document (id, name, sha256, status, country, title, kind, language, pages, pages_without_text, uri, "
    "size, media_type) VALUES (?, ?, ?, 'read', ?, ?, ?, ?, ?, ?, ?, ?, 'application/pdf')"
)
_PASSAGE = (
    "INSERT INTO passage (document, seq, kind, citation, text, page, headings, confidence, start, stop) "
    "VALUES (?, ?, 'paragraph', ?, ?, ?, '[]', 1.0, ?, ?)"
)
_EVIDENCE = (
    "INSERT INTO evidence (id, document, indicator, component, polarity, force, condition, value, quote, citation, "
    "heading, page, score, score_kind, reason, reasons, occurrence, passage, start, stop) "
    "VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, 'CHAPTER 2', ?, ?, 'calibrated', 'A rule fired.', '[]', 0, ?, ?, ?)"
)
_VALUE = (
    "INSERT INTO value (evidence, kind, number, unit, text, start, breakdown) VALUES (?, 'count', 3, '', '3', 0, '[]')"
)
_DECISION = "INSERT INTO decision (evidence, verdict, reviewer, at) VALUES (?, ?, 'A. Reader', '2026-01-02T00:00:00Z')"


def _plans(chance: random.Random, pieces: int, documents: int) -> Iterator[_Plan]:
    shares = [chance.lognormvariate(0, 1) for _ in range(documents)]
    left = pieces
    for number, share in enumerate(shares, 1):
        own = left if number == documents else min(left, round(pieces * share / sum(shares)))
        left -= own
        passages = max(5, round(own * _PASSAGES_PER_PIECE))
        yield _Plan(number, own, passages, max(1, passages // 12))


def _document(chance: random.Random, plan: _Plan) -> tuple[Any, ...]:
    country = chance.choices(_COUNTRIES, weights=[1 / (rank + 5) for rank in range(len(_COUNTRIES))])[0]
    kind = chance.choices(_KINDS, weights=_KIND_WEIGHTS)[0]
    language = chance.choices(("en", "fr", "es"), weights=(5, 3, 2))[0]
    name, sha256 = f"{country}-{kind}-{plan.number}.pdf", f"{chance.getrandbits(256):064x}"
    unread = chance.choices((0, 3), weights=(9, 1))[0]
    known = country if chance.random() < _COUNTRY_KNOWN else None
    title = f"{kind} {plan.number}"
    return (plan.number, name, sha256, known, title, kind, language, plan.pages, unread, name, plan.pages * 9000)


def _passages(chance: random.Random, plan: _Plan, sentences: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    start = 0
    for seq in range(plan.passages):
        text = " ".join(chance.choices(sentences, k=chance.choice((1, 2, 2, 3))))
        page = 1 + seq * plan.pages // plan.passages
        yield (plan.number, seq, f"Article {seq}", text, page, start, start + len(text))
        start += len(text) + 1


def _pieces(
    chance: random.Random, plan: _Plan, sentences: Sequence[str], codes: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    weights = [1 / (rank + 3) for rank in range(len(codes))]
    for _ in range(plan.pieces):
        seq = chance.randrange(plan.passages)
        code = chance.choices(codes, weights=weights)[0] if chance.random() < _CITES else None
        component = chance.choices(COMPONENTS, weights=(6, 2, 3))[0]
        polarity = "contrary" if chance.random() < _CONTRARY else "supports"
        yield (
            *(f"evidence:{chance.getrandbits(128):032x}", plan.number, code, component, polarity),
            *(
                chance.choice(_FORCES),
                chance.choice(sentences),
                f"Article {seq}",
                1 + seq * plan.pages // plan.passages,
            ),
            *(round(0.5 + 0.5 * chance.betavariate(4, 2), 4), seq, seq * 400, seq * 400 + 120),
        )


def _verdict(chance: random.Random) -> str:
    return chance.choices(("confirm", "reject", "unsure"), weights=(7, 2, 1))[0]
