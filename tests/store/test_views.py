"""The views for people, and the queries on them."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from evidencescan.errors import UsageError
from evidencescan.store import Store, queries
from evidencescan.store.schema import NAMES
from evidencescan.values import POLARITIES, Decision, Problem

DETAIL = (
    *("id", "document", "country", "title", "goal_area", "indicator", "statement", "component", "polarity", "force"),
    *("condition", "value", "quote", "citation", "heading", "page", "score", "review", "reason", "kind", "language"),
    *("sha256", "document_id", "passage", "start", "stop"),
)


def verdict(store: Store, identity: str, word: Any) -> None:
    store.decide(Decision(identity, word, "Ada", "2026-01-01T00:00:00+00:00"))


def status(store: Store, view: str = "document_status") -> dict[tuple[str, str], str]:
    first = "document" if view == "document_status" else "country"
    return {(row[first], row["indicator"]): row["status"] for row in store.db[view].rows}


def add(make: Any, number: int, *polarities: str, **traits: str) -> Any:
    document = make.document(number, **traits)
    found = [make.finding(document, seq, polarity=polarity) for seq, polarity in enumerate(polarities, start=1)]
    make.save(make.outcome(document, *found))
    return document


def test_every_view_can_be_read_empty_and_full(make: Any, store: Store) -> None:
    views = store.db.view_names()
    assert {"evidence_detail", "document_status", "coverage", "gap", "review_queue"} <= set(views)
    for view in views:
        assert list(store.db[view].rows_where(limit=1)) == []
    add(make, 1, "supports", "contrary")
    for view in set(views) - {"evidence_withdrawn"}:
        assert len(list(store.db[view].rows)) > 0, view


def test_detail_has_its_columns_and_one_row_a_piece(make: Any, store: Store) -> None:
    for folder in ("/a", "/b", "/c"):
        store.save_location(f"{folder}/act.pdf", 1, 1, make.sha())
    add(make, 1, "supports")
    (row,) = store.evidence()
    assert tuple(row) == DETAIL
    assert (row["document"], row["country"], row["title"], row["kind"]) == ("act.pdf", "XV", "Protection Act", "law")
    assert (row["citation"], row["heading"], row["page"]) == ("s. 1", "Part II > Help", 2)
    assert (row["statement"], row["goal_area"], row["review"]) == ("Statement 9.1.1", "protection", "unreviewed")
    assert row["reason"].startswith('Rule victim-legal-aid matched "trafficked … free legal aid"')


@pytest.mark.parametrize(
    ("polarities", "kind", "expected"),
    [
        (("supports",), "law", "present"),
        (("supports", "supports"), "other", "present"),
        (("supports", "contrary"), "law", "contested"),
        (("contrary",), "law", "contrary"),
        ((), "law", "absent"),
        ((), "sop", "not_applicable"),
    ],
)
def test_status_of_a_document(make: Any, store: Store, polarities: tuple[str, ...], kind: str, expected: str) -> None:
    add(make, 1, *polarities, kind=kind)
    assert status(store)[("act-1.pdf", "9.1.1")] == expected
    assert status(store, "coverage")[("XV", "9.1.1")] == expected


def test_rejected_evidence_does_not_count(make: Any, store: Store) -> None:
    add(make, 1, "supports", "contrary")
    supports, contrary = make.ids()
    verdict(store, contrary, "reject")
    assert status(store)[("act-1.pdf", "9.1.1")] == "present"
    verdict(store, supports, "reject")
    assert status(store)[("act-1.pdf", "9.1.1")] == "absent"
    assert status(store, "coverage")[("XV", "9.1.1")] == "absent"
    assert store.summary()["goal_areas"]["protection"]["absent"] == 2


def test_status_says_what_was_searched(make: Any, store: Store) -> None:
    add(make, 1, "supports")
    row = next(store.db.query("SELECT * FROM document_status WHERE indicator = '9.1.1'"))
    assert (row["supporting"], row["contrary"], row["pages_without_text"], row["analysers"]) == (1, 0, 1, "protection")


@pytest.mark.parametrize(("pages", "expected"), [((), 0), ((2,), 1), ((2, 2, 4), 2), ((None,), 5)])
def test_pages_without_text(make: Any, store: Store, pages: tuple[int | None, ...], expected: int) -> None:
    problems = tuple(Problem("no_text", "pdf", "a picture", page) for page in pages)
    make.save(make.outcome(replace(make.document(), problems=problems)))
    assert {row["pages_without_text"] for row in store.db["document_status"].rows} == {expected}


def test_coverage_is_over_the_documents_of_a_country(make: Any, store: Store) -> None:
    add(make, 1, "supports")
    add(make, 2, "contrary")
    add(make, 3, "supports", country="XW")
    document = make.document(4)
    make.save(make.outcome(replace(document, profile=replace(document.profile, country=None))))
    found = status(store, "coverage")
    assert found[("XV", "9.1.1")] == "contested"
    assert found[("XW", "9.1.1")] == "present"
    assert found[("unknown", "9.1.1")] == "absent"


def test_gaps_say_what_is_missing(make: Any, store: Store) -> None:
    add(make, 1, "supports")
    add(make, 2, kind="sop")
    gaps = {row["indicator"]: row for row in store.db["gap"].rows}
    assert set(gaps) == {"9.1.2", "8.1.1"}
    assert (gaps["9.1.2"]["status"], gaps["9.1.2"]["documents_searched"]) == ("absent", 1)
    assert (gaps["9.1.2"]["kinds_missing"], gaps["9.1.2"]["pages_unread"]) == ("report", 1)
    assert (gaps["8.1.1"]["kinds_missing"], gaps["8.1.1"]["documents_searched"]) == ("agreement", 1)


def test_a_file_that_could_not_be_read_is_no_absence(make: Any, store: Store) -> None:
    make.save(make.failure())
    assert list(store.db["document_status"].rows) == []
    assert list(store.db["coverage"].rows) == []


def test_indicators_of_no_catalogue_have_no_status(make: Any, store: Store, goals: Any) -> None:
    add(make, 1, "supports")
    store.sync_catalogues(goals("9.1.2"))
    assert set(status(store)) == {("act-1.pdf", "9.1.2")}


def test_the_queue_has_contrary_first_then_the_least_sure(make: Any, store: Store) -> None:
    document = make.document()
    pieces = [
        make.finding(document, 1, score=0.95),
        make.finding(document, 2, score=0.45),
        make.finding(document, 3, score=0.9, polarity="contrary"),
    ]
    make.save(make.outcome(document, *pieces))
    assert [row["passage"] for row in store.db["review_queue"].rows] == [3, 2, 1]
    verdict(store, next(iter(store.db["review_queue"].rows))["id"], "unsure")
    assert [row["passage"] for row in store.db["review_queue"].rows] == [2, 1]


def test_no_view_for_people_sorts_all_evidence(make: Any, store: Store) -> None:
    for view in ("evidence_detail", "review_queue"):
        plan = [row["detail"] for row in store.db.query(f"EXPLAIN QUERY PLAN SELECT * FROM {view} LIMIT 50")]
        assert not [step for step in plan if "TEMP B-TREE" in step], view


def test_a_sort_by_score_has_an_index_that_nothing_else_takes(make: Any, store: Store) -> None:
    (row,) = store.db.query("EXPLAIN QUERY PLAN SELECT id FROM evidence WHERE current = 1 ORDER BY score DESC LIMIT 50")
    assert "evidence_score" in row["detail"]
    for sql in ("SELECT * FROM evidence_detail", "SELECT count(*) FROM evidence_detail"):
        assert "evidence_score" not in str(list(store.db.query(f"EXPLAIN QUERY PLAN {sql}")))


def test_faster_views_give_the_rows_that_the_first_ones_gave(make: Any, store: Store) -> None:
    chance = random.Random(5)
    for number in range(1, 60):
        country = chance.choice(("XV", "XW", "XZ"))
        kind = "law" if country == "XZ" else chance.choice(("law", "report", "sop", "poem"))
        document = make.document(number, country=country, kind=kind)
        if number % 7 == 0:
            document = replace(document, profile=replace(document.profile, country=None))
        codes = ("9.1.1", "8.1.1") if country == "XV" else ("9.1.2",)
        found = [
            make.finding(document, seq, indicator=chance.choice(codes), polarity=chance.choice(POLARITIES))
            for seq in (1, 2, 3)[: chance.choice((0, 0, 1, 3))]
        ]
        make.save(make.failure(number) if number % 11 == 0 else make.outcome(document, *found))
    for identity in make.ids():
        if chance.random() < 0.6:
            verdict(store, identity, chance.choice(("reject", "reject", "confirm", "unsure")))
    assert "0004_views" in NAMES
    first = files("evidencescan.store").joinpath("migrations", "0004_views.sql").read_text("utf-8")
    first = first.replace("VIEW ", "TEMP VIEW first_").replace("FROM coverage", "FROM first_coverage")
    store.db.executescript(first)
    for view in ("coverage", "gap"):
        rows = list(store.db.query(f"SELECT * FROM {view}"))
        assert rows == list(store.db.query(f"SELECT * FROM first_{view}")), view
        assert len({row["status"] for row in rows}) >= 2, view
        assert len({row["country"] for row in rows}) == 4, view


def test_evidence_is_filtered_and_paged(make: Any, store: Store) -> None:
    add(make, 1, "supports", "contrary", "supports")
    add(make, 2, "supports", country="XW")
    places = [(row["document"], row["passage"]) for row in store.evidence()]
    assert places == [("act-1.pdf", 1), ("act-1.pdf", 2), ("act-1.pdf", 3), ("act-2.pdf", 1)]
    assert [row["passage"] for row in store.evidence(limit=2, offset=1)] == [2, 3]
    assert [row["passage"] for row in store.evidence(filters={"polarity": "contrary"})] == [2]
    assert len(list(store.evidence(filters={"country": ["XV", "XW"], "polarity": "supports"}))) == 3
    assert list(store.evidence(filters={"indicator": None})) == []
    assert list(store.evidence(filters={"country": []})) == []
    with pytest.raises(UsageError, match="no column colour"):
        store.evidence(filters={"colour": "red"})


def test_evidence_is_found_by_the_beginning_of_its_id(make: Any, store: Store) -> None:
    add(make, 1, *["supports"] * 3)
    for number in range(2, 12):
        add(make, number, *["supports"] * 3)
    first = make.ids()[0]
    for text in (first, first.removeprefix("evidence:"), first[:20]):
        row = store.evidence_by_id(text)
        assert row is not None
        assert row["id"] == first
    assert store.evidence_by_id("evidence:zz") is None
    assert store.evidence_by_id("") is None
    shared = next(d for d in "0123456789abcdef" if sum(i[9] == d for i in make.ids()) > 1)
    with pytest.raises(UsageError, match="several"):
        store.evidence_by_id(shared)


def test_search_folds_accents_and_tells_the_evidence(make: Any, store: Store) -> None:
    make.put(1, 2)
    (row,) = store.search("refuge", 5)
    assert (row["document"], row["citation"], row["headings"]) == ("act-1.pdf", "s. 2", ["Act", "Part II", "Help"])
    assert row["evidence"] == make.ids()
    (row,) = store.search('"free legal aid"', 5)
    assert row["evidence"] == []
    assert len(list(store.search("shall", 2))) == 2
    assert list(store.search("zebra", 5)) == []


@pytest.mark.parametrize("query", ["free-legal", 'free "legal', "aid:", "(legal", "*", "", "«»"])
def test_search_takes_any_words(make: Any, store: Store, query: str) -> None:
    make.put(1, 1)
    assert all("legal" in row["text"] for row in store.search(query, 5))


def test_a_search_ranks_the_first_of_very_many(make: Any, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 5):
        make.put(number, 1)
    assert not store.search_is_partial("legal")
    assert not store.search_is_partial("zebra")
    best = [row["document"] for row in store.search("legal", 3)]
    monkeypatch.setattr(queries, "RANKED", 4)
    assert not store.search_is_partial("legal")
    assert [row["document"] for row in store.search("legal", 3)] == best
    monkeypatch.setattr(queries, "RANKED", 3)
    assert store.search_is_partial("legal")
    assert store.search_is_partial('free "legal')
    assert [row["document"] for row in store.search("legal", 9)] == ["act-1.pdf", "act-2.pdf", "act-3.pdf"]


def test_search_through_sqlite_utils(make: Any, store: Store) -> None:
    make.put(1, 1)
    assert store.db["passage"].detect_fts() == "passage_fts"
    assert [row["seq"] for row in store.db["passage"].search("legal")] == [1]


def test_the_index_follows_passages(make: Any, store: Store) -> None:
    make.put(1, 1)
    make.save(make.outcome(make.document(1, texts=("Heading", "Nothing of the kind."))))
    assert list(store.search("legal", 5)) == []
    assert len(list(store.search("kind", 5))) == 1
    assert store.check() == []


def test_summary_counts(make: Any, store: Store) -> None:
    add(make, 1, "supports", "contrary")
    make.save(make.failure(2))
    verdict(store, make.ids()[0], "confirm")
    summary = store.summary()
    assert (summary["documents"], summary["read"], summary["failed"]) == (2, 1, 1)
    assert (summary["pages"], summary["pages_without_text"]) == (5, 1)
    assert (summary["evidence"], summary["reviews"]) == (2, {"confirmed": 1, "unreviewed": 1})
    assert summary["goal_areas"]["protection"] == {
        "present": 0,
        "contested": 1,
        "contrary": 0,
        "absent": 1,
        "not_applicable": 0,
    }
    assert summary["goal_areas"]["cooperation"]["not_applicable"] == 1


def test_summary_of_an_empty_database(store: Store) -> None:
    assert store.summary()["documents"] == 0
    assert store.summary()["goal_areas"] == {}


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE evidence SET quote = 'changed'", "quote is not in the document"),
        ("UPDATE evidence SET id = 'evidence:0'", "id is not that of its words"),
        ("UPDATE evidence SET passage = 77", "there is no passage 77"),
        ("UPDATE evidence SET review = 'rejected'", "review is not the latest decision"),
        ("UPDATE passage SET start = start + 1 WHERE seq = 1", "its text is not where it says"),
        ("UPDATE evidence SET document = 99", "refers to a document that does not exist"),
        ("DELETE FROM passage_fts_docsize WHERE id = 1", "the text index has 3 passages instead of 4"),
        ("INSERT INTO passage_fts (passage_fts) VALUES ('delete-all')", "the text index"),
    ],
)
def test_check_finds_what_others_broke(make: Any, store: Store, statement: str, says: str) -> None:
    make.put(1, 1)
    assert store.check() == []
    store.db.execute("PRAGMA foreign_keys = OFF")
    store.db.execute("DELETE FROM value")
    store.db.execute(statement)
    assert any(says in line for line in store.check())


def test_schema_is_sql_that_makes_the_same(store: Store) -> None:
    sql = store.schema()
    for name in ("passage_fts", "evidence_detail", "decision_no_update", "evidence_queue", "CREATE TABLE value"):
        assert name in sql
    assert "passage_fts_data" not in sql
    with sqlite3.connect(":memory:") as other:
        other.executescript(sql)
    other.close()
