"""What a change of rules or models did: the passages gained and lost against a saved run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from evidencescan.values import COMPONENTS

from .figures import POLARITY, Figures, right_polarity, tally_document
from .found import Judged
from .gold import MEASURE, MENTION
from .run import Run, passage_key

INDICATOR = "indicator"
WHATS = (*COMPONENTS, INDICATOR, POLARITY)


@dataclass(frozen=True, slots=True)
class Change:
    """One passage that was right and is wrong, or the other way (``gained``). ``what`` is one of `WHATS`, ``which``
    the component or the code of the indicator, ``how`` says it in words."""

    gained: bool
    what: str
    which: str
    how: str
    document: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``before`` are the figures of the saved run on the same labels, without the ``unknown`` passages that it does
    not have; these take no part in ``changes`` either."""

    before: Figures
    unknown: int
    changes: tuple[Change, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """Return for each of `WHATS` how many were gained and lost."""
        counted = Counter((change.what, change.gained) for change in self.changes)
        return {what: {"gained": counted[what, True], "lost": counted[what, False]} for what in WHATS}

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as JSON would have it."""
        return {
            "before": self.before.as_dict(),
            "passages_unknown": self.unknown,
            "counts": self.counts(),
            "changes": [asdict(change) for change in self.changes],
        }


def compare(judged: Mapping[str, Iterable[Judged]], run: Run) -> Comparison:
    """Hold what is found now against a saved run."""
    unknown = 0
    before: Counter[tuple[str, str]] = Counter()
    changes: list[Change] = []
    for passages in judged.values():
        earlier = []
        for passage in passages:
            found = run.get(passage_key(passage.gold))
            if found is None:
                unknown += 1
                continue
            earlier.append(Judged(passage.gold, found))
            changes += _changes(earlier[-1], passage)
        before.update(tally_document(earlier))
    return Comparison(Figures(before), unknown, tuple(changes))


def _changes(before: Judged, now: Judged) -> Iterator[Change]:
    gold = now.gold
    place = (gold.document, gold.identity, gold.text)
    for component in COMPONENTS:
        wanted = gold.levels[component] == MEASURE
        was, found = component in before.found.polarities, component in now.found.polarities
        if gold.levels[component] == MENTION:
            continue
        if was != found:
            yield Change(found == wanted, component, component, _how(found, wanted), *place)
        elif found and wanted and right_polarity(before, component) != right_polarity(now, component):
            right = right_polarity(now, component)
            yield Change(right, POLARITY, component, f"{'right' if right else 'wrong'} polarity", *place)
    for code in sorted((before.found.indicators ^ now.found.indicators) - gold.maybe):
        found, wanted = code in now.found.indicators, code in gold.indicators
        yield Change(found == wanted, INDICATOR, code, _how(found, wanted), *place)


def _how(found: bool, wanted: bool) -> str:
    if wanted:
        return "found" if found else "missed"
    return "false alarm" if found else "false alarm gone"
