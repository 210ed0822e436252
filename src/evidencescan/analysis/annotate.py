"""Annotation: every term of every rule file found once in each passage, and shared by all analysers.

The pool holds the rule files of a process by language. What an analyser reads from an annotation are its own terms
and the shared ones, so its findings do not depend on which other analysers are in the pool.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from evidencescan.catalogue import RuleSet
from evidencescan.text import sentences
from evidencescan.text.fold import fold
from evidencescan.values import Document, Passage, Value

from .arrays import Flags
from .compiled import Compiled, shared_name
from .language import known_languages, load_language
from .lexicon import Places
from .masks import bits, mask_of
from .numbers import values_in
from .references import Links
from .tokens import tokenise
from .window import Kept, Stretch, Window

SUBJECT_SHARE = 0.12
SUBJECT_LEAST = 4
_CONTENT = frozenset(("paragraph", "item", "table"))
_WINDOW = 4_000_000
"""Terms times passages that are looked at together."""
_LEAST, _MOST = 64, 2000


@dataclass(slots=True, eq=False)
class Annotation:
    """What was found in one passage: its folded text, sentences as offsets, places by term, and masks of the terms.

    ``mask`` has a bit for each term of the passage, ``lead_mask`` for those of the last sentences of its lead-ins,
    ``heading_mask`` for those of its headings.
    """

    passage: Passage
    language: str
    compiled: Compiled
    folded: str
    sentences: list[tuple[int, int]]
    mask: int
    lead: Annotation | None = None
    lead_mask: int = 0

    _kept: tuple[Kept, int] | None = None
    _places: dict[int, Places] | None = None
    _parts: list[Part] | None = None
    _heading_mask: int | None = None
    _values: tuple[Value, ...] | None = None
    _tokens: Any = None
    _found: dict[int, Places] | None = None
    _completed: dict[int, Annotation] | None = None

    @property
    def places(self) -> dict[int, Places]:
        """Where the terms stand, each in order."""
        if self._places is None:
            if self._kept is not None:
                self._places = self._kept[0].places(self._kept[1])
            else:
                self._places = self.compiled.lexicon.find(self.folded)
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

    @property
    def whole(self) -> Part:
        """The passage as one part."""
        first = {term: places[0] for term, places in self.places.items()}
        return Part((0, len(self.passage.text)), first, self.mask)

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
                _places=self.places | found,
                _parts=None,
                _completed=None,
            )
        return self._completed[wanted]

    def _pattern_places(self, term: int) -> Places:
        if self._found is None:
            self._found = {}
        if term not in self._found:
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


@dataclass(slots=True, eq=False)
class Annotated:
    """A document's annotations by passage ``seq`` (content passages only), what the document is about, and what its
    passages say of each other; by language.

    ``candidates`` are by rule file and passage the rules that may hold there: number in the file, and number of the
    sentence, -1 for the whole passage.
    """

    document: Document
    passages: dict[int, Annotation] = field(default_factory=dict)
    candidates: dict[str, dict[int, list[tuple[int, int]]]] = field(default_factory=dict)
    title_mask: dict[str, int] = field(default_factory=dict)
    subject_mask: dict[str, int] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)


class Pool:
    """The rule files of a process, compiled by language when first needed, and the last annotated document."""

    def __init__(self) -> None:
        self._rule_sets: dict[str, dict[str, RuleSet]] = {}
        self._compiled: dict[str, Compiled] = {}
        self._last: Annotated | None = None

    def add(self, rules: RuleSet) -> None:
        """Add a rule file; one of the same name is replaced."""
        known = self._rule_sets.setdefault(rules.language, {})
        if known.get(rules.name) != rules:
            known[rules.name] = rules
            self._compiled.pop(rules.language, None)
            self._last = None

    def compiled(self, language: str) -> Compiled:
        """Return the lexicon of a language."""
        if language not in self._compiled:
            rule_sets = tuple(self._rule_sets.get(language, {}).values())
            self._compiled[language] = Compiled(load_language(language), rule_sets)
        return self._compiled[language]

    def annotate(self, document: Document) -> Annotated:
        """Return the annotations of a document; the last document's are kept for the next analyser."""
        if self._last is None or self._last.document is not document:
            self._last = self._annotate(document)
        return self._last

    def _annotate(self, document: Document) -> Annotated:
        annotated = Annotated(document)
        default = document.profile.get("language") or "en"
        known = frozenset(known_languages())
        by_language: dict[str, list[Passage]] = {}
        for passage in document.passages:
            language = passage.language or default
            if passage.kind in _CONTENT and passage.inert is None and language in known:
                by_language.setdefault(language, []).append(passage)
        least = max(SUBJECT_LEAST, SUBJECT_SHARE * sum(map(len, by_language.values())))
        title = document.profile.get("title") or ""
        for language, passages in by_language.items():
            compiled = self.compiled(language)
            compiled.lookup.prepare(text for passage in passages for text in (*passage.headings, *passage.columns))
            annotated.title_mask[language] = compiled.lookup.of((title,))
            own = _Passages(compiled, passages, language)
            annotated.passages |= own.annotations
            annotated.candidates |= own.candidates
            annotated.subject_mask[language] = mask_of(np.flatnonzero(own.tally >= least).tolist())
            annotated.links[language] = Links(compiled.data.references, own.annotations.values())
        if len(by_language) > 1:
            annotated.passages = dict(sorted(annotated.passages.items()))
        return annotated


class _Passages:
    """The passages of one language in a document, looked at window by window."""

    def __init__(self, compiled: Compiled, passages: Sequence[Passage], language: str) -> None:
        self.annotations: dict[int, Annotation] = {}
        self.candidates: dict[str, dict[int, list[tuple[int, int]]]] = {}
        self.tally = np.zeros(max(1, len(compiled.lexicon.names)), np.int64)
        self._compiled = compiled
        self._language = language
        self._leads: dict[int, Flags] = {}
        self._asked = frozenset(passage.lead for passage in passages if passage.lead is not None)
        size = min(_MOST, max(_LEAST, _WINDOW // len(self.tally)))
        for first in range(0, len(passages), size):
            self._look(passages[first : first + size])

    def _look(self, passages: Sequence[Passage]) -> None:
        compiled = self._compiled
        stretches = [
            Stretch(p.seq, fold(p.text), sentences(p.text, self._language) or [(0, len(p.text))], p.lead)
            for p in passages
        ]
        window = Window(compiled.lexicon, compiled.sieve, stretches, self._leads, self._asked)
        self.tally += window.tally
        for text, (passage, stretch) in enumerate(zip(passages, stretches, strict=True)):
            # a lead-in in another language is not among these: what it holds says nothing here
            lead = None if passage.lead is None else self.annotations.get(passage.lead)
            self.annotations[passage.seq] = Annotation(
                passage,
                self._language,
                compiled,
                stretch.folded,
                stretch.sentences,
                window.masks[text],
                lead,
                window.lead_masks[text],
                (window.kept, text) if text in window.kept.place else None,
            )
        for text, rule, sentence in window.may_hold:
            name, number, _ = compiled.all_rules[rule]
            of_file = self.candidates.setdefault(name, {})
            of_file.setdefault(passages[text].seq, []).append((number, sentence))


DEFAULT_POOL = Pool()
"""The pool of this process: one pass over a text for the rules of all plugins needs one place that knows them all."""
