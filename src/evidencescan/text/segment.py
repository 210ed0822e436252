"""From blocks to passages: the smallest provisions that can be read on their own, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evidencescan.values import Block, Passage, PassageKind

from .drafts import Draft, cut_locator, drafts
from .knowledge import Language
from .numbering import Mark, head_marks, section_mark
from .path import Entry, Frame, Path
from .quoting import Quotation, struck_out
from .regions import mark_regions, repealed
from .split import cuts

_LONGEST_HEADING = 160
_LONGEST_RUBRIC = 110
_LOOKAHEAD = 8
_TERMINAL = re.compile(r"[.;:,?!—–][\"”»)]?$")
_RUBRIC = re.compile(
    r"[\s.\-–—:)]*(?P<rubric>\([^()]{3,100}\)|[^\W\d_][^.:;—–]{2,100}?)\s?(?:\.\s?[-–—]+|[.—–]|:)(?=\s)"
)
_DASHES_AT_END = re.compile(r"\s?[-–—]+$")
_AFTER_NAME = re.compile(r"[\s.:–—-]+$")
_YEAR = re.compile(r"\b\d{4}\b")
_LIST_FORMS = frozenset({"degree", "half", "paren", "dash", "bullet"})
_ASIDE: frozenset[PassageKind] = frozenset({"furniture", "note", "caption"})


def incomplete(text: str, known: Language) -> bool:
    """Whether a text waits for the items that follow: it ends with a colon, a dash, "namely", or mid-sentence."""
    return text[-60:].rstrip()[-1:].isalnum() or _introduces(text, known)


def _introduces(text: str, known: Language) -> bool:
    tail = text[-60:].rstrip()
    return tail[-1:] in known.lead_ends and known.lead_end.search(tail) is not None


class Segmenter:
    """One pass over the drafts of one document."""

    def __init__(self, known: Language, kind: str) -> None:
        self.known = known
        self.quotation = Quotation(known, kind)
        self.passages: list[Passage] = []
        self.labels: dict[str, str] = {}  # one object for each of the few that there are
        self.offset = 0
        self.last: Passage | None = None
        self.cited = ""

    @property
    def path(self) -> Path:
        """The path that counts now: of the document, or of the amendment that it quotes."""
        return self.quotation.path

    def run(self, waiting: list[Draft]) -> tuple[Passage, ...]:
        """Return the passages of all drafts, which come last first; the list is empty afterwards."""
        while waiting:
            draft = waiting.pop()
            if draft.kind in _ASIDE or draft.inert in {"contents", "bibliography"}:
                self._emit(draft, 0, len(draft.text), draft.kind, self._still(draft))
            elif draft.kind == "table":
                self._table(draft)
            elif draft.kind == "heading":
                self._heading(draft, draft.marks(self.known))
            else:
                self._text(draft, waiting)
        return tuple(self.passages)

    def _still(self, draft: Draft) -> str:
        """Citation of what stands beside the text: furniture has none, notes and contents a place."""
        if draft.kind == "furniture":
            return ""
        if draft.kind in _ASIDE:
            return self.path.citation(draft.locator.page, paragraph=False)
        return self._place_on_page(draft)

    def _place_on_page(self, draft: Draft) -> str:
        """Return "p. 4, para. 3" and count it."""
        page = draft.locator.page
        self.path.on_page[page] = count = self.path.on_page.get(page, 0) + 1
        cite = self.known.cite
        return cite["paragraph"].format(n=count) if page is None else cite["page"].format(page=page, n=count)

    def _emit(
        self, draft: Draft, start: int, end: int, kind: PassageKind, citation: str, *, label: str | None = None,
        lead: int | None = None, inert: str | None = None,
    ) -> Passage:  # fmt: skip
        text, locator = draft.text, draft.locator
        if start or end < len(text):
            locator = cut_locator(locator, start, end, len(text))
            text = text[start:end]
        behind = self.offset + len(text)
        if label is not None:
            label = self.labels.setdefault(label, label)
        passage = Passage(
            len(self.passages), kind, self.offset, behind, text, locator, self.quotation.path.headings, citation,
            label, lead, columns=draft.columns, inert=inert or draft.inert,
        )  # fmt: skip
        self.offset = behind + 1
        self.passages.append(passage)
        if kind not in _ASIDE:
            self.last = passage
        return passage

    # headings

    def _heading(self, draft: Draft, marks: list[Mark]) -> None:
        text, labelled = draft.text, draft.labelled
        self.quotation.enter_or_leave(draft, marks, self.last)
        top = self.path.frames[-1] if self.path.frames else None
        first = marks[0] if marks else None
        provision = first.provision if first else None
        if provision is not None and provision.role == "sub":
            provision = None
        follows = self.last is not None and self.last.kind == "heading"
        second = provision is None and not marks and top is not None and top.bare and follows
        if second:
            self.path.extend(text)
        else:
            bare = first is not None and not labelled[marks[-1].end :].strip(' .:-–—"”»')
            frame = Frame(labelled, draft.level, provision, bare=bare and provision is not None)
            if first is not None:
                frame.shown, frame.word, frame.value = first.shown, first.word, first.value
            self.path.push(frame)
            if first is not None and provision is None and first.series == "number":
                # the text of a number that is a heading has not begun yet
                self._open_number(marks, draft).paragraphs = -1
            else:
                for mark in marks[1:]:
                    self.path.place(mark, introduced=False)
        if provision is not None and provision.role == "container" and first is not None:
            self.cited = self.known.cite["heading"].format(word=first.word.capitalize(), n=first.shown)
        elif first is not None:
            self.cited = self.path.citation(draft.locator.page, paragraph=False, inert=draft.inert)
        elif not second:
            self.cited = self._place_on_page(draft)
        passage = self._emit(draft, 0, len(text), "heading", self.cited, label=draft.label or self._shown(text, marks))
        for entry in self.path.numbers[-1:]:
            if marks:
                entry.seq = passage.seq
        self.quotation.close(text)

    def _open_number(self, marks: list[Mark], draft: Draft) -> Entry:
        entry = self.path.place(marks[0], introduced=False)
        for mark in marks[1:]:
            entry = self.path.place(mark, introduced=False)
        return entry

    def _is_heading(self, draft: Draft, marks: list[Mark], waiting: list[Draft]) -> bool:
        """Whether a paragraph is a heading that its format did not mark as one."""
        text = draft.text
        if draft.kind != "paragraph" or len(text) > _LONGEST_HEADING:
            return False
        provision = marks[0].provision if marks else None
        if provision is not None and provision.role != "sub":
            rest = text[marks[-1].end :].strip(' .:-–—"”»')
            if repealed(rest, self.known):
                return False
            return not rest or (not _TERMINAL.search(text[-2:]) and not text[marks[-1].end :].startswith(","))
        if _TERMINAL.search(text[-2:]) or len(text) < 3:
            return False
        following = next((after for after in reversed(waiting[-_LOOKAHEAD:]) if after.kind not in _ASIDE), None)
        if following is None or following.text[:1].islower():
            return False
        if not marks and self._second_line() and text[:1].isupper():
            return True
        if not marks and not draft.inert and text.upper() == text and sum(map(str.isalpha, text)) > 3:
            return True
        if marks and marks[0].form in {"dot", "section", "multi2", "multi3"} and len(text) < _LONGEST_RUBRIC:
            return self._numbered_rubric(marks[0], following)
        return False

    def _numbered_rubric(self, mark: Mark, following: Draft) -> bool:
        """Whether a short numbered line heads what follows, and is no member of a list of such lines."""
        after = head_marks(following.text, 0, self.known) if following.label else following.marks(self.known)
        if after and after[0].form == mark.form and after[0].series == mark.series:
            return False
        if self.last is not None and self.last.kind == "item":
            return False
        if self.last is not None and _introduces(self.last.text, self.known):
            return False
        return len(following.text) > len("x" * 60) or bool(after)

    def _second_line(self) -> bool:
        return bool(
            self.last is not None and self.last.kind == "heading" and self.path.frames and self.path.frames[-1].bare
        )

    # text

    def _text(self, draft: Draft, waiting: list[Draft]) -> None:
        text, known = draft.text, self.known
        head = draft.marks(known)
        marks = self._marks(draft.labelled, head)
        if self._is_heading(draft, marks, waiting):
            self._heading(draft, marks)
            return
        context = [entry.mark for entry in self.path.numbers]
        places = [0, *cuts(text, known, context, None if draft.label else head), len(text)]
        for place, (start, end) in enumerate(pairwise(places)):
            while end > start and text[end - 1] == " ":
                end -= 1
            if end == start:
                continue
            if place == 0:
                self._provision(draft, start, end, marks, draft.labelled)
            else:
                piece = text[start:end]
                self._provision(draft, start, end, self._marks(piece, head_marks(piece, 0, known)), piece)

    def _marks(self, text: str, marks: list[Mark]) -> list[Mark]:
        """Return the numbers at the head of a text as they are to be read here."""
        if not marks or marks[0].form not in {"section", "multi2"}:
            return marks
        before = self.path.numbers[0].mark if self.path.numbers else None
        if marks[0].form == "multi2":
            # "4.1 (1)" is a section put in between sections 4 and 5, not a paragraph of a report
            section = section_mark(text, marks[0].start)
            inserted = self.path.legal and before is not None and before.form == "section" and section is not None
            return [section, *marks[1:]] if inserted and section else marks
        if not self.path.legal:
            return []
        if before is not None and before.form == "section" and not 0 < marks[0].value - before.value < 100:
            return []
        if before is None and self.path.unit is not None:
            return []
        return marks

    def _provision(self, draft: Draft, start: int, end: int, marks: list[Mark], labelled: str) -> None:
        """Emit one provision: find its number, its lead-in and its citation."""
        piece = draft.text[start:end]
        self.quotation.enter_or_leave(draft, marks, self.last)
        path = self.path
        if start == 0 and not marks and draft.kind == "item":
            marks = [Mark(f"bullet{draft.level or 1}", "bullet", 1.0, "", 0, 0)]
        elif marks and marks[0].form == "bullet":
            marks = [Mark(f"bullet{draft.level or 1}", "bullet", 1.0, "", 0, marks[0].end)]
        before = self.last
        rest = labelled[marks[-1].end :] if marks else labelled
        entry: Entry | None = None
        if marks and marks[0].provision is not None and marks[0].provision.role != "sub":
            self._open_unit(labelled, marks)
            for mark in marks[1:]:
                entry = path.place(mark, introduced=False)
        elif marks:
            entry = self._number(marks, before)
        else:
            path.close_lists(ended=before is not None and before.text.endswith((".", ".”", ".»")))
        unit = bool(marks) and marks[0].provision is not None and entry is None
        if unit:
            path.paragraphs = 1
        lead = None if entry is None or not self._listed(entry, marks) else entry.lead
        kind = self._kind(draft, marks, lead)
        bullet = bool(marks) and marks[0].series == "bullet"
        citation = path.citation(
            draft.locator.page if start == 0 else draft.locator.page_at(start),
            paragraph=(not marks or bullet) and not unit, inert=draft.inert,
        )  # fmt: skip
        inert = "repealed" if repealed(rest.strip(" .-–—:"), self.known) else None
        if self.quotation.removed:
            inert = "quoted"
        label = draft.label if start == 0 and draft.label else self._shown(labelled, marks)
        passage = self._emit(draft, start, end, kind, citation, label=label, lead=lead, inert=inert)
        if entry is not None:
            entry.seq = passage.seq
            entry.open = incomplete(piece, self.known)
            self._outer_numbers(marks, passage.seq, entry.open)
        path.fresh = False
        self.quotation.close(piece)

    def _outer_numbers(self, marks: list[Mark], seq: int, is_open: bool) -> None:
        """Give the passage to all numbers that begin with it: "5 (1) (a)" opens three."""
        bare = [m for m in marks if m.provision is None]
        for entry in self.path.numbers[-len(bare) : -1] if bare else []:
            if entry.seq == -1:
                entry.seq, entry.open = seq, is_open

    def _number(self, marks: list[Mark], before: Passage | None) -> Entry:
        """Open the numbers at the head of a provision and find the lead-in of the first new list."""
        introduced = before is not None and _introduces(before.text, self.known)
        earlier = list(self.path.numbers)
        if marks[0].series == "bullet":
            entry = self._bullet(marks[0], introduced)
        else:
            resumed = before is not None and before.label is None and before.kind == "paragraph"
            entry = self.path.place(marks[0], introduced=introduced, resumed=resumed)
        fresh = entry.lead is None and all(entry is not e for e in earlier)
        if fresh and (len(self.path.numbers) > len(earlier) or introduced):
            entry.lead = self._lead(before)
        for mark in marks[1:]:
            following = self.path.place(mark, introduced=True)
            following.lead = following.lead if following.lead is not None else entry.lead
            entry = following
        return entry

    def _bullet(self, mark: Mark, introduced: bool) -> Entry:
        numbers = self.path.numbers
        for index in range(len(numbers) - 1, -1, -1):
            form = numbers[index].mark.form
            if form == mark.form:
                if introduced and not numbers[index].open:
                    break
                entry = Entry(mark, lead=numbers[index].lead)
                del numbers[index:]
                numbers.append(entry)
                return entry
        while numbers and numbers[-1].mark.series == "bullet" and numbers[-1].mark.form >= mark.form:
            numbers.pop()
        entry = Entry(mark)
        numbers.append(entry)
        return entry

    def _lead(self, before: Passage | None) -> int | None:
        """Return the passage that introduces a list that begins now: the one before, or the open parent."""
        if before is not None and (
            _introduces(before.text, self.known)
            or (before.kind not in {"heading", "table"} and incomplete(before.text, self.known))
        ):
            return before.seq
        for entry in reversed(self.path.numbers[:-1]):
            if entry.open and entry.seq >= 0:
                return entry.seq
        return None

    @staticmethod
    def _listed(entry: Entry, marks: list[Mark]) -> bool:
        return entry.lead is not None and bool(marks)

    @staticmethod
    def _kind(draft: Draft, marks: list[Mark], lead: int | None) -> PassageKind:
        if not marks or marks[0].provision is not None:
            return draft.kind
        last = marks[-1]
        if draft.kind == "item" or lead is not None or (last.form[:6] == "bullet"):
            return "item"
        return "item" if last.form in _LIST_FORMS and last.series != "number" else "paragraph"

    def _open_unit(self, labelled: str, marks: list[Mark]) -> None:
        """Open "Art. 5.- (Rights of victims)." as a heading of the path, the rubric staying in the passage."""
        first = marks[0]
        rubric = _RUBRIC.match(labelled, marks[0].end) if len(marks) == 1 else None
        name = _AFTER_NAME.sub("", labelled[first.start : first.end])
        if rubric and len(labelled) > rubric.end() + 20 and len(rubric["rubric"]) <= _LONGEST_RUBRIC:
            words = rubric["rubric"].strip("()")
            if words.count(" ") <= 14 and not _YEAR.search(words):
                name = f"{name} — {words}"
        self.path.push(
            Frame(name, None, first.provision, first.shown, first.word, bare=False, value=first.value)
        )  # fmt: skip

    def _table(self, draft: Draft) -> None:
        cell = draft.text.split(" | ", 1)[0]
        marks = head_marks(cell, 0, self.known)
        citation = self.path.citation(draft.locator.page, paragraph=True, inert=draft.inert)
        label = self._shown(cell, marks) if marks and marks[0].series != "bullet" else None
        self._emit(draft, 0, len(draft.text), "table", citation, label=label)

    @staticmethod
    def _shown(text: str, marks: list[Mark]) -> str | None:
        if not marks or marks[-1].end == 0:
            return None
        shown = text[marks[0].start : marks[-1].end].strip()
        return (_DASHES_AT_END.sub("", shown) if shown[-1:] in "-–—" else shown) or None


def segment(blocks: Sequence[Block], known: Language, kind: str) -> tuple[Passage, ...]:
    """Return the passages of a document of this kind; offsets are into the passages joined by line feeds."""
    waiting = drafts(blocks)
    mark_regions(waiting, known)
    waiting.reverse()
    return struck_out(Segmenter(known, kind).run(waiting), known)
