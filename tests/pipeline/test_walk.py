"""Which files are documents."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from evidencescan.errors import UsageError
from evidencescan.pipeline.walk import path_of, walk


def names(folder: Path, *paths: Path) -> list[str]:
    return [found.path.name for found in walk(paths or [folder], folder / "e.db")[0]]


def test_the_largest_comes_first_and_each_file_once(tmp_path):
    for name, size in (("a", 1), ("b", 3), ("c", 2)):
        (tmp_path / name).write_bytes(b"x" * size)
    assert names(tmp_path, tmp_path, tmp_path / "a", tmp_path / ".." / tmp_path.name / "b") == ["b", "c", "a"]


def test_a_file_that_is_named_is_taken_even_where_it_is_hidden(tmp_path):
    (tmp_path / ".law.txt").write_text("law")
    assert names(tmp_path) == []
    assert names(tmp_path, tmp_path / ".law.txt") == [".law.txt"]


def test_the_companions_of_the_database_are_left_out(tmp_path):
    for name in ("e.db", "e.db-wal", "e.db-shm", "other.db"):
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == ["other.db"]


def test_a_path_that_does_not_exist(tmp_path):
    with pytest.raises(UsageError, match="no such file or folder"):
        walk([tmp_path / "no"], tmp_path / "e.db")


def test_a_link_that_leads_nowhere_and_one_that_leads_to_itself_are_noted(tmp_path):
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found, notes = walk([tmp_path], tmp_path / "e.db")
    assert found == []
    assert [note.partition(" cannot be looked at: ")[0] for note in notes] == [
        str(tmp_path / "broken"),
        str(tmp_path / "loop"),
    ]


def test_a_link_to_a_folder_above_does_not_go_round_in_circles(tmp_path):
    (tmp_path / "law.txt").write_text("law")
    (tmp_path / "up").symlink_to(tmp_path)
    assert names(tmp_path) == ["law.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_unicode_becomes_a_uri(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/l\xffw.txt"))
    path.write_text("law")
    ((found,), _) = walk([tmp_path], tmp_path / "e.db")
    assert found.uri == f"file://{tmp_path}/l%FFw.txt"
    assert path_of(found.uri) == path
    assert path_of("/a/b%20c.txt") == Path("/a/b%20c.txt")
