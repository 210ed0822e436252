"""The use cases, as a program would call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidencescan import Project
from evidencescan.app import Filters, doctor
from evidencescan.errors import ReadError, StoreError, UsageError
from evidencescan.host import Host, HostOptions
from evidencescan.pipeline import ScanOptions
from evidencescan.values import Decision, Profile, Trait

LINES = (
    "The first line says nothing about duties.",
    "The ministry shall protect the women of this land.",
    "Nobody shall be held in a cell for being a victim.",
    "The last line speaks of the harbour and its ships.",
)


@pytest.fixture
def project(install, tmp_path: Path) -> Project:
    install(good="good_plugin", moody="raising_analyser", sick="broken_import")
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "law.note").write_text("\n".join(["NOTE", *LINES, ""]))
    made = Project(tmp_path / "e.db", HostOptions(only=("good",), without=("builtin",)))
    assert made.scan([folder], ScanOptions(executor="serial")).read == 1
    return made


def test_evidence_is_found_and_limited(project):
    quotes = [row["quote"] for row in project.evidence()]
    assert quotes == list(LINES[1:3])
    assert len(list(project.evidence(Filters(min_score=0.5), limit=1))) == 1
    assert list(project.evidence(Filters(components=("child_protection",)))) == []
    assert list(next(project.evidence())) == project.evidence_columns()
    with pytest.raises(UsageError, match="no document is named"):
        next(project.evidence(Filters(documents=("poem",))))


def test_a_piece_comes_with_its_context_and_decisions(project):
    second = [row["id"] for row in project.evidence()][1]
    with project.open(write=True) as store:
        store.decide(Decision(second, "confirm", "ada", "2030-01-01T00:00:00+00:00", "clear"))
    piece = project.piece(second, around=2)
    assert [passage["text"] for passage in piece["context"]] == list(LINES)
    assert piece["review"] == "confirmed"
    assert piece["decisions"] == [
        {"verdict": "confirm", "reviewer": "ada", "at": "2030-01-01T00:00:00+00:00", "note": "clear"}
    ]


def test_the_status_has_an_example_worth_a_look(project):
    status = project.status()
    assert (status["documents"], status["failed"], status["evidence"]) == (1, 0, 2)
    assert status["example"] == "9.1.1"
    assert status["problems"] == status["without_text"] == []


def test_search(project):
    assert [row["text"] for row in project.search("harbour")] == [LINES[3]]


def test_a_file_alone_needs_no_database(project, tmp_path):
    alone = Project(tmp_path / "none.db", HostOptions(only=("good",), without=("builtin",)))
    file = tmp_path / "notes" / "law.note"
    document = alone.read(file, Profile(country=Trait("ZZ", origin="user")))
    assert document.profile.get("country") == "ZZ"
    _, findings = alone.analyse(file)
    assert [finding.quote for finding in findings] == list(LINES[1:3])
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(StoreError):
        alone.status()


def test_a_file_that_cannot_be_read_says_why(project, tmp_path):
    (tmp_path / "closed.note").write_text("NOTE\nlocked\n")
    with pytest.raises(ReadError, match=r"closed\.note: it needs a password") as caught:
        project.read(tmp_path / "closed.note")
    assert caught.value.category == "encrypted"


def test_the_doctor_looks_at_plugins_and_the_database(project, tmp_path):
    checks = {check.name: check for check in project.doctor()}
    assert checks["plugin good"].fine
    assert checks["database"].fine
    (tmp_path / "odd.db").write_text("no database at all, just words in a file that is long enough to look like one")
    ill = {check.name: check for check in doctor(Host(HostOptions(only=("sick",))), tmp_path / "odd.db")}
    assert not ill["plugin sick"].fine
    assert not ill["database"].fine
