"""A folder of notes, and scans of it with the test plugins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidencescan.host import Host, HostOptions
from evidencescan.pipeline import ScanOptions, ScanReport, scan
from evidencescan.store import Store

Scanner = Callable[..., ScanReport]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Two notes: one with evidence, one without."""
    folder = tmp_path / "notes"
    folder.mkdir()
    write(folder / "law.note", "The ministry shall protect women.", "It has a duty to do so.")
    write(folder / "story.note", "Once upon a time.")
    return folder


def write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(["NOTE", *lines, ""]))


@pytest.fixture
def note() -> Callable[..., None]:
    """Return the function that writes a note."""
    return write


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Return a function that tells which files were read since it was last called."""
    log = tmp_path / "opened.log"
    monkeypatch.setenv("NOTE_LOG", str(log))

    def since() -> list[str]:
        names = sorted(log.read_text().split()) if log.exists() else []
        log.unlink(missing_ok=True)
        return names

    return since


@pytest.fixture
def scanner(tmp_path: Path, notes: Path, install: Callable[..., None]) -> Scanner:
    """Return a function that scans the notes with the test plugins, one process unless told otherwise."""
    install(good="good_plugin", moody="raising_analyser", observer="raising_observer")

    def run(*paths: Path, only: tuple[str, ...] = ("good",), watch: Any = lambda event: None, **options: Any) -> Any:
        options = {"executor": "serial", **options}
        host = Host(HostOptions(only=only, without=("builtin",)))
        with Store.open(tmp_path / "e.db") as store:
            return scan(store, host, ScanOptions(**options), list(paths) or [notes], watch)

    return run


@pytest.fixture
def rows(tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    """Return a function that gives the evidence in the database."""

    def ask() -> list[dict[str, Any]]:
        with Store.open(tmp_path / "e.db", create=False) as store:
            return list(store.evidence())

    return ask
