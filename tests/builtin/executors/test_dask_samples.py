"""A sample of each format, scanned in one process, in several, and on a cluster that sees no file: the same."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from evidencescan.app import Project
from evidencescan.pipeline import ScanOptions

SAMPLES = Path(__file__).parents[3] / "samples" / "documents"
KEPT = {
    "evidence": "e.*, d.sha256 FROM evidence AS e JOIN document AS d ON d.id = e.document ORDER BY e.id",
    "finding": "c.name, f.*, d.sha256 FROM finding AS f JOIN analysis AS a ON a.id = f.analysis JOIN component AS c "
    "ON c.id = a.component JOIN document AS d ON d.id = a.document ORDER BY d.sha256, c.name, f.id",
    "passage": "p.*, d.sha256 FROM passage AS p JOIN document AS d ON d.id = p.document ORDER BY d.sha256, p.seq",
    "document": "* FROM document AS d ORDER BY d.sha256",
}
NUMBERS = {"evidence": {"document"}, "finding": {"id", "analysis"}, "passage": {"id", "document"}, "document": {"id"}}


def kept(database: Path) -> dict[str, list[Any]]:
    """All that was read and found, without the numbers of rows."""
    with Project(database).open() as store:
        return {
            table: [
                {k: v for k, v in row.items() if k not in NUMBERS[table]} for row in store.db.query(f"SELECT {sql}")
            ]
            for table, sql in KEPT.items()
        }


@pytest.mark.slow
def test_every_executor_finds_the_same(cluster, tmp_path, monkeypatch):
    (tmp_path / "documents").mkdir()
    for file in {file.suffix: file for file in sorted(SAMPLES.iterdir())}.values():
        shutil.copy(file, tmp_path / "documents")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EVIDENCESCAN_PLUGINS", raising=False)
    found = {}
    for executor in ("serial", "local", "dask"):
        scheduler = cluster.scheduler_address if executor == "dask" else None
        database = tmp_path / f"{executor}.db"
        options = ScanOptions(executor=executor, scheduler=scheduler, jobs=2)
        report = Project(database).scan(["/proc/self/cwd/documents"], options)
        assert (report.failures, report.read) == ((), len(list(Path("documents").iterdir())))
        found[executor] = kept(database)
    assert len(found["serial"]["evidence"]) > 50
    assert found["local"] == found["serial"]
    assert found["dask"] == found["serial"]
