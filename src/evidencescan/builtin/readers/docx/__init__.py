"""Word documents: lxml over the parts of the package, with the numbers that Word computes put back."""

from __future__ import annotations

from lxml import etree

from evidencescan.api import Candidate
from evidencescan.errors import ReadError
from evidencescan.values import Problem, Reading

from ..sniff import ZIP_MAGIC, zip_members
from ..textual import clean
from ..xml_safety import local
from ..zip_safety import MAX_TOTAL_BYTES, SafeZip
from .body import Body
from .numbering import Numbering
from .package import Package, W
from .styles import Styles

__all__ = ["DocxReader"]


class DocxReader:
    """Reads Office Open XML documents (DOCX, DOCM, DOTX; transitional and strict)."""

    name = "docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    fingerprint = "docx-1"

    def recognises(self, candidate: Candidate) -> float:
        """Return 0.95 for a zip that holds a Word document."""
        if not candidate.head.startswith(ZIP_MAGIC):
            return 0.0
        members = zip_members(candidate)
        return 0.95 if any(name.startswith("word/") and name.endswith(".xml") for name in members) else 0.0

    def read(self, candidate: Candidate) -> Reading:
        """Return the blocks of the final text; raise `ReadError` for damaged, oversized or hostile packages."""
        if candidate.size > MAX_TOTAL_BYTES:
            raise ReadError(f"{candidate.name} has {candidate.size} bytes", category="too_large")
        with SafeZip(candidate.path) as archive:
            package = Package(archive, candidate.path)
            body = package.document().find(W + "body")
            if body is None:
                raise ReadError(f"{candidate.name} holds no Word document")
            styles = Styles(package.part("styles"))
            notes = {**_notes(package.part("footnotes"), "footnote"), **_notes(package.part("endnotes"), "endnote")}
            walker = Body(styles, Numbering(package.part("numbering"), styles), notes)
            blocks = tuple(walker.blocks(body))
            problems = tuple(Problem("unreadable", self.name, message) for message in package.damaged)
            return Reading(blocks, metadata=_metadata(package), problems=problems)


def _notes(root: etree._Element | None, kind: str) -> dict[tuple[str, str], etree._Element]:
    found: dict[tuple[str, str], etree._Element] = {}
    for note in () if root is None else root:
        # Separator lines are notes too, with a type.
        if local(note) == kind and note.get(W + "type") in {None, "normal"}:
            found[kind, note.get(W + "id", "")] = note
    return found


def _metadata(package: Package) -> tuple[tuple[str, str], ...]:
    properties = package.properties()
    named = (("title", "title"), ("date", "created"), ("language", "language"))
    values = ((name, clean(properties.get(key, ""))) for name, key in named)
    return tuple((name, value) for name, value in values if value)
