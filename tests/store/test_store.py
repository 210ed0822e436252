"""What is saved comes back; what is saved twice is there once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from evidencescan.errors import StoreError, UsageError
from evidencescan.store import Store, StoredLocation
from evidencescan.values import Decision, Document, Locator, Passage, Problem, Source

TABLES = (
    *("document", "component", "extraction", "passage", "indicator", "analysis", "evidence", "finding", "value"),
    *("decision", "problem", "work"),
)


def everything(store: Store) -> dict[str, list[Any]]:
    """All rows without row numbers that SQLite gives and without times."""
    hidden = {"passage": ["id"], "finding": ["id", "analysis"], "value": ["id"], "problem": ["id"]}
    hidden |= {"analysis": ["id", "at"], "work": ["at"]}
    return {
        table: [{k: v for k, v in row.items() if k not in hidden.get(table, [])} for row in store.db[table].rows]
        for table in TABLES
    }


def test_a_document_comes_back_as_it_was(make: Any, store: Store) -> None:
    document = make.put(1, 1, 2)
    assert store.load_document(make.sha()) == document


def test_a_document_without_anything_optional_comes_back(make: Any, store: Store) -> None:
    plain = Document(Source("a.txt", make.sha(), 3), "One.", (Passage(0, "paragraph", 0, 4, "One."),))
    make.save(make.outcome(plain))
    assert store.load_document(make.sha()) == plain
    empty = Document(Source("b.txt", make.sha(2), 0), "", ())
    make.save(make.outcome(empty))
    assert store.load_document(make.sha(2)) == empty


def test_an_unknown_document_is_none(store: Store) -> None:
    assert store.load_document("0" * 64) is None
    assert store.extraction_state("0" * 64) is None
    assert store.failed_state("0" * 64) is None
    assert store.analysis_states("0" * 64) == {}


def test_findings_come_back_by_analyser(make: Any, store: Store) -> None:
    document = make.document()
    first = make.finding(document, 1)
    second = make.finding(document, 3, indicator=None, condition=None, values=(), reasons=())
    outcome = replace(make.outcome(document), findings=(("protection", (second, first)), ("gender", ())))
    make.save(outcome, analysers={"protection": "p1", "gender": "g1"})
    assert store.load_findings(make.sha()) == {"protection": (second, first), "gender": ()}
    assert store.analysis_states(make.sha()) == {"protection": "p1", "gender": "g1"}
    assert store.extraction_state(make.sha()) == ("pdf", "reader-1", "none")


def test_the_same_outcome_twice_gives_the_same_rows(make: Any, store: Store) -> None:
    document = make.put(1, 1, 2, 3)
    once = everything(store)
    make.save(make.outcome(document, *(make.finding(document, seq) for seq in (1, 2, 3))))
    assert everything(store) == once
    assert store.check() == []


def test_another_analyser_runs_without_the_first(make: Any, store: Store) -> None:
    document = make.put(1, 1)
    again = make.outcome(store.load_document(make.sha()), analyser="gender")
    make.save(again, analysers={"gender": "g1"}, evidence=[make.finding(document, 1)])
    assert store.analysis_states(make.sha()) == {"protection": "rules-1", "gender": "g1"}
    assert store.load_findings(make.sha())["protection"] == (make.finding(document, 1),)


def test_a_new_version_of_an_analyser_takes_the_place_of_the_old(make: Any, store: Store) -> None:
    document = make.put(1, 1)
    make.save(make.outcome(document, make.finding(document, 2)), analysers={"protection": "rules-2"})
    assert store.analysis_states(make.sha()) == {"protection": "rules-2"}
    assert store.load_findings(make.sha()) == {"protection": (make.finding(document, 2),)}


@pytest.mark.parametrize("changed", ["reading_fingerprint", "overrides_hash"])
def test_another_reading_drops_what_rested_on_the_old_one(make: Any, store: Store, changed: str) -> None:
    document = make.put(1, 1)
    make.save(make.outcome(document, analyser="gender"), **{changed: "new"})
    assert store.analysis_states(make.sha()) == {"gender": "rules-1"}
    assert "new" in (store.extraction_state(make.sha()) or ())


def test_other_passages_of_the_same_reader_are_stored(make: Any, store: Store) -> None:
    make.put(1, 1)
    longer = make.document(1, texts=("Heading", "A victim shall be safe."))
    make.save(make.outcome(longer))
    assert store.load_document(make.sha()) == longer
    assert store.check() == []


def test_a_file_that_cannot_be_read_has_its_rows(make: Any, store: Store) -> None:
    make.save(make.failure(), reading_fingerprint="software-1")
    assert store.failed_state(make.sha()) == "software-1"
    assert store.load_document(make.sha()) is None
    assert [(row["name"], row["status"]) for row in store.db["document"].rows] == [("act-1.pdf", "failed")]
    assert [row["status"] for row in store.db["work"].rows] == ["failed"]
    (problem,) = store.problems()
    assert (problem["document"], problem["category"], problem["status"]) == ("act-1.pdf", "encrypted", "failed")
    make.put(1, 1)
    assert store.failed_state(make.sha()) is None
    assert [row["category"] for row in store.problems()] == ["low_ocr", "no_text"]


def test_a_later_failure_keeps_what_was_read(make: Any, store: Store) -> None:
    document = make.put(1, 1)
    make.save(make.failure(category="timeout"))
    assert store.load_document(make.sha()) == document
    assert len(make.ids()) == 1
    assert {row["category"] for row in store.problems()} == {"low_ocr", "no_text", "timeout"}


def test_a_file_that_cannot_be_hashed_has_its_row_until_it_can(make: Any, store: Store) -> None:
    source = Source("/laws/secret.pdf", "", 0)
    make.save(replace(make.failure(), source=source))
    assert [row["name"] for row in store.db["document"].rows] == ["secret.pdf"]
    store.save_location("/laws/secret.pdf", 10, 1, make.sha())
    assert list(store.db["document"].rows) == []


def test_problems_of_the_work_are_kept_beside_those_of_the_document(make: Any, store: Store) -> None:
    document = make.document()
    bug = Problem("bug", "gender", "division by zero")
    make.save(replace(make.outcome(document), problems=(bug, *document.problems)))
    assert [row["category"] for row in store.problems()] == ["low_ocr", "no_text", "bug"]
    assert [row["category"] for row in store.problems(make.scan)] == ["low_ocr", "no_text", "bug"]
    assert list(store.problems(make.scan + 1)) == []
    loaded = store.load_document(make.sha())
    assert loaded is not None
    assert loaded.problems == document.problems


def test_text_that_is_not_that_of_the_passages_is_refused(make: Any, store: Store) -> None:
    broken = replace(make.document(), text="something else")
    with pytest.raises(StoreError, match="not that of its passages"):
        make.save(make.outcome(broken))
    assert list(store.db["document"].rows) == []


def test_locations_name_documents(make: Any, store: Store) -> None:
    store.save_location("/laws/b/second.pdf", 10, 1, make.sha())
    make.put(1, 1)
    assert [row["document"] for row in store.evidence()] == ["second.pdf"]
    store.save_location("/laws/a/first.pdf", 10, 2, make.sha())
    assert [row["document"] for row in store.evidence()] == ["first.pdf"]
    assert store.locations()["/laws/a/first.pdf"] == StoredLocation(10, 2, make.sha())
    store.drop_locations(["/laws/a/first.pdf", "/laws/never.pdf"])
    assert [row["document"] for row in store.evidence()] == ["second.pdf"]
    store.save_location("/laws/b/second.pdf", 11, 3, make.sha(7))
    assert [row["document"] for row in store.evidence()] == ["second.pdf"]
    store.drop_locations(["/laws/b/second.pdf"])
    assert store.locations() == {}
    assert [row["document"] for row in store.evidence()] == ["second.pdf"]


def test_a_file_name_that_is_no_utf8_is_kept(make: Any, store: Store) -> None:
    uri = "/laws/caf\udce9 \\ück.pdf"
    store.save_location(uri, 1, 2, make.sha())
    document = make.document()
    document = replace(document, source=replace(document.source, uri=uri))
    problem = Problem("bug", "pdf", f"cannot open {uri}")
    make.save(replace(make.outcome(document, make.finding(document)), problems=(problem,)))
    store.begin_scan({"paths": [uri]}, "evidencescan 0")
    assert store.load_document(make.sha()) == document
    assert store.locations() == {uri: (1, 2, make.sha())}
    assert [row["document"] for row in store.evidence()] == ["caf\\udce9 \\ück.pdf"]
    store.drop_locations([uri])
    assert store.locations() == {}


def test_components_are_recorded_once(store: Store) -> None:
    first = store.component("reader", "pdf", "f1", "1.0")
    assert store.component("reader", "pdf", "f1") == first
    assert store.component("reader", "pdf", "f2") != first
    assert next(store.db.query("SELECT version FROM component WHERE id = ?", [first]))["version"] == "1.0"


def test_indicators_that_no_catalogue_has_stay_where_evidence_names_them(make: Any, store: Store, goals: Any) -> None:
    make.put(1, 1)
    store.sync_catalogues(goals("9.1.2"))
    assert dict(store.db.execute("SELECT code, current FROM indicator").fetchall()) == {"9.1.1": 0, "9.1.2": 1}
    assert json.loads(store.db["indicator"].get("9.1.2")["source_documents"]) == ["law", "report"]


def test_an_indicator_of_no_catalogue_does_not_cost_the_document(make: Any, store: Store) -> None:
    document = make.document()
    make.save(make.outcome(document, make.finding(document, 1, indicator="77.7")))
    (row,) = store.evidence()
    assert (row["indicator"], row["statement"], row["goal_area"]) == ("77.7", "", "")


def test_a_scan_is_recorded(make: Any, store: Store) -> None:
    store.finish_scan(make.scan, {"done": 3})
    row = store.db["scan"].get(make.scan)
    assert json.loads(row["arguments"]) == {"paths": ["/laws"]}
    assert json.loads(row["counts"]) == {"done": 3}
    assert row["started"] <= row["finished"]


def test_a_model_is_recorded_once(store: Store) -> None:
    store.save_model("tagger", "ab", {"labels": 3})
    store.save_model("tagger", "cd", {"labels": 4})
    assert [(row["sha256"], row["manifest"]) for row in store.db["model"].rows] == [("cd", '{"labels":4}')]


def test_page_is_that_of_the_quote(make: Any, store: Store) -> None:
    text = "A victim shall be safe. A victim shall be heard."
    spans = make.document().passages[1].locator.spans
    place = Locator(page=4, spans=(spans[0]._replace(at=0, length=24, page=4), spans[0]._replace(at=24, page=5)))
    passage = Passage(0, "paragraph", 0, len(text), text, place)
    document = Document(Source("a.pdf", make.sha(), 1), text, (passage,), pages=5)
    make.save(make.outcome(document, make.finding(document, 0, "A victim shall be heard.")))
    assert [row["page"] for row in store.evidence()] == [5]


def test_decisions_need_evidence(store: Store) -> None:
    with pytest.raises(UsageError, match="no evidence"):
        store.decide(Decision("evidence:0", "confirm", "Ada", "2026-01-01T00:00:00+00:00"))
