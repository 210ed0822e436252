"""What is missing: the work items that bring the database up to the files and the software of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from evidencescan.host import Host
from evidencescan.ids import content_hash
from evidencescan.values import Problem, ProblemCategory, Profile, Source, WorkItem

from .fingerprints import analyser_fingerprints, overrides_hash, reading_fingerprint
from .packing import PackedItem
from .walk import Found, path_of

if TYPE_CHECKING:
    # workers import this package, and have no use for a database
    from evidencescan.store import Store

FINGERPRINT = "fingerprint"
"""The argument of a scan, as the database keeps it, that holds the fingerprint of the software."""


@dataclass(slots=True)
class Tally:
    """What planning met besides work."""

    unchanged: int = 0
    duplicates: int = 0
    failed_before: list[tuple[Found, Problem]] = field(default_factory=list)
    unreadable: list[tuple[Found, Problem]] = field(default_factory=list)

    @property
    def settled(self) -> int:
        """How many files need no work."""
        return self.unchanged + self.duplicates + len(self.failed_before) + len(self.unreadable)


class Planner:
    """Decides file by file, lazily, so that hashing goes on while the workers work.

    ``overrides`` holds what the user says of each file, by its uri. ``software`` is the fingerprint under which
    failures are remembered; ``retry`` tries those again.
    """

    def __init__(
        self, store: Store, host: Host, overrides: Mapping[str, Profile], *, software: str, retry: bool
    ) -> None:
        self._store = store
        self._overrides = overrides
        self._software = software
        self._retry = retry
        self._readings = {reader.name: reading_fingerprint(reader) for reader in host.readers}
        self._analysers = analyser_fingerprints(host.analysers)
        self._locations = store.locations()
        self._states = stored_states(store)
        self._current = current_analyses(store, self._analysers)
        self._failures = {} if retry else failed_components(store, software)
        self._seen: set[str] = set()
        self.tally = Tally()

    def items(self, files: Sequence[Found]) -> Iterator[WorkItem]:
        """Yield the work that is missing, at most one item for each content."""
        for file in files:
            try:
                sha256 = self._hash(file)
            except OSError as error:
                problem = Problem("unreadable", "scan", error.strerror or str(error))
                self.tally.unreadable.append((file, problem))
                continue
            if sha256 in self._seen:
                self.tally.duplicates += 1
                continue
            self._seen.add(sha256)
            item = self._missing(file, sha256)
            if item is not None:
                yield item

    def vanished(self, files: Sequence[Found], roots: Sequence[Path]) -> list[str]:
        """Return the places below ``roots`` where the database knows a file and there is none any more."""
        present = {file.uri for file in files}
        return [
            uri
            for uri in self._locations
            if uri not in present
            and any(path_of(uri).is_relative_to(root) for root in roots)
            and not path_of(uri).exists()
        ]

    def _hash(self, file: Found) -> str:
        """Return the hash of a file; one whose size and time are those in the database is not opened."""
        place = self._locations.get(file.uri)
        if place is not None and place.sha256 and (place.size, place.mtime_ns) == (file.size, file.mtime_ns):
            return place.sha256
        sha256 = content_hash(file.path)
        self._store.save_location(file.uri, file.size, file.mtime_ns, sha256)
        return sha256

    def _missing(self, file: Found, sha256: str) -> WorkItem | None:
        state = self._states.get(sha256, _NOTHING)
        if not self._retry and state.failed == self._software:
            self.tally.failed_before.append((file, last_problem(self._store, sha256)))
            return None
        overrides = self._overrides[file.uri]
        source = Source(file.uri, sha256, file.size)
        if (
            state.reader is None
            or self._readings.get(state.reader) != state.fingerprint
            or state.overrides != overrides_hash(overrides)
        ):
            return WorkItem(source, tuple(self._analysers), overrides)
        done = {self._current.get(component) for component in state.analyses.split(",")}
        missing = tuple(name for name in self._analysers if name not in done)
        if not missing:
            self.tally.unchanged += 1
            return None
        if self._failures.get(sha256, set()).issuperset(missing):
            self.tally.failed_before.append((file, last_problem(self._store, sha256)))
            return None
        stored = self._store.load_rows(sha256, without=missing)
        if stored is None:
            return WorkItem(source, tuple(self._analysers), overrides)
        document, rows = stored
        return PackedItem(source, missing, overrides, document, rows=rows)


class StoredState(NamedTuple):
    """What the database knows of a document: the software that failed on it last, what its passages depend on (all
    None where there are none), and the row numbers of the analysers that looked at them, with commas between."""

    failed: str | None = None
    reader: str | None = None
    fingerprint: str | None = None
    overrides: str | None = None
    analyses: str = ""


_NOTHING = StoredState()


def stored_states(store: Store) -> dict[str, StoredState]:
    """Return the state of every document by content hash: one statement in place of three for each file."""
    rows = store.db.execute(
        "SELECT d.sha256, d.failed_fingerprint, c.name, c.fingerprint, x.overrides, "
        "coalesce((SELECT group_concat(a.component) FROM analysis AS a WHERE a.document = d.id), '') "
        "FROM document AS d LEFT JOIN extraction AS x ON x.document = d.id "
        "LEFT JOIN component AS c ON c.id = x.component"
    )
    return {sha256: StoredState(*rest) for sha256, *rest in rows}


def current_analyses(store: Store, fingerprints: Mapping[str, str]) -> dict[str, str]:
    """Return the names of the analysers of today by row number, as `StoredState.analyses` has it."""
    rows = store.db.execute("SELECT id, name, fingerprint FROM component WHERE kind = 'analyser'")
    return {str(number): name for number, name, fingerprint in rows if fingerprints.get(name) == fingerprint}


def failed_components(store: Store, software: str) -> dict[str, set[str]]:
    """Return, by content hash, the components that failed in the last work on a document under this software."""
    rows = store.db.query(
        "SELECT d.sha256, p.component FROM problem AS p JOIN document AS d ON d.id = p.document "
        f"JOIN scan AS s ON s.id = p.scan WHERE p.stage = 'work' AND json_extract(s.arguments, '$.{FINGERPRINT}') = ?",
        [software],
    )
    failed: dict[str, set[str]] = {}
    for row in rows:
        failed.setdefault(row["sha256"], set()).add(row["component"])
    return failed


def last_problem(store: Store, sha256: str) -> Problem:
    """Return the first problem of the last work on a document that failed."""
    row = next(
        store.db.query(
            "SELECT p.category, p.component, p.message FROM problem AS p JOIN document AS d ON d.id = p.document "
            "WHERE d.sha256 = ? AND p.stage = 'work' ORDER BY p.id LIMIT 1",
            [sha256],
        ),
        {"category": "lost", "component": "scan", "message": "failed before"},
    )
    return Problem(
        cast("ProblemCategory", row["category"]),
        row["component"],
        f"{row['message']} (earlier; --retry-failed tries again)",
    )
