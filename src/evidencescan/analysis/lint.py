"""The linter of rules: every rule must match its examples and must not match its counter-examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evidencescan.catalogue import Example, IndicatorCatalogue, Rule, RuleSet
from evidencescan.errors import EvidencescanError
from evidencescan.values import Document, Passage, Profile, Source, Trait

from .analyser import CatalogueAnalyser
from .annotate import Pool
from .language import known_languages, load_language
from .phrases import parts
from .tokens import compile_patterns


def lint_path(folder: Path) -> list[str]:
    """Return what is wrong with a goal area's folder, one message each; an empty list means that all is well."""
    try:
        analyser = CatalogueAnalyser(folder, pool=Pool())
        analyser.check()
    except EvidencescanError as error:
        return [str(error)]
    messages: list[str] = []
    for rules in analyser.rule_sets:
        messages.extend(f"{rules.path}: {message}" for message in _lint(analyser, rules))
    return messages


def _lint(analyser: CatalogueAnalyser, rules: RuleSet) -> Iterator[str]:
    if rules.language not in known_languages():
        yield f"the language {rules.language} has no file of its own among {', '.join(known_languages())}"
        return
    shared = load_language(rules.language).terms
    for term, phrases in rules.terms.items():
        for phrase in phrases:
            try:
                parts(phrase)
            except EvidencescanError as error:
                yield f"term {term}: {error}"
                return
    try:
        for term, patterns in rules.patterns.items():
            compile_patterns(rules.language, term, patterns)
    except EvidencescanError as error:
        yield str(error)
        return
    known = {*rules.terms, *rules.patterns, *shared}
    for rule in rules.rules:
        yield from _static(rule, known, analyser.catalogue)
    plain = _Plain(f"{analyser.name}/lint", rules, known)
    for rule in plain.rules:
        yield from _examples(rule, plain)


def _static(rule: Rule, terms: set[str], catalogue: IndicatorCatalogue | None) -> Iterator[str]:
    if not rule.examples:
        yield f"rule {rule.id}: has no examples"
    if not rule.counter_examples and not rule.trap:
        yield f"rule {rule.id}: has no counter_examples"
    for term in _named(rule):
        if term not in terms:
            yield f"rule {rule.id}: the term {term} is defined nowhere"
    codes = {indicator.code: indicator for indicator in catalogue.indicators} if catalogue else {}
    for code in rule.indicators:
        if code not in codes:
            yield f"rule {rule.id}: the catalogue has no indicator {code}"
        elif wrong := set(rule.components) - set(codes[code].components):
            yield f"rule {rule.id}: indicator {code} does not have the component {', '.join(sorted(wrong))}"


def _named(rule: Rule) -> set[str]:
    return {term for slot in (*rule.all, *rule.about, rule.none) for term in slot}


def _examples(rule: Rule, plain: _Plain) -> Iterator[str]:
    for example in rule.examples:
        found = plain.polarities(rule, example)
        if not found:
            yield f"rule {rule.id}: does not match its example {example.text!r}"
        elif rule.polarity not in found:
            yield f"rule {rule.id}: its example speaks {', '.join(found)}, not {rule.polarity}: {example.text!r}"
    for example in rule.counter_examples:
        if rule.polarity in plain.polarities(rule, example):
            yield f"rule {rule.id}: matches its counter-example {example.text!r}"


class _Plain(CatalogueAnalyser):
    """The rules of a file whose terms are known, each by itself: no trap, no indicator, no score comes between."""

    def __init__(self, name: str, rules: RuleSet, known: set[str]) -> None:
        self.catalogue = None
        self.name = name
        self.fingerprint = ""
        self.rules = [rule for rule in rules.rules if _named(rule) <= known]
        plain = tuple(replace(rule, trap=False, score=1.0, indicators=()) for rule in self.rules)
        self._sources = (replace(rules, name=f"{name}/{rules.language}", rules=plain),)
        self._pool = Pool()
        self._indicators = {}
        self._language = rules.language

    def polarities(self, rule: Rule, example: Example) -> tuple[str, ...]:
        """Return how a rule reads the passage of an example."""
        document = example_document(example, self._language)
        last = document.passages[-1].seq
        found = (f for f in self.analyse(document) if f.passage == last)
        return tuple(sorted({f.polarity for f in found if f.reasons[0].name == f"{self.name}/{rule.id}"}))


def example_document(example: Example, language: str) -> Document:
    """Return the smallest document that holds an example: its lead-in, if any, and its passage."""
    texts = [example.lead, example.text] if example.lead else [example.text]
    passages: list[Passage] = []
    start = 0
    for seq, text in enumerate(texts):
        passages.append(
            Passage(
                seq=seq,
                kind="item" if seq else "paragraph",
                start=start,
                end=start + len(text),
                text=text,
                headings=(example.heading,) if example.heading else (),
                lead=seq - 1 if seq else None,
            )
        )
        start += len(text) + 1
    profile = Profile(
        language=Trait(language),
        kind=Trait(example.kind) if example.kind else None,
        title=Trait(example.title) if example.title else None,
    )
    source = Source("example", "0" * 64, 0)
    return Document(source, "\n".join(texts), tuple(passages), profile)
