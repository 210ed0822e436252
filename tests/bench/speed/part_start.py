"""How soon the command line answers."""

from __future__ import annotations

import sys
from functools import partial

from harness import PROGRAM, interleaved, run, timing
from results import Part, Table, amount, at_most
from setting import Setting

ABOUT = """The help of the program beside that of sqlite-utils, which its users know; each in a new process, in turns.
Both are started through their modules by the same Python."""
_OURS, _THEIRS = "evidencescan --help", "sqlite-utils --help"


def measure(setting: Setting) -> Part:
    """Return the times of both."""
    ways = {
        _OURS: partial(run, [*PROGRAM, "--help"]),
        _THEIRS: partial(run, [sys.executable, "-m", "sqlite_utils", "--help"]),
    }
    times = {name: timing(runs) for name, runs in interleaved(ways, setting.sizes.starts).items()}
    rows = [[name, amount(one.wall * 1000), amount(one.cpu * 1000), str(one.runs)] for name, one in times.items()]
    return Part(
        "start",
        "Start of the command line",
        ABOUT,
        tables=[Table("", ["command", "ms", "processor, ms", "runs"], rows)],
        targets=[
            at_most(
                f"{_OURS} beside {_THEIRS}",
                1.5,
                times[_OURS].wall / times[_THEIRS].wall,
                cpu=times[_OURS].cpu / times[_THEIRS].cpu,
            )
        ],
    )
