"""Numbers and labels at the head of a provision, and the path they build: "Art. 12", "(3)", "(b)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .knowledge import Language, Provision

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ALPHABET = {letter: float(n) for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)} | {"ñ": 14.5}
_ROMAN_SHAPE = re.compile(r"(?:m{0,3})(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_SUFFIX = r"(?:\s?(?:bis|ter|quater|quinquies|sexies))?"
_TOKEN = (
    rf"(?:\d{{1,3}}(?:\.\d{{1,2}})?[A-Za-z]{{0,2}}|[a-zñ](?:\.\d{{1,2}}|\d|\.)?"
    rf"|[ivxl]{{2,6}}|[A-Z]|[IVX]{{2,6}}){_SUFFIX}"
)
_BARE = re.compile(
    rf"\(\s?(?P<paren>{_TOKEN})\s?\)"
    rf"|(?P<half>{_TOKEN})\s?\)"
    r"|(?P<multi>\d{1,3}(?:\.\d{1,3}){1,5})\.?(?:[-–—]+|\))?(?=\s|$)"
    rf"|(?P<degree>\d{{1,3}})\s?[°º]{_SUFFIX}\)?\.?(?:[-–—]+)?(?=\s|$)"
    rf"|(?P<dot>\d{{1,4}}(?:[A-Z]{{1,2}})?{_SUFFIX}|[a-zñ]|[A-Z]|[ivx]{{2,6}}|[IVX]{{2,6}})\.(?:\s?[-–—]+)?(?=\s|$|\()"
    r"|(?P<dash>\d{1,3}|[a-zñ])\s?[-–—](?=\s)"
)
_SECTION = re.compile(r"(?P<n>\d{1,4}(?:\.\d{1,3})?)(?=\s(?:\(\s?\d|\(\s?[aA]\)|[\[«“\"]?[^\W\da-z_]|[\[]))")
_BULLET = re.compile(r"[•▪◦●■□‣⁃∙·➢✓o*–—-]\s+(?=\S)")
_OPENING = '“«"[ '
_GAP = re.compile(r"[\s.,:;)\-–—]*")
_SPACES = re.compile(r"\s*")
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s")
_LETTER_AT_END = re.compile(r"[a-z]$")
_BRACKETED = re.compile(r"(?:\s?\([\w.]{1,5}\))*\s*")
_INITIALS = re.compile(r"\.\s?[A-Z]\.")
_STOPS_AT_END = re.compile(r"\s?[.°º]+$")
_IN_TOKEN = frozenset("ivxlIVXbtqs")
"""Letters that may follow another in a number: those of roman numbers, and those that "bis", "ter" begin with."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One number. ``form`` and ``series`` say which sequence it belongs to; ``value`` its place there.

    ``alternative`` is the value as a letter where the token is read as a roman number, or the other way round.
    ``end`` is the offset behind it in the text. ``provision`` is set for a word with a number.
    """

    form: str
    series: str
    value: float
    shown: str
    start: int
    end: int
    provision: Provision | None = None
    word: str = ""
    alternative: float | None = None

    @property
    def other(self) -> Mark:
        """The same mark read the other way: letter for roman number, roman number for letter."""
        series = "alpha" if self.series == "roman" else "roman"
        value = self.value if self.alternative is None else self.alternative
        return Mark(self.form, series, value, self.shown, self.start, self.end, None, "", self.value)


def roman(token: str) -> float | None:
    """Return the value of a roman number, or None."""
    low = token.lower()
    if not low or not _ROMAN_SHAPE.match(low):
        return None
    total = 0
    for this, following in zip(low, [*low[1:], ""], strict=True):
        value = _ROMAN[this]
        total += -value if following and _ROMAN[following] > value else value
    return float(total)


def _value(token: str) -> tuple[str, float, float | None]:
    """Return the series of a bare token, its value, and its value in the other reading."""
    head = token.split()[0]
    later = 0.1 if " " in token else 0.0
    digits = _DIGITS.match(head)
    if digits:
        rest = head[digits.end() :].lstrip(".")
        extra = min(float(rest), 99.0) / 100 if rest.isdigit() else (0.01 if rest else 0.0)
        return "number", float(digits.group()) + later + extra, None
    case = "" if head[0].islower() else "upper "
    stem = head.rstrip(".0123456789")
    if stem != head.rstrip("."):
        later += 0.1
    letter = _ALPHABET.get(stem.lower())
    number = roman(stem)
    if len(stem) == 1:
        if stem.lower() == "i":
            return case + "roman", 1.0 + later, (letter or 0.0) + later
        return case + "alpha", (letter or 0.0) + later, None if number is None else number + later
    if number is not None:
        return case + "roman", number + later, None
    return case + "alpha", 27.0, None


def word_value(token: str, language: Language) -> float:
    """Return the place of "12 bis", "II", "premier" or "B" in its sequence, 0 where it has none."""
    low = token.lower().strip()
    head = _SPACE.split(low, 1)[0]
    if head in language.ordinals:
        return float(language.ordinals[head])
    digits = _DIGITS.findall(low)
    if digits:
        value = float(digits[0])
        for depth, extra in enumerate(digits[1:3], 1):
            value += min(float(extra), 999.0) / 1000**depth
        return value + (0.0001 if _LETTER_AT_END.search(low.rstrip("°º")) else 0.0)
    return roman(head) or _ALPHABET.get(head[:1], 0.0)


def word_mark(text: str, at: int, language: Language) -> Mark | None:
    """Return the provision word with its number at ``at``: "Article 12", "CHAPITRE II", "Objetivo 3"."""
    first = text[at : at + 1]
    if not (first.isupper() or first == "§") or not (text[at : at + 2] in language.heads or first in language.heads):
        return None
    found = language.label.match(text, at)
    if found is None:
        return None
    word = found["word"] or found["bare"]
    provision = language.provisions.get(_SPACE.sub(" ", word.lower()))
    if provision is None:
        return None
    if found["bare"]:
        if provision.role != "annex":
            return None
        return Mark("word", provision.key, 1.0, "", at, found.end(), provision, word)
    shown = found["n"].strip()
    if found.end() < len(text) and _runs_on(text, found.end(), shown):
        return None
    return Mark("word", provision.key, word_value(shown, language), shown, at, found.end(), provision, word)


def _runs_on(text: str, end: int, shown: str) -> bool:
    """Whether a sentence goes on after the number, so that the number is a reference: "Article 5 of the"."""
    after = text[end]
    if after.isalnum():
        return True
    rest = text[end : end + 40]
    bare = _BRACKETED.match(rest)
    following = rest[bare.end() :] if bare else rest
    if not following:
        return False
    if following[0] in ",;":
        return True
    if shown.isalpha() and len(shown) == 1 and after == "." and _INITIALS.match(rest):
        return True
    numbered = bare is not None and "(" in bare.group()
    return following[0].islower() and (not numbered or after == "(")


def _is_word(text: str, at: int) -> bool:
    """Whether an ordinary word begins at ``at``: two letters that no bare number begins with."""
    following = text[at + 1 : at + 2]
    return following.isalpha() and following not in _IN_TOKEN and text[at].isalpha()


def bare_mark(text: str, at: int) -> Mark | None:
    """Return the bare number at ``at``: "(3)", "b)", "1.", "2.3", "4°"."""
    if _is_word(text, at):
        return None
    found = _BARE.match(text, at)
    if found is None:
        return None
    form = found.lastgroup or ""
    token = found[form]
    if form == "multi":
        parts = token.split(".")
        return Mark(f"multi{len(parts)}", "number", float(parts[-1]), token, at, found.end())
    if form == "dot" and token[0] in "—–-":
        return None
    series, value, alternative = _value(token)
    shown = _STOPS_AT_END.sub("", token) if token[-1] in ".°º" else token
    if form == "degree":
        shown = found.group().strip(" .-–—)").replace("º", "°").replace("°", "").strip()
    return Mark(form, series, value, shown, at, found.end(), None, "", alternative)


def section_mark(text: str, at: int) -> Mark | None:
    """Return a section's bare number before its text, as in "10 (1) The court" or "12 The officer"."""
    found = _SECTION.match(text, at) if text[at : at + 1].isdecimal() else None
    if found is None:
        return None
    whole, _, part = found["n"].partition(".")
    value = float(whole) + (min(float(part), 999.0) / 1000 if part else 0.0)
    return Mark("section", "number", value, found["n"], at, found.end())


