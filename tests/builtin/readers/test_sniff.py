"""The choice of a reader: by what a file holds, never by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from evidencescan.api import Candidate, Reader
from evidencescan.builtin.readers import all_readers, choose
from evidencescan.builtin.readers.sniff import first_tag, head_text, zip_members
from evidencescan.builtin.readers.unsupported import UnsupportedReader
from evidencescan.errors import ReadError
from evidencescan.values import Reading

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def candidate(tmp_path: Path, data: bytes, name: str = "misleading.pdf") -> Candidate:
    path = tmp_path / name
    path.write_bytes(data)
    return Candidate(path, data[:65536], len(data))


def zipped(tmp_path: Path, *members: str) -> Candidate:
    path = tmp_path / "misleading.txt"
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return Candidate(path, path.read_bytes()[:65536], path.stat().st_size)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"<!doctype html><p>x", "html"),
        (b"<?xml version='1.0'?><akomaNtoso><act/></akomaNtoso>", "akn"),
        (b"<?xml version='1.0'?><an:akomaNtoso xmlns:an='u'/>", "akn"),
        (b"<?xml version='1.0'?><Statute/>", "xml"),
        ("\ufeff<?xml version='1.0'?><loi/>".encode("utf-16"), "xml"),
        (b"---\ntitle: Law\n---\n# Law\n", "markdown"),
        (b"Article 1. All persons.", "plain"),
        (b"{\\rtf1 hello}", "unsupported"),
        (b"\x89PNG\r\n\x1a\n\0\0", "unsupported"),
        (OLE, "unsupported"),
    ],
)
def test_the_reader_is_chosen_by_content(tmp_path: Path, data: bytes, name: str) -> None:
    chosen = choose(candidate(tmp_path, data), all_readers())
    assert chosen is not None
    assert chosen.name == name


def test_zips_are_told_apart_by_their_members(tmp_path: Path) -> None:
    for members, name in (
        (("[Content_Types].xml", "word/document.xml"), "docx"),
        (("[Content_Types].xml", "xl/workbook.xml"), "unsupported"),
        (("letters.txt",), "unsupported"),
    ):
        chosen = choose(zipped(tmp_path, *members), all_readers())
        assert chosen is not None
        assert chosen.name == name


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02\x03" * 100, bytes(range(256)) * 8, b"\x7fELF\x02\x01\x01\0\0\0\0"]
)
def test_what_nobody_knows_has_no_reader(tmp_path: Path, data: bytes) -> None:
    assert choose(candidate(tmp_path, data), all_readers()) is None


class Sure:
    """A reader that is as sure as it is told to be."""

    media_type = "text/x-test"
    fingerprint = "1"

    def __init__(self, name: str, score: float) -> None:
        self.name = name
        self.score = score

    def recognises(self, candidate: Candidate) -> float:
        return self.score

    def read(self, candidate: Candidate) -> Reading:
        return Reading(())


def test_the_surest_reader_reads_and_names_break_ties(tmp_path: Path) -> None:
    file = candidate(tmp_path, b"x")
    readers: list[Reader] = [Sure("b", 0.5), Sure("a", 0.5), Sure("c", 0.4), Sure("d", 0.0)]
    assert [(chosen := choose(file, readers[start:])) and chosen.name for start in range(4)] == ["a", "a", "c", None]


def test_all_readers_are_readers_of_distinct_names() -> None:
    readers = all_readers()
    assert all(isinstance(reader, Reader) for reader in readers)
    assert len({reader.name for reader in readers}) == len(readers) == 8


@pytest.mark.parametrize(
    ("data", "category", "words"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "unreadable", "a legacy Word document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        (OLE + "Workbook".encode("utf-16-le"), "unreadable", "Excel"),
        (OLE, "unreadable", "legacy Office document"),
        (b"{\\rtf1 hello}", "unreadable", "Rich Text"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "no_text", "OCR"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "no_text", "OCR"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "unreadable", "Unpack"),
    ],
)
def test_formats_that_are_not_read_are_refused_with_advice(
    tmp_path: Path, data: bytes, category: str, words: str
) -> None:
    file = candidate(tmp_path, data)
    assert UnsupportedReader().recognises(file) == pytest.approx(0.9)
    with pytest.raises(ReadError, match=words) as caught:
        UnsupportedReader().read(file)
    assert caught.value.category == category
    assert caught.value.advice


def test_an_open_document_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="OpenDocument"):
        UnsupportedReader().read(zipped(tmp_path, "mimetype", "META-INF/manifest.xml", "content.xml"))


def test_names_in_a_zip_whose_directory_is_lost(tmp_path: Path) -> None:
    whole = zipped(tmp_path, "word/document.xml", "word/styles.xml")
    cut = candidate(tmp_path, whole.path.read_bytes()[:100])
    assert "word/document.xml" in zip_members(cut)
    assert zip_members(candidate(tmp_path, b"text")) == frozenset()


def test_the_first_tag_is_found_behind_declarations() -> None:
    assert first_tag("<?xml version='1.0'?><!-- a <b> --><!DOCTYPE law SYSTEM 'x'>\n<law id='1'>")[0] == "law"
    assert first_tag("<!DOCTYPE html PUBLIC 'a'><x>")[0] == "html"
    assert first_tag("words <law>") == ("", "", False)


def test_text_is_told_from_binary_data(tmp_path: Path) -> None:
    assert head_text(candidate(tmp_path, b"A law of Varonia\x07 with one bell.")) != ""
    assert head_text(candidate(tmp_path, b"words\0\0\0\0\0\0\0more")) == ""
