"""Within a document: what a provision refers to ("subject to section 12"), and what a word is defined to mean.

Both lend a passage the terms of another one, as its headings do. How drafters refer and define is data, in
``[references]`` of each language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from evidencescan.text.fold import fold
from evidencescan.values import Passage

from .language import References

if TYPE_CHECKING:
    from .annotate import Passages
    from .annotation import Annotation

_NESTED = re.compile(r"\(([0-9a-z]+)°?\)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision of the same document that a passage names: offsets in the passage, and how the provision begins."""

    start: int
    end: int
    provision: Annotation


class Links:
    """The references and definitions among some ``passages`` of one document, those of one language."""

    def __init__(self, data: References, annotations: Passages, passages: Sequence[Passage]) -> None:
        self._data = data
        self._annotations = annotations
        self._passages = passages
        self._references: dict[int, tuple[Reference, ...]] = {}
        self._meant: dict[int, int] = {}

    def references(self, annotation: Annotation) -> tuple[Reference, ...]:
        """Return the provisions of this document, itself apart, that a passage refers to."""
        passage, folded = annotation.passage, annotation.folded
        if passage.seq not in self._references:
            found = []
            for match in self._data.refers.finditer(folded):
                number = normal(match["n"])
                if number != self._number(passage) and not self._data.elsewhere.match(folded, match.end()):
                    provision = self._provision(number, tuple(_NESTED.findall(match["sub"])))
                    if provision is not None:
                        found.append(Reference(match.start(), match.end(), self._annotations[provision]))
            self._references[passage.seq] = tuple(found)
        return self._references[passage.seq]

    def definition_mask(self, annotation: Annotation) -> int:
        """Return the terms by which this document defines words of a passage."""
        seq, folded = annotation.passage.seq, annotation.folded
        if seq not in self._meant:
            mask = 0
            for word, (source, meaning) in self._definitions.items():
                if source != seq and word in folded and re.search(rf"\b{re.escape(word)}(?:e?s)?\b", folded):
                    mask |= meaning
            self._meant[seq] = mask
        return self._meant[seq]

    def _provision(self, number: str, nested: tuple[str, ...]) -> int | None:
        """Return the passage that a provision begins with, that of the paragraph where the document has it."""
        whole = self._numbered.get(number, ())
        within = (seq for seq, below in whole if below[: len(nested)] == nested)
        return next(within, whole[0][0] if whole else None)

    def _number(self, passage: Passage) -> str | None:
        match = self._data.cited.search(fold(passage.citation))
        return normal(match["n"]) if match else None

    @cached_property
    def _numbered(self) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
        known: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for passage in self._passages:
            number = self._number(passage)
            if number is not None:
                below = tuple(_NESTED.findall(fold(passage.citation)))
                known.setdefault(number, []).append((passage.seq, below))
        return known

    @cached_property
    def _definitions(self) -> dict[str, tuple[int, int]]:
        """Map each defined word to the passage that defines it and the terms of its sentence."""
        known: dict[str, tuple[int, int]] = {}
        for passage in self._passages:
            for match in self._data.defines.finditer(self._annotations.folded(passage.seq)):
                annotation = self._annotations[passage.seq]
                meaning = annotation.parts[annotation.sentence_at(match.start())].mask
                known.setdefault(match["word"], (passage.seq, meaning))
        return known


def normal(number: str) -> str:
    """Return a number as citations and references share it: "1er", "1°" and "1" are one."""
    return re.sub(r"(?<=\d)(?:er|re|o|[°º])(?![a-z])", "", number).replace(" ", "").rstrip(".")
