from __future__ import annotations

import pytest

from evidencescan.analysis.numbers import values_in
from evidencescan.values import Breakdown, Value


def one(text: str, language: str = "en") -> Value:
    (value,) = values_in(text, language)
    return value


def test_unknown_language_gives_nothing() -> None:
    assert values_in("within 30 days", "de") == ()
    assert values_in("within 30 days", "") == ()
    assert values_in("within 30 days", "../en") == ()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("text", ["", " ", "§", "(", "2021-", "1,2,3.4.5/6", "ﬁ 12 ﬂ", "\u0130 12 \U0001f600 days"])
def test_odd_texts_do_no_harm(text: str, language: str) -> None:
    for value in values_in(text, language):
        assert text[value.start : value.start + len(value.text)] == value.text


def test_offset_is_that_of_the_document() -> None:
    text = "Victims stay for at least thirty (30) days; others for at most 90 days."
    first, second = values_in(text, "en", 1000)
    assert text[first.start - 1000 :].startswith(first.text)
    assert (first.text, first.number) == ("at least thirty (30) days", 30)
    assert (second.text, second.bound) == ("at most 90 days", "at_most")


@pytest.mark.parametrize(
    ("written", "language", "number"),
    [
        ("1,234", "en", 1234),
        ("1 234", "en", 1234),
        ("12.5", "en", 12.5),
        ("2.5 million", "en", 2_500_000),
        ("twenty-four", "en", 24),
        ("three thousand two hundred and five", "en", 3205),
        ("two million", "en", 2_000_000),
        ("1 234", "fr", 1234),
        ("1\u202f234", "fr", 1234),
        ("1.234", "fr", 1234),
        ("12,5", "fr", 12.5),
        ("soixante et onze", "fr", 71),
        ("quatre-vingts", "fr", 80),
        ("quatre-vingt-dix-neuf", "fr", 99),
        ("mille deux cent soixante-douze", "fr", 1272),
        ("nonante", "fr", 90),
        ("1.234", "es", 1234),
        ("1,234", "es", 1234),
        ("12,5", "es", 12.5),
        ("veintidós", "es", 22),
        ("treinta y seis", "es", 36),
        ("ciento veinte", "es", 120),
        ("tres mil quinientas", "es", 3500),
    ],
)
def test_numbers_in_digits_and_words(written: str, language: str, number: float) -> None:
    noun = {"en": "victims", "fr": "victimes", "es": "víctimas"}[language]
    value = one(f"{written} {noun}", language)
    assert (value.kind, value.number, value.unit, value.text) == ("count", number, "victims", f"{written} {noun}")


def test_two_numbers_joined_by_and_stay_two() -> None:
    assert [v.number for v in values_in("between one hundred judges and two hundred judges", "en")] == [100, 200]
    assert [(v.number, v.unit) for v in values_in("within ninety and thirty days, respectively", "en")] == [
        (90, "days"),
        (30, "days"),
    ]


def test_doubled_number_that_disagrees_is_read_from_its_words() -> None:
    assert one("The stay lasts thirty (40) days.").number == 30
    assert one("The stay lasts 40 (thirty) days.").number == 30


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("punished by imprisonment of under ten years", "en"),
        ("a sentence of imprisonment between 12 and 18 years", "en"),
        ("une peine de dix ans d'emprisonnement", "fr"),
        ("un emprisonnement de moins de dix ans", "fr"),
        ("prisión de cuatro a diez años", "es"),
        ("pena privativa de libertad no menor de diez años", "es"),
        ("pena de prisión menor de seis años", "es"),
    ],
)
def test_a_prison_term_is_never_an_age(text: str, language: str) -> None:
    assert [value.kind for value in values_in(text, language)] == ["duration"]


def test_age_beside_a_prison_term() -> None:
    text = "prisión de diez a quince años cuando la víctima fuere menor de 18 años"
    term, age = values_in(text, "es")
    assert (term.kind, term.number, term.until) == ("duration", 10, 15)
    assert (age.kind, age.number, age.bound) == ("age", 18, "below")


def test_breakdown_is_in_the_unit_of_the_value_and_not_repeated() -> None:
    value = one("1,250 victims, of whom 60 % were women and 300 were boys")
    assert value.number == 1250
    assert value.breakdown == (
        Breakdown("sex", "female", 750),
        Breakdown("sex", "male", 300),
        Breakdown("age", "child", 300),
    )
    assert value.text.endswith("300 were boys")


def test_a_part_greater_than_the_whole_is_no_part() -> None:
    values = values_in("12 officers (40 women)", "en")
    assert [(value.number, value.unit, value.breakdown) for value in values] == [
        (12, "officers", ()),
        (40, "women", ()),
    ]


def test_children_are_boys_only_beside_girls() -> None:
    assert one("40 víctimas, de ellas 12 niños", "es").breakdown == (Breakdown("age", "child", 12),)
    beside = one("40 víctimas (28 niñas y 12 niños)", "es").breakdown
    assert Breakdown("sex", "male", 12) in beside


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2021-2025", 2021, 2025), ("2021–2025", 2021, 2025), ("2021/22", 2021, 2022), ("1999-2004", 1999, 2004)],
)
def test_periods_in_digits(text: str, first: int, last: int) -> None:
    value = one(f"The plan {text} is adopted.")
    assert (value.kind, value.number, value.until, value.text) == ("period", first, last, text)


@pytest.mark.parametrize(
    "text", ["2025-2021", "017-2017-AB", "Law No. 14/2008", "2019-12", "3.2.1 victims", "A-12 days"]
)
def test_names_of_laws_are_no_values(text: str) -> None:
    assert values_in(text, "en") == ()


def test_money_is_no_count() -> None:
    assert values_in("a fine of 500 to 2,000 euros and USD 300 per victim", "en") == ()
    assert [v.number for v in values_in("$5,000 for 12 shelters", "en")] == [12]


def test_a_quantity_after_a_reference_is_read() -> None:
    assert [value.number for value in values_in("Under sections 3 and 4, 45 women were heard.", "en")] == [45]
