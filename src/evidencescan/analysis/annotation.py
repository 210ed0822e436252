"""What was found in one passage, as rules, scope and classifier ask for it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Any

from evidencescan.values import Passage, Value

from .compiled import Compiled
from .lexicon import Places
from .masks import bits, mask_of
from .numbers import values_in
from .tokens import tokenise
from .window import Window


@dataclass(slots=True, eq=False)
class Annotation:
    """What was found in one passage: masks of its terms, where they stand, its folded text, sentences as offsets.

    ``mask`` has a bit for each term of the passage, ``lead_mask`` for those of the last sentences of its lead-ins,
    ``heading_mask`` for those of its headings.
    """

    passage: Passage
    language: str
    mask: int
    lead_mask: int
    lead: Annotation | None
    window: Window
    place: int

    around: tuple[tuple[str, int], ...] | None = None
    """The terms around the passage, tier by tier, further and further away, once they were asked for."""

    _sentences: list[tuple[int, int]] | None = None
    _places: dict[int, Places] | None = None
    _cues: dict[int, Places] | None = None
    _parts: list[Part] | None = None
    _heading_mask: int | None = None
    _values: tuple[Value, ...] | None = None
    _tokens: Any = None
    _found: dict[int, Places] | None = None
    _completed: dict[int, Annotation] | None = None

    @property
    def compiled(self) -> Compiled:
        """The rules and terms of its language."""
        return self.window.compiled

    @property
    def folded(self) -> str:
        """The text of the passage as phrases are written."""
        return self.window.folded[self.place]

    @property
    def sentences(self) -> list[tuple[int, int]]:
        """The offsets of its sentences."""
        if self._sentences is None:
            self._sentences = self.window.sentences(self.place)
        return self._sentences

    @property
    def cues(self) -> dict[int, Places]:
        """Where words of force and scope stand, each in order."""
        if self._cues is None:
            self._cues = self.window.cues(self.place)
        return self._cues

    @property
    def places(self) -> dict[int, Places]:
        """Where all terms stand, each in order."""
        if self._places is None:
            known = self.window.places(self.place)
            self._places = self.compiled.lexicon.find(self.folded) if known is None else known
        return self._places

    @property
    def heading_mask(self) -> int:
        """The terms of the headings and column heads above the passage."""
        if self._heading_mask is None:
            self._heading_mask = self.compiled.lookup.of((*self.passage.headings, *self.passage.columns))
        return self._heading_mask

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that holds an offset of the passage."""
        return max(0, bisect_right(self.sentences, (offset, 1 << 60)) - 1)

    def span(self, sentence: int) -> tuple[int, int]:
        """Return the offsets of a sentence, or of all for -1; a passage of one sentence is all of it."""
        if sentence < 0 or len(self.sentences) == 1:
            return 0, len(self.passage.text)
        return self.sentences[sentence]

    @property
    def whole(self) -> Part:
        """The passage as one part."""
        first = {term: places[0] for term, places in self.places.items()}
        return Part(self.span(-1), first, self.mask)

    @property
    def parts(self) -> list[Part]:
        """The sentences, each with the terms that begin in it."""
        if self._parts is None:
            if len(self.sentences) == 1:
                self._parts = [self.whole]
            else:
                self._parts = [Part(span, {}, 0) for span in self.sentences]
                for term, places in self.places.items():
                    for place in places:
                        first = self._parts[self.sentence_at(place[0])].first
                        if term not in first:
                            first[term] = place
                for part in self._parts:
                    part.mask = mask_of(part.first)
        return self._parts

    @property
    def values(self) -> tuple[Value, ...]:
        """The numbers that the passage states."""
        if self._values is None:
            self._values = values_in(self.passage.text, self.language, self.passage.start)
        return self._values

    def with_patterns(self, wanted: int) -> Annotation:
        """Return this annotation with the hits of the token patterns that ``wanted`` has the bits of.

        They are looked for in the passage and its lead-ins. What this annotation holds stays as it is: rules see
        the patterns that they name, whatever other rules have looked for.
        """
        if self._completed is None:
            self._completed = {}
        if wanted not in self._completed:
            found = {term: places for term in bits(wanted) if (places := self._pattern_places(term))}
            lead_mask = self.lead_mask
            if self.lead is not None:
                lead = self.lead.with_patterns(wanted)
                lead_mask |= lead.parts[-1].mask | lead.lead_mask
            self._completed[wanted] = replace(
                self,
                mask=self.mask | mask_of(found),
                lead_mask=lead_mask,
                around=None,
                _places=self.places | found,
                _parts=None,
                _completed=None,
            )
        return self._completed[wanted]

    def _pattern_places(self, term: int) -> Places:
        if self._found is None:
            self._found = {}
        if term not in self._found:
            found: Places = []
            if self.compiled.patterns.may_hold(self.passage.text, term):
                if self._tokens is None:
                    self._tokens = tokenise(self.passage.text, self.language)
                found = self.compiled.patterns.find(self._tokens, term)
            self._found[term] = [p for p in found if self.sentence_at(p[0]) == self.sentence_at(p[1] - 1)]
        return self._found[term]


@dataclass(slots=True, eq=False)
class Part:
    """A stretch of a passage: its offsets, the first place of each term in it, and their bits."""

    span: tuple[int, int]
    first: dict[int, tuple[int, int]]
    mask: int
