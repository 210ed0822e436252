"""Token patterns: terms that need the structure of tokens (numbers, shapes, optional words), found by spaCy's Matcher.

spaCy costs its import and the tokens of each passage. All of that is put off until a rule can be decided by nothing
else: rules without patterns never load it. The tokenizer is spaCy's too, with signs of our own, much the same for all
languages, in place of its languages and their lists of exceptions: French alone takes two seconds to load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from evidencescan.catalogue.rules import TokenPattern
from evidencescan.errors import CatalogueError
from evidencescan.text.fold import fold

from .language import known_languages, load_language
from .lexicon import Places
from .numbers.lexicon import lexicon_for

_SPACE = re.compile(r"\s")
_HYPHEN = r"(?<=[^\W_])[-–—‐‑](?=[^\W\d_])"
_INFIXES = (
    r"\.\.+|…",
    r"(?<=\d)[-–+*^](?=\d)",  # 2020-2024
    r"(?<=[^\W\d_])[,.](?=[^\W\d_]{2})",  # a space is missing
    r"(?<=[^\W_])[:<>=/](?=[^\W\d_])",  # and/or
    r"(?<=[^\W\d_]['’])(?=[^\W\d_])",  # l'enfant
)
_TEXTS = ("ORTH", "TEXT", "LOWER")


@lru_cache(maxsize=32)
def _tokenizer(language: str) -> Any:
    from spacy.attrs import LIKE_NUM
    from spacy.lang.lex_attrs import LEX_ATTRS
    from spacy.lang.punctuation import TOKENIZER_PREFIXES, TOKENIZER_SUFFIXES
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_prefix_regex, compile_suffix_regex
    from spacy.vocab import Vocab

    joined = language in known_languages() and load_language(language).hyphens_join
    infixes = re.compile("|".join(_INFIXES if joined else (*_INFIXES, _HYPHEN)))
    like_num, numeral = LEX_ATTRS[LIKE_NUM], _numerals(language)
    return Tokenizer(
        Vocab(lex_attr_getters=LEX_ATTRS | {LIKE_NUM: lambda text: like_num(text) or numeral(text)}),
        prefix_search=compile_prefix_regex(TOKENIZER_PREFIXES).search,
        suffix_search=compile_suffix_regex(TOKENIZER_SUFFIXES).search,
        infix_finditer=infixes.finditer,
    )


def _numerals(language: str) -> Callable[[str], bool]:
    """Return a function that says whether a token is a cardinal number in words, as the language's file has them."""
    lexicon = lexicon_for(language)
    if lexicon is None:
        return lambda text: False
    numbers = lexicon.numbers
    cardinals = (numbers.units, numbers.teens, numbers.tens, numbers.scores, numbers.hundreds, numbers.thousands)
    words = {part for written in cardinals for word in written if " " not in word for part in fold(word).split()}
    links = {*map(fold, numbers.tens_and), *map(fold, numbers.hundreds_and)}

    def is_numeral(text: str) -> bool:
        first, *rest = fold(text).split() or [""]
        return first in words and all(word in words or word in links for word in rest)

    return is_numeral


def tokenise(text: str, language: str) -> Any:
    """Return the tokens of a text as a spaCy ``Doc``; every kind of white space separates as a space does."""
    return _tokenizer(language)(_SPACE.sub(" ", text))


def compile_patterns(language: str, term: str, patterns: Sequence[TokenPattern]) -> Any:
    """Return spaCy's ``Matcher`` for the patterns of a term.

    Raises `CatalogueError` naming term and pattern where spaCy refuses one.
    """
    vocabulary = _tokenizer(language).vocab
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


def needed_words(pattern: TokenPattern) -> tuple[tuple[str, ...], ...]:
    """Return what a text must hold for a pattern to match: one of the words, in small letters, for each token that
    must be there and is one of a few words."""
    needed = []
    for token in pattern:
        if token.get("OP", "1") not in ("1", "+"):
            continue
        for key in _TEXTS:
            value = token.get(key)
            words = [value] if isinstance(value, str) else value.get("IN", ()) if isinstance(value, dict) else ()
            if words:
                needed.append(tuple(word.lower() for word in words))
    return tuple(needed)


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
        self._needed: dict[int, list[tuple[tuple[str, ...], ...]]] = {}
        self._matchers: dict[int, Any] = {}

    def may_hold(self, text: str, term: int) -> bool:
        """Whether a text has the words without which no pattern of the term can match: a look without tokens."""
        needed = self._needed.get(term)
        if needed is None:
            patterns = self._terms[self.names[term - self.first]]
            needed = self._needed[term] = [needed_words(pattern) for pattern in patterns]
        lower = text.lower()
        return any(all(any(word in lower for word in words) for words in pattern) for pattern in needed)

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
