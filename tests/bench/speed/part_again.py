"""A second scan, and a scan after the rules of one goal area changed."""

from __future__ import annotations

import json
import os
import shutil

from documents import copies
from harness import PROGRAM, Run, run, scan, timing
from made_plugins import changed_area
from results import Part, Table, amount, at_least, ratio
from setting import Setting

ABOUT = """{files} files of {pages:,} pages together, with all cores: scanned; scanned again; and scanned after each
rule file of one goal area was changed, which reads no document again. Each repeat of the last starts from the state
after the first scan."""


def measure(setting: Setting) -> Part:
    """Return the times of the three scans."""
    sizes, work = setting.sizes, setting.folder("again")
    given = copies(setting.documents, sizes.files, work / "files")
    part = Part("again", "Scanning again", ABOUT.format(files=f"{len(given.files):,}", pages=given.pages))
    db, kept = work / "evidence.db", work / "kept.db"
    files = work / "files"
    first = scan(files, db=db, jobs=None)
    run([*PROGRAM, "status", "-d", db])  # whoever opens the file last folds its log into it
    shutil.copyfile(db, kept)
    second = [scan(files, db=db, jobs=None) for _ in range(sizes.repeats)]
    _expect(second[0], "unchanged", sizes.files)
    area = changed_area(work / "changed")
    changed = []
    for _ in range(sizes.long):
        shutil.copyfile(kept, db)
        changed.append(scan(files, db=db, jobs=None, path=area))
    _expect(changed[0], "analysed", sizes.files)
    again, after = timing(second), timing(changed)
    part.tables.append(
        Table(
            f"{given.words}, {os.cpu_count()} cores",
            ["scan", "seconds", "processor", "first scan is so many times longer"],
            [
                ["first", amount(first.wall), amount(first.cpu), ratio(1.0)],
                ["second, nothing changed", amount(again.wall), amount(again.cpu), ratio(first.wall / again.wall)],
                [
                    "rules of one goal area changed",
                    amount(after.wall),
                    amount(after.cpu),
                    ratio(first.wall / after.wall),
                ],
            ],
        )
    )
    part.targets += [
        at_least(
            f"second scan of {sizes.files:,} unchanged files beside the first",
            300,
            first.wall / again.wall,
            cpu=first.cpu / again.cpu,
        ),
        at_least(
            "scan after one goal area's rules changed, beside a full one",
            5,
            first.wall / after.wall,
            cpu=first.cpu / after.cpu,
        ),
    ]
    return part


def _expect(done: Run, count: str, files: int) -> None:
    """Raise where a scan did not do what it is timed for; what failed in the first scan is not counted."""
    report = json.loads(done.out)
    if report[count] + report["failed_before"] + report["failed"] < files:
        raise RuntimeError(f"{report[count]} of {files} documents were {count}: the scan did something else")
