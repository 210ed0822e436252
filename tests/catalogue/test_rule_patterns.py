from __future__ import annotations

from pathlib import Path

import pytest

from evidencescan.catalogue import RuleSet, load_rules
from evidencescan.errors import CatalogueError

FILE = """
language = "en"
weak = [{weak}]
[terms]
trained = ["were trained"]
[patterns]
{pattern}
[[rule]]
id = "counted"
says = "People are counted"
components = ["human_rights"]
all = [{all}]
examples = ["Nine women were trained."]
"""
WOMEN = '[[{LIKE_NUM = true}, {IS_ALPHA = true, OP = "?"}, {LOWER = {IN = ["women", "girls"]}}]]'


def load(tmp_path: Path, pattern: str, slots: str = '"trained", "counted"', weak: str = "") -> RuleSet:
    path = tmp_path / "en.toml"
    path.write_text(FILE.format(pattern=pattern, all=slots, weak=weak), encoding="utf-8")
    return load_rules(path, "testarea")


def test_patterns_are_read_beside_terms(tmp_path: Path) -> None:
    rules = load(tmp_path, f"counted = {WOMEN}", weak='"counted"')
    assert rules.patterns == {
        "counted": (
            (
                {"LIKE_NUM": True},
                {"IS_ALPHA": True, "OP": "?"},
                {"LOWER": {"IN": ["women", "girls"]}},
            ),
        )
    }
    assert rules.rules[0].all == (("trained",), ("counted",))
    assert rules.weak == ("counted",)


@pytest.mark.parametrize(
    "token",
    [
        "{}",
        '{TEXT = {REGEX = "^[0-9]+%$"}}',
        '{LOWER = {REGEX = {IN = ["^a", "b$"]}, NOT_IN = ["ab"]}}',
        '{LOWER = {FUZZY2 = "women"}, LENGTH = {">=" = 3, "<" = 9}}',
        '{LENGTH = {NOT_IN = [4, 5]}, SHAPE = "dd", IS_TITLE = false}',
        '{ORTH = "x", OP = "{2,3}"}',
        '{NORM = "x", OP = "+"}',
    ],
)
def test_what_a_token_may_say(tmp_path: Path, token: str) -> None:
    assert len(load(tmp_path, f"counted = [[{token}]]").patterns["counted"]) == 1


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("counted = []", "pattern counted must be a list of token patterns"),
        ('counted = "nine women"', "pattern counted must be a list of token patterns"),
        ("Counted = [[{}]]", "pattern Counted: a name is lower-case letters"),
        (f"trained = {WOMEN}", "pattern trained: a term has the same name"),
        ("counted = [[{}], []]", "pattern counted, number 2: must be a list of tables, one a token"),
        ('counted = [["women"]]', "pattern counted, number 1: token 1 must be a table"),
        ('counted = [[{}, {LEMMA = "be"}]]', "number 1: token 2: LEMMA needs a trained pipeline"),
        ('counted = [[{POS = "NOUN"}]]', "POS needs a trained pipeline"),
        ('counted = [[{DEP = "nsubj"}]]', "DEP needs a trained pipeline"),
        ('counted = [[{lower = "women"}]]', "unknown key lower"),
        ("counted = [[{IS_STOP = true}]]", "unknown key IS_STOP"),
        ("counted = [[{LOWER = 5}]]", "LOWER must be a string or a table"),
        ("counted = [[{LOWER = {}}]]", "LOWER must be a string or a table"),
        ('counted = [[{LOWER = {WITHIN = ["a"]}}]]', "LOWER: unknown key WITHIN"),
        ("counted = [[{LOWER = {IN = []}}]]", "LOWER: IN must be a list of strings"),
        ('counted = [[{LOWER = {IN = "women"}}]]', "LOWER: IN must be a list of strings"),
        ('counted = [[{LOWER = {REGEX = "("}}]]', "LOWER: REGEX '('"),
        ('counted = [[{LOWER = {REGEX = {IN = ["a", "["]}}}]]', "LOWER: REGEX '['"),
        ('counted = [[{LOWER = {FUZZY = {FUZZY1 = "a"}}}]]', "FUZZY must be a string, or a table of IN or NOT_IN"),
        ('counted = [[{LIKE_NUM = "yes"}]]', "LIKE_NUM must be true or false"),
        ("counted = [[{LENGTH = true}]]", "LENGTH must be a whole number or a table"),
        ('counted = [[{LENGTH = {">=" = "3"}}]]', "LENGTH: >= must be a whole number"),
        ("counted = [[{LENGTH = {IN = [true]}}]]", "LENGTH: IN must be a list of whole numbers"),
        ("counted = [[{LENGTH = {ABOUT = 3}}]]", "LENGTH: unknown key ABOUT"),
        ('counted = [[{OP = "++"}]]', "OP must be one of"),
        ('counted = [[{}, {OP = "{3,1}"}]]', "OP {3,1}: the smaller number comes first"),
        ('counted = [[{OP = "?"}, {OP = "{0,2}"}, {OP = "{,2}"}, {OP = "*"}]]', "one token at least must be there"),
    ],
)
def test_wrong_shapes_are_refused_by_name(tmp_path: Path, pattern: str, message: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, pattern)
    assert message in str(caught.value)
    assert "en.toml" in str(caught.value)


@pytest.mark.parametrize("slots", ['"counted"', '"counted | trained"', '"counted", "trained | counted"'])
def test_a_rule_needs_a_slot_of_phrases_alone(tmp_path: Path, slots: str) -> None:
    with pytest.raises(CatalogueError, match="one slot at least must be phrases alone"):
        load(tmp_path, f"counted = {WOMEN}", slots)
