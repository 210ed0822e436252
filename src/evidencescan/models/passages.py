"""Training passages: one JSON object a line, written for this project, labelled by the codebook; and their linter."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidencescan.errors import ModelError
from evidencescan.values import COMPONENTS, DOCUMENT_KINDS

_TEXTS = ("doc", "kind", "title", "heading", "lead", "text")
_CODE = re.compile(r"[1-5]\.[1-3]\.\d{1,2}")
_WORD = re.compile(r"\w+")
NEAR = 0.8
"""Share of words from which two passages count as near-duplicates."""


@dataclass(frozen=True, slots=True)
class TrainingPassage:
    """A labelled passage. ``levels`` are those of `COMPONENTS`: 0 none, 1 mention, 2 component."""

    language: str
    document: str
    kind: str
    title: str
    heading: str
    lead: str
    text: str
    levels: tuple[int, ...]
    contrary: tuple[str, ...]
    indicators: tuple[str, ...]
    where: str = ""


def read_passages(folder: Path) -> list[TrainingPassage]:
    """Read ``LANGUAGE-THEME.jsonl`` of a folder; raise ModelError naming file, line and what is wrong."""
    found: list[TrainingPassage] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                found.append(_passage(path, number, line))
    if not found:
        raise ModelError(f"{folder}: holds no training passages (LANGUAGE-THEME.jsonl)")
    return found


def _passage(path: Path, number: int, line: str) -> TrainingPassage:
    where = f"{path.name}, line {number}"
    try:
        data = json.loads(line)
        doc, kind, title, heading, lead, text = (str(data[key]) for key in _TEXTS)
        levels = tuple(int(data[component]) for component in COMPONENTS)
        contrary, codes = tuple(data["contrary"]), tuple(data["indicators"])
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{where}: is no training passage: {error!r}") from error
    if kind not in DOCUMENT_KINDS or not set(levels) <= {0, 1, 2} or not text.strip():
        raise ModelError(f"{where}: kind, levels or text are wrong")
    if not set(contrary) <= {c for c, level in zip(COMPONENTS, levels, strict=True) if level == 2}:
        raise ModelError(f"{where}: only a component at level 2 can be contrary")
    if not all(isinstance(code, str) and _CODE.fullmatch(code) for code in codes):
        raise ModelError(f"{where}: {codes} are no codes of indicators")
    return TrainingPassage(path.name[:2], doc, kind, title, heading, lead, text, levels, contrary, codes, where)


def lint_passages(passages: Sequence[TrainingPassage]) -> list[str]:
    """Return what is wrong with passages: badly balanced, repeated, or repeated under other labels."""
    return [*_balance(passages), *_duplicates(passages)]


def balance(passages: Iterable[TrainingPassage]) -> dict[str, Counter[str]]:
    """Return by language how many passages are components, mentions, nothing, contrary, and carry which."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for passage in passages:
        of = counts[passage.language]
        of["passages"] += 1
        of["contrary"] += bool(passage.contrary)
        of[{0: "nothing", 1: "mention", 2: "component"}[max(passage.levels)]] += 1
        for component, level in zip(COMPONENTS, passage.levels, strict=True):
            of[component] += level == 2
    return dict(counts)


def _balance(passages: Sequence[TrainingPassage]) -> Iterator[str]:
    for language, of in sorted(balance(passages).items()):
        total = of["passages"]
        if (of["nothing"] + of["mention"]) * 3 < total:
            yield f"{language}: less than a third of the passages are negatives or mentions"
        if of["contrary"] * 20 < total:
            yield f"{language}: less than a twentieth of the passages are contrary"
        for component in COMPONENTS:
            if of[component] * 15 < total:
                yield f"{language}: less than one in fifteen passages carries {component}"


def _duplicates(passages: Sequence[TrainingPassage]) -> Iterator[str]:
    seen: dict[tuple[str, str, str], TrainingPassage] = {}
    words = [frozenset(_WORD.findall(f"{p.lead} {p.text}".casefold())) for p in passages]
    by_rare: dict[tuple[str, str], list[int]] = defaultdict(list)
    usage = Counter((p.language, word) for p, own in zip(passages, words, strict=True) for word in own)
    for number, passage in enumerate(passages):
        key = (passage.language, passage.lead, passage.text.casefold())
        if key in seen:
            yield f"{passage.where}: repeats {seen[key].where}"
            continue
        seen[key] = passage
        own = words[number]
        if len(own) < 6:
            continue
        # passages that share four fifths of their words share one of the rarest fifth and one more
        rarest = sorted(own, key=lambda w: (usage[passage.language, w], w))[: len(own) // 5 + 1]
        near = {other for word in rarest for other in by_rare[passage.language, word]}
        for other in sorted(near):
            common = len(own & words[other]) / len(own | words[other])
            if common >= NEAR and passages[other].levels != passage.levels:
                yield f"{passage.where}: nearly repeats {passages[other].where} under other labels"
        for word in rarest:
            by_rare[passage.language, word].append(number)
