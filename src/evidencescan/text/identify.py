"""Which language a text is in: by its function words where they leave no doubt, else by a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from heapq import nlargest
from typing import Any

from evidencescan.values import Passage

from .knowledge import LANGUAGES, language, other_function_words

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 400
_LEAST = 40
_SURE = 0.9
_AT_HOME = 0.12
"""Share of a language's function words above which a text is plainly in it."""
_TRACE = 0.08
"""Share of another language's function words below which a text is not in it."""
_PLAIN = 0.25
_CLOSE = 0.6
_ENOUGH = 40
"""A text of so many words is in a language by its function words if they have the first share, and no other
language's have more than the second share of theirs."""
_RUN = 3
_ASIDE = frozenset({"furniture", "table"})


@cache
def _identifier() -> Any:
    """The model is loaded on first use: half a second and much memory, which few documents need."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_function_words()))
    return identifier


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    """Return the function words of all languages that are told apart, the known ones first."""
    return {code: language(code).stopwords for code in LANGUAGES} | other_function_words()


def identify(text: str) -> tuple[str, float]:
    """Return the ISO 639-1 code of the likeliest language and its probability."""
    code, probability = _identifier().classify(text.lower() if text.isupper() else text)
    return str(code), float(probability)


def share_of_function_words(text: str, code: str) -> float:
    """Return the share of words in ``text`` that are among the commonest of a language."""
    return _share(_words(text), code)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_SAMPLE].lower())


def _share(words: Sequence[str], code: str) -> float:
    return sum(map(_function_words()[code].__contains__, words)) / len(words) if words else 0.0


def dominant(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return the language that most of the sampled text is in, and the sample that shows it best."""
    return _plain(texts) or _likeliest(texts)


def _plain(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return the same for text that is plainly in a known language, else None."""
    said = [_words(text) for text in texts]
    every = [word for words in said for word in words]
    if len(every) < _ENOUGH:
        return None
    (share, code), (second, _) = nlargest(2, ((_share(every, code), code) for code in _function_words()))
    if code not in LANGUAGES or share < _PLAIN or second > _CLOSE * share:
        return None
    best = max(range(len(texts)), key=lambda place: _share(said[place], code))
    return code, texts[best]


def _likeliest(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return the same by the model."""
    votes: dict[str, float] = {}
    best: dict[str, tuple[float, str]] = {}
    for text in texts:
        code, probability = identify(text[:_SAMPLE])
        votes[code] = votes.get(code, 0.0) + probability * min(len(text), _SAMPLE)
        best[code] = max(best.get(code, (0.0, "")), (probability, text))
    if not votes:
        return None
    winner = max(votes, key=lambda code: votes[code])
    return winner, best[winner][1]


def mark_foreign(passages: tuple[Passage, ...], main: str) -> tuple[Passage, ...]:
    """Set the language of passages in a run of at least three that are clearly in another language than ``main``."""
    result = list(passages)
    for run in _runs(passages, main):
        if sum(_may_be_foreign(passages[place].text, main) for place in run) < _RUN:
            continue
        verdicts = [_verdict(passages[place].text, main) for place in run]
        index = 0
        while index < len(run):
            code = verdicts[index]
            if not code or code == main:
                index += 1
                continue
            end, last, count = index, index, 0
            while end < len(run) and verdicts[end] in {code, ""}:
                if verdicts[end]:
                    last, count = end, count + 1
                end += 1
            if count >= _RUN:
                for place in range(run[index], run[last] + 1):
                    result[place] = replace(passages[place], language=code)
            index = last + 1
    return tuple(result)


def _runs(passages: tuple[Passage, ...], main: str) -> Iterator[list[int]]:
    """Yield the places of three or more passages that follow each other and may be foreign.

    Of the passages that are long enough to tell, one in three is looked at: where it is in ``main``, there is no run
    across it, nor one in the two between it and the next that is.
    """
    long = [n for n, p in enumerate(passages) if len(p.text) >= _LEAST and p.kind not in _ASIDE]
    start = 0
    for middle in range(_RUN - 1, len(long) + _RUN, _RUN):
        if middle < len(long) and not _is_main(passages[long[middle]].text, main):
            continue
        if middle - start >= _RUN:
            yield from _unlike(passages, long[start:middle], main)
        start = middle + 1


def _unlike(passages: tuple[Passage, ...], places: list[int], main: str) -> Iterator[list[int]]:
    """Yield what is left between the passages that are in ``main``, where it is long enough for a run."""
    run: list[int] = []
    for place in places:
        if _is_main(passages[place].text, main):
            if len(run) >= _RUN:
                yield run
            run = []
        else:
            run.append(place)
    if len(run) >= _RUN:
        yield run


def _is_main(text: str, main: str) -> bool:
    return main in LANGUAGES and share_of_function_words(text, main) >= _AT_HOME


def _may_be_foreign(text: str, main: str) -> bool:
    """Whether a text has enough function words of any other language to be in it."""
    words = _words(text)
    return any(
        _share(words, code) >= (_AT_HOME if code in LANGUAGES else _TRACE) for code in _function_words() if code != main
    )


def _verdict(text: str, main: str) -> str:
    """Return the language of a text that may be foreign, "" where it is too unclear to tell."""
    code, probability = identify(text[:_SAMPLE])
    if code == main:
        return main
    if probability < _SURE or (code in LANGUAGES and share_of_function_words(text, code) < _AT_HOME):
        return ""
    return code
