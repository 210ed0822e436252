"""Formats that are recognised only to tell the user what to do with them."""

from __future__ import annotations

from typing import NamedTuple

from evidencescan.api import Candidate
from evidencescan.errors import ReadError
from evidencescan.values import ProblemCategory, Reading

from .sniff import OLE_MAGIC, ZIP_MAGIC, zip_members
from .textual import read_bytes

_SAVE = "Save it as DOCX or PDF, and scan that."
_OCR = "Turn it into a PDF and recognise its text (OCR), and scan that."
_UNPACK = "Unpack it, and scan what it holds."


class _Format(NamedTuple):
    mark: bytes
    what: str
    advice: str
    category: ProblemCategory = "unreadable"


_STARTS = (
    _Format(b"{\\rtf", "a Rich Text document", _SAVE),
    _Format(b"\x89PNG\r\n\x1a\n", "an image", _OCR, "no_text"),
    _Format(b"\xff\xd8\xff", "an image", _OCR, "no_text"),
    _Format(b"GIF8", "an image", _OCR, "no_text"),
    _Format(b"II*\0", "an image", _OCR, "no_text"),
    _Format(b"MM\0*", "an image", _OCR, "no_text"),
    _Format(b"\0\0\0\x0cjP  ", "an image", _OCR, "no_text"),
    _Format(b"\x1f\x8b", "a compressed archive", _UNPACK),
    _Format(b"7z\xbc\xaf\x27\x1c", "a compressed archive", _UNPACK),
    _Format(b"Rar!\x1a\x07", "a compressed archive", _UNPACK),
    _Format(b"BZh", "a compressed archive", _UNPACK),
    _Format(b"\xfd7zXZ\0", "a compressed archive", _UNPACK),
    _Format(b"\xffWPC", "a WordPerfect document", _SAVE),
    _Format(b"\xdb\xa5-\0", "a legacy Word document", _SAVE),
    _Format(b"%!PS", "a PostScript document", "Convert it to PDF, and scan that."),
)
# Streams of a compound file are named in UTF-16; the first that is found decides.
_STREAMS = (
    _Format(b"EncryptedPackage", "protected by a password", "Remove the password, and scan it again.", "encrypted"),
    _Format(b"WordDocument", "a legacy Word document", _SAVE),
    _Format(b"Workbook", "a legacy Excel workbook", "Save it as PDF, and scan that."),
    _Format(b"PowerPoint Document", "a legacy PowerPoint presentation", "Save it as PDF, and scan that."),
    _Format(b"__substg1.0", "an Outlook message", _SAVE),
)
_MEMBERS = (
    _Format(b"xl/workbook.", "an Excel workbook", "Save it as PDF, and scan that."),
    _Format(b"ppt/presentation.", "a PowerPoint presentation", "Save it as PDF, and scan that."),
    _Format(b"meta-inf/container.xml", "an e-book", "Convert it to PDF, and scan that."),
    _Format(b"meta-inf/manifest.xml", "an OpenDocument file", _SAVE),
)
_ARCHIVE = _Format(ZIP_MAGIC, "an archive", _UNPACK)
_COMPOUND = _Format(OLE_MAGIC, "a legacy Office document", _SAVE)


class UnsupportedReader:
    """Recognises what no reader reads, and refuses it with advice."""

    name = "unsupported"
    media_type = "application/octet-stream"
    fingerprint = "unsupported-1"

    def recognises(self, candidate: Candidate) -> float:
        """Return 0.9 for a known signature, 0.2 for any zip: a reader that knows what is inside goes first."""
        head = candidate.head
        if head.startswith(ZIP_MAGIC):
            return 0.9 if _member_format(candidate) is not None else 0.2
        if head.startswith(OLE_MAGIC) or _start_format(head) is not None:
            return 0.9
        return 0.0

    def read(self, candidate: Candidate) -> Reading:
        """Raise `ReadError`: "encrypted", "no_text" for images, else "unreadable"."""
        head = candidate.head
        found = _start_format(head)
        if head.startswith(ZIP_MAGIC):
            found = _member_format(candidate) or _ARCHIVE
        elif head.startswith(OLE_MAGIC):
            found = _stream_format(candidate)
        if found is None:
            raise ReadError(f"{candidate.name} is of no format that is known")
        raise ReadError(
            f"{candidate.name} is {found.what}. {found.advice}", category=found.category, advice=found.advice
        )


def _start_format(head: bytes) -> _Format | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _Format(b"RIFF", "an image", _OCR, "no_text")
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"avif"}:
        return _Format(b"ftyp", "an image", _OCR, "no_text")
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return _Format(b"BM", "an image", _OCR, "no_text")
    return next((entry for entry in _STARTS if head.startswith(entry.mark)), None)


def _member_format(candidate: Candidate) -> _Format | None:
    members = zip_members(candidate)
    return next(
        (entry for entry in _MEMBERS if any(member.startswith(entry.mark.decode()) for member in members)), None
    )


def _stream_format(candidate: Candidate) -> _Format:
    try:
        data = read_bytes(candidate)
    except ReadError:
        data = candidate.head
    return next((entry for entry in _STREAMS if entry.mark.decode().encode("utf-16-le") in data), _COMPOUND)
