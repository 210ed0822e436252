"""All rule files of one language, compiled: terms as numbers, slots as masks, and the sieve for all rules at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from evidencescan.catalogue import Rule, RuleFile, RuleSet
from evidencescan.errors import CatalogueError
from evidencescan.text.fold import fold

from .arrays import Flags, Numbers
from .language import LanguageData
from .lexicon import Lexicon
from .masks import mask_of
from .phrases import parts
from .sieve import Sieve
from .tokens import TokenLexicon

_TEXTS_KEPT = 4096
_GRAMMAR = ("force:", "scope:", "block:")


def shared_name(term: str) -> str:
    """Return the name of a shared term in the lexicon."""
    return f"shared:{term}"


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule as masks. ``strong`` are the slots that a passage itself may rest on: those that are not words of duty
    alone. ``patterns`` are the bits of its token patterns, ``rest`` the rule without them."""

    rule: Rule
    slots: tuple[int, ...]
    strong: tuple[int, ...]
    about: tuple[int, ...]
    none: int
    kinds: frozenset[str]
    patterns: int = 0
    rest: CompiledRule | None = None

    @property
    def looks_everywhere(self) -> bool:
        """Whether its slots may be met anywhere in a passage, not in one sentence alone."""
        return self.rule.near == "passage"

    def rests(self, mask: int) -> bool:
        """Return whether the rule may rest on what is in a passage, or in one of its sentences."""
        return not self.strong or any(slot & mask for slot in self.strong)


class Owners(NamedTuple):
    """Of each rule in the sieve, the file (a place in ``names``) and its number there."""

    names: tuple[str, ...]
    file: Numbers
    number: Numbers


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
        self.broken: dict[str, CatalogueError] = {}
        sound: list[RuleSet] = []
        for source in sources:
            try:
                sound.append(_sound(source))
            except CatalogueError as error:
                self.broken[source.name] = error
        for rules in sound:
            for name, phrases in rules.terms.items():
                terms[f"{rules.name}:{name}"] = phrases
        self.lexicon = Lexicon(terms)
        patterns = {f"{rules.name}:{name}": found for rules in sound for name, found in rules.patterns.items()}
        self.patterns = TokenLexicon(data.code, patterns, first=len(self.lexicon.names))
        self.weak = mask_of(self.lexicon.number[shared_name(term)] for term in data.weak)
        for rules in sound:
            self.weak |= mask_of(self.resolve(rules.name, term) for term in rules.weak)
        self._rules: dict[str, tuple[CompiledRule, ...]] = {}
        for rules in sound:
            try:
                self._rules[rules.name] = tuple(self._compile(rules, rule) for rule in rules.rules)
            except CatalogueError as error:
                self.broken[rules.name] = error
        self.lookup = _Texts(self.lexicon)

    def resolve(self, rule_set: str, term: str) -> int:
        """Return the number of a term as a rule file names it: its own first, then the shared one."""
        own = f"{rule_set}:{term}"
        number = self.lexicon.number.get(own, self.patterns.number.get(own))
        return self.lexicon.number[shared_name(term)] if number is None else number

    def name(self, term: int) -> str:
        """Return the name that rules give to the term of a number."""
        names, first = self.lexicon.names, self.patterns.first
        return (names[term] if term < first else self.patterns.names[term - first]).rpartition(":")[2]

    def rules(self, rule_set: str) -> tuple[CompiledRule, ...]:
        """Return the rules of a file in its order; raises what is wrong with it."""
        if rule_set in self.broken:
            raise self.broken[rule_set]
        return self._rules[rule_set]

    @cached_property
    def owners(self) -> Owners:
        """Whose the rules of the sieve are."""
        counts = [len(rules) for rules in self._rules.values()]
        files = np.repeat(np.arange(len(counts)), counts)
        return Owners(tuple(self._rules), files, np.array([n for count in counts for n in range(count)], np.int64))

    @cached_property
    def grammar(self) -> Flags:
        """Which terms are words of force and scope."""
        return np.array([name.startswith(_GRAMMAR) for name in self.lexicon.names], np.bool_)

    @cached_property
    def sieve(self) -> Sieve:
        """The sieve for the rules of all files."""
        return Sieve(self.lexicon.size, [rule for rules in self._rules.values() for rule in rules])

    def _compile(self, rules: RuleSet, rule: Rule) -> CompiledRule:
        slots = [self._mask(rules, rule, slot) for slot in rule.all]
        about = tuple(self._mask(rules, rule, slot) for slot in rule.about)
        none = self._mask(rules, rule, rule.none) if rule.none else 0
        strong = tuple(slot & ~self.weak for slot in slots if slot & ~self.weak)
        made = CompiledRule(rule, tuple(slots), strong or tuple(slots), about, none, frozenset(rule.kinds))
        return _apart(made, self.patterns.mask)

    def _mask(self, rules: RuleSet, rule: Rule, slot: Iterable[str]) -> int:
        mask = 0
        for term in slot:
            try:
                mask |= 1 << self.resolve(rules.name, term)
            except KeyError:
                where = rules.path or rules.name
                raise CatalogueError(f"{where}: rule {rule.id}: the term {term} is defined nowhere") from None
        return mask


class _Texts:
    """Masks of short texts that come again and again: headings, column heads, titles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, int] = {}

    def of(self, texts: Sequence[str]) -> int:
        """Return the terms that are in any of these texts."""
        self._look(texts)
        mask = 0
        for text in texts:
            mask |= self._known[text]
        return mask

    def prepare(self, texts: Iterable[str]) -> None:
        """Look for terms in all texts that a document will ask for, at once; those of many others are forgotten."""
        if len(self._known) > _TEXTS_KEPT:
            self._known.clear()
        self._look(texts)

    def _look(self, texts: Iterable[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if not new:
            return
        masks = dict.fromkeys(range(len(new)), 0)
        hits = self._lexicon.find_all([fold(text) for text in new])
        for text, term in {*zip(hits.texts.tolist(), hits.terms.tolist(), strict=True)}:
            masks[text] |= 1 << term
        self._known.update(zip(new, masks.values(), strict=True))


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


def _apart(item: CompiledRule, patterns: int) -> CompiledRule:
    """Return a rule with its token patterns told apart: what is left without them is looked at first."""
    used = item.none
    for mask in (*item.slots, *item.about):
        used |= mask
    used &= patterns
    if not used:
        return item
    rest = replace(
        item,
        slots=tuple(slot for slot in item.slots if not slot & used),
        # a pattern may be what the rule rests on in the passage: until it is looked for, nothing need be there
        strong=() if any(slot & used for slot in item.strong) else item.strong,
        about=tuple(slot for slot in item.about if not slot & used),
        none=item.none & ~used,
    )
    return replace(item, patterns=used, rest=rest)
