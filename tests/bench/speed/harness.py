"""Runs programs side by side and says what they took: wall and processor time, and the peak of each process."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PROGRAM = (sys.executable, "-m", "evidencescan")
MB = 1 << 20
_POLL_SECONDS = 0.05
_SCAN_DONE = (0, 3)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program with all its children: seconds, and peaks of resident memory in MB.

    ``parent`` is the peak of the process that was started, ``worker`` the largest peak of one of its children; None
    where memory was not asked for or cannot be seen (no /proc).
    """

    wall: float
    cpu: float
    parent: float | None = None
    worker: float | None = None
    out: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians of several runs, and the least and most wall time."""

    wall: float
    cpu: float
    low: float
    high: float
    runs: int


def timing(runs: Sequence[Run]) -> Timing:
    """Return the medians of runs."""
    walls = [run.wall for run in runs]
    return Timing(median(walls), median(run.cpu for run in runs), min(walls), max(walls), len(runs))


def run(
    command: Sequence[str | Path], *, path: Path | None = None, memory: bool = False, accepts: Sequence[int] = (0,)
) -> Run:
    """Run a command to its end; ``path`` is put before everything else that Python imports from.

    Raises RuntimeError with what the command said where its exit code is not one of ``accepts``.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err, env=_environment(path))
        watch = _Watch(process.pid) if memory else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        peaks = watch.end() if watch else (None, None)
        out.seek(0)
        if process.returncode not in accepts:
            err.seek(0)
            said = err.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{Path(command[0]).name} ended with {process.returncode}: {said}")
        return Run(wall, usage.ru_utime + usage.ru_stime, *peaks, out=out.read().decode(errors="replace"))


def scan(
    *paths: Path,
    db: Path,
    jobs: int | None = 1,
    path: Path | None = None,
    memory: bool = False,
    more: Sequence[str] = (),
) -> Run:
    """Run ``evidencescan scan``; ``jobs`` None is the default of the program."""
    chosen = [] if jobs is None else ["-j", str(jobs)]
    command: list[str | Path] = [*PROGRAM, "scan", *paths, "-d", db, "--json", "--timeout", "36000", *chosen, *more]
    return run(command, path=path, memory=memory, accepts=_SCAN_DONE)


def fresh_scan(*paths: Path, db: Path, jobs: int | None = 1, memory: bool = True, **rest: Any) -> Run:
    """Scan into a database that does not exist yet; what was there is removed."""
    for companion in ("", "-wal", "-shm"):
        db.with_name(db.name + companion).unlink(missing_ok=True)
    return scan(*paths, db=db, jobs=jobs, memory=memory, **rest)


def beyond(took: float, start: float) -> float | None:
    """Return seconds without start-up; None where a busy machine made the start-up take as long as all."""
    return took - start if took > start else None


def quotient(one: float | None, other: float | None) -> float | None:
    """Return a ratio; None where one side is not known or nothing."""
    return one / other if one is not None and other else None


def difference(more: float | None, less: float | None) -> float | None:
    """Return a difference; None where one side is not known."""
    return None if more is None or less is None else more - less


def interleaved(contenders: Mapping[str, Callable[[], Run]], repeats: int) -> dict[str, list[Run]]:
    """Run each contender once a round, every second round backwards, so that a busy minute meets all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for number in range(repeats):
        for name in reversed(list(contenders)) if number % 2 else contenders:
            runs[name].append(contenders[name]())
    return runs


def exponent(points: Sequence[tuple[float, float]], start: float) -> float | None:
    """Return k of the best fit seconds - start = c * size ** k; None where fewer than two sizes rise above start.

    A size counts where its work takes at least half as long as the start, so that noise of the start does not count.
    """
    used = [(math.log(size), math.log(took - start)) for size, took in points if took - start > start / 2]
    if len(used) < 2:
        return None
    middle_x = sum(x for x, _ in used) / len(used)
    middle_y = sum(y for _, y in used) / len(used)
    spread = sum((x - middle_x) ** 2 for x, _ in used)
    return sum((x - middle_x) * (y - middle_y) for x, y in used) / spread


def _environment(path: Path | None) -> dict[str, str]:
    # bytecode is kept, as it is where a program is installed
    left_out = ("EVIDENCESCAN_PLUGINS", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept if path is None else {**kept, "PYTHONPATH": str(path)}


class _Watch:
    """Asks the kernel for the peaks of a process and of its children while they live."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peaks: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()

    def end(self) -> tuple[float | None, float | None]:
        """Return the peak of the process and the largest of its children, in MB."""
        self._over.set()
        self._thread.join()
        children = [peak for pid, peak in self._peaks.items() if pid != self._pid]
        return self._peaks.get(self._pid), max(children, default=None)

    def _look_on(self) -> None:
        while not self._over.wait(_POLL_SECONDS):
            family = [self._pid]
            for pid in family:
                family.extend(_children(pid))
                peak = _peak(pid)
                if peak:
                    self._peaks[pid] = max(peak, self._peaks.get(pid, 0.0))


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []  # it has ended, or this system has no /proc: the peak is then not known


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
