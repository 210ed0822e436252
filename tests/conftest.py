"""Plugins for tests: the modules of plugins_bad, installed for one test as a distribution of their own."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parent / "plugins_bad"
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return a function that makes ``name=module`` entry points, here, in workers and in subprocesses."""
    site = tmp_path / "site"
    site.mkdir()

    def install_plugins(*, distribution: str = "for-tests", **modules: str) -> None:
        info = site / f"{distribution.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        lines = [f"{name.replace('_', '-')} = {module}" for name, module in modules.items()]
        (info / "entry_points.txt").write_text("\n".join(["[evidencescan]", *lines, ""]))
        importlib.invalidate_caches()

    monkeypatch.syspath_prepend(str(PLUGINS))
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(site), str(PLUGINS))))
    monkeypatch.delenv("EVIDENCESCAN_PLUGINS", raising=False)
    return install_plugins
