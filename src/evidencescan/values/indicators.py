"""What is looked for: the statements of an indicator catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .findings import Component

Measure = Literal["presence", "count", "proportion", "duration", "age", "period"]
MEASURES: tuple[Measure, ...] = ("presence", "count", "proportion", "duration", "age", "period")

DOCUMENT_KINDS: tuple[str, ...] = (
    "law",
    "treaty",
    "agreement",
    "strategy",
    "action-plan",
    "report",
    "workshop-report",
    "assessment",
    "sop",
    "training-curriculum",
    "participant-list",
    "research-protocol",
    "other",
)


BINDS_AS: dict[str, str] = {"treaty": "law", "agreement": "law"}
"""A treaty, whatever it is called, binds the State as its law does: what a law may prove, it may prove too."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One statement of a catalogue.

    ``source_documents`` are the kinds of document that may prove it; ``verification`` the means of verification;
    ``assumption`` what a reviewer should keep in mind before relying on it. ``text_shows`` is False where only
    people or registers can show it, so that no rule is expected.
    """

    code: str
    goal_area: str
    expected_result: str
    statement: str
    measure: Measure
    components: tuple[Component, ...]
    source_documents: tuple[str, ...]
    verification: tuple[str, ...] = ()
    assumption: str = ""
    text_shows: bool = True

    def may_be_proved_by(self, kind: str | None) -> bool:
        """Return whether a kind of document may prove this statement; one of unknown or other kind may."""
        return (
            kind is None
            or kind == "other"
            or kind in self.source_documents
            or BINDS_AS.get(kind) in self.source_documents
        )
