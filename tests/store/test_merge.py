"""Shards become one database, as if all had been scanned into one, and never at the cost of the target."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidencescan.app import merge
from evidencescan.errors import StoreError, UsageError
from evidencescan.store import Store
from evidencescan.store.schema import MIGRATIONS, NAMES
from evidencescan.values import Decision, Problem

NATURAL = {
    "document": "* FROM document AS x ORDER BY sha256",
    "location": "* FROM location AS x ORDER BY uri",
    "component": "* FROM component AS x ORDER BY kind, name, fingerprint",
    "extraction": "d.sha256, c.name, c.fingerprint, x.overrides, s.arguments FROM extraction AS x "
    "JOIN document AS d ON d.id = x.document JOIN component AS c ON c.id = x.component JOIN scan AS s ON s.id = x.scan "
    "ORDER BY d.sha256",
    "passage": "x.*, d.sha256 FROM passage AS x JOIN document AS d ON d.id = x.document ORDER BY d.sha256, seq",
    "finding": "x.*, d.sha256, c.name AS analyser, c.fingerprint FROM finding AS x JOIN analysis AS a ON "
    "a.id = x.analysis JOIN component AS c ON c.id = a.component JOIN document AS d ON d.id = a.document "
    "ORDER BY d.sha256, c.name, x.id",
    "evidence": "x.*, d.sha256 FROM evidence AS x JOIN document AS d ON d.id = x.document ORDER BY x.id",
    "value": "x.* FROM value AS x ORDER BY evidence, start, x.id",
    "decision": "x.* FROM decision AS x ORDER BY evidence, at, reviewer, verdict, note",
    "indicator": "* FROM indicator AS x ORDER BY code",
    "problem": "x.*, d.sha256, s.arguments FROM problem AS x JOIN document AS d ON d.id = x.document JOIN scan AS s "
    "ON s.id = x.scan ORDER BY d.sha256, x.id",
    "work": "d.sha256, x.status, x.reader, x.seconds, s.arguments FROM work AS x JOIN document AS d ON "
    "d.id = x.document JOIN scan AS s ON s.id = x.scan ORDER BY d.sha256, s.arguments",
    "scan": "arguments, software FROM scan AS x ORDER BY arguments",
    "model": "* FROM model AS x ORDER BY name",
}
NUMBERS = {"id", "document", "component", "scan", "analysis", "at"}
KEPT = {"evidence": {"id", "component"}, "finding": {"component"}, "decision": {"at"}, "problem": {"component"}}


def natural(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows without the numbers that SQLite gives and without times of work."""
    return {
        table: [
            {k: v for k, v in row.items() if k not in NUMBERS - KEPT.get(table, set())}
            for row in store.db.query(f"SELECT {sql}")
        ]
        for table, sql in NATURAL.items()
    }


@pytest.fixture
def shard(make: Any, goals: Any, tmp_path: Path) -> Callable[..., Any]:
    """Return a function that makes a database with a maker, its scan being of the folder of the same name."""
    maker, catalogues = type(make), goals("9.1.1", "9.1.2")
    opened: list[Store] = []

    def create(name: str, scan: str = "") -> Any:
        store = Store.open(tmp_path / f"{name}.db")
        opened.append(store)
        store.sync_catalogues(catalogues)
        return maker(store, store.begin_scan({"paths": [scan or name]}, "evidencescan 0"))

    return create


def merged(target: Path, *makers: Any) -> dict[str, list[dict[str, Any]]]:
    merge(target, [maker.store.path for maker in makers])
    with Store.open(target, create=False) as store:
        assert store.check() == []
        return natural(store)


def decision(identity: str, verdict: Any = "confirm", reviewer: str = "Ada", at: str = "2026-01-01") -> Decision:
    return Decision(identity, verdict, reviewer, at)


