"""What a document is: language, kind, title, country, date and period, each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidencescan.values import Block, Profile, Reading, Source, Trait

from .countries import country_in, known_country
from .dates import date_in, period_in
from .identify import dominant
from .knowledge import Language, language, plain
from .numbering import head_marks, may_be_unit

_SAMPLES = 20
_FIRST_BLOCKS = 60
_OPENING = 6000
_FILE_NAME = re.compile(
    r"\.(docx?|pdf|rtf|indd|odt|txt|html?|xml|qxd|pages|pub)\b|^(microsoft|untitled|document\d*|sans titre|sin titulo)"
    r"|[\\/_]\S*\d|^[\w-]+$",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SUBJECT_WORDS = 2
_NUMBERED = re.compile(r"\d+[.)]\s")
_TITLE_LONGEST = 300
_TITLE_SHORTEST = 6
_CANDIDATES = 5
_OPENING_LINES = 25
_ASIDE = frozenset({"furniture", "note", "caption"})
_NO_COUNTRY = frozenset({"treaty"})
_UNIT_SHARE = 0.12
_LAW_BONUS = 4.0
_WITH_ANNEX = 60
_APPROVAL_LINES = 6
_APPROVED_NAME = 60


def _samples(blocks: Sequence[Block]) -> list[str]:
    """Return up to twenty longer texts spread over the document."""
    long = [b.text for b in blocks if len(b.text) > 60 and b.kind not in _ASIDE]
    pool = long or [b.text for b in blocks]
    step = max(1, len(pool) // _SAMPLES)
    return pool[::step][:_SAMPLES]


def _language(reading: Reading, metadata: dict[str, str]) -> Trait | None:
    said = metadata.get("language", "")[:2].lower()
    found = dominant(_samples(reading.blocks))
    if found is None:
        return Trait(said, metadata["language"], "metadata") if said.isalpha() and said else None
    code, sample = found
    return Trait(code, sample[:80], "text")


def _headlines(blocks: Sequence[Block]) -> list[Block]:
    """Return the first blocks that may be a title: titles and headings before anything else."""
    first = [b for b in blocks[:_FIRST_BLOCKS] if b.kind not in _ASIDE]
    marked = [b for b in first if b.title]
    lines = [
        b
        for number, b in enumerate(first[:25])
        if not b.title and (b.kind == "heading" or (number < 4 and b.kind != "table" and b.text[-1:] not in ".;:"))
    ]
    return [*marked, *lines]


def _title(blocks: Sequence[Block], metadata: dict[str, str], known: Language) -> Trait | None:
    """Return the title: one that says what it is about before one that is a kind and a number alone."""
    said = " ".join(metadata.get("title", "").split())
    given = len(said) > 8 and " " in said and not _FILE_NAME.search(said)
    if given and _says_subject(said, known):
        return Trait(said[:_TITLE_LONGEST], said, "metadata")
    candidates = [b.text.strip() for b in _headlines(blocks)]
    plausible = [text for text in candidates if _may_be_title(text, known)]
    naming = [text for text in plausible[:_CANDIDATES] if kind_of_title(text, known)]
    telling = [text for text in plausible[:_CANDIDATES] if _says_subject(text, known)]
    both = [text for text in telling[:3] if text in naming]
    for text in [*both, *telling] or ([] if given else [*naming, *plausible]):
        return Trait(text, text, "text")
    return Trait(said[:_TITLE_LONGEST], said, "metadata") if said else None


def _says_subject(title: str, known: Language) -> bool:
    """Whether a title holds words beyond the name of a kind ("Decree No. 8-2018" does not)."""
    shape = plain(title)
    for pattern in known.kinds if known.titles.search(shape) else ():
        shape = pattern.title.sub(" ", shape)
    return len(_LONG_WORD.findall(shape)) >= _SUBJECT_WORDS


def _may_be_title(text: str, known: Language) -> bool:
    """Whether a headline may be a title: no provision's label, no heading of a region, of a title's length."""
    if len(text) < _TITLE_SHORTEST or len(text) > _TITLE_LONGEST or _NUMBERED.match(text):
        return False
    marks = head_marks(text, 0, known)
    if marks and marks[0].provision is not None:
        return False
    return not any(known.regions[r].fullmatch(plain(text)) for r in ("contents", "preamble_headings"))


def _scores(texts: Sequence[tuple[str, float]], known: Language) -> dict[str, tuple[float, str]]:
    """Return for each kind the score of its title patterns over weighted texts, and the words that fired first."""
    result: dict[str, tuple[float, str]] = {}
    for text, weight in texts:
        shape = plain(text)
        for pattern in known.kinds if known.titles.search(shape) else ():
            found = pattern.title.search(shape)
            if found is None:
                continue
            # what a title says first is what the document is: "Report on the action plan"
            early = 1.0 - 0.6 * found.start() / (len(shape) + 1)
            score, basis = result.get(pattern.kind, (0.0, ""))
            result[pattern.kind] = (score + weight * pattern.weight * early, basis or text[:160])
    return result


def kind_of_title(title: str, known: Language) -> str:
    """Return the kind that a title names, "" where it names none."""
    scores = _scores([(title, 1.0)], known)
    return max(scores, key=lambda kind: scores[kind][0]) if scores else ""


def _structure(blocks: Sequence[Block], known: Language) -> float:
    """Return the share of blocks that begin with an article or section."""
    step = max(1, len(blocks) // 400)
    sample = [b for b in blocks[::step] if b.kind not in _ASIDE]
    units = 0
    for block in sample:
        text = f"{block.label} {block.text}" if block.label else block.text
        marks = head_marks(text, 0, known) if may_be_unit(text, known) else []
        if marks and ((marks[0].provision and marks[0].provision.role == "unit") or marks[0].form == "section"):
            units += 1
    return units / len(sample) if sample else 0.0


def _kind(source: Source, blocks: Sequence[Block], title: Trait | None, known: Language) -> Trait | None:
    texts = [(title.value, 2.0)] if title else []
    stem = re.sub(r"[-_.]+", " ", source.name.rsplit(".", 1)[0])
    texts.append((stem, 0.7))
    texts += [(b.text, 0.5) for b in _headlines(blocks)[:8] if len(b.text) < _TITLE_LONGEST]
    scores = _scores(texts, known)
    for block in blocks[:_OPENING_LINES]:
        if not block.text[:1].isupper():
            continue
        shape = plain(block.text[:60])
        if not (known.titles.match(shape) or known.titles.match(shape, 1)):
            continue
        for pattern in known.kinds:
            # "DIRECTIVE 2006/54/EC OF ..." set as a paragraph: a line that begins with the name of a kind
            if pattern.title.match(shape) or pattern.title.match(shape, 1):
                score, basis = scores.get(pattern.kind, (0.0, ""))
                scores[pattern.kind] = (score + 0.3 * pattern.weight, basis or block.text[:160])
    opening = plain(" ".join(b.text for b in blocks[:_FIRST_BLOCKS] if b.kind not in _ASIDE)[:_OPENING])
    for pattern in known.kinds:
        hits = {m.group() for m in pattern.text.finditer(opening)}
        if hits:
            score, basis = scores.get(pattern.kind, (0.0, ""))
            scores[pattern.kind] = (score + min(len(hits), 3) * 0.6, basis or next(iter(sorted(hits))))
    approved = _approved(blocks, known)
    if approved is not None:
        kind, basis = approved
        scores[kind] = (max(score for score, _ in scores.values() or [(0.0, "")]) + _LAW_BONUS + 1, basis)
    share = _structure(blocks, known)
    if share > _UNIT_SHARE:
        for kind in ("law", "treaty", "agreement"):
            score, basis = scores.get(kind, (0.0, ""))
            if score or kind == "law":
                scores[kind] = (score + _LAW_BONUS, basis or f"{share:.0%}")
    if not scores:
        return None
    best = max(scores, key=lambda kind: scores[kind][0])
    return Trait(best, scores[best][1], "text") if scores[best][0] >= 1.0 else None


def _approved(blocks: Sequence[Block], known: Language) -> tuple[str, str] | None:
    """Return the kind of what an act approves and brings with it: a plan, guidelines, an agreement; and the words."""
    if len(blocks) < _WITH_ANNEX:
        return None
    for block in [b for b in blocks[:_FIRST_BLOCKS] if b.kind not in _ASIDE][:_APPROVAL_LINES]:
        shape = plain(block.text[:_TITLE_LONGEST])
        found = known.regions["approval"].search(shape)
        if found is not None:
            kind = kind_of_title(shape[found.end() :][:_APPROVED_NAME], known)
            if kind and kind != "law":
                return kind, block.text[:160]
    return None


def _country(reading: Reading, title: Trait | None, kind: str | None, metadata: dict[str, str]) -> Trait | None:
    said = metadata.get("country", "")
    code = known_country(said) if said else None
    if code:
        return Trait(code, said, "metadata")
    if kind in _NO_COUNTRY:
        return None
    places = [title.value] if title else []
    places += [b.text for b in reading.blocks[:_FIRST_BLOCKS] if b.kind != "note"]
    found = country_in(places)
    return None if found is None else Trait(found[0], found[1], "text")


def profile_of(source: Source, reading: Reading, overrides: Profile) -> Profile:
    """Return the profile of a reading; what the user set wins, with origin "user"."""
    metadata = {key: value for key, value in reading.metadata if value}
    blocks = reading.blocks
    tongue = _set(overrides.language) or _language(reading, metadata)
    known = language(tongue.value if tongue else "en")
    title = _set(overrides.title) or _title(blocks, metadata, known)
    kind = _set(overrides.kind) or _kind(source, blocks, title, known)
    opening = [b.text for b in blocks[:_FIRST_BLOCKS] if b.kind not in {"note", "caption"}]
    named = [title.value] if title else []
    of_kind = kind.value if kind else ""
    return Profile(
        language=tongue,
        kind=kind,
        title=title,
        country=_set(overrides.country) or _country(reading, title, kind.value if kind else None, metadata),
        date=_set(overrides.date) or date_in(metadata.get("date", ""), [*named, *opening], known),
        period=_set(overrides.period) or period_in([*named, source.name, *opening[:12]], known, of_kind),
    )


def _set(trait: Trait | None) -> Trait | None:
    return None if trait is None else Trait(trait.value, trait.basis, "user")
