"""Text that an amending provision quotes: it has a path of its own, behind that of the amending provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evidencescan.values import Passage

from .drafts import Draft
from .knowledge import Language, plain
from .numbering import Mark
from .path import Path

_OPENING = '“«"'
_PAIRED = "“«"
_CLOSING = "”»"
_TAIL = 160
_ASIDE = frozenset({"furniture", "note", "caption"})


class QuotedPath(Path):
    """The path inside a quoted amendment: the amending provision stands before every heading and citation."""

    __slots__ = ("around", "prefix")

    def __init__(self, outer: Path, around: str) -> None:
        super().__init__(outer.known, outer.kind, on_page=outer.on_page)
        self.around = around
        self.prefix = outer.headings

    def _heads(self) -> tuple[str, ...]:
        """Return the heading path of the amending provision and, behind it, of the quoted text."""
        return self.prefix + super()._heads()

    def citation(self, page: int | None, *, paragraph: bool, inert: str | None = None) -> str:
        """Return the amending provision's citation with that of the quoted provision in quotation marks."""
        if self._anchor(inert) is None:
            return self.around
        inner = super().citation(page, paragraph=paragraph, inert=inert)
        return self.known.cite["quoted"].format(outer=self.around, inner=inner)


def _removes(text: str, known: Language) -> bool:
    return bool(known.regions["removed"].search(plain(text[-_TAIL:])))


def struck_out(passages: Sequence[Passage], known: Language) -> tuple[Passage, ...]:
    """Mark quotations of which the next passage says that they are struck out or replaced ("… is repealed.")."""
    marked = list(passages)
    before: Passage | None = None
    for passage in passages:
        if passage.kind in _ASIDE:
            continue
        if before is not None and _is_removed(before, passage, known):
            kind = "paragraph" if before.kind == "heading" else before.kind
            marked[before.seq] = replace(before, inert="quoted", kind=kind)
        before = passage
    return tuple(marked)


def _is_removed(passage: Passage, following: Passage, known: Language) -> bool:
    """Whether a passage is a quotation of which the one behind it says that it is struck out or replaced."""
    text = passage.text
    if text[:1] not in _OPENING or passage.inert is not None or text.rstrip(" .;,")[-1:] not in _CLOSING + '"':
        return False
    return known.regions["removed_after"].match(plain(following.text[:_TAIL])) is not None


class Quotation:
    """Whether the text is inside a quoted amendment now, and the path to go back to."""

    def __init__(self, known: Language, kind: str) -> None:
        self.path = Path(known, kind)
        self._outer: Path | None = None
        self.removed = False

    def enter_or_leave(self, draft: Draft, marks: Sequence[Mark], before: Passage | None) -> None:
        """Enter where a provision opens with a quotation mark; leave where the outer law's next provision begins.

        ``removed`` is true while the text is quoted in order to be struck out, as the passage ``before`` says.
        """
        opens = draft.text[:1] in _OPENING
        if self._outer is None:
            self.removed = opens and before is not None and _removes(before.text, self.path.known)
        first = marks[0] if marks else None
        if first is None or first.provision is None:
            return
        unit = self.path.unit
        if self._outer is None:
            if opens and unit is not None and first.provision.role in {"unit", "container"}:
                self._outer = self.path
                self.path = QuotedPath(self.path, self.path.citation(draft.locator.page, paragraph=False))
            return
        amending = self._outer.unit
        if amending is None or amending.provision != first.provision or draft.text[:1] in _PAIRED:
            return
        inside = unit.value if unit is not None else 0.0
        # an amending law whose quotation was never closed: Article 2 follows Article 1, not the quoted Article 153
        if 0 < first.value - amending.value <= 1 and not 0 < first.value - inside <= 1:
            self._leave()

    def close(self, text: str) -> None:
        """Leave where a text ends with the closing quotation mark."""
        if self._outer is None:
            return
        tail = text.rstrip(" .;,()\\")[-1:]
        closed, opened = (sum(text.count(quote) for quote in quotes) for quotes in (_CLOSING, _PAIRED))
        if (tail and tail in _CLOSING and closed > opened) or tail == '"':
            self._leave()

    def _leave(self) -> None:
        if self._outer is not None:
            self.path, self._outer, self.removed = self._outer, None, False
