"""The command line with the test plugins, in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidencescan.cli import cli

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, install: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command in a folder of its own, with `notes/law.note` and `notes/story.note`."""
    install(good="good_plugin", moody="raising_analyser", observer="raising_observer", sick="broken_import")
    monkeypatch.setenv("EVIDENCESCAN_PLUGINS", "good,-builtin")
    monkeypatch.chdir(tmp_path)
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "law.note").write_text("NOTE\nIn this land:\nThe ministry shall protect women.\nAnd that is that.\n")
    (notes / "story.note").write_text("NOTE\nOnce upon a time.\n")

    def invoke(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, prog_name="evidencescan")

    return invoke


@pytest.fixture
def scanned(run: Run) -> Run:
    """The same, after a scan into `e.db`."""
    result = run("scan", "notes", "-d", "e.db", "--executor", "serial", "--country", "zz")
    assert result.exit_code == 0, result.output
    return run
