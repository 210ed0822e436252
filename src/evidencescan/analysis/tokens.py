"""Token patterns: terms that need the structure of tokens (numbers, shapes, optional words), found by spaCy.

spaCy costs its import, a tokenizer a language, and the tokens of each passage. All of that is put off until a rule
can be decided by nothing else: rules without patterns never load it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from evidencescan.catalogue.rules import TokenPattern
from evidencescan.errors import CatalogueError

from .lexicon import Places

_SPACE = re.compile(r"\s")


@lru_cache(maxsize=32)
def _pipeline(language: str) -> Any:
    import spacy

    try:
        return spacy.blank(language)
    except ImportError as error:
        raise CatalogueError(f"token patterns: spaCy has no tokenizer for the language {language}") from error


def tokenise(text: str, language: str) -> Any:
    """Return the tokens of a text as a spaCy ``Doc``; every kind of white space separates as a space does."""
    return _pipeline(language).make_doc(_SPACE.sub(" ", text))


def compile_patterns(language: str, term: str, patterns: Sequence[TokenPattern]) -> Any:
    """Return spaCy's ``Matcher`` for the patterns of a term.

    Raises `CatalogueError` naming term and pattern where spaCy refuses one.
    """
    vocabulary = _pipeline(language).vocab
    from spacy.matcher import Matcher

    matcher = Matcher(vocabulary, validate=True)
    for number, pattern in enumerate(patterns, 1):
        try:
            matcher.add(term, [list(pattern)])
        # spaCy raises its own kind, ValueError, and what re raises
        except (ValueError, TypeError, KeyError, re.error) as error:
            what = " ".join(str(error).split())
            raise CatalogueError(f"pattern {term}, number {number}: spaCy refuses it: {what}") from error
    return matcher


class TokenLexicon:
    """Numbers the token patterns of one language from ``first`` on, and finds them; compiled when first looked for."""

    def __init__(self, language: str, terms: Mapping[str, Sequence[TokenPattern]], first: int) -> None:
        self.first = first
        self.names = tuple(terms)
        self.number = {name: first + place for place, name in enumerate(terms)}
        self.mask = ((1 << len(terms)) - 1) << first
        """The bits of all patterns."""
        self._language = language
        self._terms = dict(terms)
        self._matchers: dict[int, Any] = {}

    def find(self, tokens: Any, term: int) -> Places:
        """Return where a pattern was found, in order; of those that begin at one place the longest comes first."""
        matcher = self._matchers.get(term)
        if matcher is None:
            name = self.names[term - self.first]
            matcher = self._matchers[term] = compile_patterns(self._language, name, self._terms[name])
        places = {
            (tokens[first].idx, tokens[last - 1].idx + len(tokens[last - 1])) for _, first, last in matcher(tokens)
        }
        return sorted(places, key=lambda place: (place[0], -place[1]))
