"""The work on one document."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from evidencescan.pipeline import Worker, WorkerOptions
from evidencescan.values import Document, Passage, Source, WorkItem


class Sharing:
    """An analyser that notes what is asked of it, in a list that it shares with others."""

    fingerprint = "1"

    def __init__(self, name: str, asked: list[str]) -> None:
        self.name = name
        self._asked = asked

    def prepare(self) -> None:
        """Note it."""
        self._asked.append(f"prepare {self.name}")

    def analyse(self, document: Document) -> list[object]:
        """Note it."""
        self._asked.append(f"analyse {self.name}")
        return []


def test_those_who_will_analyse_are_prepared_before_the_first_begins(tmp_path: Path) -> None:
    asked: list[str] = []
    host = SimpleNamespace(analysers=[Sharing(name, asked) for name in ("one", "two", "three")])
    text = "A passage."
    passage = Passage(seq=0, kind="paragraph", start=0, end=len(text), text=text)
    document = Document(Source(str(tmp_path / "law.txt"), "0" * 64, 1), text, (passage,))
    item = WorkItem(document.source, ("one", "three", "nobody"), document=document)
    outcome = Worker(WorkerOptions(), host)(item)  # type: ignore[arg-type]
    assert asked == ["prepare one", "prepare three", "analyse one", "analyse three"]
    assert [problem.component for problem in outcome.problems] == ["nobody"]
