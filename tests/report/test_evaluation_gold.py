"""Files of labels and saved runs: what is read, and what is said where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidencescan.errors import CatalogueError
from evidencescan.report.evaluation.gold import read_gold
from evidencescan.report.evaluation.run import load_run

LINE = {"doc": "act.txt", "text": "Nobody in Halverin shall be held in bondage."}


def write(tmp_path: Path, *lines: object) -> Path:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return file


def test_passages_keep_their_order_and_labels(tmp_path):
    first = {**LINE, "id": "1", "human_rights": 2, "indicators": ["9.1.1"], "indicators_maybe": ["9.1.1", "9.1.2"]}
    second = {"doc": "act.txt", "text": "A second one of other words.", "lang": "en"}
    gold = read_gold(write(tmp_path, first, "", {**LINE, "doc": "plan.txt"}, second))
    assert list(gold) == ["act.txt", "plan.txt"]
    one, two = gold["act.txt"]
    assert (one.identity, one.levels["human_rights"], one.levels["gender"], one.maybe) == ("1", 2, 0, {"9.1.2"})
    assert two.text == "A second one of other words."


def test_passages_of_the_same_words_are_one_and_their_difference_is_left_out(tmp_path):
    one = {**LINE, "human_rights": 2, "gender": 2, "indicators": ["9.1.1", "9.1.2"]}
    other = {
        "doc": "act.txt",
        "text": "nobody in Halverin shall be HELD in bond-\nage",
        "human_rights": 2,
        "gender": 2,
        "child_protection": 2,
        "contrary": ["gender"],
        "indicators": ["9.1.2", "9.1.3"],
    }
    (passage,) = read_gold(write(tmp_path, one, other))["act.txt"]
    assert dict(passage.levels) == {"human_rights": 2, "gender": 1, "child_protection": 1}
    assert (passage.indicators, passage.maybe) == ({"9.1.2"}, {"9.1.1", "9.1.3"})


def test_a_passage_without_a_word_is_left_out(tmp_path):
    assert len(read_gold(write(tmp_path, LINE, {"doc": "act.txt", "text": "* * *"}))["act.txt"]) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ({"text": "words"}, "doc is missing"),
        ({"doc": "", "text": "words"}, "doc is empty"),
        ({"doc": "act.txt", "text": 5}, "text must be a text, not 5"),
        ({**LINE, "gender": 3}, "gender must be 0, 1 or 2, not 3"),
        ({**LINE, "gender": True}, "gender must be 0, 1 or 2, not True"),
        ({**LINE, "contrary": ["sex"]}, "contrary may hold human_rights, gender, child_protection, not 'sex'"),
        ({**LINE, "indicators": "9.1.1"}, "indicators must be a list of texts"),
        ({**LINE, "values": {}}, "values must be a list of objects"),
        ({**LINE, "values": ["3 days"]}, "an object with a text under value"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, said):
    with pytest.raises(CatalogueError) as error:
        read_gold(write(tmp_path, LINE, "", line))
    assert f"{tmp_path / 'gold.jsonl'}, line 3: " in str(error.value)
    assert said in str(error.value)


def test_a_line_that_is_not_utf8_is_named(tmp_path):
    file = tmp_path / "gold.jsonl"
    file.write_bytes(json.dumps(LINE).encode() + b'\n{"doc": "\xe9"}\n')
    with pytest.raises(CatalogueError, match=r"line 2: not UTF-8 \(byte 10\)"):
        read_gold(file)


def test_a_file_without_passages_is_wrong(tmp_path):
    with pytest.raises(CatalogueError, match="no labelled passage"):
        read_gold(write(tmp_path, "", ""))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": "other"}',
        '{"format": "evidencescan-run/1", "passages": [{"key": "x"}]}',
        '{"format": "evidencescan-run/1", "passages": 5}',
        '{"format": "evidencescan-run/1", "passages": [{"key": "x", "found": {"sex": {"polarities": []}}}]}',
    ],
)
def test_a_file_that_is_no_run_is_said_to_be_none(tmp_path, text):
    file = tmp_path / "run.json"
    file.write_text(text)
    with pytest.raises(CatalogueError, match=r"run\.json is no saved run"):
        load_run(file)
