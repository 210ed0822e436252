"""What a classifier sees of a passage: terms in their places, words of force, kind, and the words themselves.

Terms have the same names in every language, so what is learnt in one language helps in the others.
"""

from __future__ import annotations

import re
from itertools import pairwise

from evidencescan.models.linear import Row

from .annotate import Annotated
from .annotation import Annotation
from .compiled import Compiled

_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACES = (("own", 1.0), ("lead", 0.7), ("heading", 0.7), ("title", 0.5), ("subject", 0.5))
_FULL_LENGTH = 750


class FeatureReader:
    """Features of the passages of one language."""

    def __init__(self, compiled: Compiled) -> None:
        self._names: dict[int, str] = {}
        self._force: dict[int, str] = {}
        for number, name in enumerate(compiled.lexicon.names):
            origin, _, rest = name.partition(":")
            if origin == "shared":
                self._names[number] = rest
            elif origin == "force":
                self._force[number] = rest
        self._shared = sum(1 << number for number in self._names)
        self.telling = self._shared & ~compiled.weak
        """Mask of the shared terms that are more than words of duty: a passage without any is not worth a look."""

    def row(self, annotated: Annotated, annotation: Annotation) -> Row:
        """Return the features of a passage."""
        named: dict[str, float] = {}
        masks = (
            annotation.mask,
            annotation.lead_mask,
            annotation.heading_mask,
            annotated.title_mask.get(annotation.language, 0),
            annotated.subject_mask.get(annotation.language, 0),
        )
        for (place, weight), mask in zip(_PLACES, masks, strict=True):
            rest = mask & self._shared
            while rest:
                low = rest & -rest
                named[f"{place}:{self._names[low.bit_length() - 1]}"] = weight
                rest ^= low
        for number, force in self._force.items():
            if annotation.mask >> number & 1:
                named[f"force:{force}"] = 0.5
        passage = annotation.passage
        named[f"kind:{annotated.document.profile.get('kind') or 'other'}"] = 0.3
        named[f"passage:{passage.kind}"] = 0.3
        named["length"] = min(len(passage.text), 2 * _FULL_LENGTH) / _FULL_LENGTH
        found = _WORD.findall(annotation.folded)
        return Row(named, [*found, *(f"{a} {b}" for a, b in pairwise(found))])
