"""Which quote belongs to which passage."""

from __future__ import annotations

from evidencescan.report.evaluation.matching import assign, grams


def places(quote: str, *passages: str) -> list[int]:
    """Return the numbers of the passages that the quote belongs to."""
    belonging = assign([grams(quote)], [grams(passage) for passage in passages])
    return [number for number, quotes in enumerate(belonging) if quotes]


def test_runs_are_of_four_words():
    assert grams("One two three four five.") == {("one", "two", "three", "four"), ("two", "three", "four", "five")}
    assert grams("One two") == {("one", "two")}
    assert grams("...") == frozenset()


def test_hyphens_ligatures_and_case_do_not_count():
    assert grams("The of\ufb01ce shall pro-\ntect wit\u00adnesses") == grams("the office SHALL protect witnesses")


def test_a_quote_belongs_to_the_passage_that_holds_it():
    assert places("shall be heard in court", "The victim shall be heard in court.", "The court sits on Mondays.") == [0]
    assert places("nothing of this is there", "The victim shall be heard in court.") == []
    assert places("", "The victim shall be heard in court.") == []


def test_of_two_that_hold_it_the_tighter_one_is_its_place():
    heading = "Protection of victims of trafficking"
    sentence = "The chapter on protection of victims of trafficking applies to all."
    assert places(heading, sentence, heading) == [1]
    assert places(heading, heading, heading) == [0, 1]


def test_a_quote_over_several_passages_belongs_to_those_it_covers_by_half():
    first, second = "one two three four five six seven", "alpha beta gamma delta epsilon zeta eta"
    third = "mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega and many more words follow here"
    assert places(f"{first} {second} mu nu xi omicron", first, second, third) == [0, 1]


def test_a_quote_that_holds_little_of_a_long_passage_and_of_itself_has_no_place():
    passage = "the women of the coast were given boats and nets and salt for many years"
    assert places("the women of the hills and their sheep were given nothing at all by them", passage) == []
