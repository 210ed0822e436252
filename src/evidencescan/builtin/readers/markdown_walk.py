"""The walk over the lines of a Markdown text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser

from evidencescan.values import Block, Locator, PassageKind

from . import html_walk
from .markdown_inline import words_of
from .plain import rejoined
from .tables import Row, table_blocks
from .textual import clean, ends_sentence, is_bullet, join_lines, paragraphs_of, reads_as_heading, starts_item

_ATX = re.compile(r" {0,3}(#{1,6})(?!#)\s*(\S.*)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_FENCE = re.compile(r"\s*(```+|~~~+)")
_ITEM = re.compile(r"(\s*)([-*+•–]|\d{1,9}[.)]|[a-zA-Z][.)](?=\s))\s+(?=\S)")
_QUOTE = re.compile(r"(?:\s{0,3}>\s?)++")
_NOTE = re.compile(r"\s{0,3}\[\^[^\]\s]{1,60}\]:\s*")
_LINK_TARGET = re.compile(r"\s{0,3}\[[^\]^][^\]]*\]:\s*\S+\s*(?:[\"'(].*)?$")
_DEFINITION = re.compile(r":\s{1,3}(?=\S)")
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_LONG_LINE = 150


class Walker:
    """Leaves its blocks in ``blocks`` and the number of the last page, by form feeds, in ``page``."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.page = 1
        self._paged = False
        self._lines: list[str] = []
        self._kind: PassageKind = "paragraph"
        self._label: str | None = None
        self._level: int | None = None
        self._indents: list[int] = []
        self._fence: str | None = None

    def walk(self, text: str) -> None:
        """Add the blocks of ``text``."""
        self._paged = "\f" in text
        lines = text.split("\n")
        at = 0
        while at < len(lines):
            at = self._line(lines, at)
        self._flush()
        self.blocks = _rejoined(self.blocks)

    def _line(self, lines: list[str], at: int) -> int:
        """Take the line at ``at``, and those that go with it; return the place of the next."""
        line = lines[at].replace("\t", "    ")
        if "\f" in line:
            self._flush()
            self.page += line.count("\f")
            line = line.replace("\f", " ")
        fence = _FENCE.match(line)
        if self._fence is not None or fence is not None:
            self._flush()
            self._fence = self._after_fence(line, fence)
            return at + 1
        quote = _QUOTE.match(line)
        if quote is not None:
            line = line[quote.end() :]
        if not line.strip():
            self._flush()
        elif "<table" in line[:40].lower():
            return self._html_table(lines, at)
        elif "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] + line and _is_delimiter(lines[at + 1], line):
            return self._table(lines, at)
        else:
            self._text_line(line)
        return at + 1

    def _text_line(self, line: str) -> None:
        heading = _ATX.match(line)
        if heading is not None:
            self._flush()
            self._heading(heading[2].rstrip().rstrip("#"), len(heading[1]))
        elif _UNDERLINE.match(line) and len(self._lines) == 1 and self._kind == "paragraph":
            text = self._lines.pop()
            self._heading(text, 1 if "=" in line else 2)
        elif _RULE.match(line) or _UNDERLINE.match(line) or _LINK_TARGET.match(line):
            self._flush()
        else:
            self._prose(line)

    def _prose(self, line: str) -> None:
        note, item, definition = _NOTE.match(line), _ITEM.match(line), _DEFINITION.match(line)
        if note is not None:
            self._flush()
            self._kind = "note"
            line = line[note.end() :]
        elif item is not None and not line.lstrip().startswith("**"):
            self._flush()
            self._kind = "item"
            self._label = None if is_bullet(item[2]) or item[2] == "+" else item[2]
            self._level = self._depth(len(item[1]))
            line = line[item.end() :]
        elif definition is not None:
            self._flush()
            self._kind, self._level = "item", 1
            line = line[definition.end() :]
        self._lines.append(line)

    def _after_fence(self, line: str, fence: re.Match[str] | None) -> str | None:
        if self._fence is None:
            return fence[1] if fence is not None else None
        if fence is not None and fence[1].startswith(self._fence) and not line.strip(" `~"):
            return None
        self._add(clean(line), "paragraph")
        return self._fence

    def _depth(self, indent: int) -> int:
        while self._indents and self._indents[-1] >= indent + 1:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1] + 1:
            self._indents.append(indent)
        return len(self._indents)

    def _heading(self, raw: str, level: int) -> None:
        text = clean(words_of(raw))
        self._indents.clear()
        if not text:
            return
        first = level == 1 and not self.blocks
        self._add(text, "heading" if reads_as_heading(text) else "paragraph", level=level, title=first)

    def _flush(self) -> None:
        if self._lines:
            kind, label, level = self._kind, self._label, self._level
            for text in _paragraphs(self._lines):
                self._add(text, kind, level=level, label=label)
                label = None
            if kind != "item" and not self._lines[0].startswith(" "):
                self._indents.clear()
        self._lines = []
        self._kind, self._label, self._level = "paragraph", None, None

    def _add(
        self, text: str, kind: PassageKind, *, level: int | None = None, label: str | None = None, title: bool = False
    ) -> None:
        if text:
            if kind not in {"heading", "item"}:
                level, title = None, False
            self.blocks.append(Block(text, kind, level, label, locator=self._where(), title=title))

    def _where(self) -> Locator:
        return Locator(page=self.page if self._paged else None)

    def _table(self, lines: list[str], at: int) -> int:
        self._flush()
        rows = [Row(_cells(lines[at]), head=True)]
        at += 2
        while at < len(lines) and "|" in lines[at] and lines[at].strip():
            rows.append(Row(_cells(lines[at])))
            at += 1
        self.blocks.extend(table_blocks(rows, locator=self._where()))
        return at

    def _html_table(self, lines: list[str], at: int) -> int:
        self._flush()
        end = at
        while end < len(lines) - 1 and "</table" not in lines[end].lower():
            end += 1
        body = LexborHTMLParser("\n".join(lines[at : end + 1])).body
        if body is not None:
            inner = html_walk.Walker()
            inner.walk(body)
            self.blocks.extend(inner.blocks)
        return end + 1


