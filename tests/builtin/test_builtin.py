"""What comes with the program registers through the hooks, like any other plugin."""

from __future__ import annotations

from pathlib import Path

from evidencescan.api import Candidate
from evidencescan.builtin import diagnosis
from evidencescan.host import Host, HostOptions


def host(*names: str) -> Host:
    return Host(HostOptions(only=("builtin", *names)))


def test_what_comes_with_the_program_provides_all_kinds_but_catalogues():
    loaded = host("components")
    assert loaded.failures == ()
    provided = {kind for plugin in loaded.plugins() for kind, _ in plugin.provides}
    assert provided == {"reader", "analyser", "exporter", "executor"}
    assert {executor.name for executor in loaded.executors} == {"dask", "local", "serial"}


def test_readers_are_chosen_by_content(tmp_path: Path):
    loaded = host()
    file = tmp_path / "law.pdf"
    file.write_bytes(b"<html><body><p>Not a PDF at all</p></body></html>")
    candidate = Candidate(file, file.read_bytes(), file.stat().st_size)
    assert loaded.hook.choose_reader(candidate=candidate, readers=loaded.readers).name == "html"


def test_other_plugins_are_asked_first(install, tmp_path):
    install(good="good_plugin")
    loaded = Host(HostOptions(only=("good",)))
    assert [failure.phase for failure in loaded.failures] == ["register_executors"], "the names are taken"


def test_the_diagnosis_names_what_is_missing(monkeypatch):
    assert all(fine for _, fine, _ in diagnosis.checks())
    monkeypatch.setattr(diagnosis, "_LIBRARIES", ("a-library-that-nobody-has",))
    assert diagnosis.checks()[-1] == ("a-library-that-nobody-has", False, "not installed")
