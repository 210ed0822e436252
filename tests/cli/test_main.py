"""The root: start-up, errors, exit codes, interruption, and the smaller verbs."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from evidencescan.cli import cli
from evidencescan.errors import EvidencescanError

HEAVY = ("spacy", "numpy", "sqlite_utils", "lxml", "sklearn", "rich", "pypdfium2", "pdfplumber", "pluggy")


def verbs(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    names = command.list_commands(context)
    found = [verb for name in names for verb in verbs(command.get_command(context, name), (*path, name))]
    return [path, *found]


@pytest.mark.parametrize("verb", verbs(cli), ids=" ".join)
def test_every_verb_has_help_with_an_example(run, verb):
    result = run(*verb, "--help")
    assert result.exit_code == 0
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    if not isinstance(_command(verb), click.Group):
        assert f"Example:\n    evidencescan {' '.join(verb)}" in result.stdout


def _command(verb: tuple[str, ...]) -> click.Command | None:
    command: click.Command | None = cli
    for name in verb:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name)
    return command


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["scan", "--help"], ["evidence", "--help"]])
def test_help_imports_nothing_heavy(arguments):
    code = f"import sys; from evidencescan.cli import cli; cli({arguments!r}, standalone_mode=False); " + (
        "print(sorted(set(sys.modules) & set(" + repr(HEAVY) + ")), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_it_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "evidencescan", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("evidencescan, version ")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("scan", "nowhere"), 2, "no such file or folder: nowhere"),
        (("scan", "notes", "--kind", "poem"), 5, "options: unknown kind of document 'poem'"),
        (("scan", "notes", "--only", "nobody"), 4, "no plugin is named 'nobody'"),
        (("scan", "notes", "--executor", "cloud"), 4, "no executor is named 'cloud'"),
        (("scan", "notes", "-d", "no/folder/e.db"), 6, "no/folder/e.db: "),
        (("status", "-d", "nowhere.db"), 6, "nowhere.db: "),
        (("evidence", "list", "-d", "notes/law.note"), 6, "notes/law.note: "),
        (("evidence", "list", "-d", "foreign.db"), 6, "foreign.db: "),
        (("indicators", "show", "7.7.7"), 2, "there is no indicator '7.7.7'"),
    ],
)
def test_a_users_mistake_has_no_traceback(run, arguments, code, message):
    connection = sqlite3.connect("foreign.db")
    connection.execute("create table t (x)")
    connection.close()
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert result.stderr.startswith(f"Error: {message}")
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_mistake_leaves_no_database_behind(run):
    assert run("scan", "nowhere", "-d", "new.db").exit_code == 2
    assert run("scan", "notes", "--only", "nobody", "-d", "new.db").exit_code == 4
    assert not Path("new.db").exists()


def test_advice_follows_the_error(run, monkeypatch):
    def fail(*arguments, **rest):
        raise EvidencescanError("it went wrong", advice="Do it right.")

    monkeypatch.setattr("evidencescan.app.Project.status", fail)
    result = run("status")
    assert (result.exit_code, result.stderr) == (1, "Error: it went wrong\nDo it right.\n")


def test_plugins_add_verbs_of_their_own(run):
    assert run("greet").stdout == "hello from a plugin\n"
    assert "greet" not in run("--help").stdout, "help loads no plugin"


def test_a_plugin_that_fails_to_add_its_verb_costs_no_other(run, monkeypatch):
    monkeypatch.setenv("EVIDENCESCAN_PLUGINS", "good,observer,-builtin")
    assert run("greet").stdout == "hello from a plugin\n"


def test_an_unknown_verb_is_a_usage_error(run):
    result = run("scam")
    assert result.exit_code == 2
    assert "No such command 'scam'" in result.stderr


def test_ctrl_c_saves_what_is_done_and_the_same_command_goes_on(run, tmp_path):
    (tmp_path / "notes" / "hangs.note").write_text("NOTE\nplease hang\n")
    command = [sys.executable, "-m", "evidencescan", "scan", "notes", "-d", "e.db", "-j", "1", "--only", "good,moody"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # a shell makes its background jobs deaf to Ctrl-C, and what they start inherits it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        deadline = time.monotonic() + 20
        while _done(tmp_path / "e.db") < 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert "the same command goes on from here" in errors
    assert "Traceback" not in errors
    assert output == ""
    before = _done(tmp_path / "e.db")
    assert 1 <= before < 3
    (tmp_path / "notes" / "hangs.note").unlink()
    result = run("scan", "notes", "-d", "e.db", "--only", "good,moody", "--json", "--executor", "serial")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["unchanged"], found["read"]) == (0, before, 2 - before)


def _done(database: Path) -> int:
    if not database.exists():
        return 0
    connection = sqlite3.connect(database)
    try:
        return int(connection.execute("select count(*) from work where status = 'done'").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def test_plugins_are_listed_with_what_they_provide_and_why_they_fail(run):
    result = run("plugins", "list", "--only", "good,sick", "--json")
    assert result.exit_code == 0
    rows = {row["name"]: row for row in json.loads(result.stdout)}
    assert "reader note" in rows["good"]["provides"]
    assert rows["sick"]["state"] == "failed"
    assert "a_library_that_nobody_has" in rows["sick"]["failure"]
    assert rows["builtin"]["state"] == "disabled"
    assert "sick: import: " in result.stderr


def test_indicators_are_listed_and_shown(run):
    (row,) = json.loads(run("indicators", "list", "--json").stdout)
    assert row["code"] == "9.1.1"
    assert "Duties are written down" in run("indicators", "list", "--goal-area", "notes").stdout
    assert "statement: Duties are written down" in run("indicators", "show", "9.1.1").stdout
    assert json.loads(run("indicators", "show", "9.1.1", "--json").stdout) == row


def test_the_database_can_be_checked_migrated_and_described(scanned):
    result = scanned("db", "check", "-d", "e.db")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "e.db is sound.\n")
    assert scanned("db", "migrate", "-d", "e.db").exit_code == 0
    assert "CREATE TABLE" in scanned("db", "schema", "-d", "e.db").stdout
    connection = sqlite3.connect("e.db")
    connection.execute("update passage set text = 'forged' where seq = 1")
    connection.commit()
    connection.close()
    forged = scanned("db", "check", "-d", "e.db")
    assert forged.exit_code == 6
    assert forged.stdout


def test_the_doctor_ends_with_one_where_something_is_amiss(run):
    well = run("doctor")
    assert well.exit_code == 0, well.output
    ill = run("doctor", "--only", "good,sick", "--json")
    assert ill.exit_code == 1
    (bad,) = [row for row in json.loads(ill.stdout) if row["fine"] == "NO"]
    assert bad["check"] == "plugin sick"
    assert "a_library_that_nobody_has" in bad["message"]


def test_a_rule_file_that_cannot_be_read_is_said_by_those_who_ask_for_faults(run, install):
    install(distribution="hasty", hasty="wrong_rules")
    (bad,) = [row for row in json.loads(run("doctor", "--only", "good,hasty", "--json").stdout) if row["fine"] == "NO"]
    assert bad["check"] == "plugin hasty"
    assert "en.toml: rule 1: says is missing" in bad["message"]
    rows = {row["name"]: row for row in json.loads(run("plugins", "list", "--json").stdout)}
    assert rows["hasty"]["state"] == "disabled"
    rows = {row["name"]: row for row in json.loads(run("plugins", "list", "--only", "hasty", "--json").stdout)}
    assert rows["hasty"]["state"] == "failed"
    assert "en.toml: rule 1: says is missing" in rows["hasty"]["failure"]
