"""One database out of several that were filled apart, each part of the documents: shards.

A document that both have is taken from where it was read, by more analysers, or more recently; decisions are the union
of both logs. Merging a shard again adds nothing.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import sqlite_utils

from evidencescan.errors import StoreError

from .connection import explained
from .documents import component_id, document_id, rename
from .shards import TABLES, Shard, check_document, check_json

_DECIDED = "EXISTS (SELECT 1 FROM decision WHERE decision.evidence = evidence.id)"

_SOME = 500
"""Rows that are fetched at a time."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What one shard gave: documents that are ``new``, ``renewed`` in place of an older state, or ``known`` and left as
    they were; places of files and decisions that were added."""

    path: Path
    new: int
    renewed: int
    known: int
    locations: int
    decisions: int


def merge(target: sqlite_utils.Database, source: Shard) -> Merged:
    """Take all of ``source`` into ``target``, or nothing.

    Raises StoreError where the source contradicts itself, sqlite3.Error where the target cannot be written.
    """
    # Who begins by reading could not wait for other writers.
    target.execute("BEGIN IMMEDIATE")
    try:
        merged = _Merge(target, source).run()
        target.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        target.rollback()
        raise StoreError(
            f"{source.path}: it contradicts itself: {error}",
            advice="Nothing was changed. Run `evidencescan db check` on it.",
        ) from error
    except BaseException:
        target.rollback()
        raise
    return merged


class _Merge:
    """The merging of one shard; the maps lead from row numbers of the source to those of the target."""

    def __init__(self, target: sqlite_utils.Database, source: Shard) -> None:
        self._target = target
        self._source = source.db
        self._path = source.path
        self._columns = {table: list(target[table].columns_dict) for table in TABLES}
        self._scans: dict[int, int] = {}
        self._components: dict[int, int] = {}
        self._documents: dict[int, int] = {}
        self._count: Counter[str] = Counter()

    def run(self) -> Merged:
        """Take everything, in the order in which rows refer to each other."""
        self._software()
        for row in self._rows("scan", "ORDER BY id"):
            self._scans[row["id"]] = self._scan(row)
        hashes = self._locations()
        for row in self._rows("document", "ORDER BY id"):
            self._documents[row["id"]] = self._document(row)
            hashes.add(row["sha256"])
        self._decisions()
        self._work()
        # As when a file is scanned that could once not even be hashed: what stood for it then is no document.
        self._target.execute(
            "DELETE FROM document WHERE sha256 GLOB 'uri:*' AND EXISTS (SELECT 1 FROM location WHERE "
            "location.uri = substr(document.sha256, 5) AND location.sha256 IS NOT NULL)"
        )
        rename(self._target, hashes)
        count = {name: self._count[name] for name in ("new", "renewed", "known", "locations", "decisions")}
        return Merged(self._path, **count)

    # Rows

    def _rows(self, table: str, rest: str, values: Iterable[Any] = ()) -> Iterator[dict[str, Any]]:
        names = ", ".join(f'"{name}"' for name in self._columns[table])
        with self._reading():
            rows = self._source.execute(f"SELECT {names} FROM {table} {rest}", list(values))
        while True:
            with self._reading():
                some = rows.fetchmany(_SOME)
            if not some:
                return
            for row in some:
                yield dict(zip(self._columns[table], row, strict=True))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with explained(self._path):
            yield

    def _insert(self, table: str, rows: Iterable[dict[str, Any]], conflict: str = "") -> None:
        names = [name for name in self._columns[table] if name != "id" or table == "evidence"]
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
        self._target.conn.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks}) {conflict}", rows)

    def _insert_one(self, table: str, row: dict[str, Any]) -> int:
        self._insert(table, [row])
        return int(self._target.execute("SELECT last_insert_rowid()").fetchone()[0])

    # Software and scans

    def _software(self) -> None:
        for row in self._rows("component", "ORDER BY id"):
            number = component_id(self._target, row["kind"], row["name"], row["fingerprint"], row["version"])
            self._components[row["id"]] = number
        for table, key in (("indicator", "code"), ("model", "name")):
            rows = list(self._rows(table, f"ORDER BY {key}"))
            for row in rows:
                check_json(table, row, self._path)
            self._insert(
                table, rows, f"ON CONFLICT ({key}) DO {self._newer_indicator() if key == 'code' else 'NOTHING'}"
            )

    def _newer_indicator(self) -> str:
        """An indicator that no catalogue had any more gives way to one that is in use."""
        changes = ", ".join(f"{name} = excluded.{name}" for name in self._columns["indicator"] if name != "code")
        return f"UPDATE SET {changes} WHERE excluded.current > indicator.current"

    def _scan(self, row: dict[str, Any]) -> int:
        """Return the number of the same scan in the target, of which one side may have seen the end alone."""
        check_json("scan", row, self._path)
        taken = set(self._scans.values())
        same = self._target.execute(
            "SELECT id, finished, counts FROM scan WHERE started = ? AND software = ? AND arguments = ? ORDER BY id",
            [row["started"], row["software"], row["arguments"]],
        ).fetchall()
        free = [known for known in same if known[0] not in taken]
        end = (row["finished"], row["counts"])
        for number, *known in free:
            if tuple(known) == end:
                return int(number)
        for number, finished, _ in free:
            if finished is None or row["finished"] is None:
                if finished is None:
                    self._target.execute("UPDATE scan SET finished = ?, counts = ? WHERE id = ?", [*end, number])
                return int(number)
        return self._insert_one("scan", row)

    # Files

    def _locations(self) -> set[str]:
        """Take the places of files; where both know one of the same name, the file that changed last is meant.

        Return the hashes of all that changed, so that documents can be named anew.
        """
        hashes: set[str] = set()
        for row in self._rows("location", "ORDER BY uri"):
            row["name"] = PurePath(row["uri"]).name
            known = self._target.execute("SELECT sha256 FROM location WHERE uri = ?", [row["uri"]]).fetchone()
            self._count["locations"] += known is None
            hashes |= {sha256 for sha256 in (row["sha256"], *(known or ())) if sha256}
            self._insert(
                "location",
                [row],
                "ON CONFLICT (uri) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, sha256 = "
                "excluded.sha256 WHERE (excluded.sha256 IS NOT NULL, excluded.mtime_ns, coalesce(excluded.sha256, '')) "
                "> (sha256 IS NOT NULL, mtime_ns, coalesce(sha256, ''))",
            )
        return hashes

    # Documents

    def _document(self, row: dict[str, Any]) -> int:
        """Take a document, its passages, findings and evidence; or, where the target's state of it is as good, only the
        evidence that was decided on. Return its number in the target."""
        there, key = row["id"], row["sha256"]
        here = document_id(self._target, key)
        if here is not None and _state(self._target, here) >= self._state_of(there):
            self._count["known"] += 1
            touched = self._withdrawn(there, here)
        else:
            here, touched = self._renew(row, here), True
        if touched:
            check_document(self._target, key, self._path)
        return here

    def _state_of(self, there: int) -> tuple[Any, ...]:
        with self._reading():
            return _state(self._source, there)

    def _renew(self, row: dict[str, Any], here: int | None) -> int:
        there = row["id"]
        if here is None:
            self._count["new"] += 1
            here = self._insert_one("document", row)
        else:
            self._count["renewed"] += 1
            changes = ", ".join(f'"{name}" = :{name}' for name in row if name not in ("id", "sha256", "name"))
            self._target.execute(f"UPDATE document SET {changes} WHERE id = :id", {**row, "id": here})
            for table in ("extraction", "passage", "analysis", "problem"):
                self._target.execute(f"DELETE FROM {table} WHERE document = ?", [here])
        self._insert("extraction", self._owned("extraction", there, here))
        self._insert("passage", self._owned("passage", there, here, "ORDER BY seq"))
        self._insert("problem", self._owned("problem", there, here, "ORDER BY id"))
        for analysis in self._owned("analysis", there, here, "ORDER BY id"):
            number = self._insert_one("analysis", analysis)
            findings = self._rows("finding", "WHERE analysis = ? ORDER BY id", [analysis["id"]])
            self._insert("finding", ({**finding, "analysis": number} for finding in findings))
        self._evidence(there, here)
        return here

    def _owned(self, table: str, there: int, here: int, order: str = "") -> Iterator[dict[str, Any]]:
        """Yield rows of a document as they are to be in the target."""
        for row in self._rows(table, f"WHERE document = ? {order}", [there]):
            row["document"] = here
            if "scan" in row:
                row["scan"] = self._number(self._scans, row["scan"], "scan")
            if table in ("extraction", "analysis"):
                row["component"] = self._number(self._components, row["component"], "component")
            yield row

    def _number(self, numbers: dict[int, int], there: int, table: str) -> int:
        if there not in numbers:
            raise StoreError(
                f"{self._path}: a row refers to a {table} that does not exist",
                advice="Nothing was changed. Run `evidencescan db check` on it.",
            )
        return numbers[there]

    def _evidence(self, there: int, here: int) -> None:
        """Make the evidence of the source that of the document; what only the target has stays where it was decided
        on."""
        rows = [{**row, "review": "unreviewed"} for row in self._owned("evidence", there, here, "ORDER BY start, id")]
        kept = {row["id"] for row in rows}
        self._target.execute("DELETE FROM value WHERE evidence IN (SELECT id FROM evidence WHERE document = ?)", [here])
        known = [one for (one,) in self._target.execute("SELECT id FROM evidence WHERE document = ?", [here])]
        gone = [(identity,) for identity in known if identity not in kept]
        self._target.conn.executemany(f"DELETE FROM evidence WHERE id = ? AND NOT {_DECIDED}", gone)
        self._target.conn.executemany("UPDATE evidence SET current = 0 WHERE id = ?", gone)
        fixed = ("id", "document", "review")
        changes = ", ".join(f"{name} = excluded.{name}" for name in self._columns["evidence"] if name not in fixed)
        self._insert("evidence", rows, f"ON CONFLICT (id) DO UPDATE SET {changes}")
        of_document = "WHERE evidence IN (SELECT id FROM evidence WHERE document = ?) ORDER BY id"
        self._insert("value", self._rows("value", of_document, [there]))

    def _withdrawn(self, there: int, here: int) -> bool:
        """Take evidence that the target does not find and somebody decided on; say whether there was any."""
        rows = list(self._rows("evidence", f"WHERE document = ? AND {_DECIDED} ORDER BY start, id", [there]))
        self._insert(
            "evidence",
            ({**row, "document": here, "review": "unreviewed", "current": 0} for row in rows),
            "ON CONFLICT (id) DO NOTHING",
        )
        return bool(rows)

    # Logs

    def _decisions(self) -> None:
        """Add the decisions that the target lacks, each as often as it was made."""
        columns = ("evidence", "verdict", "reviewer", "at", "note")
        known: defaultdict[str, Counter[tuple[Any, ...]]] = defaultdict(Counter)
        for row in self._rows("decision", "ORDER BY id"):
            decision, identity = tuple(row[name] for name in columns), row["evidence"]
            if identity not in known:
                there = self._target.execute(
                    f"SELECT {', '.join(columns)} FROM decision WHERE evidence = ?", [identity]
                )
                known[identity] = Counter(tuple(one) for one in there)
            if known[identity][decision]:
                known[identity][decision] -= 1
            else:
                self._insert("decision", [row])
                self._count["decisions"] += 1

    def _work(self) -> None:
        for row in self._rows("work", "ORDER BY id"):
            row["scan"] = self._number(self._scans, row["scan"], "scan")
            row["document"] = self._number(self._documents, row["document"], "document")
            changes = ", ".join(f"{name} = excluded.{name}" for name in ("status", "reader", "seconds", "at"))
            self._insert(
                "work", [row], f"ON CONFLICT (scan, document) DO UPDATE SET {changes} WHERE excluded.at > work.at"
            )


def _state(db: sqlite_utils.Database, number: int) -> tuple[Any, ...]:
    """Return how good a state of a document is: read, analysers that finished, time, and, so that the order in which
    shards are merged does not matter, the software and the scans."""
    status, failed = db.execute("SELECT status, failed_fingerprint FROM document WHERE id = ?", [number]).fetchone()
    analyses = db.execute(
        "SELECT a.at, c.name, c.fingerprint FROM analysis AS a JOIN component AS c ON c.id = a.component WHERE "
        "a.document = ? ORDER BY c.name",
        [number],
    ).fetchall()
    scans = db.execute(
        "SELECT started, arguments FROM scan WHERE id IN (SELECT scan FROM extraction WHERE document = ?1 UNION "
        "SELECT scan FROM problem WHERE document = ?1) ORDER BY started, arguments",
        [number],
    ).fetchall()
    reading = db.execute(
        "SELECT c.name, c.fingerprint, x.overrides FROM extraction AS x JOIN component AS c ON c.id = x.component "
        "WHERE x.document = ?",
        [number],
    ).fetchall()
    at = max((row[0] for row in analyses or scans), default="")
    software = [tuple(row[1:]) for row in analyses]
    return (status == "read", len(analyses), at, [tuple(row) for row in reading], software, failed or "", scans)
