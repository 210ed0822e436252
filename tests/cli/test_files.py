"""``read`` and ``analyse``: one file, no database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def test_read_shows_passages(run):
    result = run("read", "notes/law.note", "--language", "en")
    assert result.exit_code == 0
    assert "The ministry shall protect women." in " ".join(result.stdout.split())
    assert result.stderr.startswith("law.note: 3 passages; language en")
    rows = json.loads(run("read", "notes/law.note", "--json", "--limit", "2").stdout)
    assert [row["text"] for row in rows] == ["In this land:", "The ministry shall protect women."]
    assert not list(Path().glob("*.db*"))


@pytest.mark.parametrize("verb", ["read", "analyse"])
def test_the_standard_input_is_a_file(run, verb):
    result = run(verb, "-", "--json", stdin="NOTE\nThe king shall listen.\n")
    assert result.exit_code == 0
    assert result.stderr.startswith("stdin: 1 passage;")
    (row,) = json.loads(result.stdout)
    assert row.get("quote", row.get("text")) == "The king shall listen."


def test_analyse_shows_findings(run):
    (row,) = json.loads(run("analyse", "notes/law.note", "--json").stdout)
    assert (row["document"], row["indicator"], row["quote"]) == (
        "law.note",
        "9.1.1",
        "The ministry shall protect women.",
    )


def test_an_analyser_that_fails_is_said(run):
    result = run("analyse", "-", "--json", "--only", "good,moody", stdin="NOTE\nplease raise\nYou shall.\n")
    assert result.exit_code == 0
    assert "Problem (bug): RuntimeError: what a day" in result.stderr
    assert [row["quote"] for row in json.loads(result.stdout)] == ["You shall."]


def test_what_a_plugin_prints_does_not_disturb_the_data(run):
    result = run("analyse", "-", "--json", "--only", "good,moody", stdin="NOTE\nplease print\n")
    assert json.loads(result.stdout) == []
    assert "noise" in result.stderr


@pytest.mark.parametrize(
    ("argument", "code", "message"),
    [
        ("nowhere.note", 2, "no such file: nowhere.note"),
        ("notes", 2, "notes is a folder"),
        ("closed.note", 1, "closed.note: it needs a password"),
        ("odd.bin", 1, "odd.bin: no reader knows this kind of file"),
    ],
)
def test_mistakes(run, argument, code, message):
    Path("closed.note").write_text("NOTE\nlocked\n")
    Path("odd.bin").write_bytes(b"\x00")
    result = run("read", argument)
    assert result.exit_code == code
    assert result.stderr.startswith(f"Error: {message}")
    assert result.stdout == ""