def bullet_mark(text: str, at: int) -> Mark | None:
    """Return the bullet at ``at``."""
    found = _BULLET.match(text, at) if text[at + 1 : at + 2].isspace() else None
    return None if found is None else Mark("bullet", "bullet", 1.0, "", at, found.end())


def may_be_unit(text: str, language: Language) -> bool:
    """Whether a text may begin with a provision word or a section's number: a first look."""
    start = text.lstrip(_OPENING)[:2]
    return start[:1].isdecimal() or start in language.heads or start[:1] in language.heads


def head_marks(text: str, at: int, language: Language) -> list[Mark]:
    """Return all numbers at the head of a text, outermost first: "Art. 12 (3) (b)" has three."""
    start = at
    while at < len(text) and text[at] in _OPENING:
        at += 1
    first = word_mark(text, at, language)
    if first is None and not _is_word(text, at):
        first = bare_mark(text, at) or section_mark(text, at) or bullet_mark(text, start)
    if first is None:
        return []
    marks = [first]
    nestable = first.form in {"word", "section", "dot", "paren", "half"} and first.series != "bullet"
    at = first.end
    while nestable and len(marks) < 4:
        gap = _GAP if marks[-1].form == "word" else _SPACES
        following = gap.match(text, at)
        place = following.end() if following else at
        mark = bare_mark(text, place)
        if mark is None or (mark.form not in {"paren", "half"} and (marks[-1].form, mark.form) != ("word", "dot")):
            break
        if mark.form == "half" and place and text[place - 1] == "(":
            break
        marks.append(mark)
        at = mark.end
    return marks