def test_shards_become_what_one_scan_would_have_made(shard: Any, tmp_path: Path) -> None:
    one, two, whole = (shard(name, "/laws") for name in ("one", "two", "whole"))
    for maker, numbers in ((one, (1, 3)), (two, (2, 4)), (whole, (1, 2, 3, 4))):
        for number in numbers:
            maker.store.save_location(f"/laws/act-{number}.pdf", 10, 5, maker.sha(number))
            maker.put(number, 1, 2, 3)
        maker.save(maker.failure(numbers[0] + 10))
        maker.store.save_model("tagger", "ab", {"labels": 3})
    whole.save(whole.failure(12))
    found = merged(tmp_path / "all.db", one, two)
    assert found == natural(whole.store) | {"scan": found["scan"]}
    with Store.open(tmp_path / "all.db") as store:
        assert len(list(store.search("legal aid", 9))) == 4


PLAN = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(1, 4),
        st.sets(st.integers(0, 3)),
        st.lists(st.tuples(st.sampled_from(["confirm", "reject", "unsure"]), st.integers(1, 3)), max_size=2),
        st.booleans(),
    ),
    max_size=7,
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(PLAN)
def test_whatever_the_shards_hold(make: Any, goals: Any, tmp_path_factory: pytest.TempPathFactory, plan: Any) -> None:
    """Twice is once, the order counts for nothing but row numbers, no decision is lost, and the result is sound."""
    folder = tmp_path_factory.mktemp("shards")
    with Store.open(folder / "empty.db") as empty:
        empty.sync_catalogues(goals("9.1.1", "9.1.2"))
    for name in ("a", "b", "c", "one", "other"):
        shutil.copy(folder / "empty.db", folder / f"{name}.db")
    makers = []
    for name in ("a", "b", "c"):
        store = Store.open(folder / f"{name}.db")
        makers.append(type(make)(store, store.begin_scan({"paths": [name]}, "evidencescan 0")))
    for which, number, seqs, verdicts, fails in plan:
        maker = makers[which]
        if fails:
            maker.save(maker.failure(number))
            continue
        maker.store.save_location(f"/{which}/act-{number}.pdf", 1, 1, maker.sha(number))
        document = maker.document(number)
        found = [maker.finding(document, seq) for seq in sorted(seqs)]
        maker.save(maker.outcome(document, *found), analysers={"protection": f"rules-{len(seqs)}"})
        for verdict, day in verdicts:
            for identity in maker.ids()[:1]:
                maker.store.decide(decision(identity, verdict, f"reviewer {which}", f"2026-01-0{day}"))
    first = merged(folder / "one.db", *makers)
    assert merged(folder / "one.db", *makers) == first
    assert merged(folder / "one.db", makers[1]) == first
    assert merged(folder / "other.db", *reversed(makers)) == first
    made = [one for maker in makers for one in maker.store.decisions()]
    with Store.open(folder / "one.db") as store:
        assert sorted(map(str, store.decisions())) == sorted(map(str, made))
        hashes = {row["sha256"] for maker in makers for row in maker.store.db["document"].rows}
        assert {row["sha256"] for row in store.db["document"].rows} == hashes
        assert len(store.locations()) == sum(len(maker.store.locations()) for maker in makers)
    for maker in makers:
        maker.store.close()


def test_the_same_content_is_one_document_in_two_places(shard: Any, tmp_path: Path) -> None:
    one, two = shard("one"), shard("two")
    for maker, uri in ((one, "/b/x.pdf"), (two, "/a/y.pdf")):
        maker.store.save_location(uri, 10, 5, maker.sha())
        maker.put(1, 1)
    found = merged(tmp_path / "all.db", one, two)
    assert [row["name"] for row in found["document"]] == ["y.pdf"]
    assert [row["uri"] for row in found["location"]] == ["/a/y.pdf", "/b/x.pdf"]
    assert len(found["evidence"]) == 1
    assert len(found["work"]) == 2


