"""The bench runs in its smallest sizes, and what it measures with is sound."""

from __future__ import annotations

import importlib
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
from lxml import etree

from evidencescan.analysis import CatalogueAnalyser

SPEED = Path(__file__).parent / "bench" / "speed"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Yield the harness, with its folder first on the path as it is for the bench."""
    monkeypatch.syspath_prepend(str(SPEED))
    yield importlib.import_module("harness")
    for name, module in list(sys.modules.items()):
        if Path(getattr(module, "__file__", None) or "").parent == SPEED:
            del sys.modules[name]


def test_parts_write_the_page_and_its_plots(tmp_path: Path) -> None:
    command = [sys.executable, str(SPEED), "--tiny", "--parts", "start,evidence", "--results", str(tmp_path)]
    subprocess.run([*command, "--work", str(tmp_path)], check=True, capture_output=True)
    page = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "| first page of review_queue, 200 pieces | under 100 ms |" in page
    assert "evidencescan --help beside sqlite-utils --help" in page
    assert str(tmp_path) not in page
    images = sorted((tmp_path / "images").iterdir())
    assert [image.name for image in images] == ["performance-search.svg", "performance-views.svg"]
    for image in images:
        assert f"(images/{image.name})" in page
        assert etree.parse(image).getroot().tag.endswith("svg")


def test_an_unknown_part_is_refused() -> None:
    command = [sys.executable, str(SPEED), "--tiny", "--parts", "nothing"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "no part is called nothing" in done.stderr


def test_a_run_is_timed_and_watched(bench: ModuleType) -> None:
    inner = "import time; taken = bytearray(60 << 20); time.sleep(0.4)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    done = bench.run([sys.executable, "-c", code], memory=True)
    assert done.wall >= 0.4
    assert done.cpu > 0
    if done.parent is None:
        pytest.skip("this system has no /proc")
    assert done.parent < 60 < done.worker


def test_a_command_that_fails_is_told(bench: ModuleType) -> None:
    with pytest.raises(RuntimeError, match="ended with 7: gone"):
        bench.run([sys.executable, "-c", "import sys; sys.stderr.write('gone'); sys.exit(7)"])


def test_rounds_are_interleaved(bench: ModuleType) -> None:
    order: list[str] = []

    def contender(name: str) -> object:
        order.append(name)
        return bench.Run(1.0, 1.0)

    runs = bench.interleaved({"a": lambda: contender("a"), "b": lambda: contender("b")}, 2)
    assert order == ["a", "b", "b", "a"]
    assert {name: len(done) for name, done in runs.items()} == {"a": 2, "b": 2}


def test_exponents_leave_the_start_out(bench: ModuleType) -> None:
    points = [(size, 2 + 0.01 * size**1.5) for size in (10.0, 100.0, 1000.0)]
    assert math.isclose(bench.exponent(points, 2.0), 1.5)
    assert bench.exponent(points[:1], 2.0) is None


def test_made_documents_and_plugins_can_be_read(bench: ModuleType, tmp_path: Path) -> None:
    documents, plugins = (importlib.import_module(name) for name in ("documents", "made_plugins"))
    path = documents.one_document(tmp_path / "one", 3)
    with pypdfium2.PdfDocument(path) as pdf:
        text = pdf[2].get_textpage().get_text_range()
        assert len(pdf) == 3
    assert "Article" in text
    rules = plugins.many_rules(tmp_path / "rules", 20) / "evidencescan_bench_rules"
    assert len(CatalogueAnalyser(rules, name="bench").rule_sets[0].rules) == 20
    changed = plugins.changed_area(tmp_path / "changed") / plugins.AREA
    own = CatalogueAnalyser(bench.ROOT / "plugins" / plugins.AREA)
    assert CatalogueAnalyser(changed).fingerprint != own.fingerprint


def test_samples_are_whole_documents_and_always_the_same(bench: ModuleType, tmp_path: Path) -> None:
    documents = importlib.import_module("documents")
    whole = documents.collect(None, tmp_path)
    small = documents.sample(whole, 30, tmp_path / "a")
    assert 0 < small.pages <= 30
    assert [p.name for p in small.files] == [p.name for p in documents.sample(whole, 30, tmp_path / "b").files]
    copies = documents.copies(small, 2 * len(small.files), tmp_path / "c")
    assert copies.pages == 2 * small.pages
    assert len({path.read_bytes() for path in copies.files}) == len(copies.files)
