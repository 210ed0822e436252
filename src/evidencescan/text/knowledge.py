"""What is known of each language: the data files of `languages/`, compiled once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from evidencescan.ids import tagged_hash, tree_hash

FOLDER = Path(__file__).parent / "languages"
LANGUAGES = ("en", "fr", "es")
VERSION = 1
FINGERPRINT = tagged_hash("text", VERSION, tree_hash(FOLDER.glob("*.toml")))
"""Changes whenever the same reading may give other passages or another profile."""

Role = Literal["container", "unit", "sub", "annex", "policy"]
Region = Literal[
    "contents",
    "preamble_headings",
    "preamble_openers",
    "enacting",
    "memorandum",
    "bibliography",
    "signatures",
    "repealed",
    "removed",
    "approval",
    "removed_after",
]
_NAMED: tuple[Region, ...] = ("contents", "preamble_headings", "memorandum", "bibliography")
_ACCENTS = re.compile(r"[̀-ͯ]")


def plain(text: str) -> str:
    """Return ``text`` in lower case, without accents, white space collapsed: the form that patterns are written in."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).replace("’", "'")
    return " ".join(text.split()).lower()


@dataclass(frozen=True, slots=True)
class Provision:
    """A word that names provisions. ``rank`` orders the levels, outermost lowest; ``cite`` has {n} and {word}."""

    key: str
    role: Role
    rank: int
    words: tuple[str, ...]
    cite: str


@dataclass(frozen=True, slots=True)
class KindPattern:
    """How documents of one kind call themselves (``title``) and what they say of themselves (``text``)."""

    kind: str
    weight: float
    title: re.Pattern[str]
    text: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Language:
    """One language file, compiled. ``provisions`` maps a word in lower case to its provision.

    ``heads`` and ``lead_ends`` are for a first look: what a provision word begins with (two characters, or one), and
    the last characters of texts that ``lead_end`` may be found in. ``titles`` finds a title of any of the kinds,
    ``region_names`` a heading of any of the regions that have one.
    """

    code: str
    provisions: dict[str, Provision]
    label: re.Pattern[str]
    heads: frozenset[str]
    ordinals: dict[str, int]
    cite: dict[str, str]
    regions: dict[Region, re.Pattern[str]]
    region_names: re.Pattern[str]
    kinds: tuple[KindPattern, ...]
    titles: re.Pattern[str]
    periods: tuple[re.Pattern[str], ...]
    months: tuple[str, ...]
    stopwords: frozenset[str]
    abbreviations: frozenset[str]
    conjunctions: tuple[str, ...]
    lead_end: re.Pattern[str]
    lead_ends: frozenset[str]
    examples: tuple[dict[str, str], ...]


def _either(patterns: list[str]) -> str:
    return "|".join(f"(?:{p})" for p in patterns) or r"(?!)"


def _shapes(provisions: list[Provision]) -> set[str]:
    """Return all ways in which provision words are written."""
    words = {w for p in provisions for w in p.words}
    return {shape for w in words for shape in (w, w.upper(), w.title(), _unaccented(w.upper()))}


def _label_pattern(shapes: set[str], ordinals: list[str], suffixes: list[str]) -> re.Pattern[str]:
    """A provision word with its number, at the place where matching starts: "Article 12 bis", "TITRE II"."""
    word = "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(shapes, key=len, reverse=True))
    suffix = "|".join(suffixes)
    ordinal = "|".join(sorted(set(ordinals), key=len, reverse=True))
    number = (
        rf"(?:[LRDA]\.?\s?)?\d{{1,4}}(?:[.\-–]\d{{1,4}})*(?:-?[A-Z]\b)?(?:\s?[°ºª]|ers?\b|re\b|º)?"
        rf"(?:[\s\-]?(?:{suffix})\b)?"
        rf"|(?=[IVXLCDM])[IVXLCDM]{{1,8}}(?:[\-\s](?:[A-Z]|{suffix})\b)?\b|(?i:{ordinal})\b(?:\s(?i:{ordinal})\b)?|[A-Z]\b"
    )
    numbered = rf"(?P<word>{word})(?:\s?[Nn]\.?[º°o]\.?)?(?:\s+|(?<=[.§º°])|(?=\d))(?P<n>{number})"
    return re.compile(rf"{numbered}|(?P<bare>{word})(?=\s?[:.]?$)")


def _unaccented(text: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def _kind(entry: dict[str, Any]) -> KindPattern:
    return KindPattern(
        entry["kind"],
        float(entry["weight"]),
        re.compile(_either(entry["title"])),
        re.compile(_either(entry.get("text", []))),
    )


@cache
def language(code: str) -> Language:
    """Return what is known of a language; the first language's knowledge where ``code`` is not known."""
    name = code if code in LANGUAGES else LANGUAGES[0]
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    provisions = [
        Provision(p["key"], p["role"], p["rank"], tuple(p["words"]), p.get("cite", "")) for p in data["provision"]
    ]
    shapes = _shapes(provisions)
    by_word = {variant: p for p in provisions for w in p.words for variant in (w.lower(), _unaccented(w.lower()))}
    return Language(
        code=data["code"],
        provisions=by_word,
        label=_label_pattern(shapes, list(data["ordinals"]), data["suffixes"]),
        heads=frozenset(shape[: 1 if shape[1:2].isspace() else 2] for shape in shapes),
        ordinals=data["ordinals"],
        cite=data["cite"],
        regions={key: re.compile(_either(patterns)) for key, patterns in data["regions"].items()},
        region_names=re.compile(_either([pattern for key in _NAMED for pattern in data["regions"][key]])),
        kinds=tuple(_kind(entry) for entry in data["kind"]),
        titles=re.compile(_either([title for entry in data["kind"] for title in entry["title"]])),
        periods=tuple(re.compile(p["pattern"]) for p in data["period"]),
        months=tuple(data["months"]),
        stopwords=frozenset(data["stopwords"]),
        abbreviations=frozenset(data["abbreviations"]),
        conjunctions=tuple(data["conjunctions"]),
        lead_end=re.compile(rf"(?:[:—–]|\b(?:{_either(data['lead_words'])})\s?[,:]?)$", re.IGNORECASE),
        lead_ends=frozenset(":—–,").union(*(words[-1].lower() + words[-1].upper() for words in data["lead_words"])),
        examples=tuple(data["example"]),
    )


@cache
def other_function_words() -> dict[str, frozenset[str]]:
    """Return the commonest words of languages that are told apart from the known ones, by ISO 639-1 code."""
    data = tomllib.loads((FOLDER / "others.toml").read_text("utf-8"))
    return {code: frozenset(words) for code, words in data["function_words"].items()}


def known_languages() -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the languages whose provisions are understood."""
    return LANGUAGES
