"""The analyser that most goal areas are: a catalogue, its rules, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from evidencescan.catalogue import IndicatorCatalogue, RuleFile, RuleSet, load_catalogue
from evidencescan.ids import tagged_hash, tree_hash
from evidencescan.values import Component, Document, Finding, Force, Indicator, Polarity, Reason, Value

from .annotate import DEFAULT_POOL, Annotated, Pool
from .annotation import Annotation
from .calibration import PATH as CALIBRATION
from .force import force_of
from .language import DATA
from .match import Match, matches
from .quoting import QUOTE_WHOLE, trimmed
from .scope import Scope, condition_text, scopes

VERSION = 3
"""Changes whenever this package finds other things in the same text with the same rules."""

THRESHOLD = 0.5
NUMBERS = DATA.parent / "numbers"
_HYPOTHETICAL = 0.75
_OPENING = 80
_DROPPED = frozenset(("no_duty", "replaced", "repealed"))

# a long document has hundreds of thousands of reasons, and few that differ
_reason = lru_cache(maxsize=1 << 13)(Reason)


def sdk_fingerprint() -> str:
    """Return a hash over this package's version and data: it is part of each analyser's fingerprint."""
    return tagged_hash(
        "analysis", VERSION, tree_hash([*DATA.glob("*.toml"), CALIBRATION]), tree_hash(NUMBERS.glob("*.toml"))
    )


class CatalogueAnalyser:
    """Finds evidence for the indicators of a catalogue by the rules beside it.

    ``folder`` holds ``indicators.toml`` (absent for an analyser of components alone) and ``rules/xx.toml``, one a
    language. Pure; picklable by its arguments; compiled on first use.
    """

    def __init__(self, folder: Path, *, name: str | None = None, pool: Pool = DEFAULT_POOL) -> None:
        path = folder / "indicators.toml"
        self.catalogue: IndicatorCatalogue | None = load_catalogue(path) if path.exists() else None
        self.name = name or (self.catalogue.name if self.catalogue else folder.name)
        rule_files = sorted((folder / "rules").glob("*.toml"))
        self._sources: tuple[RuleFile | RuleSet, ...] = tuple(RuleFile.at(file, self.name) for file in rule_files)
        self.fingerprint = tagged_hash(
            "analyser",
            self.name,
            sdk_fingerprint(),
            tree_hash([*rule_files, *([path] if path.exists() else [])]),
        )
        self._pool = pool
        self._indicators: dict[str, Indicator] = (
            {i.code: i for i in self.catalogue.indicators} if self.catalogue else {}
        )

    @cached_property
    def rule_sets(self) -> tuple[RuleSet, ...]:
        """All rule files, read when asked for; raises `evidencescan.errors.CatalogueError` where one is wrong."""
        return tuple(source.load() if isinstance(source, RuleFile) else source for source in self._sources)

    def prepare(self) -> None:
        """Add the rules to those that are looked for. Whoever has several analysers for a document prepares them all
        before the first begins, so that the languages are compiled once; one that has nothing to do costs nothing."""
        for source in self._sources:
            self._pool.add(source)

    def check(self) -> None:
        """Raise `evidencescan.errors.CatalogueError` where a rule file is wrong."""
        _ = self.rule_sets

    def analyse(self, document: Document) -> Iterable[Finding]:
        """Return the findings of a document, in its order."""
        self.prepare()
        annotated = self._pool.annotate(document)
        found: list[Finding] = []
        for source in self._sources:
            if source.language in annotated.windows:
                rules = self._pool.compiled(source.language).rules(source.name)
                for annotation, candidates in annotated.candidates(source.language, source.name):
                    met = list(matches(rules, annotated, annotation, candidates))
                    if met:
                        found.extend(self._in_passage(annotated, annotation, met))
        return sorted(found, key=lambda finding: finding.passage)

    def _in_passage(self, annotated: Annotated, annotation: Annotation, matches: Sequence[Match]) -> Iterator[Finding]:
        compiled = annotation.compiled
        trapped = {component for match in matches if match.rule.trap for component in match.rule.components}
        around = scopes(compiled, annotation)
        kind = annotated.document.profile.get("kind")
        for match in matches:
            if match.rule.trap or match.score < THRESHOLD:
                continue
            components = [c for c in match.rule.components if c not in trapped]
            reading = _read(match, around) if components else None
            if reading is None:
                continue
            polarity, score, scope_reasons = reading
            if score < THRESHOLD:
                continue
            start, end = _quote(annotation, match)
            force, force_words = force_of(compiled, annotation, match.sentence, match.hits[-1].start)
            if match.rule.force and force not in match.rule.force:
                continue
            frame = _Frame(annotation, start, end, polarity, force, score)
            frame.condition = condition_text(annotation.passage.text, around, match.sentence)
            # whatever is measured, a reviewer reads evidence with the numbers that the provision states
            frame.values = annotation.values
            frame.reasons = (
                *_reasons(self.name, match, annotation, force, force_words),
                *scope_reasons,
                *_referred(annotated, annotation, frame.condition),
            )
            yield from self._findings(frame, match, components, kind)

    def _findings(
        self, frame: _Frame, match: Match, components: Sequence[Component], kind: str | None
    ) -> Iterator[Finding]:
        codes: list[str | None] = [
            code
            for code in match.rule.indicators
            if code not in self._indicators or self._indicators[code].may_be_proved_by(kind)
        ]
        for code in codes or [None]:
            accepts = self._indicators[code].components if code in self._indicators else ()
            for component in components:
                yield frame.finding(code, component, accepts)


class _Frame:
    """What the findings of one match have in common."""

    def __init__(
        self,
        annotation: Annotation,
        start: int,
        end: int,
        polarity: Polarity,
        force: Force,
        score: float,
    ) -> None:
        self.passage = annotation.passage
        self.offset = self.passage.start + start
        self.quote = self.passage.text[start:end]
        self.polarity: Polarity = polarity
        self.force: Force = force
        self.score = score
        self.condition: str | None = None
        self.values: tuple[Value, ...] = ()
        self.reasons: tuple[Reason, ...] = ()

    def finding(self, code: str | None, component: Component, accepts: tuple[Component, ...]) -> Finding:
        """Return the finding for one indicator and component."""
        return Finding(
            indicator=code,
            component=component,
            polarity=self.polarity,
            force=self.force,
            passage=self.passage.seq,
            start=self.offset,
            end=self.offset + len(self.quote),
            quote=self.quote,
            score=round(self.score, 4),
            condition=self.condition,
            values=self.values,
            reasons=self.reasons,
            accepts=accepts,
        )


def _read(match: Match, around: list[Scope]) -> tuple[Polarity, float, list[Reason]] | None:
    """Return what scope makes of a match: polarity, score, reasons; None where nothing is left of it."""
    polarity, score = match.rule.polarity, match.score
    reasons: list[Reason] = []
    for scope in around:
        if not any(scope.governs(hit.start, hit.end) for hit in match.ideas):
            continue
        if scope.effect in _DROPPED:
            return None
        if scope.effect == "denial":
            # a denial inside the words of the rule is the rule's own idea ("shall not be punished")
            if any(hit.start < scope.end and scope.start < hit.end for hit in match.ideas):
                continue
            polarity = "contrary"
            reasons.append(Reason("scope", "denial"))
        elif scope.effect == "hypothetical":
            score *= _HYPOTHETICAL
            reasons.append(Reason("scope", "hypothetical", weight=_HYPOTHETICAL))
    return polarity, score, reasons


def _quote(annotation: Annotation, match: Match) -> tuple[int, int]:
    text = annotation.passage.text
    if len(text) <= QUOTE_WHOLE:
        return 0, len(text)
    start, end = match.sentence
    if end - start > QUOTE_WHOLE and match.hits:
        first = annotation.sentence_at(min(hit.start for hit in match.hits))
        last = annotation.sentence_at(max(hit.end - 1 for hit in match.hits))
        start, end = annotation.sentences[first][0], annotation.sentences[last][1]
    return trimmed(text, start, end)


def _reasons(name: str, match: Match, annotation: Annotation, force: Force, force_words: str) -> list[Reason]:
    text = annotation.passage.text
    words = tuple(text[hit.start : hit.end] for hit in sorted(set(match.hits)))
    reasons = [_reason("rule", f"{name}/{match.rule.id}", words, round(match.rule.score, 4))]
    reasons.extend(_reason("context", tier, (term,)) for tier, term in match.context)
    if force != "statement":
        reasons.append(_reason("feature", force, (force_words,)))
    return reasons


def _referred(annotated: Annotated, annotation: Annotation, condition: str | None) -> list[Reason]:
    """Return what a condition refers to, with its first words: "subject to section 12" and what section 12 says."""
    links = annotated.links.get(annotation.language)
    if condition is None or links is None:
        return []
    text = annotation.passage.text
    start = text.find(condition)
    return [
        Reason("scope", "reference", (text[at.start : at.end], _opening(at.provision.passage.text)))
        for at in links.references(annotation)
        if start <= at.start < start + len(condition)
    ]


def _opening(text: str) -> str:
    return text if len(text) <= _OPENING else text[:_OPENING].rpartition(" ")[0] + " …"
