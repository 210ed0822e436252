"""How findings follow when the wording of clear evidence is changed: rates by language, printed as a table.

    python tests/behaviour/measure.py [--all]

``--all`` also prints, on the standard error, each sentence that did not behave.
"""

from __future__ import annotations

import random
import re
import sys
import textwrap
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evidencescan.analysis import assemble
from evidencescan.builtin.readers.plain import plain_paragraphs
from evidencescan.host import Host
from evidencescan.text import build_document
from evidencescan.values import Block, Finding, Profile, Reading, Source, Trait

LANGUAGES = ("en", "fr", "es")
NOISE = 0.01
SEEDS = (1, 2, 3)
_HERE = Path(__file__).parent
_DENIAL = re.compile(r"\b(not|no|ne|nul|aucune?|n'\w+|ning[uú]na?|nadie)\b", re.IGNORECASE)
_LONG_WORD = re.compile(r"\b[a-z]{8,}\b")

Mark = tuple[str | None, str, str, str]
"""What a reviewer sees of a finding: indicator, component, polarity, force."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clear evidence of a component, and the same provision denied."""

    component: str
    text: str
    denied: str
    duty_lifted: bool = False


@dataclass(frozen=True, slots=True)
class Corpus:
    """The sentences of a language, the title of the law that they stand in, and what may be exchanged in them."""

    language: str
    title: str
    weaker: dict[str, str]
    swaps: dict[str, str]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of ``of`` behaved; ``failed`` says which did not."""

    good: int
    of: int
    failed: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.good / self.of if self.of else 0.0


@cache
def corpus(language: str) -> Corpus:
    """Read the sentences of a language."""
    data = tomllib.loads((_HERE / f"{language}.toml").read_text(encoding="utf-8"))
    sentences = tuple(Sentence(**item) for item in data["sentence"])
    return Corpus(language, data["title"], data["weaker"], data["swaps"], sentences)


@cache
def host() -> Host:
    """Return the plugins that come with the program."""
    return Host(kinds=("analyser",))


@cache
def findings(language: str, text: str) -> tuple[Finding, ...]:
    """Return the evidence in a text file that holds one provision of the law of the corpus."""
    given = {"language": language, "kind": "law", "title": corpus(language).title}
    profile = Profile(**{name: Trait(value, origin="user") for name, value in given.items()})
    blocks = tuple(Block(paragraph) for paragraph in plain_paragraphs(text))
    document = build_document(Source("act.txt", "0" * 64, len(text)), Reading(blocks), profile)
    return assemble(document, [f for analyser in host().analysers for f in analyser.analyse(document)])


def marks(language: str, text: str) -> frozenset[Mark]:
    """Return what a reviewer sees of the evidence in a text."""
    return frozenset((f.indicator, f.component, f.polarity, f.force) for f in findings(language, text))


def found(language: str) -> list[Sentence]:
    """Return the sentences in which the component that a reviewer marks is found to support."""
    return [s for s in corpus(language).sentences if supports(language, s.text, s.component)]


def supports(language: str, text: str, component: str) -> bool:
    """Return whether a text is found to support a component."""
    return any(f.component == component and f.polarity == "supports" for f in findings(language, text))


def rate(outcomes: Iterator[tuple[str, bool]]) -> Rate:
    """Return the rate of (what, whether it behaved)."""
    seen = list(outcomes)
    return Rate(sum(good for _, good in seen), len(seen), tuple(what for what, good in seen if not good))


# What a change of meaning must change


def recognised(language: str) -> Rate:
    """The component that a reviewer marks is found."""
    return rate((s.text, supports(language, s.text, s.component)) for s in corpus(language).sentences)


def no_longer_supports(language: str) -> Rate:
    """What supported is, once denied, not found to support."""
    return rate((s.denied, not supports(language, s.denied, s.component)) for s in found(language))


def speaks_against(language: str) -> Rate:
    """What supported is, once denied, found to be contrary and not to support; lifted duties are left out."""

    def outcomes() -> Iterator[tuple[str, bool]]:
        for s in found(language):
            if s.duty_lifted:
                continue
            sides = {f.polarity for f in findings(language, s.denied) if f.component == s.component}
            yield s.denied, sides == {"contrary"}

    return rate(outcomes())


def force_drops(language: str) -> Rate:
    """A duty that becomes a leave is still found, as a permission."""

    def outcomes() -> Iterator[tuple[str, bool]]:
        for s in found(language):
            text = weaker(corpus(language), s.text)
            if text == s.text or _DENIAL.search(s.text) or "obligation" not in forces(language, s.text, s.component):
                continue
            yield text, forces(language, text, s.component) == {"permission"}

    return rate(outcomes())


def forces(language: str, text: str, component: str) -> set[str]:
    """Return the forces with which a component is found."""
    return {f.force for f in findings(language, text) if f.component == component}


def weaker(of: Corpus, text: str) -> str:
    """Return a sentence with its words of duty exchanged for words of leave."""
    for word, other in of.weaker.items():
        text = re.sub(rf"\b{word}\b", other, text)
    return text


# What a change of form must not change


def swapped(of: Corpus, text: str) -> str:
    """Return a sentence with other names of places and persons and other years."""
    for name, other in of.swaps.items():
        text = text.replace(name, other)
    return text


def lines(of: Corpus, text: str) -> str:
    """Return a sentence broken into lines of 40 characters."""
    return "\n".join(textwrap.wrap(text, 40, break_on_hyphens=False))


def hyphenated(of: Corpus, text: str) -> str:
    """Return a sentence in two lines, the first of which ends inside its longest word."""
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    longest = max(words, key=lambda word: (len(word[0]), word.start()))
    middle = longest.start() + len(longest[0]) // 2
    return f"{text[:middle]}-\n{text[middle:]}"


def spaced(of: Corpus, text: str) -> str:
    """Return a sentence with two blanks for one."""
    return text.replace(" ", "  ")


def requoted(of: Corpus, text: str) -> str:
    """Return a sentence with straight marks of quotation for typographic ones, and typographic apostrophes."""
    return text.replace("'", "’").translate(str.maketrans("“”«»", '""""'))


