"""Lines to paragraphs: by the gap above, indentation, type, a number or bullet at the start, a short line before.

All that is looked at is typographic; words that begin a provision ("Article") are for segmentation to know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from evidencescan.values import PassageKind

from .hyphens import ends_in_hyphen
from .layout import Line, Page, Row
from .notes import NOTE_MARK

_GLYPHS = r"[•▪■□●○◦‣⁃∙·➢➤►▶✓✔❖◆♦\uf000-\uf8ff]"
_DASHES = r"[-–—*](?=\s)"
_NUMBERS = (
    r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{1,6})[)\]]"  # (1) a) [iv]
    r"|\d{1,3}(?:\.\d{1,3})+\.?(?=\s|[^\W\d_])"  # 1.1 2.3.4.
    r"|(?:\d{1,3}|[A-Z]|[IVXL]{1,6}|[a-z])[.º°](?:[-–—])?(?=\s|[^\W\d_])"  # 1. A. IV. 1º
    r"|§+\s*\d"  # § 3
)
_GLYPH = re.compile(rf"\s*{_GLYPHS}")
_BULLET = re.compile(rf"\s*(?:{_GLYPHS}|{_DASHES})")
_NUMBER = re.compile(rf"\s*(?:{_NUMBERS})")
_LISTED = re.compile(rf"\s*(?:(?P<glyph>{_GLYPHS})|{_DASHES}|{_NUMBERS})")
_DASH_ALONE = re.compile(r"[-–—*]")
_TERMINAL = re.compile(r"[.;:!?…]['\"”’»)\]]{0,3} ?(?:\d{1,3})?$")
_STOPS = frozenset(".;:!?…")
_AFTER_STOPS = frozenset("'\"”’»)]")
_WIDEST = 2.2  # sizes of type between two lines of one sentence, however the document is set otherwise
_IN_NUMBER = frozenset("ivxlIVXLº")  # letters that may follow another in a number
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


Rank = tuple[float, bool, bool]
"""How a heading is set: its size of type, whether in capitals, whether bold."""


@dataclass(slots=True)
class Draft:
    """A block before it is text: its kind, and its lines or cells in order; of a heading, its rank."""

    kind: PassageKind
    lines: list[Line] = field(default_factory=list)
    row: Row | None = None
    rank: Rank | None = None
    columns: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the words, for looking at."""
        return " ".join(line.text.strip() for line in self.lines)


def leading(pages: Iterable[Page]) -> float:
    """Return the usual distance of baselines in sizes of type, within paragraphs."""
    exact: dict[float, int] = {}
    for page in pages:
        before: Line | None = None
        for line in page.items:
            if not isinstance(line, Line):
                before = None
                continue
            if before is not None and not before.x1 < before.right - 3 * before.size:
                step = (line.y - before.y) / before.size
                if 0.8 < step < 2.6 and abs(before.size - line.size) < 0.5:
                    exact[step] = exact.get(step, 0) + 1
            before = line
    if not exact:
        return 1.3
    steps: Counter[float] = Counter()
    for step, count in exact.items():
        steps[round(step, 2)] += count
    return max(steps, key=lambda step: (sum(steps.get(round(step + d / 100, 2), 0) for d in range(-3, 4)), -step))


class Grouper:
    """Groups the lines of a document, page after page; ``drafts`` grows in reading order."""

    def __init__(self, pitch: float) -> None:
        self.drafts: list[Draft] = []
        self._pitch = pitch
        self._tail: Draft | None = None  # a paragraph that may go on after a page or column break
        self._fresh = True

    def add(self, line: Line, kind: PassageKind) -> None:
        """Take the next line in reading order; ``kind`` is paragraph, note or furniture."""
        if kind == "furniture":
            self.drafts.append(Draft("furniture", [line]))
            return
        current = self._tail if kind == "paragraph" else self._last_note()
        if current is None:
            self._open(line, kind)
        elif goes_on(current, line) if _is_jump(current.lines[-1], line) else not self._breaks(current, line, kind):
            current.lines.append(line)
        else:
            self._open(line, kind)

    def add_row(self, draft: Draft) -> None:
        """Take a row of a ruled table."""
        self.drafts.append(draft)
        self._tail = None

    def _last_note(self) -> Draft | None:
        """Return the note that may go on, if no other block but paragraphs and furniture stand between."""
        for draft in reversed(self.drafts[-6:]):
            if draft.kind == "note":
                return draft
            if draft.kind not in ("furniture", "paragraph"):
                return None
        return None

    def _open(self, line: Line, kind: PassageKind) -> None:
        draft = Draft(kind, [line])
        self.drafts.append(draft)
        if kind == "paragraph":
            self._tail = draft

    def _breaks(self, draft: Draft, line: Line, kind: PassageKind) -> bool:
        """Say whether ``line``, below or beside the last line of ``draft``, begins another block."""
        lines = draft.lines
        before = lines[-1]
        size = before.size if before.size > line.size else line.size
        step = line.y - before.y
        if abs(step) < 0.4 * size:
            gap = line.x0 - before.x1
            return gap > 4 * size and not (len(lines) == 1 and is_mark(before.text))
        if _size_changes(before, line):
            return True
        ended = is_ended(before.text)
        listed = _listed(line.text)
        open_end = not ended and listed is None and line.text.lstrip()[:1].islower()
        far = step > 1.22 * self._step(lines) + 0.5
        if far and not (open_end and step < _WIDEST * size and _spare(before, line) < 2 * size):
            return True
        changes = before.bold != line.bold and not open_end and _weight_changes(before, line)
        if changes and (ended or _spare(before, line) > size):
            return True
        if ends_in_hyphen(before):
            return False
        if kind == "note":
            return NOTE_MARK.match(line.text) is not None
        return _starts_anew(draft, line, listed, ended=ended)

    def _step(self, lines: list[Line]) -> float:
        """Return how far below the last of some lines of a paragraph the next is to be expected."""
        before = lines[-1]
        if len(lines) > 1:
            above = lines[-2]
            own = before.y - above.y
            if 0.8 * before.size < own < 3 * before.size and above.page == before.page:
                return own
        return self._pitch * before.size


