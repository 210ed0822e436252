"""Made-up documents and findings of an invented country."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from evidencescan.store import Store
from evidencescan.values import (
    Box,
    Breakdown,
    Document,
    Finding,
    Indicator,
    Locator,
    Passage,
    Problem,
    Profile,
    Reason,
    Source,
    Span,
    Trait,
    Value,
    WorkOutcome,
)

TEXTS = (
    "Part II Help for those harmed",
    "A person who was trafficked shall be given free legal aid by the Office of Counsel.",
    "The réfuge in Halverin shall house at least 40 women and 12 children.",
    "A child shall not be kept in a cell with adults.",
)


@dataclass(frozen=True)
class Goal:
    name: str
    title: str
    indicators: tuple[Indicator, ...]


@dataclass
class Maker:
    """Makes values, and saves them in the way a scan does."""

    store: Store
    scan: int

    def sha(self, number: int = 1) -> str:
        return f"{number:064x}"

    def document(self, number: int = 1, texts: tuple[str, ...] = TEXTS, **traits: str) -> Document:
        passages, start = [], 0
        for seq, text in enumerate(texts):
            place = Locator(
                page=seq + 1,
                boxes=(Box(seq + 1, 72.0, 100.25, 520.5, 112.125),),
                xml_id=f"sec_{seq}",
                spans=(Span(0, len(text), seq + 1, 10),),
            )
            passages.append(
                Passage(
                    seq=seq,
                    kind="heading" if seq == 0 else "paragraph",
                    start=start,
                    end=start + len(text),
                    text=text,
                    locator=place,
                    headings=("Act", "Part II", "Help") if seq else (),
                    citation=f"s. {seq}" if seq else "",
                    label=str(seq) if seq else None,
                    lead=1 if seq == 3 else None,
                    language="fr" if seq == 2 else None,
                    confidence=0.93 if seq == 2 else 1.0,
                    columns=("Action", "When") if seq == 3 else (),
                    inert="preamble" if seq == 0 else None,
                )
            )
            start += len(text) + 1
        known = {"language": "en", "kind": "law", "title": "Protection Act", "country": "XV", **traits}
        return Document(
            source=Source(f"/laws/act-{number}.pdf", self.sha(number), 1000 + number, "application/pdf"),
            text="\n".join(texts),
            passages=tuple(passages),
            profile=Profile(**{name: Trait(value, f"says {value}", "text") for name, value in known.items()}),
            pages=len(texts) + 1,
            problems=(Problem("low_ocr", "pdf", "hard to read", 3), Problem("no_text", "pdf", "a picture", 5)),
        )

    def finding(self, document: Document, seq: int = 1, quote: str | None = None, **changes: Any) -> Finding:
        passage = document.passages[seq]
        quote = passage.text if quote is None else quote
        start = passage.start + passage.text.index(quote)
        found = Finding(
            indicator="9.1.1",
            component="human_rights",
            polarity="supports",
            force="obligation",
            passage=seq,
            start=start,
            end=start + len(quote),
            quote=quote,
            score=0.86,
            condition="who was trafficked",
            values=(
                Value(
                    "count", 40.0, "persons", "40 women", start, None, "at_least", (Breakdown("sex", "female", 40.0),)
                ),
            ),
            reasons=(
                Reason("rule", "victim-legal-aid", ("trafficked", "free legal aid"), 0.8),
                Reason("feature", "obligation", ("shall",), 0.1),
            ),
        )
        return replace(found, **changes)

    def outcome(self, document: Document, *findings: Finding, analyser: str = "protection") -> WorkOutcome:
        return WorkOutcome(document.source, document, ((analyser, findings),), (), "pdf", 0.5)

    def failure(self, number: int = 1, category: Any = "encrypted") -> WorkOutcome:
        source = self.document(number).source
        return WorkOutcome(source, None, (), (Problem(category, "pdf", "a password is needed"),), "pdf", 0.1)

    def save(self, outcome: WorkOutcome, **changes: Any) -> None:
        found = [finding for _, findings in outcome.findings for finding in findings]
        keywords: dict[str, Any] = {
            "reading_fingerprint": "reader-1",
            "overrides_hash": "none",
            "analysers": {name: "rules-1" for name, _ in outcome.findings},
            "evidence": found,
            **changes,
        }
        self.store.save_outcome(self.scan, outcome, **keywords)

    def put(self, number: int = 1, *seqs: int, **traits: str) -> Document:
        """Save a document with one finding on each of the passages ``seqs``."""
        document = self.document(number, **traits)
        self.save(self.outcome(document, *(self.finding(document, seq) for seq in seqs)))
        return document

    def ids(self) -> list[str]:
        return [row["id"] for row in self.store.evidence()]


def indicator(code: str, goal_area: str = "protection", kinds: tuple[str, ...] = ("law", "report")) -> Indicator:
    return Indicator(
        code=code,
        goal_area=goal_area,
        expected_result=code[:3],
        statement=f"Statement {code}",
        measure="presence",
        components=("human_rights", "gender"),
        source_documents=kinds,
        verification=("the text itself",),
    )


GOALS = (
    Goal("protection", "Protection", (indicator("9.1.1"), indicator("9.1.2"))),
    Goal("cooperation", "Cooperation", (indicator("8.1.1", "cooperation", ("agreement", "sop")),)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evidence.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as store:
        yield store


@pytest.fixture
def make(store: Store) -> Maker:
    store.sync_catalogues(GOALS)
    return Maker(store, store.begin_scan({"paths": ["/laws"]}, "evidencescan 0"))


@pytest.fixture
def goals() -> Callable[..., tuple[Goal, ...]]:
    """Make catalogues of one goal area from codes."""
    return lambda *codes: (Goal("protection", "Protection", tuple(indicator(code) for code in codes)),)
