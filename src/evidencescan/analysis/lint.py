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
    for rule in rules.rules:
        yield from _static(rule, {*rules.terms, *rules.patterns, *shared}, analyser.catalogue)
    for rule in rules.rules:
        try:
            yield from _examples(analyser.name, rule, rules)
        except EvidencescanError as error:
            yield str(error)


def _static(rule: Rule, terms: set[str], catalogue: IndicatorCatalogue | None) -> Iterator[str]:
    if not rule.examples:
        yield f"rule {rule.id}: has no examples"
    if not rule.counter_examples and not rule.trap:
        yield f"rule {rule.id}: has no counter_examples"
    for term in {term for slot in (*rule.all, *rule.about, rule.none) for term in slot}:
        if term not in terms:
            yield f"rule {rule.id}: the term {term} is defined nowhere"
    codes = {indicator.code: indicator for indicator in catalogue.indicators} if catalogue else {}
    for code in rule.indicators:
        if code not in codes:
            yield f"rule {rule.id}: the catalogue has no indicator {code}"
        elif wrong := set(rule.components) - set(codes[code].components):
            yield f"rule {rule.id}: indicator {code} does not have the component {', '.join(sorted(wrong))}"


def _examples(name: str, rule: Rule, rules: RuleSet) -> Iterator[str]:
    plain = replace(rule, trap=False, score=1.0, indicators=())
    analyser = _Alone(f"{name}/lint", replace(rules, name=f"{name}/lint/{rules.language}", rules=(plain,)))
    for example in rule.examples:
        found = analyser.polarities(example)
        if not found:
            yield f"rule {rule.id}: does not match its example {example.text!r}"
        elif rule.polarity not in found:
            yield f"rule {rule.id}: its example speaks {', '.join(found)}, not {rule.polarity}: {example.text!r}"
    for example in rule.counter_examples:
        if rule.polarity in analyser.polarities(example):
            yield f"rule {rule.id}: matches its counter-example {example.text!r}"


class _Alone(CatalogueAnalyser):
    """One rule by itself."""

    def __init__(self, name: str, rules: RuleSet) -> None:
        self.catalogue = None
        self.name = name
        self._sources = (rules,)
        self.fingerprint = ""
        self._pool = Pool()
        self._indicators = {}
        self._language = rules.language

    def polarities(self, example: Example) -> tuple[str, ...]:
        document = example_document(example, self._language)
        last = document.passages[-1].seq
        return tuple(sorted({f.polarity for f in self.analyse(document) if f.passage == last}))


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
