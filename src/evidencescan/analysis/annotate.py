"""Annotation: every term of every rule file found once in each passage, and shared by all analysers.

The pool holds the rule files of a process by language. What an analyser reads from an annotation are its own terms
and the shared ones, so its findings do not depend on which other analysers are in the pool.
"""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from evidencescan.catalogue import RuleFile, RuleSet
from evidencescan.errors import CatalogueError
from evidencescan.text import sentences
from evidencescan.text.fold import fold
from evidencescan.values import Document, Passage, Value

from .language import LanguageData, known_languages, load_language
from .lexicon import Lexicon, Places
from .numbers import values_in
from .phrases import parts
from .references import Links
from .tokens import TokenLexicon, tokenise

SUBJECT_SHARE = 0.12
SUBJECT_LEAST = 4
_CONTENT = frozenset(("paragraph", "item", "table"))


def shared_name(term: str) -> str:
    """Return the name of a shared term in the lexicon."""
    return f"shared:{term}"


@dataclass(slots=True, eq=False)
class Annotation:
    """What was found in one passage: its folded text, sentences as offsets, places by term, and masks of the terms.

    ``mask`` has a bit for each term of the passage, ``lead_mask`` for those of the last sentences of its lead-ins.
    """

    passage: Passage
    language: str
    folded: str
    sentences: list[tuple[int, int]]
    places: dict[int, Places]
    mask: int
    lead: Annotation | None = None
    lead_mask: int = 0
    heading_mask: int = 0

    _parts: list[Part] | None = None
    _starts: list[int] | None = None
    _values: tuple[Value, ...] | None = None
    _tokens: Any = None
    _found: dict[int, Places] = field(default_factory=dict)
    _completed: dict[int, Annotation] = field(default_factory=dict)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that holds an offset of the passage."""
        if self._starts is None:
            self._starts = [start for start, _ in self.sentences]
        return max(0, bisect_right(self._starts, offset) - 1)

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
                        part = self._parts[self.sentence_at(place[0])]
                        if term not in part.first:
                            part.first[term] = place
                for part in self._parts:
                    part.mask = mask_of(part.first)
        return self._parts

    @property
    def values(self) -> tuple[Value, ...]:
        """The numbers that the passage states."""
        if self._values is None:
            self._values = values_in(self.passage.text, self.language, self.passage.start)
        return self._values

    def with_patterns(self, lexicon: TokenLexicon, wanted: int) -> Annotation:
        """Return this annotation with the hits of the token patterns that ``wanted`` has the bits of.

        They are looked for in the passage and its lead-ins. What this annotation holds stays as it is: rules see
        the patterns that they name, whatever other rules have looked for.
        """
        if wanted not in self._completed:
            found = {term: places for term in bits(wanted) if (places := self._pattern_places(lexicon, term))}
            lead_mask = self.lead_mask
            if self.lead is not None:
                lead = self.lead.with_patterns(lexicon, wanted)
                lead_mask |= lead.parts[-1].mask | lead.lead_mask
            self._completed[wanted] = replace(
                self,
                places=self.places | found,
                mask=self.mask | mask_of(found),
                lead_mask=lead_mask,
                _parts=None,
                _completed={},
            )
        return self._completed[wanted]

    def _pattern_places(self, lexicon: TokenLexicon, term: int) -> Places:
        if term not in self._found:
            found: Places = []
            if lexicon.may_hold(self.passage.text, term):
                if self._tokens is None:
                    self._tokens = tokenise(self.passage.text, self.language)
                found = lexicon.find(self._tokens, term)
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
    passages say of each other; by language."""

    document: Document
    passages: dict[int, Annotation] = field(default_factory=dict)
    title_mask: dict[str, int] = field(default_factory=dict)
    subject_mask: dict[str, int] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)


