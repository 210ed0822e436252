"""A scan does what is missing, and nothing twice."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from evidencescan.errors import CatalogueError, PluginError, UsageError
from evidencescan.host import Host
from evidencescan.pipeline import plan as planning
from evidencescan.store import Store


def test_a_scan_reads_and_finds(scanner, rows, opened):
    report = scanner()
    assert report.counts() == {
        "found": 2,
        "read": 2,
        "analysed": 0,
        "unchanged": 0,
        "duplicates": 0,
        "failed": 0,
        "failed_before": 0,
        "vanished": 0,
    }
    assert report.exit_code == 0
    assert opened() == ["law.note", "story.note"]
    (row,) = rows()
    assert (row["document"], row["indicator"], row["quote"]) == (
        "law.note",
        "9.1.1",
        "The ministry shall protect women.",
    )


def test_a_second_scan_opens_nothing_and_changes_nothing(scanner, rows, opened, monkeypatch):
    scanner()
    before, _ = rows(), opened()

    def forbidden(path):
        raise AssertionError(f"{path} was hashed")

    monkeypatch.setattr(planning, "content_hash", forbidden)
    report = scanner()
    assert (report.unchanged, report.read, report.analysed) == (2, 0, 0)
    assert opened() == []
    assert rows() == before


def test_a_second_scan_asks_no_more_of_the_database_for_more_files(scanner, notes, note, monkeypatch):
    asked = []
    opened_store = Store.open.__func__

    def watched(kind, path, **options):
        store = opened_store(kind, path, **options)
        store.db.conn.set_trace_callback(asked.append)
        return store

    monkeypatch.setattr(Store, "open", classmethod(watched))
    counts = []
    for files in (2, 12):
        for number in range(2, files):
            note(notes / f"{number}.note", f"Once upon a time there were {number}.")
        scanner()
        asked.clear()
        assert scanner().unchanged == files
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_changed_file_is_read_again(scanner, rows, opened, notes, note):
    scanner()
    opened()
    note(notes / "story.note", "The king shall listen.")
    report = scanner()
    assert (report.read, report.unchanged) == (1, 1)
    assert opened() == ["story.note"]
    assert [row["quote"] for row in rows()] == ["The ministry shall protect women.", "The king shall listen."]


def test_a_touched_file_is_hashed_but_not_read(scanner, opened, notes):
    scanner()
    opened()
    (notes / "law.note").touch()
    assert scanner().unchanged == 2
    assert opened() == []


def test_a_changed_analyser_works_on_stored_passages(scanner, rows, opened, monkeypatch):
    scanner()
    before, _ = rows(), opened()
    monkeypatch.setenv("WORD_VERSION", "2")
    report = scanner()
    assert (report.analysed, report.read) == (2, 0)
    assert opened() == []
    assert [row["id"] for row in rows()] == [row["id"] for row in before]
    assert scanner().unchanged == 2


def test_a_further_analyser_joins_what_others_found(scanner, rows, opened):
    scanner()
    opened()
    report = scanner(only=("good", "moody"))
    assert report.analysed == 2
    assert opened() == []
    assert [row["quote"] for row in rows()] == ["The ministry shall protect women.", "It has a duty to do so."]


def test_a_changed_reader_reads_again(scanner, opened, monkeypatch):
    scanner()
    opened()
    monkeypatch.setenv("NOTE_VERSION", "2")
    assert scanner().read == 2
    assert opened() == ["law.note", "story.note"]


def test_other_traits_read_again_and_are_kept(scanner, rows):
    scanner()
    assert scanner(general={"country": "zz", "kind": "law"}).read == 2
    (row,) = rows()
    assert (row["country"], row["kind"]) == ("ZZ", "law")
    assert scanner(general={"country": "ZZ", "kind": "law"}).unchanged == 2


def test_the_same_content_at_two_places_is_one_document(scanner, rows, opened, notes):
    (notes / "copies").mkdir()
    shutil.copy(notes / "law.note", notes / "copies" / "again.note")
    report = scanner()
    assert (report.found, report.read, report.duplicates) == (3, 2, 1)
    assert len(opened()) == 2
    assert len(rows()) == 1
    assert scanner().read == 0


def test_a_moved_file_is_not_read_again_and_a_vanished_one_keeps_its_evidence(scanner, rows, opened, notes, tmp_path):
    scanner()
    opened()
    (notes / "law.note").rename(notes / "act.note")
    report = scanner()
    assert (report.unchanged, report.vanished) == (2, 1)
    assert opened() == []
    assert [row["document"] for row in rows()] == ["act.note"]
    (notes / "act.note").unlink()
    assert scanner().vanished == 1
    assert len(rows()) == 1
    with Store.open(tmp_path / "e.db", create=False) as store:
        assert [uri.rpartition("/")[2] for uri in store.locations()] == ["story.note"]


def test_hidden_files_sidecars_and_the_database_are_no_documents(scanner, notes, tmp_path):
    (notes / ".hidden").write_text("secret")
    (notes / "~$law.docx").write_text("lock")
    (notes / "Thumbs.db").write_text("pictures")
    (notes / ".git").mkdir()
    (notes / ".git" / "config").write_text("no document")
    (notes / "law.note.evidencescan.toml").write_text('country = "ZZ"\n')
    assert scanner().found == 2
    assert scanner(tmp_path / "e.db").found == 0


def test_a_failure_is_told_and_not_tried_again_until_the_software_changes(scanner, opened, notes, note, monkeypatch):
    note(notes / "closed.note", "locked")
    report = scanner()
    assert (report.read, report.failed, report.exit_code) == (2, 1, 3)
    (failure,) = report.failures
    assert (failure.document, failure.category, failure.component) == ("closed.note", "encrypted", "note")
    opened()
    again = scanner()
    assert (again.failed, again.failed_before, again.exit_code) == (0, 1, 3)
    assert "it needs a password" in again.failures[0].message
    assert opened() == []
    assert scanner(retry_failed=True).failed == 1
    assert opened() == ["closed.note"]
    monkeypatch.setenv("WORD_VERSION", "2")
    assert scanner().failed == 1


def test_an_unknown_kind_of_file_and_an_empty_one_are_failures(scanner, notes):
    (notes / "table.bin").write_bytes(b"\x00\x01")
    (notes / "empty.note").write_bytes(b"")
    messages = {failure.document: failure.message for failure in scanner().failures}
    assert messages == {"table.bin": "no reader knows this kind of file", "empty.note": "the file is empty"}


def test_a_file_that_cannot_be_opened_is_a_failure(scanner, notes, monkeypatch):
    real = planning.content_hash

    def refuse(path):
        if path.name == "law.note":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(planning, "content_hash", refuse)
    report = scanner()
    assert (report.read, report.failed) == (1, 1)
    assert report.failures[0].message == "Permission denied"
    monkeypatch.setattr(planning, "content_hash", real)
    assert scanner().read == 1


@pytest.mark.parametrize(
    ("word", "category", "message"),
    [
        ("raise", "bug", "RuntimeError: what a day"),
        ("lie", "bug", "the quote of 9.1.1 is not at"),
        ("exaggerate", "bug", "has a value that is no finite number"),
        ("invent", "bug", "no catalogue has the indicators 0.0.0"),
    ],
)
def test_an_analyser_that_fails_costs_its_own_result(scanner, rows, notes, note, word, category, message):
    note(notes / "bad.note", f"please {word}", "A duty here.", "Somebody shall act.")
    report = scanner(only=("good", "moody"))
    (failure,) = report.failures
    assert (failure.document, failure.category, failure.component) == ("bad.note", category, "moody")
    assert message in failure.message
    assert failure.partial
    assert report.read == 3
    assert "Somebody shall act." in [row["quote"] for row in rows()]
    assert scanner(only=("good", "moody")).failed_before == 1


def test_time_is_up_within_a_process_that_can_be_interrupted(scanner, rows, notes, note):
    note(notes / "slow.note", "please hang", "Somebody shall wait.")
    report = scanner(only=("good", "moody"), seconds=0.5)
    (failure,) = report.failures
    assert (failure.category, failure.component, failure.partial) == ("timeout", "moody", True)
    assert "Somebody shall wait." in [row["quote"] for row in rows()]
    assert scanner(only=("good", "moody"), seconds=0.5).failed_before == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_whose_name_is_no_unicode_is_read_like_any_other(scanner, rows, notes):
    (notes / "law.note").rename(Path(os.fsdecode(os.fsencode(notes) + b"/l\xffw.note")))
    assert scanner().read == 2
    assert [row["document"] for row in rows()] == ["l%FFw.note"]
    assert scanner().unchanged == 2


def test_what_cannot_be_stored_costs_its_document_alone(scanner, rows, monkeypatch):
    real = Store.save_outcome

    def save(self, scan, outcome, **rest):
        if outcome.document is not None and outcome.source.name == "story.note":
            raise ValueError("no table takes this")
        real(self, scan, outcome, **rest)

    monkeypatch.setattr(Store, "save_outcome", save)
    report = scanner()
    (failure,) = report.failures
    assert (failure.document, failure.category, failure.component) == ("story.note", "bug", "store")
    assert (report.read, report.failed) == (1, 1)
    assert len(rows()) == 1


def test_a_text_that_is_no_unicode_costs_its_document_alone(scanner, rows, notes, note):
    note(notes / "half.note", "This is half a character and you shall not store it.")
    report = scanner()
    (failure,) = report.failures
    assert (failure.document, failure.category) == ("half.note", "unreadable")
    assert "no valid Unicode" in failure.message
    assert len(rows()) == 1


def test_events_are_told(scanner):
    told = []
    scanner(watch=told.append)
    assert [event.name for event in told] == ["planned", "done", "done", "finished"]
    assert [event.data["settled"] for event in told[1:]] == [1, 2, 2]


def test_hooks_that_raise_are_recorded_and_the_scan_goes_on(scanner, rows, tmp_path):
    report = scanner(only=("good", "observer"))
    assert (report.read, report.exit_code) == (2, 0)
    assert [row["quote"] for row in rows()] == ["The ministry shall protect women."]
    assert "a plugin failed while it observed 'done': ValueError: cannot stand done" in report.notes
    with Store.open(tmp_path / "e.db", create=False) as store:
        recorded = {(row["category"], row["component"], row["message"]) for row in store.problems()}
    assert recorded == {
        ("bug", "choose_reader", "ValueError: cannot choose"),
        ("bug", "assemble_findings", "ValueError: cannot merge"),
    }


def test_an_executor_that_loses_items_is_found_out(scanner, notes, tmp_path, monkeypatch):
    class Forgetful:
        name = "forgetful"

        def run(self, work, items):
            yield work(next(iter(items)))
            list(items)

    monkeypatch.setattr(Host, "executor", lambda self, name: Forgetful())
    report = scanner()
    assert (report.read, report.failed) == (1, 1)
    assert report.failures[0].message == "the executor gave no outcome"


def test_an_interrupted_scan_is_closed_and_goes_on(scanner, rows, opened, tmp_path):
    def interrupt(event):
        if event.name == "done":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scanner(watch=interrupt)
    with Store.open(tmp_path / "e.db", create=False) as store:
        (record,) = store.db.query("select finished, counts from scan")
    assert record["finished"]
    assert '"read":1' in record["counts"]
    opened()
    report = scanner()
    assert (report.unchanged, report.read) == (1, 1)
    assert len(rows()) == 1


def test_mistakes_of_the_user(scanner, notes, tmp_path):
    with pytest.raises(UsageError, match="no such file or folder"):
        scanner(tmp_path / "nowhere")
    with pytest.raises(PluginError, match="no executor"):
        scanner(executor="cloud")
    with pytest.raises(CatalogueError, match="unknown kind of document 'poem'"):
        scanner(general={"kind": "poem"})
