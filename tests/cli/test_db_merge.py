"""``db merge``: what it says, and with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path

SERIAL = ("--executor", "serial")


def test_shards_are_merged_and_counted(run):
    for name in ("law", "story"):
        assert run("scan", f"notes/{name}.note", "-d", f"{name}.db", *SERIAL).exit_code == 0
    result = run("db", "merge", "all.db", "law.db", "story.db")
    assert result.exit_code == 0, result.output
    assert "law.db: 1 documents added, 0 renewed, 0 known; 1 files, 0 decisions added." in result.stderr
    assert result.stdout == ""
    again = run("db", "merge", "all.db", "law.db")
    assert "law.db: 0 documents added, 0 renewed, 1 known; 0 files, 0 decisions added." in again.stderr
    rows = json.loads(run("evidence", "list", "-d", "all.db", "--json").stdout)
    assert rows == json.loads(run("evidence", "list", "-d", "law.db", "--json").stdout)
    assert run("db", "check", "-d", "all.db").exit_code == 0


def test_what_is_no_database_ends_with_its_code(run):
    Path("x.db").write_text("no database " * 99)
    result = run("db", "merge", "all.db", "x.db")
    assert result.exit_code == 6
    assert "x.db" in result.stderr
    assert not Path("all.db").exists()


def test_a_source_is_needed(run):
    assert run("db", "merge", "all.db").exit_code == 2
