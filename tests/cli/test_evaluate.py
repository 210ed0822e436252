"""``models evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PROTECT = "The ministry shall protect women."


@pytest.fixture
def gold(tmp_path: Path) -> str:
    """Labels of the notes: one passage is found, one is missed."""
    lines = [
        {"doc": "law.note", "id": "l1", "text": PROTECT, "gender": 2, "indicators": ["9.1.1"]},
        {"doc": "law.note", "id": "l2", "text": "And that is that."},
        {"doc": "story.note", "id": "s1", "text": "Once upon a time.", "child_protection": 2},
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return "gold.jsonl"


def test_tables_fit_80_columns(scanned, gold):
    result = scanned("models", "evaluate", "e.db", gold, "--errors", "5")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    row = next(line.split() for line in lines if line.startswith("gender"))
    assert row == ["gender", "1.000", "1.000", "1.000", "1.000-1.000", "1", "0", "0"]
    row = next(line.split() for line in lines if line.startswith("human rights"))
    assert row == ["human", "rights", "-", "-", "-", "-", "0", "0", "0"]
    assert "Expected calibration error 0.100" in result.stdout
    assert "missed: child protection (story.note, s1)\n    Once upon a time." in result.stdout
    assert "Against the baseline" not in result.stdout


def test_json_has_everything(scanned, gold):
    result = json.loads(scanned("models", "evaluate", "e.db", gold, "--json").stdout)
    assert result["gender"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "tp": 1, "fp": 0, "fn": 0}
    assert sum(group["documents"] for group in result["kinds"].values()) == 2
    assert result["calibration"]["all"]["expected_error"] == 0.1
    assert (result["errors"], result["comparison"]) == ([], None)


def test_a_saved_run_is_the_baseline_of_the_next(scanned, gold, tmp_path):
    assert scanned("models", "evaluate", "e.db", gold, "--save", "run.json").exit_code == 0
    run = json.loads((tmp_path / "run.json").read_text())
    assert PROTECT not in json.dumps(run)
    run["passages"][0]["found"] = {}
    (tmp_path / "run.json").write_text(json.dumps(run))
    result = scanned("models", "evaluate", "e.db", gold, "--baseline", "run.json")
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 80
    row = next(line.split() for line in result.stdout.splitlines() if line.split()[:2] == ["gender", "0.000"])
    assert row == ["gender", "0.000", "1.000", "+1.000", "1", "0"]
    assert f"Gained (1 of 1)\nfound: gender (law.note, l1)\n    {PROTECT}\n" in result.stdout
    few = scanned("models", "evaluate", "e.db", gold, "--baseline", "run.json", "--changes", "0")
    assert "Gained" not in few.stdout


def test_a_plot_is_an_svg(scanned, gold, tmp_path):
    assert scanned("models", "evaluate", "e.db", gold, "--plot", "trust.svg").exit_code == 0
    assert (tmp_path / "trust.svg").read_text().startswith("<svg ")


def test_documents_that_were_not_scanned_are_told(scanned, tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps({"doc": "lost.pdf", "text": PROTECT, "gender": 2}))
    result = scanned("models", "evaluate", "e.db", "gold.jsonl")
    assert result.exit_code == 0
    assert "1 labelled document not in the database" in result.stderr
    assert "No number is noted." in result.stdout


def test_mistakes_end_with_their_exit_codes(scanned, gold, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"doc": "law.note", "text": "words", "gender": 7}\n')
    result = scanned("models", "evaluate", "e.db", "bad.jsonl")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "bad.jsonl, line 1: gender must be 0, 1 or 2, not 7" in result.stderr
    assert scanned("models", "evaluate", "e.db", gold, "--baseline", gold).exit_code == 5
    assert scanned("models", "evaluate", "e.db", "none.jsonl").exit_code == 2
    assert scanned("models", "evaluate", "none.db", gold).exit_code == 6
