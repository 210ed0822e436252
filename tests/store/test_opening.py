"""Opening: new, ours, older, newer, not ours, damaged, locked, read only; and what a crash leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from evidencescan.errors import StoreError
from evidencescan.store import APPLICATION_ID, Store, connection
from evidencescan.store.schema import MIGRATIONS, NAMES, schema_sql
from evidencescan.values import Decision


def at_state(path: Path, steps: int) -> None:
    """Make a database as it was after the first ``steps`` migrations."""
    db = sqlite_utils.Database(path)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID if steps else 0}")
    if steps:
        MIGRATIONS.apply(db, stop_before=NAMES[steps:])
    db.close()


@pytest.mark.parametrize("steps", range(len(NAMES) + 1))
def test_migrates_from_every_older_state(tmp_path: Path, steps: int) -> None:
    at_state(tmp_path / "old.db", steps)
    with Store.open(tmp_path / "old.db") as old, Store.open(tmp_path / "new.db") as new:
        assert old.schema() == new.schema()
        assert old.check() == []
    with Store.open(tmp_path / "old.db", create=False) as again:
        assert MIGRATIONS.pending(again.db) == []


def test_a_failed_migration_leaves_nothing(tmp_path: Path) -> None:
    db = sqlite_utils.Database(tmp_path / "half.db")
    MIGRATIONS.apply(db, stop_before=NAMES[1:])
    before = schema_sql(db)
    db.execute("CREATE TABLE value (x)")
    with pytest.raises(sqlite3.OperationalError):
        MIGRATIONS.apply(db)
    db.execute("DROP TABLE value")
    assert schema_sql(db) == before
    db.close()


def test_what_was_saved_in_an_older_state_is_there(tmp_path: Path) -> None:
    at_state(tmp_path / "old.db", 1)
    with sqlite3.connect(tmp_path / "old.db") as db:
        db.execute("INSERT INTO location (uri, name, size, mtime_ns) VALUES ('/a.pdf', 'a.pdf', 1, 2)")
    db.close()
    with Store.open(tmp_path / "old.db") as store:
        assert store.locations() == {"/a.pdf": (1, 2, None)}


def test_settings(store: Store) -> None:
    assert store.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store.db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_reading_does_not_make_a_file(path: Path) -> None:
    with pytest.raises(StoreError, match="no such database") as caught:
        Store.open(path, create=False)
    assert caught.value.advice
    assert list(path.parent.iterdir()) == []


def test_reading_does_not_write(make: Any, store: Store, path: Path) -> None:
    make.put(1, 1)
    store.close()
    with Store.open(path, create=False) as reader:
        assert len(list(reader.evidence())) == 1
        assert reader.check() == []
        with pytest.raises(StoreError, match="readonly") as caught:
            reader.save_location("/a", 1, 1, None)
        assert "permissions" in caught.value.advice
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_reviewer_may_write_without_making_a_file(make: Any, store: Store, path: Path) -> None:
    make.put(1, 1)
    with Store.open(path, create=False, write=True) as other:
        other.decide(Decision(make.ids()[0], "confirm", "Bo", "2026-01-01"))
    assert [row["review"] for row in store.evidence()] == ["confirmed"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_can_be_read(make: Any, store: Store, path: Path) -> None:
    make.put(1, 1)
    store.close()
    path.parent.chmod(0o555)
    try:
        with Store.open(path, create=False) as reader:
            assert len(list(reader.evidence())) == 1
    finally:
        path.parent.chmod(0o755)


def test_the_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder does not exist"):
        Store.open(tmp_path / "none" / "e.db")


def test_not_ours(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE song (title)")
    other.close()
    for create in (True, False):
        with pytest.raises(StoreError, match="not made by evidencescan"):
            Store.open(path, create=create)
    assert sqlite_utils.Database(path).table_names() == ["song"]


def test_no_database(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 " * 200)
    with pytest.raises(StoreError, match="not a database") as caught:
        Store.open(path)
    assert "no SQLite database" in caught.value.advice


def test_empty_file(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="empty"):
        Store.open(path, create=False)
    with Store.open(path) as store:
        assert store.check() == []


def test_newer(store: Store, path: Path) -> None:
    store.db["_sqlite_migrations"].insert(
        {"migration_set": "evidencescan", "name": "0099_future", "applied_at": "2030-01-01"}
    )
    store.close()
    with pytest.raises(StoreError, match=r"newer version.*0099_future") as caught:
        Store.open(path)
    assert "Upgrade" in caught.value.advice


def test_older_is_not_migrated_while_reading(path: Path) -> None:
    at_state(path, 2)
    with pytest.raises(StoreError, match="older schema") as caught:
        Store.open(path, create=False)
    assert "db migrate" in caught.value.advice


def test_damaged(make: Any, store: Store, path: Path) -> None:
    for number in range(1, 30):
        make.put(number, 1)
    store.close()
    data = bytearray(path.read_bytes())
    data[4096:-4096] = b"\x5a" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(StoreError) as caught, Store.open(path, create=False) as broken:
        broken.summary()
    assert "damaged" in caught.value.advice


def test_locked(make: Any, store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with Store.open(path) as other:
        store.db.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked") as caught:
            other.begin_scan({}, "evidencescan 0")
        assert "Another program" in caught.value.advice
        assert list(other.evidence()) == []
        store.db.execute("ROLLBACK")


def test_two_writers_take_turns(make: Any, store: Store, path: Path) -> None:
    make.put(1, 1)
    with Store.open(path) as other:
        rows = other.evidence()
        next(rows)
        make.put(2, 1)
        other.decide(Decision(make.ids()[1], "confirm", "Bo", "2026-01-01"))
    assert [row["review"] for row in store.evidence()] == ["unreviewed", "confirmed"]


class Broken(tuple[Any, ...]):
    """Evidence that fails when it is looked at, in the midst of the transaction."""

    def __iter__(self) -> Any:
        raise RuntimeError("the machine is on fire")


def test_an_error_in_the_midst_leaves_what_was_there(make: Any, store: Store) -> None:
    make.put(1, 1)
    before = list(store.db.conn.iterdump())
    other = make.document(1, texts=("Heading", "Quite another text."))
    with pytest.raises(RuntimeError, match="on fire"):
        make.save(make.outcome(other), evidence=Broken())
    assert list(store.db.conn.iterdump()) == before
    make.put(1, 1)
    assert store.check() == []


def test_a_kill_in_the_midst_leaves_nothing_half_written(make: Any, store: Store, path: Path) -> None:
    make.put(1, 1)
    before = list(store.db.conn.iterdump())
    program = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from evidencescan.store import Store
        from evidencescan.values import Document, Passage, Source, WorkOutcome

        class Deadly(tuple):
            def __iter__(self):
                os.kill(os.getpid(), signal.SIGKILL)

        texts = [f"Provision {n} says what shall be done. " * 40 for n in range(4000)]
        passages, start = [], 0
        for seq, text in enumerate(texts):
            passages.append(Passage(seq, "paragraph", start, start + len(text), text))
            start += len(text) + 1
        document = Document(Source("/laws/act-1.pdf", f"{1:064x}", 1), "\\n".join(texts), tuple(passages))
        store = Store.open(Path(sys.argv[1]))
        store.db.execute("PRAGMA cache_size = 20")
        store.save_outcome(1, WorkOutcome(document.source, document, (), (), "pdf"), reading_fingerprint="r",
            overrides_hash="o", analysers={}, evidence=Deadly())
        """
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(store.db.conn.iterdump()) == before
    store.close()
    with Store.open(path) as again:
        assert again.check() == []
        assert len(list(again.evidence())) == 1
