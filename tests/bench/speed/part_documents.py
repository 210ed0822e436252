"""How cost grows with the number of documents."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from documents import texts
from harness import MB, Run, difference, exponent, fresh_scan, scan, timing
from results import Part, Plot, Table, amount, at_most
from setting import Setting

ABOUT = """So many generated text files of about 1,500 characters, with all cores; then the same command again. The
exponent is that of the best fit over the time of the first scan beyond start-up (one document)."""


@dataclass(frozen=True, slots=True)
class _Measured:
    first: Run
    second: Run
    stored: float


def measure(setting: Setting) -> Part:
    """Return time of a first and a second scan, and memory of the parent, over the number of documents."""
    sizes, work = setting.sizes, setting.folder("documents")
    opening, db = texts(work / "start", 1), work / "evidence.db"
    start = timing([fresh_scan(opening, db=db, jobs=None) for _ in range(sizes.repeats)])
    runs = {count: _scans(work, count) for count in sizes.documents}
    first = [(float(count), one.first.wall) for count, one in runs.items()]
    second = [(float(count), one.second.wall) for count, one in runs.items()]
    grows = exponent(first, start.wall)
    grows_cpu = exponent([(float(count), one.first.cpu) for count, one in runs.items()], start.cpu)
    few, many = sizes.documents[0], sizes.documents[-1]
    more = difference(runs[many].first.parent, runs[few].first.parent)
    lines = {"first scan": first, "second scan": second}
    return Part(
        "documents",
        "Documents",
        ABOUT,
        tables=[_table(f"Start-up {amount(start.wall, 's')}; exponent {amount(grows)}", runs)],
        plots=[Plot("documents", "Time over documents", "documents", "seconds", lines)],
        targets=[
            at_most("exponent of the time over documents", 1.05, grows, "", cpu=grows_cpu),
            at_most(f"peak memory of the parent: {many:,} documents beyond {few}", 20, more, "MB"),
        ],
    )


def _scans(work: Path, count: int) -> _Measured:
    folder, db = texts(work / str(count), count), work / "evidence.db"
    first = fresh_scan(folder, db=db, jobs=None)
    second = scan(folder, db=db, jobs=None)
    shutil.rmtree(folder)
    return _Measured(first, second, db.stat().st_size / MB)


def _table(title: str, runs: dict[int, _Measured]) -> Table:
    head = [
        "documents",
        "seconds",
        "processor",
        "documents/s",
        "second scan, s",
        "peak of the parent, MB",
        "database, MB",
    ]
    rows = [
        [
            f"{count:,}",
            amount(one.first.wall),
            amount(one.first.cpu),
            amount(count / one.first.wall),
            amount(one.second.wall),
            amount(one.first.parent),
            amount(one.stored),
        ]
        for count, one in runs.items()
    ]
    return Table(title, head, rows)
