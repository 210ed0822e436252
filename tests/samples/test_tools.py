"""What auditors use: sqlite-utils and Datasette work on the file as it is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_rows_of_the_evidence(database: Path) -> None:
    rows = json.loads(run(BIN / "sqlite-utils", "rows", database, "evidence_detail", "--limit", "3"))
    assert len(rows) == 3
    columns = {"document", "quote", "component", "indicator", "polarity", "page", "citation", "score"}
    assert columns <= set(rows[0])


def test_search_of_the_passages(database: Path) -> None:
    found = json.loads(run(BIN / "sqlite-utils", "search", database, "passage", "victim", "--limit", "5"))
    assert found
    assert all("victim" in row["text"].casefold() for row in found)


@pytest.mark.parametrize(
    "path",
    ["evidence_detail", "document_status", "coverage", "gap", "review_queue", "evidence_withdrawn", "passage"],
)
def test_datasette_shows_every_view(database: Path, path: str) -> None:
    datasette = shutil.which("datasette", path=str(BIN))
    if datasette is None:
        pytest.skip("Datasette is not installed")
    assert '"rows"' in run(datasette, database, "--get", f"/samples/{path}.json?_size=2")
