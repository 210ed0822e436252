"""From lines to the text of a block, with the offset map back to the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain, islice

from evidencescan.text.places import pack, unpack
from evidencescan.values import Span

from .hyphens import HYPHENS, Hyphens, ends_in_hyphen
from .layout import Line

_UNSEEN = "\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufdd0-\ufdef\ufff9-\ufffc"
_ODD = _UNSEEN + "\ufffe\uffff\ue000-\uf8ff\ufb00-\ufb06"
_RUN = re.compile(rf"[^\s{_ODD}]+(?: [^\s{_ODD}]+)*")
_LEADING_SYMBOL = re.compile(r"\s*[\ue000-\uf8ff]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_PRINTABLE_ODD = re.compile("[\ufb00-\ufb06\ufffc]")
_SPACE = re.compile(r"[\s\ue000-\uf8ff]")


class Composer:
    """Builds the text of blocks: single spaces, no control characters, line-end hyphens undone.

    A character that is left out or replaced (a symbol font's bullet, a ligature) is outside of every span, so that
    each span's text is exactly the page's.
    """

    def __init__(self, hyphens: Hyphens) -> None:
        self._hyphens = hyphens

    def block(self, lines: Sequence[Line]) -> tuple[str, bytes]:
        """Return the text of a run of lines and its packed offset map; the text may be empty."""
        out = _Text()
        last = len(lines) - 1
        number = -1
        while (number := out.words(lines, number + 1)) <= last:
            line = lines[number]
            if number == last or not ends_in_hyphen(line):
                out.add(line, line.text)
                continue
            after = lines[number + 1]
            whole = line.text.rstrip()
            bare = whole if line.broken and whole[-1:] not in HYPHENS else whole[:-1]
            same_row = abs(after.y - line.y) < 0.3 * line.size and after.page == line.page and after.x0 >= line.x1 - 1
            if not same_row and self._hyphens.joins(line, after):
                out.add(line, bare)
                out.stick()
            elif bare is whole:
                out.add(line, bare)
                out.put("-")
            else:
                out.add(line, whole)
                out.stick()
        return out.done()

    def cells(self, cells: Sequence[Sequence[Line]]) -> tuple[str, bytes]:
        """Return the text of a table row, its cells joined by `` | ``, and its packed offset map."""
        text = ""
        spans: list[Span] = []
        for cell in cells:
            words, packed = self.block(cell)
            if text:
                text += " | "
            spans.extend(span._replace(at=span.at + len(text)) for span in unpack(packed))
            text += words
        return text, pack(chain.from_iterable(spans))


class _Text:
    """A text that grows by pieces of lines."""

    __slots__ = ("_at", "_glued", "_parts", "_spans")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._spans: list[int] = []  # four numbers each
        self._at = 0
        self._glued = True

    def words(self, lines: Sequence[Line], first: int) -> int:
        """Append lines from the first on while they are words and single spaces; return the place of one that is not.

        So most are. One that may go on after a hyphen is none of them.
        """
        parts, spans, at, glued = self._parts, self._spans, self._at, self._glued
        for line in islice(lines, first, None):
            text = line.text
            if line.broken or not text.isprintable() or "  " in text:
                break
            words = text.strip()
            if words[-1:] in HYPHENS or not (text.isascii() or not _PRINTABLE_ODD.search(text)):
                break
            indent = text[0] == " "
            if at and (indent or not glued):
                parts.append(" ")
                at += 1
            glued = False
            length = len(words)
            spans += (at, length, line.page, line.start + indent)
            parts.append(words)
            at += length
            first += 1
        self._at, self._glued = at, glued
        return first

    def add(self, line: Line, text: str) -> None:
        """Append a line's text, after one space unless it is glued to what is there."""
        symbol = _LEADING_SYMBOL.match(text)
        if symbol and not self._at:
            self.put("•")
            self._glued = False
        done = symbol.end() if symbol else 0
        for match in _RUN.finditer(text):
            if match.start() > done:
                between = text[done : match.start()]
                if _LIGATURE.search(between):
                    self._replace(between)
                elif _SPACE.search(between):
                    self._glued = False
            self._space()
            start, done = match.span()
            self._spans += (self._at, done - start, line.page, line.start + start)
            self._parts.append(match[0])
            self._at += done - start
            self._glued = True
        if done < len(text) and _LIGATURE.search(text, done):
            self._replace(text[done:])
        self._glued = False

    def _replace(self, between: str) -> None:
        for char in between:
            if _SPACE.match(char):
                self._glued = False
            elif _LIGATURE.match(char):
                self._space()
                self.put(unicodedata.normalize("NFKC", char))

    def _space(self) -> None:
        if not self._glued and self._at:
            self._parts.append(" ")
            self._at += 1
        self._glued = True

    def put(self, text: str) -> None:
        """Append characters that the page has in another form; what follows is glued to them."""
        self._parts.append(text)
        self._at += len(text)
        self._glued = True

    def stick(self) -> None:
        """Glue what follows to what is there."""
        self._glued = True

    def done(self) -> tuple[str, bytes]:
        """Return the text and its packed offset map."""
        return "".join(self._parts), pack(self._spans)