def test_decisions_of_both_are_kept_and_the_latest_stands(shard: Any, tmp_path: Path) -> None:
    one, two = shard("one"), shard("two")
    one.put(1, 1, 2)
    two.put(1, 1, 2)
    first, second = one.ids()
    one.store.decide(decision(first, "confirm", at="2026-02-01"))
    one.store.decide(decision(first, "confirm", at="2026-02-01"))
    two.store.decide(decision(first, "reject", "Bo", at="2026-03-01"))
    two.store.decide(decision(second, "unsure", "Bo", at="2026-01-01"))
    for order in ((one, two), (two, one)):
        target = tmp_path / f"{order[0].store.path.stem}-first.db"
        merged(target, *order)
        merged(target, *order)
        with Store.open(target) as store:
            assert len(store.decisions()) == 4
            assert {row["id"]: row["review"] for row in store.evidence()} == {first: "rejected", second: "unsure"}


def test_what_was_decided_on_stays_where_another_shard_no_longer_finds_it(shard: Any, tmp_path: Path) -> None:
    """The fuller state of a document is taken: here, that of two analysers."""
    old, new = shard("old"), shard("new")
    old.put(1, 1, 2, 3)
    kept, _, both = old.ids()
    old.store.decide(decision(kept))
    document = new.document()
    outcome = replace(new.outcome(document, new.finding(document, 3)), findings=(("gender", ()), ("protection", ())))
    new.save(outcome, evidence=[new.finding(document, 3)])
    for order in ((old, new), (new, old)):
        target = tmp_path / f"{order[0].store.path.stem}-first.db"
        found = merged(target, *order)
        assert {row["id"]: (row["current"], row["review"]) for row in found["evidence"]} == {
            kept: (0, "confirmed"),
            both: (1, "unreviewed"),
        }
        assert {row["evidence"] for row in found["value"]} == {both}


def test_a_reading_outdoes_a_failure(shard: Any, tmp_path: Path) -> None:
    read, failed = shard("read"), shard("failed")
    read.put(1, 1)
    failed.save(failed.failure(1), reading_fingerprint="software-1")
    for order in ((read, failed), (failed, read)):
        found = merged(tmp_path / f"{order[0].store.path.stem}-first.db", *order)
        assert [(row["status"], row["failed_fingerprint"]) for row in found["document"]] == [("read", None)]
        assert [row["category"] for row in found["problem"]] == ["low_ocr", "no_text"]
        assert sorted(row["status"] for row in found["work"]) == ["done", "failed"]


def test_a_file_that_only_one_could_open(shard: Any, tmp_path: Path) -> None:
    locked, fine = shard("locked"), shard("fine")
    locked.store.save_location("/laws/act-1.pdf", 1, 9, None)
    source = replace(locked.document().source, sha256="")
    locked.save(replace(locked.failure(), source=source, problems=(Problem("unreadable", "scan", "denied"),)))
    fine.store.save_location("/laws/act-1.pdf", 1, 5, fine.sha())
    fine.put(1, 1)
    for order in ((locked, fine), (fine, locked)):
        found = merged(tmp_path / f"{order[0].store.path.stem}-first.db", *order)
        assert [row["sha256"] for row in found["document"]] == [fine.sha()]
        assert [row["sha256"] for row in found["location"]] == [fine.sha()]


def test_a_scan_that_was_under_way_is_the_same_when_it_is_done(shard: Any, tmp_path: Path) -> None:
    one = shard("one")
    one.put(1, 1)
    target = tmp_path / "all.db"
    merged(target, one)
    one.store.finish_scan(one.scan, {"found": 1})
    merged(target, one)
    with Store.open(target) as store:
        assert [row["counts"] for row in store.db["scan"].rows] == ['{"found":1}']
        store.begin_scan({"paths": ["one"]}, "evidencescan 0")
    merged(target, one)
    with Store.open(target) as store:
        assert store.db["scan"].count == 2


