"""Endless text of the laws of an invented country, the same for the same seed.

Most provisions are about anything that laws regulate; about one in eight speaks of people whom the program looks for.
Invented words, the frequent ones often and most of them seldom, stand for the names and trades of real text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate, count

_ONSETS = (
    "b",
    "br",
    "c",
    "cl",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "qu",
    "r",
    "s",
    "st",
    "t",
)
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "l", "m", "n", "nd", "r", "rt", "s", "sk", "t")
_SUBJECTS = (
    "The Minister",
    "The {w} Authority",
    "Every holder of a {w} licence",
    "The registrar",
    "An inspector",
    "The Board of {w}",
    "Any person who operates a {w}",
    "The municipality of {W}",
)
_DUTIES = (
    "shall",
    "may",
    "shall not",
    "is required to",
    "must, within {n} days,",
    "shall, where it appears necessary,",
    "may by notice in the Gazette",
)
_DEEDS = (
    "keep a register of {w} {w2}",
    "publish the rates of {w} for each district",
    "inspect the premises on which {w} is stored",
    "issue a certificate in the form set out in Schedule {n}",
    "pay a fee of {n} dinars to the Treasury",
    "submit a report on {w} and {w2} to the Assembly",
    "suspend a permit that was granted for the carriage of {w}",
    "set the conditions under which {w} may be imported from {W}",
    "review the measures taken under section {n} and make them known",
)
_TAILS = (
    "",
    "",
    " before the end of the financial year",
    " unless the {w} Council decides otherwise",
    " subject to section {n}",
    ", including by means of {w2}",
    " in consultation with the authorities of {W}",
)
_RELEVANT = (
    "A victim of trafficking in persons shall not be punished for an offence that the victim committed as a direct "
    "consequence of being trafficked in {W}.",
    "The State shall provide victims of trafficking with shelter, medical care and legal aid free of charge for at "
    "least {n} days.",
    "In every decision that concerns a child the best interests of the child shall be a primary consideration, and the "
    "{w} Authority shall appoint a guardian within {n} hours.",
    "The police of {W} shall carry out a risk assessment for every victim and for the members of the family.",
    "No one shall be returned to a country where he or she would be in danger of being subjected to torture.",
    "Women who are victims of violence shall have access to female interviewers and to a separate {w} shelter.",
    "The training of border guards in {W} shall include a module on the rights of migrants, on gender and on children.",
    "The identity of a child victim shall not be disclosed to the public or to the media of {W}.",
    "An alien who has been smuggled shall not be liable to criminal prosecution for the fact of having been smuggled.",
    "Whoever recruits, transports or harbours a person by force or deception for the purpose of exploitation commits "
    "an offence and is liable to imprisonment of {n} years.",
    "Compensation shall be paid to victims of trafficking in persons out of the proceeds confiscated in {W}.",
    "A total of {n} women and {n} men took part in the workshop on human trafficking that was held in {W}.",
)
RELEVANT_SHARE = 0.12


def vocabulary(size: int) -> list[str]:
    """Return ``size`` different invented words of two or three syllables, the same ones each time."""
    chance = random.Random(1)
    words: dict[str, None] = {}
    while len(words) < size:
        syllables = range(chance.choice((2, 2, 3)))
        words["".join(chance.choice(_ONSETS) + chance.choice(_NUCLEI) for _ in syllables) + chance.choice(_CODAS)] = (
            None
        )
    return list(words)


_WORDS = vocabulary(20_000)
_WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(_WORDS))))


class Prose:
    """A source of sentences and provisions."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._words: list[str] = []

    def word(self) -> str:
        """Return an invented word, the first ones of the vocabulary more often."""
        if not self._words:
            self._words = self._chance.choices(_WORDS, cum_weights=_WEIGHTS, k=1000)
        return self._words.pop()

    def sentence(self, relevant: float = RELEVANT_SHARE) -> str:
        """Return a sentence; ``relevant`` is the share of those that speak of the subject."""
        choice = self._chance.choice
        if self._chance.random() < relevant:
            form = choice(_RELEVANT)
        else:
            form = f"{choice(_SUBJECTS)} {choice(_DUTIES)} {choice(_DEEDS)}{choice(_TAILS)}."
        words = {"w": self.word(), "w2": self.word(), "W": self.word().capitalize(), "n": self._chance.randint(2, 90)}
        return form.format_map(words)

    def provision(self) -> str:
        """Return one to four sentences."""
        return " ".join(self.sentence() for _ in range(self._chance.choice((1, 2, 2, 3, 4))))

    def law(self) -> Iterator[str]:
        """Yield the title and the numbered provisions of a law without end."""
        yield f"Law of Norvalia on {self.word()}, {self.word()} and trafficking in persons"
        for number in count(1):
            if number % 15 == 1:
                yield f"CHAPTER {number // 15 + 1}"
            yield f"Article {number}. {self.provision()}"

    def text(self, characters: int) -> str:
        """Return the beginning of a law of at least so many characters."""
        parts: list[str] = []
        for paragraph in self.law():
            parts.append(paragraph)
            characters -= len(paragraph)
            if characters <= 0:
                return "\n\n".join(parts) + "\n"
        raise AssertionError("a law has no end")
