"""Views of the database as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evidencescan.api import Exporter
from evidencescan.errors import UsageError
from evidencescan.host import Host
from evidencescan.store import Store

VIEWS = ("evidence_detail", "document_status", "coverage", "gap", "review_queue")


def exporter_for(host: Host, target: Path, form: str | None) -> Exporter:
    """Return the exporter called ``form``, or that of the ending of ``target``; raises UsageError."""
    for exporter in host.exporters:
        if exporter.name == form or (form is None and exporter.suffix == target.suffix.lower()):
            return exporter
    known = ", ".join(f"{exporter.name} ({exporter.suffix})" for exporter in host.exporters)
    wanted = f"format {form!r}" if form is not None else f"format for the ending {target.suffix!r}"
    raise UsageError(f"there is no {wanted}", advice=f"Known formats: {known or 'none'}.")


def export_view(store: Store, view: str, exporter: Exporter, target: Path) -> int:
    """Write all rows of a view; return how many."""
    if view not in VIEWS:
        raise UsageError(f"there is no view {view!r}", advice=f"Views: {', '.join(VIEWS)}.")
    number = 0

    def rows() -> Iterator[Mapping[str, Any]]:
        nonlocal number
        for row in store.db.query(f'SELECT * FROM "{view}"'):
            number += 1
            yield row

    exporter.export(rows(), list(store.db[view].columns_dict), target)
    return number