def _starts_anew(draft: Draft, line: Line, listed: re.Match[str] | None, *, ended: bool) -> bool:
    """Say whether ``line`` begins a block; ``ended`` is of the last line of ``draft``."""
    before = draft.lines[-1]
    size = before.size
    if listed is not None:
        if listed.lastgroup == "glyph" or ended or line.x0 < before.x0 - size or _spare(before, line) > size:
            return True
        first = draft.lines[0]
        if abs(line.x0 - first.x0) < 2 and _shape(first) == _shape(line):
            return True
    if _are_centred(before, line):
        return ended and _spare(before, line) > 12 * size
    if ended and _spare(before, line) > 1.5 * size:
        return True
    if line.text.lstrip()[:1].isupper() and _spare(before, line) > 0.2 * (before.right - before.left):
        return True
    indent = line.x0 - before.x0
    if indent > size:
        return ended and not _is_listed(draft.lines[0])
    if indent < -size and len(draft.lines) > 1:
        return ended
    return _is_shouted(before.text) and not _is_shouted(line.text) and bool(_LETTER.search(line.text))


def goes_on(draft: Draft, line: Line) -> bool:
    """Say whether a paragraph goes on after a page or column break, in ``line``."""
    before = draft.lines[-1]
    if _size_changes(before, line) or before.turned != line.turned:
        return False
    if ends_in_hyphen(before) or _is_open(before, line):
        return True
    if is_ended(before.text) or _is_listed(line) or _weight_changes(before, line):
        return False
    full = before.right - before.x1 < _first_word(line) + before.size
    return full and len(draft.lines) > 1 and not _is_shouted(line.text)


def _is_open(before: Line, line: Line) -> bool:
    """Say whether the words themselves go on: no stop before, a small letter after."""
    return line.text.lstrip()[:1].islower() and not is_ended(before.text) and not _is_listed(line)


def is_ended(text: str) -> bool:
    """Say whether a text ends as a sentence or a clause of a list does; the number of a footnote may follow."""
    text = text.rstrip()
    last = text[-1:]
    if last in _STOPS:
        return True
    return (last in _AFTER_STOPS or last.isdecimal()) and _TERMINAL.search(text[-9:]) is not None


def is_numbered(text: str) -> bool:
    """Say whether a line begins with something that looks like a number of a provision."""
    return _NUMBER.match(text) is not None


def is_bulleted(text: str) -> bool:
    """Say whether a line begins with a bullet or a dash."""
    return not text[:1].isalpha() and _BULLET.match(text) is not None


def is_mark(text: str) -> bool:
    """Say whether a text is nothing but a bullet or a number."""
    stripped = text.strip()
    return any(shape.fullmatch(stripped) for shape in (_GLYPH, _DASH_ALONE, _NUMBER))


def _listed(text: str) -> re.Match[str] | None:
    """Return the number or bullet that a text begins with."""
    if text[:1].isalpha() and text[1:2].isalpha() and text[1] not in _IN_NUMBER:
        return None  # an ordinary word
    return _LISTED.match(text)


def _is_listed(line: Line) -> bool:
    return _listed(line.text) is not None


def _shape(line: Line) -> str:
    """Return the number or bullet at the start of a line with every letter and digit masked: "(b)" is "(a)"."""
    match = _listed(line.text)
    return _DIGIT.sub("0", _LETTER.sub("a", match[0].strip())) if match else ""


def _is_jump(before: Line, line: Line) -> bool:
    """Say whether the line is not simply below the one before: another page, column, or further up."""
    return (
        line.page != before.page
        or line.y < before.y - before.size
        or (line.column != before.column and -1 not in (line.column, before.column))
    )


def _size_changes(before: Line, line: Line) -> bool:
    one, other = before.size, line.size
    return one != other and abs(one - other) > 0.08 * max(one, other)


def _weight_changes(before: Line, line: Line) -> bool:
    return before.bold != line.bold and len(line.text.strip()) > 3 and len(before.text.strip()) > 3


def _spare(before: Line, line: Line) -> float:
    """Return how much room is left in a line once the first word of the next would stand in it."""
    return before.right - before.x1 - _first_word(line) - 0.3 * before.size


def _are_centred(before: Line, line: Line) -> bool:
    return abs((before.x0 + before.x1) - (line.x0 + line.x1)) < 4 and abs(before.x0 - line.x0) > 2


def _first_word(line: Line) -> float:
    text = line.text.strip()
    return (line.x1 - line.x0) * len(text.split(maxsplit=1)[0]) / len(text) if text else 0.0


def _is_shouted(text: str) -> bool:
    return text.isupper() and len(text.strip()) > 4
