"""The sample documents are what their sources give, and the evidence expected of them stands in them."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evidencescan.values import COMPONENTS, DOCUMENT_KINDS, POLARITIES

SAMPLES = Path(__file__).parents[2] / "samples"
PLUGINS = Path(__file__).parents[2] / "plugins"
EXPECTED: list[dict[str, Any]] = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))["document"]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import a module of the samples folder, which is a script's folder and no package."""
    monkeypatch.syspath_prepend(str(SAMPLES))
    return importlib.import_module


def indicators() -> dict[str, dict[str, Any]]:
    """Return each indicator of the catalogues by its code."""
    catalogues = (tomllib.loads(path.read_text(encoding="utf-8")) for path in PLUGINS.glob("*/indicators.toml"))
    return {indicator["code"]: indicator for catalogue in catalogues for indicator in catalogue["indicator"]}


def source(markup: ModuleType, file: str) -> str:
    """Return the words of a document's source, marks of deletion kept."""
    sample = markup.read(SAMPLES / "sources" / f"{Path(file).stem}.md")
    assert f"{sample.name}.{sample.format}" == file
    lines = [row for block in sample.blocks for row in (block.text, *(" | ".join(cells) for cells in block.rows))]
    return "\n".join([*lines, *sample.settings.get("nav", ())]).replace("{-}", "")


def test_documents_are_what_their_sources_give(load: Any) -> None:
    pytest.importorskip("fpdf")
    pytest.importorskip("docx")
    assert load("render").differences() == []


def test_every_document_has_its_expectations() -> None:
    assert sorted(document["file"] for document in EXPECTED) == sorted(
        path.name for path in (SAMPLES / "documents").iterdir()
    )


@pytest.mark.parametrize("document", EXPECTED, ids=lambda document: document["file"])
def test_expectations_stand_in_the_source(document: dict[str, Any], load: Any) -> None:
    words = source(load("markup"), document["file"])
    assert [entry["quote"] for entry in document["evidence"] if words.count(entry["quote"]) != 1] == []
    assert [quote for quote in document["nothing"] if quote not in words] == []
    quotes = {entry["quote"] for entry in document["evidence"]}
    assert not any(trap in quote or quote in trap for quote in quotes for trap in document["nothing"])


@pytest.mark.parametrize("document", EXPECTED, ids=lambda document: document["file"])
def test_expectations_agree_with_the_catalogues(document: dict[str, Any]) -> None:
    known, kind = indicators(), document["profile"]["kind"]
    assert kind in DOCUMENT_KINDS
    for entry in document["evidence"]:
        assert entry["component"] in COMPONENTS
        assert entry["polarity"] in POLARITIES
        if entry["indicator"]:
            indicator = known[entry["indicator"]]
            assert entry["component"] in indicator["components"], entry
            assert kind in indicator["source_documents"], entry


def test_every_indicator_is_expected_somewhere() -> None:
    expected = {entry["indicator"] for document in EXPECTED for entry in document["evidence"]} - {""}
    assert sorted(set(indicators()) - expected) == []
