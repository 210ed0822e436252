"""Counts whose noun does not follow them."""

from __future__ import annotations

import pytest

from evidencescan.analysis.numbers import values_in
from evidencescan.values import Breakdown


def counts(text: str, language: str = "en") -> list[tuple[float | None, str, str]]:
    return [(value.number, value.unit, value.text) for value in values_in(text, language) if value.kind == "count"]


def test_words_of_a_count_begin_with_its_noun_where_it_is_near() -> None:
    text = "The number of cases rose from 45 to 60."
    assert counts(text) == [(45, "cases", "cases rose from 45"), (60, "cases", "60")]
    first, _ = values_in(text, "en", 100)
    assert first.start == 100 + text.index("cases")


def test_bound_is_kept() -> None:
    (value,) = values_in("The number of referrals rose to more than 60.", "en")
    assert (value.number, value.unit, value.bound) == (60, "referrals", "above")


def test_noun_that_is_counted_comes_before_what_describes_it() -> None:
    assert counts("Convictions for offences against children were 31.") == [
        (31, "convictions", "Convictions for offences against children were 31")
    ]
    assert [unit for _, unit, _ in counts("The number of cases sent by the officers went from 12 to 9.")] == [
        "cases",
        "cases",
    ]


def test_subject_takes_the_unit_of_the_count_before_it() -> None:
    text = "They saw 18 suspects at the court of appeal and ten were tried. In another town, 7 were tried."
    assert [(number, unit) for number, unit, _ in counts(text)] == [(18, "persons"), (10, "persons"), (7, "items")]
    text = "The unit opened 40 cases. Of these, 12 have ended."
    assert [(number, unit) for number, unit, _ in counts(text)] == [(40, "cases"), (12, "cases")]


def test_subject_is_broken_down_by_what_is_said_of_it() -> None:
    _, part = values_in("The police met 60 suspects at sea and, in the port, 45 were women.", "en")
    assert (part.number, part.unit, part.breakdown) == (45, "persons", (Breakdown("sex", "female", 45),))


def test_part_and_whole_are_both_read() -> None:
    assert counts("In all, 217 out of 516 victims stayed.") == [
        (217, "victims", "217 out of 516 victims"),
        (516, "victims", "516 victims"),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Three out of five victims stayed.", "en"),
        ("20 out of every 1,000 women", "en"),
        ("2 de cada 5 víctimas", "es"),
        ("20 out of 100 victims", "en"),
    ],
)
def test_a_rate_is_no_part(text: str, language: str) -> None:
    assert [value.kind for value in values_in(text, language)] == ["proportion"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Victims, see 12 and 14.", "en"),
        ("The mean age of the victims was 25.", "en"),
        ("Les articles 3, 4 et 5 sont abrogés.", "fr"),
        ("Les victimes ont un taux de 30.", "fr"),
        ("Las víctimas, en los puntos 3, 4 y 5, son oídas.", "es"),
    ],
)
def test_other_numbers_are_no_counts(text: str, language: str) -> None:
    assert counts(text, language) == []
