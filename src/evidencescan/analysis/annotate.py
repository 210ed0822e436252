"""Annotation: every term of every rule file found once in each passage, and shared by all analysers.

The pool holds the rule files of a process by language. What an analyser reads from an annotation are its own terms
and the shared ones, so its findings do not depend on which other analysers are in the pool.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from evidencescan.catalogue import RuleFile, RuleSet
from evidencescan.text import sentences
from evidencescan.text.fold import fold
from evidencescan.values import Document, Passage

from .annotation import Annotation
from .arrays import Flags
from .compiled import Compiled
from .language import known_languages, load_language
from .masks import mask_of
from .references import Links
from .window import Candidate, Stretch, Window

SUBJECT_SHARE = 0.12
SUBJECT_LEAST = 4
_CONTENT = frozenset(("paragraph", "item", "table"))
_WINDOW = 1_000_000
"""Terms times passages that are looked at together."""
_LEAST, _MOST = 64, 256
_CACHED = 6000
"""Annotations that are kept; those of longer documents are made again when they are asked for again."""


class Passages(Mapping[int, Annotation]):
    """The annotations of a document's content passages by ``seq``, in order; made when they are asked for."""

    def __init__(self, document: Document) -> None:
        self._windows: list[Window] = []
        self._window = [-1] * len(document.passages)
        self._place = [0] * len(document.passages)
        self._made: dict[int, Annotation] = {}

    def add(self, window: Window) -> None:
        """Add the passages of a window."""
        for place, passage in enumerate(window.passages):
            self._window[passage.seq], self._place[passage.seq] = len(self._windows), place
        self._windows.append(window)

    def __getitem__(self, seq: int) -> Annotation:
        if seq not in self._made:
            if len(self._made) >= _CACHED:
                self._made.clear()
            self._made[seq] = self.glance(seq)
        return self._made[seq]

    def glance(self, seq: int) -> Annotation:
        """Return the annotation of a passage that will hardly be asked for again: it is not kept."""
        if seq in self._made:
            return self._made[seq]
        if seq not in self:
            raise KeyError(seq)
        return self._make(self._windows[self._window[seq]], self._place[seq])

    def folded(self, seq: int) -> str:
        """Return the folded text of a passage."""
        return self._windows[self._window[seq]].folded[self._place[seq]]

    def __contains__(self, seq: object) -> bool:
        return isinstance(seq, int) and 0 <= seq < len(self._window) and self._window[seq] >= 0

    def __iter__(self) -> Iterator[int]:
        return (seq for seq, window in enumerate(self._window) if window >= 0)

    def __len__(self) -> int:
        return sum(window >= 0 for window in self._window)

    def _make(self, window: Window, place: int) -> Annotation:
        passage = window.passages[place]
        # terms are numbered language by language: a lead-in in another one says nothing here
        lead = None if passage.lead is None else self.get(passage.lead)
        if lead is not None and lead.window.compiled is not window.compiled:
            lead = None
        language = window.compiled.data.code
        return Annotation(passage, language, window.mask(place), window.lead_mask(place), lead, window, place)


@dataclass(slots=True, eq=False)
class Annotated:
    """A document's annotations (content passages only), what the document is about, and what its passages say of each
    other; by language."""

    document: Document
    passages: Passages
    windows: dict[str, list[Window]] = field(default_factory=dict)
    title_mask: dict[str, int] = field(default_factory=dict)
    subject_mask: dict[str, int] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)

    def candidates(self, language: str, file: str) -> Iterator[tuple[Annotation, list[Candidate]]]:
        """Yield the passages of a language where rules of a file may hold, with those rules."""
        for window in self.windows.get(language, ()):
            for place, candidates in window.candidates(file):
                yield self.passages[window.passages[place].seq], candidates

    def around(self, annotation: Annotation) -> tuple[tuple[str, int], ...]:
        """Return the terms around a passage, tier by tier, further and further away."""
        if annotation.around is None:
            language, links = annotation.language, self.links[annotation.language]
            referred = 0
            for reference in links.references(annotation):
                # what a provision is about stands in its first words; its paragraphs may speak of anything
                referred |= reference.provision.mask
            annotation.around = (
                ("own", annotation.mask),
                ("lead", annotation.lead_mask & ~annotation.compiled.patterns.mask),
                ("heading", annotation.heading_mask),
                ("reference", referred),
                ("definition", links.definition_mask(annotation)),
                ("title", self.title_mask[language]),
                ("subject", self.subject_mask[language]),
            )
        return annotation.around


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
        annotated = Annotated(document, Passages(document))
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
            annotated.windows[language] = windows = list(_windows(compiled, passages))
            for window in windows:
                annotated.passages.add(window)
            tally = np.sum([window.tally for window in windows], axis=0)
            annotated.title_mask[language] = compiled.lookup.of((title,))
            annotated.subject_mask[language] = mask_of(np.flatnonzero(tally >= least).tolist())
            annotated.links[language] = Links(compiled.data.references, annotated.passages, passages)
        return annotated


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


def _windows(compiled: Compiled, passages: Sequence[Passage]) -> Iterator[Window]:
    """Yield the passages of one language in a document, window by window."""
    leads: dict[int, Flags] = {}
    asked = frozenset(passage.lead for passage in passages if passage.lead is not None)
    size = min(_MOST, max(_LEAST, _WINDOW // max(1, compiled.lexicon.size)))
    for first in range(0, len(passages), size):
        stretches = [
            Stretch(p, fold(p.text), sentences(p.text, compiled.data.code) or [(0, len(p.text))])
            for p in passages[first : first + size]
        ]
        yield Window(compiled, stretches, leads, asked)


DEFAULT_POOL = Pool()
"""The pool of this process: one pass over a text for the rules of all plugins needs one place that knows them all."""
