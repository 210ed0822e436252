"""How cost grows with the number of rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from documents import one_document
from harness import beyond, fresh_scan, quotient, timing
from made_plugins import RULES_PLUGIN, many_rules
from results import Part, Plot, Table, amount, at_most
from setting import Setting

ABOUT = """A plugin with so many generated English rules, alone, over generated documents of {pages} pages together,
one worker. Each rule asks for a word of duty and for a term of three phrases, drawn from the words that the text is
written with, so that more rules find more. Start-up is a scan of one page; without it, the time is that of the pages
beyond."""
_LENGTH = 50
_MORE = ("--only", RULES_PLUGIN, "--language", "en")


@dataclass(frozen=True, slots=True)
class _Measured:
    """Seconds, MB, pieces of evidence."""

    wall: float
    cpu: float
    start: float
    worker: float | None
    evidence: int


def measure(setting: Setting) -> Part:
    """Return time over the number of rules."""
    sizes, work = setting.sizes, setting.folder("rules")
    laws = max(1, sizes.rule_pages // _LENGTH)
    files = [one_document(work / f"law-{number}", min(_LENGTH, sizes.rule_pages), number) for number in range(laws)]
    opening = one_document(work / "start", 1)
    runs = {count: _scans(work, count, opening, files, sizes.long) for count in sizes.rules}
    lines = {
        "scan": [(float(count), one.wall) for count, one in runs.items()],
        "start-up": [(float(count), one.start) for count, one in runs.items()],
    }
    few, many = runs[sizes.rules[0]], runs[sizes.rules[-1]]
    return Part(
        "rules",
        "Rules",
        ABOUT.format(pages=sizes.rule_pages),
        tables=[_table(runs)],
        plots=[Plot("rules", "Time over rules", "rules", "seconds", lines)],
        targets=[
            at_most(
                f"time with {sizes.rules[-1]:,} rules beside {sizes.rules[0]}",
                1.5,
                many.wall / few.wall,
                steady=quotient(beyond(many.wall, many.start), beyond(few.wall, few.start)),
                cpu=many.cpu / few.cpu,
            )
        ],
    )


def _scans(work: Path, count: int, opening: Path, files: Sequence[Path], repeats: int) -> _Measured:
    path, db = many_rules(work / f"rules-{count}", count), work / "evidence.db"
    starts = [fresh_scan(opening, db=db, path=path, more=_MORE) for _ in range(repeats)]
    runs = [fresh_scan(*files, db=db, path=path, more=_MORE) for _ in range(repeats)]
    with closing(sqlite3.connect(db)) as connection:
        evidence = connection.execute("SELECT count(*) FROM evidence").fetchone()[0]
    took, start = timing(runs), timing(starts)
    return _Measured(took.wall, took.cpu, start.wall, runs[0].worker, evidence)


def _table(runs: dict[int, _Measured]) -> Table:
    head = [
        "rules",
        "seconds",
        "processor",
        "start-up, s",
        "without start-up, s",
        "peak of the worker, MB",
        "pieces of evidence",
    ]
    rows = [
        [
            f"{count:,}",
            amount(one.wall),
            amount(one.cpu),
            amount(one.start),
            amount(beyond(one.wall, one.start)),
            amount(one.worker),
            f"{one.evidence:,}",
        ]
        for count, one in runs.items()
    ]
    return Table("", head, rows)
