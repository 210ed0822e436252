"""Evidence explains itself in one sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidencescan.store import explain, value_words
from evidencescan.values import Breakdown, Finding, Reason, Value

PLAIN = Finding("9.1.1", "gender", "supports", "aim", 0, 0, 4, "word", 0.5)


def test_a_sentence_names_rule_words_force_condition_and_score() -> None:
    finding = replace(
        PLAIN,
        force="obligation",
        condition="who has no means",
        score=0.86,
        reasons=(
            Reason("rule", "victim-legal-aid", ("victims", "free legal aid"), 0.8),
            Reason("feature", "obligation", ("shall",)),
        ),
    )
    assert explain(finding) == (
        'Rule victim-legal-aid matched "victims … free legal aid"; an obligation ("shall"); '
        'condition "who has no means"; score 0.86.'
    )


def test_a_sentence_stands_without_reasons() -> None:
    assert explain(PLAIN) == "An aim; score 0.50."


def test_a_sentence_says_what_works_against_and_what_a_model_gave() -> None:
    finding = replace(
        PLAIN,
        polarity="contrary",
        values=(Value("age", 16.0, "years", "16 years", 0, bound="below"),),
        reasons=(
            Reason("model", "tagger", ("girls",), 0.912),
            Reason("scope", "denial", ("not",)),
            Reason("context", "heading", ("Shelter",)),
        ),
    )
    assert explain(finding) == (
        'Model tagger gave 0.91 for "girls"; the passage denies it ("not"); heading says "Shelter"; an aim; '
        "works against the component; states below 16 years; score 0.50."
    )


def test_a_sentence_names_the_strongest_rules_and_counts_the_others() -> None:
    rules = [Reason("rule", f"r{n}", ("girl",), n / 10) for n in range(4)]
    finding = replace(PLAIN, reasons=(*rules, Reason("feature", "obligation", ("must",))))
    assert (
        explain(finding) == 'Rule r3 matched "girl"; rule r2 matched "girl"; 2 more rules matched; an aim; score 0.50.'
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "duration", "number": 72.0, "unit": "hours"}, "72 hours"),
        ({"kind": "period", "number": 2026.0, "unit": "years", "until": 2030.0}, "2026 to 2030"),
        ({"kind": "period", "number": 2026.0, "unit": "years"}, "2026"),
        ({"number": 12500.0, "unit": "persons", "bound": "at_least"}, "at least 12,500 persons"),
        ({"kind": "coverage", "number": None, "unit": ""}, "all districts"),
        (
            {"number": 9.0, "unit": "", "breakdown": (Breakdown("sex", "female", 5), Breakdown("age", "child", 4))},
            "9 (female 5, child 4)",
        ),
    ],
)
def test_values_in_words(changes: dict[str, Any], words: str) -> None:
    value = Value("count", 1.0, "persons", "all districts", 0)
    assert value_words(replace(value, **changes)) == words
