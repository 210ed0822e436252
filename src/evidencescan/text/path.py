"""Where in a document a passage stands: the heading path, the open numbers, and the citation made of both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .knowledge import Language, Provision
from .numbering import Mark

_SPACE = re.compile(r"\s+")
_LETTER_STEP = 1.5
_LETTER_LEAP = 8.0
_NUMBER_LEAP = 100.0
_UNIT_ROLES = frozenset({"unit"})
_ANCHOR_FORMS = frozenset({"dot", "section", "dash"})


@dataclass(slots=True)
class Frame:
    """One open heading. ``rank`` is of its provision word, ``level`` of the format; ``bare``: a label and no more."""

    text: str
    level: int | None = None
    provision: Provision | None = None
    shown: str = ""
    word: str = ""
    bare: bool = False
    value: float = 0.0
    cited: str = ""

    @property
    def rank(self) -> int | None:
        """Rank of the provision word, lowest outermost."""
        return None if self.provision is None else self.provision.rank

    @property
    def citation(self) -> str:
        """How the provision is cited: "Art. 5", "Objective 2"."""
        if not self.cited:
            word = self.word if not self.word.isupper() else self.word.capitalize()
            template = self.provision.cite if self.provision else "{word} {n}"
            shown = _SPACE.sub(" ", self.shown)
            if len(shown) > 3 and shown.isupper() and shown.isalpha():
                shown = shown.capitalize()
            self.cited = template.format(n=shown, word=word).strip()
        return self.cited


@dataclass(slots=True)
class Entry:
    """One open number; ``seq`` is its passage, ``lead`` the passage that introduces its list."""

    mark: Mark
    seq: int = -1
    lead: int | None = None
    open: bool = False
    paragraphs: int = 0


@dataclass(slots=True)
class Path:
    """The open headings and numbers. ``kind`` is the document's; in law bare numbers are sections."""

    known: Language
    kind: str
    frames: list[Frame] = field(default_factory=list)
    numbers: list[Entry] = field(default_factory=list)
    paragraphs: int = 0
    on_page: dict[int | None, int] = field(default_factory=dict)
    fresh: bool = True
    _headings: tuple[str, ...] | None = field(default=None, init=False)
    _cited: tuple[str, Frame | None, list[str]] | None = field(default=None, init=False)

    @property
    def legal(self) -> bool:
        """Whether the document is made of sections or articles, so that numbers go on behind headings."""
        return self.kind in {"law", "treaty", "agreement"}

    @property
    def headings(self) -> tuple[str, ...]:
        """The heading path, outermost first."""
        if self._headings is None:
            self._headings = self._heads()
        return self._headings

    def _heads(self) -> tuple[str, ...]:
        return tuple([frame.text for frame in self.frames if frame.text])

    def push(self, frame: Frame) -> None:
        """Open a heading and close those that it ends."""
        self._headings = self._cited = None
        while self.frames and self._closes(frame, self.frames[-1]):
            closed = self.frames.pop()
            if closed.provision is not None and closed.provision.role == "unit":
                self.numbers.clear()
        self.frames.append(frame)
        role = None if frame.provision is None else frame.provision.role
        if role in {"unit", "policy", "annex"} or not self.legal:
            self.numbers.clear()
        elif role == "container":
            del self.numbers[1:]
        self.paragraphs = 0
        self.fresh = True

    @staticmethod
    def _closes(new: Frame, top: Frame) -> bool:
        if new.rank is not None:
            if top.rank is not None:
                return top.rank >= new.rank
            return top.level is None or new.level is None or top.level >= new.level
        if top.rank is None:
            return top.level is None or new.level is None or top.level >= new.level
        if top.provision is not None and top.provision.role in _UNIT_ROLES:
            return True
        return top.level is not None and new.level is not None and top.level > new.level

    def extend(self, text: str) -> None:
        """Add a second line to the last heading: "CHAPTER II" and then "Protection of victims"."""
        self._headings = None
        last = self.frames[-1]
        last.text = f"{last.text} — {text}"
        last.bare = False

    def place(self, mark: Mark, *, introduced: bool, resumed: bool = False) -> Entry:
        """Open a number: the next of its sequence, the first of a new one, or a restart.

        ``introduced`` says that the passage before ends with a colon or the like, so that a new list is expected;
        ``resumed`` that it has no number itself, so that the new list stands where the one before it stood.
        """
        readings = [mark] if mark.alternative is None else [mark, mark.other]
        firsts = [r for r in readings if 0.99 <= r.value < 2]
        if mark.form == "section":
            self.numbers.clear()
            return self._open(mark)
        if mark.form.startswith("multi"):
            return self._multi(mark)
        if mark.form == "dot" and mark.series == "number" and self._section_level():
            self.numbers.clear()
            return self._open(mark)
        if introduced and firsts and not self._top_continues(readings):
            same = self._same(firsts[0]) if resumed else None
            if same is not None and (same > 0 or self._in_unit()):
                del self.numbers[same:]
            return self._open(firsts[0])
        for leap in (False, True):
            for reading in readings:
                index = self._sequence(reading, leap)
                if index is not None and not (leap and firsts):
                    return self._replace(index, reading)
        chosen = firsts[0] if firsts else readings[0]
        same = self._same(chosen)
        if same is not None and not (self.legal and same == 0 and firsts and not self.fresh):
            return self._replace(same, chosen)
        return self._open(chosen)

    def _section_level(self) -> bool:
        """Whether "4." begins a section: in a law, outside any article, and no such number is open."""
        return self.legal and not self._in_unit() and all(e.mark.form != "dot" for e in self.numbers)

    def _in_unit(self) -> bool:
        return self.unit is not None

    def _top_continues(self, readings: list[Mark]) -> bool:
        """Whether a letter such as "(i)" is better read as the next of the innermost list than as a first."""
        if not self.numbers:
            return False
        top = self.numbers[-1]
        return not top.open and any(self._follows(top.mark, r, leap=False) for r in readings)

    @staticmethod
    def _follows(before: Mark, mark: Mark, *, leap: bool) -> bool:
        if before.form != mark.form or before.series != mark.series:
            return False
        far = _NUMBER_LEAP if mark.series == "number" else _LETTER_LEAP
        return 0 < mark.value - before.value <= (far if leap else _LETTER_STEP)

    def _sequence(self, mark: Mark, leap: bool) -> int | None:
        for index in range(len(self.numbers) - 1, -1, -1):
            if self._follows(self.numbers[index].mark, mark, leap=leap):
                return index
        return None

    def _same(self, mark: Mark) -> int | None:
        for index in range(len(self.numbers) - 1, -1, -1):
            before = self.numbers[index].mark
            if before.form == mark.form and before.series == mark.series:
                return index
        return None

    def _replace(self, index: int, mark: Mark) -> Entry:
        entry = Entry(mark, lead=self.numbers[index].lead)
        del self.numbers[index:]
        self.numbers.append(entry)
        return entry

    def _open(self, mark: Mark) -> Entry:
        entry = Entry(mark)
        self.numbers.append(entry)
        return entry

    def _multi(self, mark: Mark) -> Entry:
        """Open "2.3.1": it closes all but shorter numbers of its kind."""
        index = 0
        while index < len(self.numbers):
            form = self.numbers[index].mark.form
            if form != "dot" and not (form.startswith("multi") and form < mark.form):
                break
            index += 1
        sibling = index < len(self.numbers) and self.numbers[index].mark.form == mark.form
        lead = self.numbers[index].lead if sibling else None
        del self.numbers[index:]
        entry = Entry(mark, lead=lead)
        self.numbers.append(entry)
        return entry

    def close_lists(self, *, ended: bool) -> None:
        """An unnumbered paragraph ends bullets, in law also a list that ended in a full stop, in a policy text any."""
        if not self.legal:
            self.numbers.clear()
            return
        while self.numbers and (
            self.numbers[-1].mark.series == "bullet" or (ended and self.numbers[-1].lead is not None)
        ):
            self.numbers.pop()

    def citation(self, page: int | None, *, paragraph: bool, inert: str | None = None) -> str:
        """Return the citation of a passage that begins here; ``paragraph``: it has no number of its own."""
        cite = self.known.cite
        anchor = self._anchor(inert)
        if anchor is None:
            if paragraph or not self.on_page.get(page):
                self.on_page[page] = self.on_page.get(page, 0) + 1
            count = self.on_page[page]
            anchor = cite["paragraph"].format(n=count) if page is None else cite["page"].format(page=page, n=count)
            return anchor + self._nested(0)
        if not paragraph:
            return anchor
        holder = self.numbers[-1] if self.numbers else None
        if holder is None:
            self.paragraphs += 1
            count = self.paragraphs
        else:
            holder.paragraphs += 1
            count = holder.paragraphs + 1
        return anchor if count == 1 else anchor + cite["sub"].format(n=count)

    def _anchor(self, inert: str | None) -> str | None:
        """Return the citation of the innermost numbered provision, None where nothing is numbered."""
        prefix, unit, policy = self._provisions()
        numbers = self.numbers
        own, start = "", 0
        last = -1
        for at, entry in enumerate(numbers):
            if entry.mark.form[:5] == "multi":
                last = at
        if unit is not None and unit.shown:
            own = unit.citation
        elif last >= 0 or (numbers and not policy and self._anchors(numbers[0].mark, inert)):
            last = max(last, 0)
            start = last + 1
            own = self._section(numbers[last].mark, inert)
        if own or policy:
            head = ", ".join([*([prefix] if prefix else []), *policy, *([own] if own else [])])
            return head + self._nested(start)
        return prefix + self._nested(0) if prefix else None

    def _provisions(self) -> tuple[str, Frame | None, list[str]]:
        """Return, of the open headings, the citation of the annex, the unit, and the citations of policies."""
        if self._cited is None:
            prefix, unit, policy = "", None, list[str]()
            for frame in self.frames:
                role = frame.provision.role if frame.provision else None
                if role == "unit":
                    unit = frame
                elif role == "policy":
                    policy.append(frame.citation)
                elif role == "annex" and not prefix:
                    prefix = frame.citation
            self._cited = prefix, unit, policy
        return self._cited

    @property
    def unit(self) -> Frame | None:
        """The innermost article or section that is open."""
        return self._provisions()[1]

    def _anchors(self, mark: Mark, inert: str | None) -> bool:
        if mark.series != "number":
            return False
        return mark.form in _ANCHOR_FORMS or inert == "preamble" or (self.kind == "law" and mark.form == "paren")

    def _section(self, mark: Mark, inert: str | None) -> str:
        key = "recital" if inert == "preamble" else "section" if self.kind == "law" else "paragraph"
        return self.known.cite[key].format(n=mark.shown)

    def _nested(self, start: int) -> str:
        cite = self.known.cite
        result = ""
        for entry in self.numbers[start:]:
            if entry.mark.series != "bullet":
                form = "degree" if entry.mark.form == "degree" else "nested"
                result += cite[form].format(n=entry.mark.shown.rstrip("°"))
        return result