def _paragraphs(lines: list[str]) -> list[str]:
    """Join lines as Markdown does, but keep apart what a writer of laws means to be apart."""
    groups: list[list[str]] = []
    apart = True
    for line in lines:
        # A line as long as a paragraph is one; so is a line after a hard break, and one with a number of its own.
        text = line.strip()
        if groups and not apart and not (starts_item(text) and not groups[-1][-1][-1:].isalnum()):
            groups[-1].append(text)
        else:
            groups.append([text])
        apart = line.endswith(("  ", "\\")) or (len(text) > _LONG_LINE and ends_sentence(text))
    wholes = (join_lines([text.removesuffix("\\") for text in group]) for group in groups)
    return [text for whole in wholes for text in paragraphs_of(words_of(whole).split("\n"))]


def _rejoined(blocks: list[Block]) -> list[Block]:
    """Join paragraphs, and items with paragraphs, that a converter broke into lines with blank lines between."""
    result: list[Block] = []
    for prose, run in groupby(blocks, key=lambda block: block.kind in {"paragraph", "item"}):
        members = list(run)
        if not prose:
            result += members
            continue
        own = [block.kind == "item" for block in members]
        for group in rejoined([block.text for block in members], own):
            first = members[group[0]]
            if len(group) > 1:
                # Markup may have been torn by the break: a link from its address, one half of an emphasis from another.
                text = words_of(join_lines([members[at].text for at in group]))
                first = replace(first, text=clean(text))
            result.append(first)
    return result


def _is_delimiter(line: str, heads: str) -> bool:
    return _DELIMITER.match(line.strip()) is not None and ("|" in line or heads.count("|") == 1) and "-" in line


def _cells(line: str) -> tuple[tuple[str, ...], ...]:
    text = line.strip().replace("\\|", "\ue07c")
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") else text
    return tuple(
        tuple(part for part in (clean(piece) for piece in words_of(cell.replace("\ue07c", "|")).split("\n")) if part)
        for cell in text.split("|")
    )
