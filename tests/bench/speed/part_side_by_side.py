"""The program beside plain readers and a script of pdfplumber, spaCy and sqlite-utils, on the same files."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from documents import Collection, openings, sample
from harness import HERE, Run, Timing, beyond, fresh_scan, interleaved, quotient, run, timing
from results import Part, Table, Target, amount, at_least, at_most, ratio
from setting import Setting
from terms import write_terms

ABOUT = """All contenders read the same files, one after the other and in turns; times are medians. The script with
pdfplumber, spaCy and sqlite-utils
([`pdfplumber_spacy.py`](../tests/bench/speed/contenders/pdfplumber_spacy.py)) is what a capable analyst would write: a
blank pipeline with sentencizer and `PhraseMatcher`, with {phrases:,} phrases from the program's own rules. It finds
words and stores sentences; the program also finds provisions, tables, scope, force, values and components. *Start-up*
is what a contender takes for three documents of a page, one in each language; the rate without it is that of the pages
beyond."""

_CONTENDERS = HERE / "contenders"
SCRIPT = "pdfplumber + spaCy + sqlite-utils"
TEXT = "PDFium, text alone"
POPPLER = "pdftotext"
ONE, TWO = "evidencescan, one worker", "evidencescan, two workers"


def measure(setting: Setting) -> Part:
    """Return rates of all contenders on a sample, and of the fast ones on all documents."""
    sizes, work = setting.sizes, setting.folder("side_by_side")
    phrases = write_terms(work / "terms.json")
    part = Part("side_by_side", "Side by side", ABOUT.format(phrases=phrases))
    small = sample(setting.documents, sizes.sample, work / "sample")
    large = sample(setting.documents, sizes.corpus, work / "large")
    first = openings(work / "openings")
    start = _times(_contenders(first, work), sizes.repeats)
    few = _times(_contenders(small, work), sizes.repeats)
    ways = _contenders(large, work)
    script = ways.pop(SCRIPT)
    many = _times({**ways, **_more_workers(large, work)}, sizes.long)
    if sizes.patient:
        many[SCRIPT] = timing([script()])
    part.tables += [_table(f"A sample: {small.words}", small, few, start), _table(large.words, large, many, start)]
    part.targets += [_beside_script("a sample", few, start)]
    part.targets += [_beside_script("all documents", many, start)] if sizes.patient else []
    part.targets += [
        at_most(
            "one worker: time beside PDFium's text alone, all documents",
            4,
            many[ONE].wall / many[TEXT].wall,
            steady=quotient(_work(many, start, ONE), _work(many, start, TEXT)),
            cpu=many[ONE].cpu / many[TEXT].cpu,
        ),
        at_least(
            "two workers: pages a second beside one",
            1.8,
            many[ONE].wall / many[TWO].wall,
            quotient(_work(many, start, ONE), _work(many, start, TWO)),
        ),
    ]
    watched = fresh_scan(*large.files, db=work / "evidence.db", jobs=None)
    part.targets.append(at_most("peak memory of a worker, all documents", 400, watched.worker, "MB"))
    if shutil.which(POPPLER) is None:
        part.notes.append("`pdftotext` is not installed on this machine, so it is not in the tables.")
    return part


def _beside_script(which: str, times: dict[str, Timing], start: dict[str, Timing]) -> Target:
    return at_least(
        f"one worker: pages a second beside the pdfplumber script, {which}",
        15,
        times[SCRIPT].wall / times[ONE].wall,
        quotient(_work(times, start, SCRIPT), _work(times, start, ONE)),
        times[SCRIPT].cpu / times[ONE].cpu,
    )


def _work(times: dict[str, Timing], start: dict[str, Timing], name: str) -> float | None:
    """Return seconds without start-up; a scan with more workers starts as one with one does."""
    return beyond(times[name].wall, start.get(name, start[ONE]).wall)


def _contenders(given: Collection, work: Path) -> dict[str, Callable[[], Run]]:
    files = given.files
    ways: dict[str, Callable[[], Run]] = {}
    if shutil.which(POPPLER):
        ways[POPPLER] = partial(run, ["sh", "-c", 'for file; do pdftotext "$file" - > /dev/null; done', "sh", *files])
    ways[TEXT] = partial(run, [sys.executable, _CONTENDERS / "pdfium_text.py", *files])
    ways[SCRIPT] = partial(_script, files, work)
    ways[ONE] = partial(fresh_scan, *files, db=work / "evidence.db", memory=False)
    return ways


def _more_workers(given: Collection, work: Path) -> dict[str, Callable[[], Run]]:
    cores = os.cpu_count() or 1
    rescan = partial(fresh_scan, *given.files, db=work / "evidence.db", memory=False)
    ways: dict[str, Callable[[], Run]] = {TWO: partial(rescan, jobs=2)}
    if cores > 2:
        ways[f"evidencescan, all {cores} cores"] = partial(rescan, jobs=None)
    return ways


def _script(files: Sequence[Path], work: Path) -> Run:
    db = work / "script.db"
    db.unlink(missing_ok=True)
    return run([sys.executable, _CONTENDERS / "pdfplumber_spacy.py", work / "terms.json", db, *files])


def _times(ways: dict[str, Callable[[], Run]], repeats: int) -> dict[str, Timing]:
    return {name: timing(runs) for name, runs in interleaved(ways, repeats).items()}


def _table(title: str, given: Collection, times: dict[str, Timing], start: dict[str, Timing]) -> Table:
    head = [
        "",
        "seconds",
        "from - to",
        "processor",
        "start-up",
        "pages/s",
        "pages/s without start-up",
        "time to PDFium's",
    ]
    rows = [
        [
            name,
            amount(took.wall),
            f"{amount(took.low)} - {amount(took.high)}",
            amount(took.cpu),
            amount(start.get(name, start[ONE]).wall),
            amount(given.pages / took.wall),
            amount(quotient(given.pages, _work(times, start, name))),
            ratio(took.wall / times[TEXT].wall),
        ]
        for name, took in times.items()
    ]
    return Table(title, head, rows)
