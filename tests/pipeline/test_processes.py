"""Scans with worker processes and analysers that misbehave."""

from __future__ import annotations

BOTH = ("good", "moody")


def test_workers_find_what_one_process_finds(scanner, rows, tmp_path):
    scanner(only=BOTH)
    alone = rows()
    (tmp_path / "e.db").unlink()
    scanner(only=BOTH, executor="local", jobs=2)
    assert [row["id"] for row in rows()] == [row["id"] for row in alone]


def test_one_that_dies_and_one_that_hangs_cost_themselves_alone(scanner, rows, notes, note, capfd):
    note(notes / "dies.note", "please die", "Somebody shall live.")
    note(notes / "hangs.note", "please hang", "Somebody shall wait.")
    note(notes / "prints.note", "please print", "Somebody shall read.")
    report = scanner(only=BOTH, executor="local", jobs=1, seconds=3)
    assert {failure.document: failure.category for failure in report.failures} == {
        "dies.note": "lost",
        "hangs.note": "timeout",
    }
    assert report.exit_code == 3
    quotes = {row["quote"] for row in rows()}
    assert {"The ministry shall protect women.", "It has a duty to do so.", "Somebody shall read."} <= quotes
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "noise" in captured.err
    again = scanner(only=BOTH, executor="local", jobs=1, seconds=3)
    assert (again.failed_before, again.read) == (2, 0)


def test_stored_passages_outlive_a_worker_that_dies_over_them(scanner, rows, notes, note):
    note(notes / "dies.note", "please die", "Somebody shall live.")
    scanner()
    report = scanner(only=BOTH, executor="local", jobs=1)
    assert [(failure.document, failure.category, failure.partial) for failure in report.failures] == [
        ("dies.note", "lost", True)
    ]
    assert "Somebody shall live." in {row["quote"] for row in rows()}
    assert scanner(only=BOTH, executor="local", jobs=1).failed_before == 1
