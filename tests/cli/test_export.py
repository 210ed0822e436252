"""``export``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest


@pytest.fixture
def exporting(scanned, monkeypatch):
    """The built-in exporters, on a database that the test plugins filled."""
    monkeypatch.setenv("EVIDENCESCAN_PLUGINS", "builtin")
    return scanned


def test_the_ending_decides(exporting):
    result = exporting("export", "out.csv", "-d", "e.db")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 rows in out.csv.\n")
    with Path("out.csv").open(encoding="utf-8-sig") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["document"], row["indicator"]) == ("law.note", "9.1.1")


def test_another_view_in_a_named_format(exporting):
    assert exporting("export", "out", "--format", "jsonl", "--view", "coverage", "-d", "e.db").exit_code == 0
    (row,) = map(json.loads, Path("out").read_text().splitlines())
    assert (row["country"], row["status"]) == ("ZZ", "present")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("out.doc",), 2, "there is no format for the ending '.doc'"),
        (("out", "--format", "poem"), 2, "there is no format 'poem'"),
        (("out.csv", "--view", "poem"), 2, "there is no view 'poem'"),
        (("no/folder/out.csv",), 1, "cannot write no/folder/out.csv"),
    ],
)
def test_mistakes(exporting, arguments, code, message):
    result = exporting("export", *arguments, "-d", "e.db")
    assert result.exit_code == code
    assert result.stderr.startswith(f"Error: {message}")
