"""Which language a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from evidencescan.values import Passage

from .knowledge import LANGUAGES, language

OTHERS = ("de", "nl", "it", "pt")
"""Languages that are told apart so that their text is not taken for a known one."""
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 400
_LEAST = 40
_SURE = 0.9
_AT_HOME = 0.12
"""Share of a language's function words above which a text is plainly in it."""
_RUN = 3
_ASIDE = frozenset({"furniture", "table"})


@cache
def _identifier() -> Any:
    """The model is loaded on first use: half a second that a plain import must not cost."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*LANGUAGES, *OTHERS])
    return identifier


def identify(text: str) -> tuple[str, float]:
    """Return the ISO 639-1 code of the likeliest language and its probability."""
    code, probability = _identifier().classify(text.lower() if text.isupper() else text)
    return str(code), float(probability)


def share_of_function_words(text: str, code: str) -> float:
    """Return the share of words in ``text`` that are among the commonest of a known language."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    return sum(map(language(code).stopwords.__contains__, words)) / len(words) if words else 0.0


def dominant(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return the language that most of the sampled text is in, and the sample that shows it best."""
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


def _verdict(text: str, main: str) -> str:
    """Return the language of a text that may be foreign, "" where it is too unclear to tell."""
    code, probability = identify(text[:_SAMPLE])
    if code == main:
        return main
    if probability < _SURE or (code in LANGUAGES and share_of_function_words(text, code) < _AT_HOME):
        return ""
    return code