def unaccented(of: Corpus, text: str) -> str:
    """Return a sentence that has lost its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def capitals(of: Corpus, text: str) -> str:
    """Return a sentence in capital letters."""
    return text.upper()


Change = Callable[[Corpus, str], str]
SAME: dict[str, Change] = {
    "other places, persons, years": swapped,
    "broken into lines": lines,
    "hyphenated at a line end": hyphenated,
    "double spaces": spaced,
    "other quotation marks, apostrophes": requoted,
    "accents lost": unaccented,
    "capital letters": capitals,
}


def unchanged(language: str, change: Change) -> Rate:
    """A change of form changes nothing that a reviewer sees. Sentences that the change leaves alone are left out."""
    of = corpus(language)
    pairs = [(s.text, change(of, s.text)) for s in of.sentences]
    return rate((new, marks(language, new) == marks(language, old)) for old, new in pairs if new != old)


def noise(language: str) -> Rate:
    """Evidence that stays where one letter in a hundred is another, over three seeds."""

    def outcomes() -> Iterator[tuple[str, bool]]:
        for seed in SEEDS:
            source = random.Random(seed)
            for s in corpus(language).sentences:
                text = noisy(s.text, source)
                left = {(f.indicator, f.component) for f in findings(language, text) if f.polarity == "supports"}
                for f in findings(language, s.text):
                    if f.polarity == "supports":
                        yield text, (f.indicator, f.component) in left

    return rate(outcomes())


def noisy(text: str, source: random.Random) -> str:
    """Return a text in which each letter is another with a probability of `NOISE`."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "".join(source.choice(letters) if c.isalpha() and source.random() < NOISE else c for c in text)


MEASURES: dict[str, Callable[[str], Rate]] = {
    "the component is found": recognised,
    "denied: it no longer supports": no_longer_supports,
    "denied: it speaks against": speaks_against,
    "duty made a leave: its force drops": force_drops,
    **{f"{name}: nothing changes": lambda language, c=change: unchanged(language, c) for name, change in SAME.items()},
    "one letter in a hundred wrong: evidence stays": noise,
}


def table() -> str:
    """Return the rates as a Markdown table: percent, and of how many."""
    rows = ["| change | " + " | ".join(LANGUAGES) + " |", "|---|" + "---|" * len(LANGUAGES)]
    for name, measure in MEASURES.items():
        rates = [measure(language) for language in LANGUAGES]
        rows.append(f"| {name} | " + " | ".join(f"{r.share:.0%} of {r.of}" if r.of else "-" for r in rates) + " |")
    return "\n".join(rows)


def main() -> None:
    """Print the table."""
    sys.stdout.write(table() + "\n")
    if "--all" in sys.argv[1:]:
        for name, measure in MEASURES.items():
            for language in LANGUAGES:
                for text in measure(language).failed:
                    sys.stderr.write(f"{name}, {language}: {text!r}\n")


if __name__ == "__main__":
    main()
