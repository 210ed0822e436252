"""What saves a look at a text must never cost a find: gates and starts, held against trying everything everywhere."""

from __future__ import annotations

import re

import pytest

from evidencescan.analysis.numbers import values_in
from evidencescan.analysis.numbers.grammar import Grammar, grammar_for
from evidencescan.analysis.numbers.lexicon import lexicon_for
from evidencescan.analysis.numbers.templates import Gate, needed, spaced

LANGUAGES = ("en", "fr", "es")
ODD = (
    "a hundred beds, one-hundred (100) beds and twenty- one more",
    "un (1) mois, quatre-vingt-dix jours, 25 p. 100 des cas, soixante pour cent",
    "el cien por ciento, una (1) persona y dos mil personas",
    "12 May 2020, May 2020 and 12/05/2020; in 2019-2021 and 2019/21, A.2020-21",
    "٢٠ persons and １２ days",
)


def grammar(language: str) -> Grammar:
    found = grammar_for(language)
    assert found is not None
    return found


def texts(language: str) -> list[str]:
    lexicon = lexicon_for(language)
    assert lexicon is not None
    return [*(example.text for example in (*lexicon.examples, *lexicon.counter_examples)), *ODD]


@pytest.mark.parametrize(
    ("phrase", "strings"),
    [
        ("under (the age|an age) of {n}", {"the age", "an age"}),
        ("up to the age of {n}[ {years}]", {"up to the age of"}),
        ("(to|in|throughout) the (whole|entire) (country|territory)", {"country", "territory"}),
        ("municipalit(y|ies) of {n}", {"municipalit"}),
        ("{n} {years} (or|and) older", {"older"}),
        ("{n} {years}", {"year", "calendar years"}),
        ("nation-wide", {"nation wide"}),
        ("{n}[ or more]", set()),
        ("(half of|[the ])", set()),
    ],
)
def test_a_phrase_needs_the_longest_words_that_it_cannot_do_without(phrase: str, strings: set[str]) -> None:
    assert needed((phrase,), {"years": ("year[s]", "calendar years")}) == strings


def test_a_choice_of_phrases_needs_something_only_where_each_of_them_does() -> None:
    assert needed(("half of", "one third")) == {"half of", "one third"}
    assert needed(("half of", "[one ]")) == frozenset()


def test_a_gate_opens_for_what_a_text_may_hold_in_the_order_of_the_things() -> None:
    gate = Gate(((frozenset({"age of", "aged"}), 1), (frozenset(), 2), (frozenset({"d"}), 3)))
    assert gate.open(spaced("the  age-of majority")) == [1, 2]
    assert gate.open("aged") == [1, 2, 3]
    assert gate.open("") == [2]
    assert Gate(((frozenset({"aged"}), 1),)).open("years") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_gate_is_shut_before_a_phrase_that_is_there(language: str) -> None:
    found = 0
    for text in texts(language):
        marked = grammar(language).finder.mark(text)
        templates = grammar(language).templates
        open_ = templates.open(spaced(marked.folded))
        for template in templates.things:
            whole = (template.head.pattern.removesuffix(r"\Z") if template.head else "") + template.tail.pattern
            if re.search(whole, marked.text):
                found += 1
                assert template in open_, text
        fixed = grammar(language).fixed
        for phrase in fixed.things:
            if phrase.pattern.search(marked.folded):
                found += 1
                assert phrase in fixed.open(spaced(marked.folded)), text
    assert found > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_found_as_if_they_were_tried_everywhere(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = grammar(language).finder
    found = [finder.mark(text).numerals for text in texts(language)]
    assert sum(map(len, found)) > 60
    monkeypatch.setattr(type(finder), "_starts", lambda self, folded: range(len(folded)))
    assert [finder.mark(text).numerals for text in texts(language)] == found


def test_digits_of_any_script_are_digits() -> None:
    assert [(value.number, value.unit) for value in values_in("within ٣٠ days or １２ months", "en")] == [
        (30.0, "days"),
        (12.0, "months"),
    ]
