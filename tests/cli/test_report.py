"""``report``."""

from __future__ import annotations

import json


def test_the_monitoring_table_shows_the_strongest_evidence(scanned):
    (row,) = json.loads(scanned("report", "-d", "e.db", "--json").stdout)
    assert (row["country"], row["indicator"], row["status"], row["supporting"], row["contrary"]) == (
        "ZZ",
        "9.1.1",
        "present",
        1,
        0,
    )
    assert row["quote"] == "The ministry shall protect women."
    table = scanned("report", "-d", "e.db", "--country", "zz", "--goal-area", "notes").stdout
    assert max(len(line) for line in table.splitlines()) <= 80
    assert "The ministry shall protect" in table


def test_a_country_without_documents_has_no_rows(scanned):
    result = scanned("report", "-d", "e.db", "--country", "xx")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing found.\n")


def test_gaps_name_the_kinds_of_document_that_are_missing(run):
    run("scan", "notes/story.note", "-d", "e.db", "--executor", "serial", "--country", "zz", "--kind", "report")
    (gap,) = json.loads(run("report", "-d", "e.db", "--gaps", "--json").stdout)
    assert (gap["indicator"], gap["status"], gap["kinds_missing"]) == ("9.1.1", "not_applicable", "law")
    table = run("report", "-d", "e.db", "--gaps").stdout
    assert "no source" in table
    assert max(len(line) for line in table.splitlines()) <= 80
