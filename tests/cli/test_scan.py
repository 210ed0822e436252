"""``scan`` and ``status``."""

from __future__ import annotations

import json
from pathlib import Path

SERIAL = ("-d", "e.db", "--executor", "serial")


def test_the_summary_fits_and_says_how_to_go_on(run):
    Path("notes/closed.note").write_text("NOTE\nlocked\n")
    result = run("scan", "notes", *SERIAL)
    assert result.exit_code == 3
    assert result.stderr == ""
    assert "3 files looked at" in result.stdout
    assert "closed.note\n    encrypted: it needs a password" in result.stdout
    assert "evidencescan evidence list -d e.db --indicator 9.1.1" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    row = next(line for line in result.stdout.splitlines() if line.startswith("notes"))
    assert row.split() == ["notes", "1", "0", "0", "0", "0"]


def test_a_folder_without_documents(run):
    Path("empty").mkdir()
    result = run("scan", "empty", *SERIAL)
    assert result.exit_code == 0
    assert result.stdout.startswith("0 files looked at")
    assert result.stdout.endswith("There is no document in the database yet.\n")


def test_the_result_as_json(run):
    result = run("scan", "notes", *SERIAL, "--json")
    found = json.loads(result.stdout)
    assert (found["found"], found["read"], found["failures"]) == (2, 2, [])


def test_failures_of_one_reason_stand_together(run):
    for number in range(12):
        Path(f"notes/{number}.odd").write_text(str(number))
    result = run("scan", "notes", *SERIAL)
    assert "Not complete (12)" in result.stdout
    assert result.stdout.count("no reader knows this kind of file") == 1
    assert "  0.odd, 1.odd, 10.odd, and 9 more\n    unreadable: no reader" in result.stdout


def test_ten_reasons_are_given_and_the_rest_counted(run):
    for number in range(12):
        Path(f"notes/{number:02}.note").write_text(f"NOTE\nplease fail for reason {number}\n")
    result = run("scan", "notes", *SERIAL, "--only", "good,moody")
    assert result.stdout.count("no result of moody: bug: RuntimeError: reason") == 10
    assert "  and 2 more: evidencescan status --problems" in result.stdout


def test_a_plugin_that_takes_no_part_is_a_warning(run):
    result = run("scan", "notes", *SERIAL, "--only", "good,sick")
    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: the plugin sick takes no part (import): ModuleNotFoundError")


def test_wrong_rules_cost_the_documents_in_their_language(run, install):
    install(distribution="hasty", hasty="wrong_rules")
    result = run("scan", "notes", *SERIAL, "--only", "good,hasty", "--language", "fr")
    assert (result.exit_code, result.stderr) == (0, "")
    result = run("scan", "notes", *SERIAL, "--only", "good,hasty", "--language", "en")
    assert result.exit_code == 3
    assert "no result of wrong-rules: bug: CatalogueError" in result.stdout
    assert "en.toml: rule 1: says is missing" in " ".join(result.stdout.split())
    assert run("evidence", "list", "-d", "e.db", "--json").exit_code == 0


def test_a_name_in_the_list_that_no_file_has_is_noted(run):
    Path("list.csv").write_text("file,country\nlaw.note,ZZ\nlaws.note,ZZ\n")
    result = run("scan", "notes", *SERIAL, "--profiles", "list.csv")
    assert result.exit_code == 0
    assert "Note: the list names 'laws.note', which no scanned file is called." in result.stderr


def test_the_default_database_and_its_variable(run, monkeypatch):
    monkeypatch.setenv("EVIDENCESCAN_DB", "other.db")
    assert run("scan", "notes", "--executor", "serial").exit_code == 0
    assert Path("other.db").exists()


def test_status_says_where_the_database_stands(scanned):
    Path("notes/closed.note").write_text("NOTE\nlocked\n")
    scanned("scan", "notes", *SERIAL, "--country", "zz")
    result = scanned("status", "-d", "e.db")
    assert result.exit_code == 0
    assert result.stdout.startswith("3 documents: 2 read, 1 failed")
    assert "it needs a password" in result.stdout
    (problem,) = json.loads(scanned("status", "-d", "e.db", "--problems", "--json").stdout)
    assert (problem["document"], problem["category"]) == ("closed.note", "encrypted")
    (area,) = json.loads(scanned("status", "-d", "e.db", "--json").stdout)
    assert (area["goal_area"], area["present"]) == ("notes", 1)


def test_a_scheduler_needs_an_executor_that_has_a_use_for_it(run):
    result = run("scan", "notes", "-d", "e.db", "--executor", "serial", "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "works without a scheduler" in result.output
    assert "--executor dask" in result.output


def test_a_cluster_needs_an_address(run, monkeypatch):
    monkeypatch.setenv("EVIDENCESCAN_PLUGINS", "builtin")
    result = run("scan", "notes", "-d", "e.db", "--executor", "dask")
    assert result.exit_code == 2
    assert "--scheduler tcp://" in result.output
