"""What a file is, by its content: magic bytes, names inside a zip, the first tag, the look of its text."""

from __future__ import annotations

import re
import zipfile

from evidencescan.api import Candidate

from .textual import decode
from .zip_safety import DAMAGED

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
# Atomic, for a comment must not be taken in two ways: a page of nothing but comments would take for ever.
_ASIDE = r"(?>\s+|<\?[^>]*>|<!--(?>.*?-->)|<!(?!DOCTYPE|--)[^>]*>)*+"
_FIRST_TAG = re.compile(
    rf"{_ASIDE}(?P<doctype><!DOCTYPE[^>\[]*(?>\[.*?\]\s*)?>)?{_ASIDE}<(?P<tag>[A-Za-z_][\w.:-]*)(?P<rest>[^>]{{0,2000}})",
    re.DOTALL | re.IGNORECASE,
)


def head_text(candidate: Candidate, size: int = 16 * 1024) -> str:
    """Return the first ``size`` bytes as text; empty where they are not text."""
    head = candidate.head[:size]
    if not head or head.startswith((ZIP_MAGIC, OLE_MAGIC, b"%PDF-", b"{\\rtf")) or b"%PDF-" in head[:1024]:
        return ""
    decoded = decode(head)
    if decoded.encoding.startswith("utf-16") or decoded.encoding.startswith("utf-32"):
        return decoded.text
    controls = len(head) - len(head.translate(None, _CONTROLS))
    # A text may hold a stray control character; anything with more of them is not written for reading.
    if controls > 0.005 * len(head) + 2 or head.count(0) > 2:
        return ""
    return decoded.text


def first_tag(text: str) -> tuple[str, str, bool]:
    """Return the local name of the first tag in lower case, its attributes, and whether the document calls itself XML.

    The name is empty where the text does not begin with a tag. "html" is given for any document of that type.
    """
    match = _FIRST_TAG.match(text.lstrip("\ufeff"))
    if match is None:
        return "", "", False
    doctype = (match["doctype"] or "").lower()
    name = match["tag"].rpartition(":")[2].lower()
    if re.match(r"<!doctype\s+html", doctype):
        name = "html"
    return name, match["rest"], text.lstrip("\ufeff \t\r\n").startswith("<?xml")


def zip_members(candidate: Candidate) -> frozenset[str]:
    """Return the names in a zip's directory in lower case; empty for anything else."""
    if not candidate.head.startswith(ZIP_MAGIC):
        return frozenset()
    try:
        with zipfile.ZipFile(candidate.path) as archive:
            return frozenset(name.replace("\\", "/").lower().lstrip("/") for name in archive.namelist())
    except DAMAGED:
        # A directory that cannot be read leaves the names that stand before the members themselves.
        names = re.findall(rb"PK\x03\x04.{22}(..)..([\w\[\]/.-]{3,80})", candidate.head, re.DOTALL)
        return frozenset(
            name[: int.from_bytes(size, "little")].decode("ascii", "replace").lower() for size, name in names
        )
