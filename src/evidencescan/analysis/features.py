"""What a classifier sees of a passage: terms in their places, words of force, kind, and the words themselves.

Terms have the same names in every language, so what is learnt in one language helps in the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from evidencescan.models.linear import Row

from .annotate import Annotated
from .annotation import Annotation
from .compiled import Compiled

_WEIGHTS = {"own": 1.0, "lead": 0.7, "heading": 0.7, "title": 0.5, "subject": 0.5, "force": 0.5}
_FULL_LENGTH = 750


class _Letters(dict[int, str]):
    """A table that leaves letters, and makes a space of everything else; it fills itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = self[code] = character if character.isalnum() and not character.isdecimal() else " "
        return kept


_LETTERS = _Letters()


def words_of(folded: str) -> list[str]:
    """Return the words of two letters or more of a folded text, in order."""
    return [word for word in folded.translate(_LETTERS).split() if len(word) > 1]


class FeatureReader:
    """Features of the passages of one language."""

    def __init__(self, compiled: Compiled) -> None:
        names: dict[str, dict[int, str]] = {"shared": {}, "force": {}}
        for number, name in enumerate(compiled.lexicon.names):
            origin, _, rest = name.partition(":")
            if origin in names:
                names[origin][1 << number] = rest
        self._shared, self._force = sum(names["shared"]), sum(names["force"])
        self._names = {
            place: {bit: f"{place}:{name}" for bit, name in names["force" if place == "force" else "shared"].items()}
            for place in _WEIGHTS
        }
        self.telling = self._shared & ~compiled.weak
        """Mask of the shared terms that are more than words of duty: a passage without any is not worth a look."""
        # the title, subject and headings of one passage are those of the next
        self._named = lru_cache(maxsize=4096)(self._terms)

    def row(self, annotated: Annotated, annotation: Annotation) -> Row:
        """Return the features of a passage."""
        shared, named, passage = self._shared, self._named, annotation.passage
        return Row(
            {
                **named("own", annotation.mask & shared),
                **named("lead", annotation.lead_mask & shared),
                **named("heading", annotation.heading_mask & shared),
                **named("title", annotated.title_mask.get(annotation.language, 0) & shared),
                **named("subject", annotated.subject_mask.get(annotation.language, 0) & shared),
                **named("force", annotation.mask & self._force),
                f"kind:{annotated.document.profile.get('kind') or 'other'}": 0.3,
                f"passage:{passage.kind}": 0.3,
                "length": min(len(passage.text), 2 * _FULL_LENGTH) / _FULL_LENGTH,
            },
            words_of(annotation.folded),
        )

    def _terms(self, place: str, mask: int) -> Mapping[str, float]:
        names, weight = self._names[place], _WEIGHTS[place]
        found = {}
        while mask:
            bit = mask & -mask
            found[names[bit]] = weight
            mask ^= bit
        return found
