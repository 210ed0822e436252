"""Rows to files and back."""

from __future__ import annotations

import csv
import json

import pytest

from evidencescan.builtin.exporters import all_exporters
from evidencescan.errors import EvidencescanError

COLUMNS = ("quote", "page", "country")
ROWS = [
    {"quote": 'She said "no", élan\nnext line', "page": 3, "country": None, "hidden": "x"},
    {"quote": "=cmd()", "page": None, "country": "ZZ"},
]
BY_NAME = {exporter.name: exporter for exporter in all_exporters()}


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited_text_can_be_read_back_and_runs_no_formula(tmp_path, name, delimiter):
    path = tmp_path / f"rows{BY_NAME[name].suffix}"
    BY_NAME[name].export(iter(ROWS), COLUMNS, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        read = list(csv.DictReader(stream, delimiter=delimiter))
    assert read == [
        {"quote": ROWS[0]["quote"], "page": "3", "country": ""},
        {"quote": "'=cmd()", "page": "", "country": "ZZ"},
    ]


def test_json_lines_keep_types_and_the_order_of_columns(tmp_path):
    path = tmp_path / "rows.jsonl"
    BY_NAME["jsonl"].export(iter(ROWS), COLUMNS, path)
    read = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert read == [{column: row[column] for column in COLUMNS} for row in ROWS]
    assert list(read[0]) == list(COLUMNS)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_file_that_cannot_be_written(tmp_path, name):
    with pytest.raises(EvidencescanError, match="cannot write"):
        BY_NAME[name].export(iter(ROWS), COLUMNS, tmp_path / "no" / "folder")
