"""How cost grows with the pages of one document."""

from __future__ import annotations

from documents import one_document
from harness import Run, Timing, beyond, difference, exponent, fresh_scan, quotient, timing
from results import Part, Plot, Table, amount, at_most
from setting import Setting

ABOUT = """One generated PDF document of so many pages, one worker. The exponent is that of the best fit over the time
beyond start-up (a document of one page): 1 means that twice the pages take twice the time."""


def measure(setting: Setting) -> Part:
    """Return time and memory over the pages of a document."""
    sizes, work = setting.sizes, setting.folder("pages")
    db = work / "evidence.db"
    opening = one_document(work / "start", 1)
    start = timing([fresh_scan(opening, db=db) for _ in range(sizes.repeats)])
    runs = {count: fresh_scan(one_document(work / str(count), count), db=db) for count in sizes.pages}
    times = [(float(count), done.wall) for count, done in runs.items()]
    grows = exponent(times, start.wall)
    grows_cpu = exponent([(float(count), done.cpu) for count, done in runs.items()], start.cpu)
    memory = {
        "worker": [(float(count), done.worker or 0.0) for count, done in runs.items()],
        "parent": [(float(count), done.parent or 0.0) for count, done in runs.items()],
    }
    few, many = sizes.memory_pages
    more = difference(_largest(runs[many]), _largest(runs[few]))
    return Part(
        "pages",
        "Pages of one document",
        ABOUT,
        tables=[_table(f"Start-up {amount(start.wall, 's')}; exponent {amount(grows)}", runs, start)],
        plots=[
            Plot("pages", "Time over pages of one document", "pages", "seconds", {"one worker": times}),
            Plot("pages-memory", "Peak memory over pages of one document", "pages", "MB", memory),
        ],
        targets=[
            at_most("exponent of the time over pages", 1.05, grows, "", cpu=grows_cpu),
            at_most(f"peak memory: a document of {many:,} pages beyond one of {few}", 100, more, "MB"),
        ],
    )


def _table(title: str, runs: dict[int, Run], start: Timing) -> Table:
    head = [
        "pages",
        "seconds",
        "processor",
        "pages/s without start-up",
        "peak of the worker, MB",
        "peak of the parent, MB",
    ]
    rows = [
        [
            f"{count:,}",
            amount(done.wall),
            amount(done.cpu),
            amount(quotient(count, beyond(done.wall, start.wall))),
            amount(done.worker),
            amount(done.parent),
        ]
        for count, done in runs.items()
    ]
    return Table(title, head, rows)


def _largest(done: Run) -> float | None:
    return None if done.worker is None or done.parent is None else max(done.worker, done.parent)
