from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evidencescan.errors import ModelError
from evidencescan.models.passages import TrainingPassage, balance, lint_passages, read_passages
from evidencescan.values import COMPONENTS

SHIPPED = Path(__file__).parents[2] / "models" / "training"
LINE: dict[str, object] = {
    "doc": "en-law-90",
    "kind": "law",
    "title": "Harbour Act of Oruvia",
    "heading": "Shelter",
    "lead": "",
    "text": "Every victim shall be given shelter.",
    "human_rights": 2,
    "gender": 0,
    "child_protection": 1,
    "contrary": [],
    "indicators": ["5.1.1"],
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes lines, changed from `LINE`, to `en-law.jsonl` and returns the folder."""

    def write_lines(*changes: dict[str, object] | str) -> Path:
        lines = [change if isinstance(change, str) else json.dumps(LINE | change) for change in changes]
        (tmp_path / "en-law.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write_lines


def test_a_passage_is_read_with_its_language_and_place(write: Write) -> None:
    first, second = read_passages(write({}, "", {"text": "The port closes at noon.", "human_rights": 0}))
    assert (first.language, first.document, first.levels) == ("en", "en-law-90", (2, 0, 1))
    assert (first.indicators, first.where) == (("5.1.1",), "en-law.jsonl, line 1")
    assert second.where == "en-law.jsonl, line 3"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("{", "is no training passage", id="no JSON"),
        pytest.param("[]", "is no training passage", id="no object"),
        pytest.param({"gender": "much"}, "is no training passage", id="level is no number"),
        pytest.param({"gender": 3}, "kind, levels or text are wrong", id="unknown level"),
        pytest.param({"kind": "poem"}, "kind, levels or text are wrong", id="unknown kind"),
        pytest.param({"text": "  "}, "kind, levels or text are wrong", id="no text"),
        pytest.param({"contrary": ["gender"]}, "only a component at level 2", id="contrary of nothing"),
        pytest.param({"indicators": ["9.9.9"]}, "no codes of indicators", id="unknown code"),
    ],
)
def test_a_wrong_line_is_named_by_file_and_line(write: Write, line: dict[str, object] | str, message: str) -> None:
    with pytest.raises(ModelError, match=f"en-law.jsonl, line 2: .*{message}"):
        read_passages(write({}, line))


def test_a_missing_key_is_named(write: Write) -> None:
    line = {key: value for key, value in LINE.items() if key != "lead"}
    with pytest.raises(ModelError, match=r"line 1: .*'lead'"):
        read_passages(write(json.dumps(line)))


def test_a_folder_without_passages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no training passages"):
        read_passages(tmp_path)


NOTHING = TrainingPassage("en", "d1", "law", "", "", "", "The port closes at noon.", (0, 0, 0), (), (), "line 0")


def sound() -> list[TrainingPassage]:
    """Return twenty passages in balance: half nothing, the others by turns of each component, two contrary."""
    found = [replace(NOTHING, text=f"Pier {n} closes at noon.", where=f"line {n}") for n in range(10)]
    for n in range(10, 20):
        levels = tuple(2 if n % 3 == place else 0 for place in range(3))
        contrary = (COMPONENTS[n % 3],) if n < 12 else ()
        text = f"Shelter {n} is open to every victim."
        found.append(replace(NOTHING, text=text, levels=levels, contrary=contrary, where=f"line {n}"))
    return found


def test_passages_in_balance_pass() -> None:
    assert lint_passages(sound()) == []
    counts = balance(sound())["en"]
    assert (counts["passages"], counts["nothing"], counts["component"], counts["contrary"]) == (20, 10, 10, 2)
    assert sum(counts[component] for component in COMPONENTS) == 10


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda p: p[5:], "", id="still in balance"),
        pytest.param(lambda p: p[6:], "less than a third of the passages are negatives", id="too few negatives"),
        pytest.param(
            lambda p: [replace(x, contrary=()) for x in p], "less than a twentieth .* contrary", id="none contrary"
        ),
        pytest.param(
            lambda p: [x for x in p if x.levels[1] < 2], "less than one in fifteen .* carries gender", id="no gender"
        ),
    ],
)
def test_lack_of_balance_is_said(
    change: Callable[[list[TrainingPassage]], list[TrainingPassage]], message: str
) -> None:
    found = lint_passages(change(sound()))
    if message:
        (said,) = found
        assert said.startswith("en: ")
        assert re.search(message, said)
    else:
        assert found == []


def test_balance_is_asked_of_each_language() -> None:
    french = [replace(p, language="fr", text=f"fr {p.text}", contrary=()) for p in sound()]
    assert lint_passages([*sound(), *french]) == ["fr: less than a twentieth of the passages are contrary"]


def test_a_repeated_passage_is_named_with_the_first() -> None:
    twice = replace(NOTHING, text="PIER 3 closes at noon.", where="line 99")
    assert lint_passages([*sound(), twice]) == ["line 99: repeats line 3"]
    under_a_lead = replace(twice, lead="Opening hours:")
    assert lint_passages([*sound(), under_a_lead]) == []
    in_another_language = replace(twice, language="fr")
    assert not any("repeats" in message for message in lint_passages([*sound(), in_another_language]))


LONG = "A victim of trafficking shall be given safe shelter and medical care in each province of the islands"


def test_near_repetition_counts_only_under_other_labels() -> None:
    one = replace(NOTHING, text=f"{LONG}.", levels=(2, 0, 0), where="line 50")
    same = replace(one, text=f"{LONG} today.", where="line 51")
    other = replace(same, levels=(0, 2, 0))
    assert lint_passages([*sound(), one, same]) == []
    assert lint_passages([*sound(), one, other]) == ["line 51: nearly repeats line 50 under other labels"]
    far = replace(other, text="A victim of trafficking shall be heard in court before any other witness is called.")
    assert lint_passages([*sound(), one, far]) == []


def test_the_shipped_passages_are_sound_many_and_balanced() -> None:
    passages = read_passages(SHIPPED)
    assert lint_passages(passages) == []
    counts = balance(passages)
    assert set(counts) == {"en", "es", "fr"}
    assert len(passages) >= 6000
    assert sum(of["nothing"] + of["mention"] for of in counts.values()) * 3 >= len(passages)
    assert sum(of["contrary"] for of in counts.values()) >= 600
    assert all(of["passages"] >= 1500 for of in counts.values())
