"""A project: one database, and the plugins that work on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidencescan.api import ScanEvent
from evidencescan.host import Host, HostOptions
from evidencescan.pipeline import ScanOptions, ScanReport, check_paths, scan
from evidencescan.report import gaps as find_gaps
from evidencescan.report import monitoring
from evidencescan.store import Store
from evidencescan.values import Document, Finding, Profile

from .doctor import Check, doctor
from .export import export_view, exporter_for
from .queries import Filters, evidence_rows, piece_with_context, status
from .single import analyse_file, read_file

if TYPE_CHECKING:
    from evidencescan.report.evaluation import Evaluation


class Project:
    """``path`` is the database. Nothing is opened and no plugin is loaded before it is needed."""

    def __init__(self, path: Path | str, plugins: HostOptions | None = None) -> None:
        self.path = Path(path)
        self._plugins = plugins

    @cached_property
    def host(self) -> Host:
        """The plugins at work."""
        return Host(self._plugins)

    def open(self, *, create: bool = False, write: bool = False) -> Store:
        """Open the database, to read unless ``write``; raises StoreError where it cannot be used."""
        return Store.open(self.path, create=create, write=create or write)

    def scan(
        self,
        paths: Sequence[Path | str],
        options: ScanOptions | None = None,
        watch: Callable[[ScanEvent], None] = lambda event: None,
    ) -> ScanReport:
        """Read and analyse files and folders; see `evidencescan.pipeline.scan`.

        Worker processes import the main module again: a script that calls this needs the usual
        ``if __name__ == "__main__":``.
        """
        chosen = [Path(path) for path in paths]
        check_paths(chosen)
        host = self.host
        with self.open(create=True) as store:
            return scan(store, host, options or ScanOptions(), chosen, watch)

    def status(self) -> dict[str, Any]:
        """Return counts, documents with pages without text, and problems."""
        with self.open() as store:
            return status(store)

    def evidence(self, filters: Filters | None = None, *, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Yield rows of the view ``evidence_detail``, in order of document and place."""
        with self.open() as store:
            yield from evidence_rows(store, filters or Filters(), limit)

    def evidence_columns(self) -> list[str]:
        """Return the columns of the rows that `evidence` yields."""
        with self.open() as store:
            return list(store.db["evidence_detail"].columns_dict)

    def piece(self, identity: str, *, around: int = 1) -> dict[str, Any]:
        """Return one piece of evidence with its passage, ``around`` passages on both sides, reasons, values and
        decisions; raises UsageError where there is none of that id."""
        with self.open() as store:
            return piece_with_context(store, identity, around)

    def search(self, query: str, *, limit: int = 20) -> Iterator[dict[str, Any]]:
        """Yield the passages that match best."""
        with self.open() as store:
            yield from store.search(query, limit)

    def search_is_partial(self, query: str) -> bool:
        """Return whether so many passages match that `search` looks at but the first of them."""
        with self.open() as store:
            return store.search_is_partial(query)

    def report(
        self, *, country: str | None = None, goal_area: str | None = None, gaps: bool = False
    ) -> list[dict[str, Any]]:
        """Return the monitoring table, or its gaps; see `evidencescan.report`."""
        with self.open() as store:
            rows = find_gaps if gaps else monitoring
            return rows(store, country=country, goal_area=goal_area)

    def evaluate(self, gold: Path, *, baseline: Path | None = None) -> Evaluation:
        """Measure the evidence against labelled passages; see `evidencescan.report.evaluation`."""
        # numpy is loaded for measuring alone, not with every command
        from evidencescan.report.evaluation import evaluate

        with self.open() as store:
            return evaluate(store, gold, baseline=baseline)

    def export(self, target: Path, view: str = "evidence_detail", *, form: str | None = None) -> int:
        """Write all rows of a view to ``target``; return how many. ``form`` names an exporter, else the ending of
        ``target`` decides. Raises UsageError for an unknown view or form."""
        exporter = exporter_for(self.host, target, form)
        with self.open() as store:
            return export_view(store, view, exporter, target)

    def read(self, file: Path, overrides: Profile | None = None) -> Document:
        """Read one file, without the database."""
        return read_file(self.host, file, overrides)

    def analyse(self, file: Path, overrides: Profile | None = None) -> tuple[Document, tuple[Finding, ...]]:
        """Read and analyse one file, without the database."""
        return analyse_file(self.host, file, overrides)

    def doctor(self) -> list[Check]:
        """Check the environment and, where there is one, the database."""
        return doctor(self.host, self.path)
