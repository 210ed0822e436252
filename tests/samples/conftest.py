"""The samples, scanned once."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidencescan import Project

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    assert Project(path).scan([SAMPLES / "documents"]).exit_code == 0
    return path