def test_a_scan_goes_on_from_the_merged_database(scanner_like: Any) -> None:
    one, two, whole = scanner_like
    assert whole.unchanged == one.read + two.read == 2


@pytest.fixture
def scanner_like(tmp_path: Path, install: Callable[..., None]) -> Any:
    """Two scans of a folder each, merged, and a scan of both folders into the result."""
    from evidencescan.host import Host, HostOptions
    from evidencescan.pipeline import ScanOptions, scan

    install(good="good_plugin")
    host = Host(HostOptions(only=("good",), without=("builtin",)))
    reports = []
    for name in ("xa", "xb"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.note").write_text(f"NOTE\nThe ministry of {name} shall protect women.\n")
        with Store.open(tmp_path / f"{name}.db") as store:
            reports.append(scan(store, host, ScanOptions(executor="serial"), [tmp_path / name]))
    merge(tmp_path / "all.db", [tmp_path / "xa.db", tmp_path / "xb.db"])
    with Store.open(tmp_path / "all.db") as store:
        folders = [tmp_path / "xa", tmp_path / "xb"]
        reports.append(scan(store, host, ScanOptions(executor="serial"), folders))
    return reports


# What is refused


def bytes_of(path: Path) -> list[tuple[Any, ...]]:
    with Store.open(path, create=False) as store:
        return [(table, tuple(row.items())) for table, rows in natural(store).items() for row in rows]


@pytest.fixture
def target(shard: Any) -> Path:
    maker = shard("target")
    maker.put(7, 1)
    maker.store.close()
    return Path(maker.store.path)


def refused(target: Path, *sources: Path) -> StoreError:
    before = bytes_of(target)
    with pytest.raises(StoreError) as caught:
        merge(target, sources)
    assert bytes_of(target) == before
    assert caught.value.advice
    assert str(sources[-1]) in str(caught.value)
    return caught.value


def test_an_older_source_is_to_be_migrated(target: Path, tmp_path: Path) -> None:
    import sqlite_utils

    from evidencescan.store import APPLICATION_ID

    old = sqlite_utils.Database(tmp_path / "old.db")
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    MIGRATIONS.apply(old, stop_before=NAMES[2:])
    old.close()
    assert "db migrate" in refused(target, tmp_path / "old.db").advice


@pytest.mark.parametrize("content", [b"", b"no database at all, only words" * 40])
def test_what_is_no_database(target: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    refused(target, tmp_path / "x.db")


def test_what_is_not_there(target: Path, tmp_path: Path) -> None:
    refused(target, tmp_path / "none.db")
    with pytest.raises(StoreError, match="no such database"):
        merge(tmp_path / "new.db", [tmp_path / "none.db"])
    assert not (tmp_path / "new.db").exists()


def test_a_damaged_source_is_refused_before_a_sound_one_is_taken(shard: Any, target: Path, tmp_path: Path) -> None:
    sound, maker = shard("sound"), shard("damaged")
    sound.put(1, 1)
    for number in range(1, 9):
        maker.put(number, 1, 2, 3)
    maker.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root, size = (
        maker.store.db.execute(sql).fetchone()[0]
        for sql in ("SELECT rootpage FROM sqlite_master WHERE name = 'passage'", "PRAGMA page_size")
    )
    maker.store.close()
    with open(tmp_path / "damaged.db", "r+b") as file:
        file.seek((root - 1) * size + 8)
        file.write(b"\xff" * 200)
    refused(target, sound.store.path, tmp_path / "damaged.db")


HOSTILE = {
    "an id": "UPDATE evidence SET id = 'evidence:' || substr(id, 10) || '0'",
    "an id of another document": "UPDATE evidence SET document = 3 - document",
    "a quote": "UPDATE evidence SET quote = 'A victim shall pay.'",
    "a place": "UPDATE evidence SET start = start + 1, stop = stop + 1",
    "an occurrence": "UPDATE evidence SET occurrence = 5",
    "a passage": "UPDATE passage SET text = 'Something else entirely.' WHERE seq = 1",
    "a finding": "UPDATE finding SET quote = 'never said'",
    "json of evidence": "UPDATE evidence SET reasons = '[['",
    "json of a value": "UPDATE value SET breakdown = 'x'",
    "json of a finding": "UPDATE finding SET \"values\" = '[[1]]'",
    "json of a passage": "UPDATE passage SET headings = '{'",
    "json of a scan": "UPDATE scan SET arguments = 'rm -rf'",
    "json of an indicator": "UPDATE indicator SET source_documents = 'law'",
    "a profile": "UPDATE document SET profile = '{\"owner\": [1]}'",
    "a hash": "UPDATE document SET sha256 = '../' || sha256",
    "an orphan": "DELETE FROM scan",
    "a lost reader": "DELETE FROM component WHERE kind = 'reader'",
    "no text": "PRAGMA writable_schema = ON; UPDATE passage SET text = CAST(x'ff41' AS TEXT)",
    "a decision on nothing": "DROP TRIGGER decision_needs_evidence; INSERT INTO decision (evidence, verdict, reviewer, "
    "at) VALUES ('evidence:0', 'confirm', 'Eve', '2026-01-01')",
    "a view in place of a table": "ALTER TABLE problem RENAME TO p2; CREATE VIEW problem AS SELECT * FROM p2",
    "a column that computes": "ALTER TABLE model ADD COLUMN bad TEXT AS (upper(name))",
    "a table without rules": "CREATE TABLE m2 AS SELECT * FROM model; DROP TABLE model; ALTER TABLE m2 RENAME TO model",
}


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE)
def test_a_source_that_contradicts_itself_is_refused(shard: Any, target: Path, sql: str) -> None:
    maker = shard("hostile")
    maker.put(1, 1, 2)
    maker.put(2, 1)
    maker.store.close()
    with sqlite3.connect(maker.store.path) as db:
        db.executescript(sql)
    db.close()
    refused(target, maker.store.path)


def test_triggers_and_views_of_a_source_are_never_run(shard: Any, target: Path, tmp_path: Path) -> None:
    maker = shard("odd")
    maker.put(1, 1)
    maker.store.close()
    with sqlite3.connect(maker.store.path) as db:
        db.executescript(
            "CREATE TRIGGER bad AFTER INSERT ON document BEGIN DELETE FROM passage; END;"
            "DROP VIEW evidence_detail; CREATE VIEW evidence_detail AS SELECT load_extension('x');"
            "DROP TABLE passage_fts; CREATE TABLE passage_fts (x);"
        )
    db.close()
    before = maker.store.path.read_bytes()
    merge(target, [maker.store.path])
    assert maker.store.path.read_bytes() == before
    with Store.open(target) as store:
        assert store.check() == []
        assert {row["sha256"] for row in store.db["document"].rows} == {maker.sha(1), maker.sha(7)}
        assert len(list(store.evidence())) == 2


def test_a_database_is_not_merged_into_itself(target: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(target)
    with pytest.raises(UsageError, match="into itself"):
        merge(target, [tmp_path / "link.db"])


def test_a_later_source_that_is_refused_leaves_the_earlier_ones(shard: Any, target: Path, tmp_path: Path) -> None:
    sound, hostile = shard("sound"), shard("hostile")
    for number, maker in ((1, sound), (2, hostile)):
        maker.put(number, 1)
        maker.store.close()
    with sqlite3.connect(hostile.store.path) as db:
        db.execute(HOSTILE["a quote"])
    db.close()
    with pytest.raises(StoreError, match=r"hostile\.db"):
        merge(target, [sound.store.path, hostile.store.path])
    with Store.open(target) as store:
        assert {row["sha256"] for row in store.db["document"].rows} == {sound.sha(1), sound.sha(7)}
        assert store.check() == []
