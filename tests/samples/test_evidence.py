"""What a scan of the samples finds, held against what a reviewer would mark in them."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evidencescan.text.fold import fold

SAMPLES = Path(__file__).parents[2] / "samples"
DOCUMENTS = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))["document"]
EXPECTED = [(document["file"], entry) for document in DOCUMENTS for entry in document.get("evidence", ())]
NOTHING = [(document["file"], words) for document in DOCUMENTS for words in document.get("nothing", ())]


@pytest.fixture(scope="session")
def scanned(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def rows(connection: sqlite3.Connection, file: str, words: str) -> list[sqlite3.Row]:
    """Return the evidence on passages of a document that hold some words; struck-out text is in no passage."""
    passages = connection.execute(
        "select p.* from passage p join document d on d.id = p.document where d.name = ?", (file,)
    ).fetchall()
    wanted = " ".join(fold(words).split())
    holding = [p for p in passages if wanted in " ".join(fold(p["text"]).split())]
    found = connection.execute("select * from evidence_detail where document = ?", (file,)).fetchall()
    return [row for row in found for p in holding if p["start"] <= row["start"] < p["stop"]]


@pytest.mark.parametrize(
    ("file", "entry"), EXPECTED, ids=[f"{f}-{e['quote'][:30]}-{e['component']}" for f, e in EXPECTED]
)
def test_expected_evidence_is_found(scanned: sqlite3.Connection, file: str, entry: dict[str, Any]) -> None:
    found = [row for row in rows(scanned, file, entry["quote"]) if row["component"] == entry["component"]]
    if entry["indicator"]:
        found = [row for row in found if row["indicator"] == entry["indicator"]]
    assert found, f"{entry['indicator'] or 'component'} {entry['component']} is missing"
    assert {row["polarity"] for row in found} == {entry["polarity"]}
    if entry["citation"]:
        assert {row["citation"] for row in found} == {entry["citation"]}
    if "page" in entry:
        assert entry["page"] in {row["page"] for row in found}


@pytest.mark.parametrize(("file", "words"), NOTHING, ids=[f"{f}-{w[:30]}" for f, w in NOTHING])
def test_trap_gives_no_evidence(scanned: sqlite3.Connection, file: str, words: str) -> None:
    assert [(row["indicator"], row["component"], row["reason"]) for row in rows(scanned, file, words)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document["file"]))
def test_profile(scanned: sqlite3.Connection, document: dict[str, Any]) -> None:
    found = scanned.execute("select * from document where name = ?", (document["file"],)).fetchone()
    profile = document.get("profile", {})
    assert {key: found[key] or "" for key in profile} == profile


def test_every_goal_area_has_evidence(scanned: sqlite3.Connection) -> None:
    areas = {row[0] for row in scanned.execute("select distinct goal_area from evidence_detail")}
    assert areas >= {"strategy-policy", "legislative", "criminal-justice", "cooperation", "protection"}
