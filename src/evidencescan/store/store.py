"""The database of a project as one object."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import sqlite_utils

from evidencescan.api import Catalogue
from evidencescan.values import Decision, Document, Finding, WorkOutcome

from . import checks, decisions, documents, findings, queries, schema, writer
from . import merge as merging
from .connection import connect, explained
from .documents import StoredLocation, WorkKey
from .merge import Merged
from .rows import Rows, packed
from .shards import Shard

P = ParamSpec("P")
R = TypeVar("R")
_NO_FILTERS: Mapping[str, Any] = MappingProxyType({})


def _explained(method: Callable[Concatenate[Store, P], R]) -> Callable[Concatenate[Store, P], R]:
    """Make SQLite's errors in a method `StoreError`."""

    @wraps(method)
    def call(self: Store, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with explained(self.path):
            return method(self, *args, **kwargs)

    return call


class Store:
    """One database. One process writes at a time; any number may read. Every method may raise `StoreError`."""

    def __init__(self, path: Path, db: sqlite_utils.Database) -> None:
        self.path = path
        self.db = db

    @classmethod
    def open(cls, path: Path, *, create: bool = True, write: bool | None = None) -> Store:
        """Open the database at ``path`` and bring its schema up to date.

        With ``create`` false the file must exist, and is only read unless ``write`` is true. Raises `StoreError`
        where the file is not ours, written by a newer version, locked, damaged or not accessible.
        """
        return cls(path, connect(path, create=create, write=create if write is None else write))

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Software

    @_explained
    def sync_catalogues(self, catalogues: Sequence[Catalogue]) -> None:
        """Make the indicators of ``catalogues`` the current ones."""
        writer.sync_catalogues(self.db, catalogues)

    @_explained
    def component(self, kind: Literal["reader", "analyser"], name: str, fingerprint: str, version: str = "") -> int:
        """Return the number of a reader or analyser of one fingerprint, recording it where it is new."""
        return documents.component_id(self.db, kind, name, fingerprint, version)

    @_explained
    def save_model(self, name: str, sha256: str, manifest: Mapping[str, Any]) -> None:
        """Record a model in use."""
        writer.save_model(self.db, name, sha256, manifest)

    # Planning

    @_explained
    def locations(self) -> dict[str, StoredLocation]:
        """Return all known files by URI."""
        return documents.load_locations(self.db)

    @_explained
    def save_location(self, uri: str, size: int, mtime_ns: int, sha256: str | None) -> None:
        """Record a file as it is now; ``sha256`` is None where it could not be hashed."""
        documents.save_location(self.db, uri, StoredLocation(size, mtime_ns, sha256))

    @_explained
    def drop_locations(self, uris: Iterable[str]) -> None:
        """Forget files that have gone; their documents and evidence stay."""
        documents.drop_locations(self.db, uris)

    @_explained
    def extraction_state(self, sha256: str) -> WorkKey | None:
        """Return (reader, fingerprint, hash of overrides) of the stored passages, or None."""
        return documents.extraction_state(self.db, sha256)

    @_explained
    def analysis_states(self, sha256: str) -> dict[str, str]:
        """Return the fingerprint of each analyser that finished on the stored passages, by name."""
        return findings.analysis_states(self.db, sha256)

    @_explained
    def failed_state(self, sha256: str) -> str | None:
        """Return the fingerprint of the software that failed in the last work on the document, or None."""
        return documents.failed_state(self.db, sha256)

    @_explained
    def load_document(self, sha256: str) -> Document | None:
        """Return the document as it was saved, or None where it was never read."""
        return documents.load_document(self.db, sha256)

    @_explained
    def load_findings(self, sha256: str) -> dict[str, tuple[Finding, ...]]:
        """Return the findings on the stored passages by analyser."""
        return findings.load_findings(self.db, sha256)

    @_explained
    def load_rows(self, sha256: str, *, without: Collection[str]) -> tuple[Document, Rows] | None:
        """Return what `load_document` and `load_findings` return, as it is stored and packed: the document without text
        and passages, and rows of those and of the findings of all analysers but those in ``without``."""
        head = documents.load_head(self.db, sha256)
        if head is None:
            return None
        stored = ((name, found) for name, found in findings.stored_findings(self.db, sha256) if name not in without)
        passages = documents.stored_passages(self.db, documents.document_id(self.db, sha256))
        return head, packed(Rows(passages, stored, ()))

    # Writing

    @_explained
    def begin_scan(self, arguments: Mapping[str, Any], software: str) -> int:
        """Record that a scan begins and return its number."""
        return writer.begin_scan(self.db, arguments, software)

    @_explained
    def finish_scan(self, scan: int, counts: Mapping[str, int]) -> None:
        """Record that a scan has ended, with what it did."""
        writer.finish_scan(self.db, scan, counts)

    @_explained
    def save_outcome(
        self,
        scan: int,
        outcome: WorkOutcome,
        *,
        reading_fingerprint: str,
        overrides_hash: str,
        analysers: Mapping[str, str],
        evidence: Sequence[Finding] = (),
        rows: Rows | None = None,
    ) -> None:
        """Save all that came of one document, or nothing of it; replaces what the same document had before.

        ``analysers`` maps the names in ``outcome.findings`` to fingerprints; ``evidence`` is merged over all
        analysers. Where ``rows`` are given, they are written, and passages, findings and evidence are not looked at.
        Evidence that is no longer found stays, as not current, where somebody decided on it.
        """
        writer.save_outcome(
            self.db,
            scan,
            outcome,
            reading_fingerprint=reading_fingerprint,
            overrides_hash=overrides_hash,
            analysers=analysers,
            evidence=evidence,
            rows=rows,
        )

    @_explained
    def merge(self, source: Shard) -> Merged:
        """Take all of another database, opened by `evidencescan.store.shard`, in one transaction."""
        return merging.merge(self.db, source)

    # Reviewing

    @_explained
    def decide(self, decision: Decision) -> None:
        """Add a reviewer's decision; raises `evidencescan.errors.UsageError` where the evidence does not exist."""
        decisions.decide(self.db, decision)

    @_explained
    def decisions(self, evidence: str | None = None) -> list[Decision]:
        """Return the decisions on one piece of evidence, or all, oldest first."""
        return decisions.decisions(self.db, evidence)

    # Asking

    def evidence(
        self, *, filters: Mapping[str, Any] = _NO_FILTERS, limit: int | None = None, offset: int = 0
    ) -> Iterator[dict[str, Any]]:
        """Return rows of the view ``evidence_detail`` in order of document and place.

        ``filters`` maps columns to a value, a list of values, or None for NULL; raises
        `evidencescan.errors.UsageError` for a column that does not exist.
        """
        return self._rows(queries.evidence, filters, limit, offset)

    @_explained
    def evidence_by_id(self, identity: str) -> dict[str, Any] | None:
        """Return the piece whose id is, or alone begins with, ``identity``; also one that is no longer found."""
        return queries.evidence_by_id(self.db, identity)

    def search(self, query: str, limit: int) -> Iterator[dict[str, Any]]:
        """Return the passages that match best, with the ids of the evidence on them."""
        return self._rows(queries.search, query, limit)

    @_explained
    def search_is_partial(self, query: str) -> bool:
        """Return whether so many passages match that `search` ranks but the first of them."""
        return queries.search_is_partial(self.db, query)

    def problems(self, scan: int | None = None) -> Iterator[dict[str, Any]]:
        """Return what went wrong in the last work on each document, or only in scan ``scan``."""
        return self._rows(queries.problems, scan)

    @_explained
    def summary(self) -> dict[str, Any]:
        """Return counts of documents, pages and evidence, and of indicators by status for each goal area."""
        return queries.summary(self.db)

    @_explained
    def check(self) -> list[str]:
        """Return what is wrong with the file, a sentence each."""
        return checks.check(self.db)

    @_explained
    def schema(self) -> str:
        """Return the schema as SQL."""
        return schema.schema_sql(self.db)

    def _rows(self, ask: Callable[..., Iterator[dict[str, Any]]], *args: Any) -> Iterator[dict[str, Any]]:
        """Ask at once and give the rows as they are wanted."""
        with explained(self.path):
            rows = ask(self.db, *args)
        return self._each(rows)

    def _each(self, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        with explained(self.path):
            yield from rows
