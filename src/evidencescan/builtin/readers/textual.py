"""What all readers of text share: bytes to characters, characters to clean text, lines to paragraphs."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from evidencescan.api import Candidate
from evidencescan.errors import ReadError
from evidencescan.values import Problem

MAX_TEXT_BYTES = 50 * 1024 * 1024
"""Largest file of a text format that is read, in bytes."""

# Control characters, zero-width characters, directional marks, soft hyphens and line-end hyphens of converters.
# The joiners U+200C and U+200D stay: they are letters' business in several scripts.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"\s+")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# A number or bullet as drafters anywhere put before a paragraph: "1.", "(a)", "iv)", "1.2.3", "§ 4", "1°", "–".
_NUMBER = r"(?:§\s*)?\(?(?:\d{1,4}|[A-Za-z]{1,2}|[ivxlcdmIVXLCDM]{1,8})(?:\.\d{1,3}){0,5}"
MARKER = re.compile(
    rf"(?:{_NUMBER}\s?(?:[.)º°]{{1,2}}|\.?[-–—])|\(\s?(?:\d{{1,4}}|[A-Za-z]{{1,3}}|[ivxlcdmIVXLCDM]{{1,8}})\s?\)"
    r"|\d{1,3}(?:\.\d{1,3}){1,5}|[-–—•·▪◦●■*‣])"
)
_STARTS_ITEM = re.compile(rf"\s*{MARKER.pattern}\s")
_BULLET = re.compile(r"[-–—•·▪◦●■*‣]")
_ENDS = re.compile(r"[.:;!?…]['\"”’»)\]*_]*\s*$")


def clean(text: str) -> str:
    """Return ``text`` in NFC with control characters and soft hyphens removed and white space collapsed."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", _DROPPED.sub("", text)).strip()


def is_marker(text: str) -> bool:
    """Say whether ``text`` is nothing but the number or bullet of a paragraph."""
    return len(text) <= 24 and MARKER.fullmatch(text) is not None


def is_bullet(text: str) -> bool:
    """Say whether ``text`` is a bullet or dash, which counts nothing."""
    return _BULLET.fullmatch(text) is not None


def starts_item(text: str) -> bool:
    """Say whether ``text`` begins with the number or bullet of a paragraph."""
    return _STARTS_ITEM.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Say whether ``text`` ends in punctuation that closes a sentence or announces a list."""
    return _ENDS.search(text[-16:]) is not None


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and the number of bytes that could not be decoded and were replaced."""

    text: str
    encoding: str
    replaced: int = 0


def read_bytes(candidate: Candidate, limit: int = MAX_TEXT_BYTES) -> bytes:
    """Return the bytes of the file; raise `ReadError` where it is larger than ``limit`` bytes or cannot be opened."""
    if candidate.size > limit:
        raise ReadError(
            f"{candidate.name} has {candidate.size} bytes, more than {limit}",
            category="too_large",
            advice="Split the file, or leave it out.",
        )
    try:
        data = candidate.path.read_bytes()
    except OSError as error:
        raise ReadError(f"{candidate.name} cannot be opened: {error.strerror or error}") from error
    if len(data) > limit:
        raise ReadError(f"{candidate.name} has {len(data)} bytes, more than {limit}", category="too_large")
    return data


def utf16_without_mark(data: bytes) -> str | None:
    """Return the byte order of UTF-16 text that has no byte order mark, or None where it is not such text."""
    sample = data[:2048]
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    order = "utf-16-le" if odd > 0.4 * half and even < 0.05 * half else ""
    order = "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else order
    if not order:
        return None
    text = sample[: half * 2].decode(order, "replace")
    written = sum(character.isprintable() or character.isspace() for character in text)
    return order if written > 0.95 * len(text) else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode ``data``: by its byte order mark, as UTF-8 where it is valid, as ``declared``, else as Windows-1252.

    Valid UTF-8 wins over a declaration, because text in another encoding is hardly ever valid UTF-8 by accident.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    wide = utf16_without_mark(data)
    if wide is not None:
        return _lenient(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            name = codecs.lookup(declared).name
        except (LookupError, ValueError):
            name = ""
        # The Web reads Latin-1 as its superset; a codec such as "hex" or "rot13" is no encoding of text.
        name = "cp1252" if name in {"iso8859-1", "ascii"} else name
        if name and not name.startswith(("utf-8", "utf-16", "utf-32")):
            try:
                return Decoded(data.decode(name), name)
            except (UnicodeError, LookupError, AssertionError):
                pass
    as_utf8 = _lenient(data, "utf-8")
    # A few broken bytes in text that is otherwise UTF-8 do not make it Windows-1252.
    if as_utf8.replaced * 20 < sum(not character.isascii() for character in as_utf8.text):
        return as_utf8
    return _lenient(data, "cp1252")


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def paragraphs_of(lines: Sequence[str]) -> list[str]:
    """Join the lines of one stretch of text into paragraphs and undo hyphens at line ends.

    A line continues the one before where that has not ended a sentence and this begins with a small letter and no
    number of its own. Lines are otherwise kept apart. Lines and paragraphs are clean.
    """
    groups: list[list[str]] = []
    for line in lines:
        text = clean(line)
        if not text:
            continue
        if groups and continues(groups[-1][-1], text):
            groups[-1].append(text)
        else:
            groups.append([text])
    return [join_lines(group) for group in groups]


def continues(before: str, text: str) -> bool:
    """Say whether the line ``text`` goes on with the sentence of the line ``before``."""
    return text[:1].islower() and not ends_sentence(before) and not starts_item(text)


def join_lines(lines: Sequence[str]) -> str:
    """Join the clean lines of one paragraph, undoing hyphens at line ends."""
    pieces = [*lines[:1]]
    for text in lines[1:]:
        before = pieces[-1]
        if len(before) > 2 and before[-1] in "-\u2010" and before[-2].isalpha() and text[:1].islower():
            pieces[-1] = before[:-1]
        else:
            pieces.append(" ")
        pieces.append(text)
    return "".join(pieces)


def names(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set: the vocabulary of a format."""
    return frozenset(text.split())


def decoding_problems(decoded: Decoded, component: str) -> tuple[Problem, ...]:
    """Return a problem where characters were replaced in decoding, else nothing."""
    if not decoded.replaced:
        return ()
    return (Problem("unreadable", component, f"{decoded.replaced} characters could not be decoded and were replaced"),)


def reads_as_heading(text: str) -> bool:
    """Say whether text that a format calls a heading is short enough to be one, and not a provision set as one."""
    return len(text) <= 120 or (len(text) <= 300 and text[-1:] not in ".;,:")
