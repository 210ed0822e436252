"""``evidence list``, ``show`` and ``search``."""

from __future__ import annotations

import csv
import io
import json

import pytest

QUOTE = "The ministry shall protect women."


def test_the_list_as_a_table(scanned):
    result = scanned("evidence", "list", "-d", "e.db")
    assert result.exit_code == 0
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    words = " ".join(result.stdout.split())
    assert "9.1.1 for gender law.note" in words


def test_the_list_as_data(scanned):
    (row,) = json.loads(scanned("evidence", "list", "-d", "e.db", "--json").stdout)
    assert (row["quote"], row["country"]) == (QUOTE, "ZZ")
    (line,) = scanned("evidence", "list", "-d", "e.db", "--nl").stdout.splitlines()
    assert json.loads(line) == row
    for option, delimiter in (("--csv", ","), ("--tsv", "\t")):
        text = scanned("evidence", "list", "-d", "e.db", option).stdout
        (read,) = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        assert list(read) == list(row)
        assert read["quote"] == QUOTE


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (("-i", "9.1.1"), 1),
        (("-i", "9"), 1),
        (("--document", "law"), 1),
        (("--document", "*.note"), 1),
        (("--document", "story.note"), 0),
        (("--component", "gender"), 1),
        (("--component", "child_protection"), 0),
        (("--polarity", "contrary"), 0),
        (("--goal-area", "notes"), 1),
        (("--country", "zz"), 1),
        (("--country", "xx"), 0),
        (("--review", "confirmed"), 0),
        (("--min-score", "0.8"), 1),
        (("--min-score", "0.95"), 0),
    ],
)
def test_filters(scanned, arguments, number):
    result = scanned("evidence", "list", "-d", "e.db", "--json", *arguments)
    assert len(json.loads(result.stdout)) == number


def test_no_row_is_still_valid_output(scanned):
    none = ("evidence", "list", "-d", "e.db", "--polarity", "contrary")
    assert json.loads(scanned(*none, "--json").stdout) == []
    assert scanned(*none, "--nl").stdout == ""
    assert scanned(*none, "--csv").stdout.startswith("id,document,country,")
    table = scanned(*none)
    assert (table.stdout, table.stderr) == ("", "Nothing found.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list", "-d", "e.db", "-i", "7"), "there is no indicator '7'"),
        (("list", "-d", "e.db", "--document", "poem"), "no document is named 'poem'"),
        (("show", "ffffffff", "-d", "e.db"), "there is no evidence 'ffffffff'"),
    ],
)
def test_what_is_not_there_is_said(scanned, arguments, message):
    result = scanned("evidence", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {message}")
    assert result.stdout == ""


def test_show_puts_the_quote_into_its_context(scanned):
    (row,) = json.loads(scanned("evidence", "list", "-d", "e.db", "--json").stdout)
    short = row["id"].partition(":")[2][:8]
    result = scanned("evidence", "show", short, "-d", "e.db")
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    at = lines.index(f"| {QUOTE}")
    assert lines[at - 1] == "In this land:"
    assert lines[at + 1] == "And that is that."
    assert "Why: " in result.stdout
    assert "9.1.1 (gender): speaks for, obligation, score 0.90" in result.stdout
    assert "Review: unreviewed" in result.stdout
    piece = json.loads(scanned("evidence", "show", row["id"], "-d", "e.db", "--json").stdout)
    assert [passage["text"] for passage in piece["context"]][1] == QUOTE
    assert (piece["reasons"], piece["values"], piece["decisions"]) == ([], [], [])


def test_search_shows_passages_and_the_evidence_on_them(scanned):
    result = scanned("evidence", "search", "ministry", "-d", "e.db")
    assert "law.note" in result.stdout
    assert QUOTE.split()[0] in result.stdout
    (row,) = json.loads(scanned("evidence", "search", "protect*", "-d", "e.db", "--json").stdout)
    assert row["text"] == QUOTE
    assert len(row["evidence"]) == 1
    assert "More than" not in result.stderr


def test_search_says_that_not_all_was_compared(scanned, monkeypatch):
    monkeypatch.setattr("evidencescan.store.queries.RANKED", 0)
    result = scanned("evidence", "search", "protect*", "-d", "e.db", "--json")
    assert json.loads(result.stdout) == []
    assert "More than 20,000 passages match" in result.stderr
