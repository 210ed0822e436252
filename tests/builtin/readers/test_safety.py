"""Files that attack: bombs, foreign entities, depth without end, sizes beyond reason."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from evidencescan.api import Candidate
from evidencescan.builtin.readers import all_readers, choose, textual, zip_safety
from evidencescan.builtin.readers.docx import DocxReader
from evidencescan.builtin.readers.markdown import MarkdownReader
from evidencescan.builtin.readers.plain import PlainReader
from evidencescan.builtin.readers.textual import read_bytes
from evidencescan.builtin.readers.xml_safety import MAX_DEPTH, entity_text, parse_xml
from evidencescan.builtin.readers.zip_safety import SafeZip
from evidencescan.errors import ReadError

LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><l>&b;</l>"
FOREIGN = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><l>&a;</l>"
SPACED = "<?xml version='1.0'?>\n<!-- c -->\n<!DOCTYPE l\n[ <!ELEMENT l ANY> ]>\n<l/>"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("text", [LAUGHS, FOREIGN, SPACED])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_documents_with_declarations_of_their_own_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse_xml(text.encode(encoding), "law.xml")
    assert caught.value.category == "policy"


def test_declarations_hidden_by_an_encoding_are_refused() -> None:
    text = "<?xml version='1.0' encoding='IBM037'?>" + LAUGHS
    with pytest.raises(ReadError):
        parse_xml(text.encode("cp037"), "law.xml")


def test_an_external_document_type_is_not_fetched_and_its_entities_are_read() -> None:
    root, well_formed = parse_xml(b"<!DOCTYPE l SYSTEM 'http://v.invalid/l.dtd'><l>a&nbsp;b&strange;</l>", "law.xml")
    assert well_formed
    assert [entity_text(child) for child in root] == ["\u00a0", ""]
    with pytest.raises(ReadError):
        parse_xml(b"<!DOCTYPE l SYSTEM 'l.dtd'><l/>", "document.xml", document_type=False)


def test_depth_is_bounded() -> None:
    assert parse_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH, "law.xml")[1]
    for depth in (MAX_DEPTH + 1, 100_000):
        with pytest.raises(ReadError):
            parse_xml(b"<a>" * depth + b"</a>" * depth, "law.xml")


def test_a_member_that_swells_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.docx", {"word/document.xml": bytes(3_000_000)})
    with pytest.raises(ReadError, match="swells") as caught:
        SafeZip(path)
    assert caught.value.category == "too_large"
    with pytest.raises(ReadError):
        DocxReader().read(Candidate(path, path.read_bytes()[:65536], path.stat().st_size))


def test_members_and_bytes_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"a": b"1" * 100, "b": b"2" * 100, "c": b"3"})
    monkeypatch.setattr(zip_safety, "MAX_MEMBERS", 2)
    with pytest.raises(ReadError, match="members"):
        SafeZip(path)
    monkeypatch.setattr(zip_safety, "MAX_MEMBERS", 10)
    monkeypatch.setattr(zip_safety, "MAX_TOTAL_BYTES", 150)
    with pytest.raises(ReadError, match="unpack"):
        SafeZip(path)


def test_a_directory_that_lies_about_sizes_gains_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"a": b"1" * 100})
    monkeypatch.setattr(zip_safety, "MAX_TOTAL_BYTES", 250)
    with SafeZip(path) as archive:
        assert len(archive.read("A")) == 100
        assert len(archive.read("a")) == 100
        with pytest.raises(ReadError, match="unpacks to more"):
            archive.read("a")


def test_damaged_and_locked_members(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a": bytes(range(256))})
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    path.write_bytes(data)
    with SafeZip(path) as archive:
        assert "a" in archive
        for name in ("a", "absent"):
            with pytest.raises(ReadError):
                archive.read(name)
    locked = zipped(tmp_path / "b.zip", {"a": b"x"})
    data = bytearray(locked.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(data)
    with SafeZip(locked) as archive, pytest.raises(ReadError) as caught:
        archive.read("a")
    assert caught.value.category == "encrypted"


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(ReadError, match="damaged"):
        SafeZip(path)


def test_text_files_have_a_greatest_size(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    with pytest.raises(ReadError) as caught:
        read_bytes(Candidate(path, b"words", textual.MAX_TEXT_BYTES + 1))
    assert caught.value.category == "too_large"
    with pytest.raises(ReadError) as caught:
        read_bytes(Candidate(path, b"words", 1), limit=3)
    assert caught.value.category == "too_large"
    with pytest.raises(ReadError, match="cannot be opened"):
        read_bytes(Candidate(tmp_path / "absent", b"", 0))


def nested_tables(depth: int) -> str:
    inner = "<w:p><w:r><w:t>deep</w:t></w:r></w:p>"
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    return inner


@pytest.mark.parametrize("depth", [40, 2000])
def test_depth_never_ends_in_a_recursion_error(tmp_path: Path, depth: int) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body>{nested_tables(depth)}</w:body></w:document>'
    chapters = f"{'<chapter>' * 3 * depth}<p>deep</p>{'</chapter>' * 3 * depth}"
    akn = f"<akomaNtoso><act><body>{chapters}</body></act></akomaNtoso>"
    law = f"<?xml version='1.0'?>{'<a>' * 3 * depth}deep{'</a>' * 3 * depth}"
    for number, data in enumerate((akn.encode(), law.encode(), b"")):
        path = tmp_path / f"law{number}"
        path.write_bytes(data) if data else zipped(path, {"word/document.xml": body.encode(), "pad": bytes(range(256))})
        candidate = Candidate(path, path.read_bytes()[:65536], path.stat().st_size)
        reader = choose(candidate, all_readers())
        assert reader is not None
        if depth < 50:
            assert [block.text for block in reader.read(candidate).blocks] == ["deep"]
        else:
            with pytest.raises(ReadError):
                reader.read(candidate)


@pytest.mark.parametrize(
    "head",
    [
        b"<!-- a -->" * 5000,
        b"<!a>" * 5000,
        b"<? a ?>" * 5000,
        b"<!--" * 9000,
        b"<!DOCTYPE [" * 3000,
        b"<a " * 9000,
        b" " * 60000,
    ],
)
def test_no_head_takes_long_to_recognise(tmp_path: Path, head: bytes) -> None:
    begin = time.process_time()
    choose(Candidate(tmp_path / "absent", head[:65536], len(head)), all_readers())
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    "line",
    [
        "# a" + " " * 60_000 + "b",
        "<s>" * 60_000,
        "<s " * 60_000,
        "**a " * 40_000,
        "[a](" * 40_000,
        "word and\n" * 60_000,
        ". " * 90_000,
        "a | b\n" + " " * 60_000,
        ">" * 90_000,
    ],
)
def test_no_text_takes_long_to_read(tmp_path: Path, line: str) -> None:
    path = tmp_path / "text"
    path.write_text(line, encoding="utf-8")
    candidate = Candidate(path, line[:65536].encode(), len(line))
    for reader in (PlainReader(), MarkdownReader()):
        begin = time.process_time()
        reader.read(candidate)
        assert time.process_time() - begin < 5