class Compiled:
    """The lexicon of one language: shared terms, words of force and scope, and all rule files.

    Token patterns are numbered after the terms of the lexicon, in ``patterns``.
    """

    def __init__(self, data: LanguageData, sources: tuple[RuleFile | RuleSet, ...]) -> None:
        self.data = data
        terms: dict[str, tuple[str, ...]] = {shared_name(name): phrases for name, phrases in data.terms.items()}
        for force, phrases in data.force.items():
            terms[f"force:{force}"] = phrases
        for number, cue in enumerate(data.cues):
            terms[f"scope:{number}"] = cue.phrases
            terms[f"block:{number}"] = cue.blockers
        terms["scope:end"] = data.ends
        # a rule file that is wrong costs its own analyser, which raises, and no other
        self.rule_sets: dict[str, RuleSet] = {}
        self.broken: dict[str, CatalogueError] = {}
        for source in sources:
            try:
                self.rule_sets[source.name] = _sound(source)
            except CatalogueError as error:
                self.broken[source.name] = error
        sound = list(self.rule_sets.values())
        for rules in sound:
            for name, phrases in rules.terms.items():
                terms[f"{rules.name}:{name}"] = phrases
        self.lexicon = Lexicon(terms)
        patterns = {f"{rules.name}:{name}": found for rules in sound for name, found in rules.patterns.items()}
        self.patterns = TokenLexicon(data.code, patterns, first=len(self.lexicon.names))
        self.weak = sum(1 << self.lexicon.number[shared_name(term)] for term in data.weak)
        for rules in sound:
            self.weak |= sum(1 << self.resolve(rules.name, term) for term in rules.weak)

    def resolve(self, rule_set: str, term: str) -> int:
        """Return the number of a term as a rule file names it: its own first, then the shared one."""
        own = f"{rule_set}:{term}"
        number = self.lexicon.number.get(own, self.patterns.number.get(own))
        return self.lexicon.number[shared_name(term)] if number is None else number

    def name(self, term: int) -> str:
        """Return the name that rules give to the term of a number."""
        names, first = self.lexicon.names, self.patterns.first
        return (names[term] if term < first else self.patterns.names[term - first]).rpartition(":")[2]

    @cached_property
    def lookup(self) -> _Masks:
        """Masks of short texts that come again and again: headings, column heads, titles."""
        return _Masks(self.lexicon)


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(terms: Iterable[int]) -> int:
    """Return the bits of these terms."""
    mask = 0
    for term in terms:
        mask |= 1 << term
    return mask


def _sound(source: RuleFile | RuleSet) -> RuleSet:
    """Return the rules of a file; raise CatalogueError where anything in it, or one of its phrases, is wrong."""
    rules = source.load() if isinstance(source, RuleFile) else source
    for name, phrases in rules.terms.items():
        for phrase in phrases:
            try:
                parts(phrase)
            except CatalogueError as error:
                raise CatalogueError(f"{rules.path or rules.name}: term {name}: {error}") from None
    return rules


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep the garbage collector from looking again and again at all that is being made, nothing of it garbage: a
    third of the time to compile a language."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Masks:
    def __init__(self, lexicon: Lexicon) -> None:
        self.of = lru_cache(maxsize=4096)(lambda text: mask_of(lexicon.find(fold(text))))


class Pool:
    """The rule files of a process, compiled by language when first needed, and the last annotated document."""

    def __init__(self) -> None:
        self._sources: dict[str, dict[str, RuleFile | RuleSet]] = {}
        self._compiled: dict[str, Compiled] = {}
        self._last: Annotated | None = None

    def add(self, rules: RuleFile | RuleSet) -> None:
        """Add a rule file, read or not; one of the same name is replaced."""
        known = self._sources.setdefault(rules.language, {})
        if known.get(rules.name) != rules:
            known[rules.name] = rules
            self._compiled.pop(rules.language, None)
            self._last = None

    def compiled(self, language: str) -> Compiled:
        """Return the lexicon of a language."""
        if language not in self._compiled:
            sources = tuple(self._sources.get(language, {}).values())
            with _collector_off():
                self._compiled[language] = Compiled(load_language(language), sources)
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
        counts: dict[str, dict[int, int]] = {}
        for passage in document.passages:
            language = passage.language or default
            if passage.kind not in _CONTENT or passage.inert is not None or language not in known:
                continue
            compiled = self.compiled(language)
            annotation = _annotation(compiled, passage, language, annotated)
            annotated.passages[passage.seq] = annotation
            tally = counts.setdefault(language, {})
            for term in annotation.places:
                tally[term] = tally.get(term, 0) + 1
        title = document.profile.get("title") or ""
        for language, tally in counts.items():
            annotated.title_mask[language] = self.compiled(language).lookup.of(title)
            least = max(SUBJECT_LEAST, SUBJECT_SHARE * len(annotated.passages))
            annotated.subject_mask[language] = sum(1 << term for term, count in tally.items() if count >= least)
            own = (a for a in annotated.passages.values() if a.language == language)
            annotated.links[language] = Links(self.compiled(language).data.references, own)
        return annotated


def _annotation(compiled: Compiled, passage: Passage, language: str, annotated: Annotated) -> Annotation:
    folded = fold(passage.text)
    places = compiled.lexicon.find(folded)
    split = sentences(passage.text, language)
    annotation = Annotation(passage, language, folded, split, places, mask_of(places))
    lead = None if passage.lead is None else annotated.passages.get(passage.lead)
    # terms are numbered language by language: a lead-in in another one says nothing here
    if lead is not None and lead.language == language:
        annotation.lead = lead
        annotation.lead_mask = lead.parts[-1].mask | lead.lead_mask
    for heading in (*passage.headings, *passage.columns):
        annotation.heading_mask |= compiled.lookup.of(heading)
    return annotation


DEFAULT_POOL = Pool()
"""The pool of this process: one pass over a text for the rules of all plugins needs one place that knows them all."""
