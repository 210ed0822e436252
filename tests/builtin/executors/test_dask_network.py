"""A scheduler and workers that were started by hand, each a process of its own, in folders that they do not share."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from evidencescan.builtin.executors import DaskExecutor
from evidencescan.errors import EvidencescanError
from evidencescan.ids import bytes_hash
from evidencescan.values import Document, Source, WorkItem

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def dask(obedient: ModuleType, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts `dask` in a folder of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        folder = tmp_path / f"machine-{len(started)}"
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments], cwd=folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
    for process in started:
        process.wait()


@dataclass(frozen=True)
class Scheduler:
    process: subprocess.Popen[bytes]
    address: str


@pytest.fixture
def scheduler(dask: Start, tmp_path: Path) -> Scheduler:
    """Start a scheduler, and wait until it has an address."""
    file = tmp_path / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    process = dask("scheduler", *options)
    for _ in range(200):
        if file.exists() and (text := file.read_text()).rstrip().endswith("}"):
            return Scheduler(process, json.loads(text)["address"])
        time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")


def worker(dask: Start, scheduler: Scheduler) -> subprocess.Popen[bytes]:
    """Start a worker without the nanny that would start it again."""
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    return dask("worker", scheduler.address, *options)


def test_files_travel_and_a_worker_that_is_killed_in_the_middle_costs_nothing(
    obedient, dask, scheduler, tmp_path, monkeypatch
):
    killed, kept = worker(dask, scheduler), worker(dask, scheduler)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    work = []
    for number in range(24):
        text = f"law number {number}"
        (home / f"{number} nap").write_text(text)
        work.append(WorkItem(Source(f"/proc/self/cwd/{number} nap", bytes_hash(text.encode()), len(text)), ()))
    outcomes = []
    for outcome in DaskExecutor(scheduler=scheduler.address).run(obedient.Work(), work):
        outcomes.append(outcome)
        if len(outcomes) == 4:
            killed.send_signal(signal.SIGKILL)
    assert all(outcome.problems == () for outcome in outcomes)
    said = sorted(outcome.reader.split("|")[0] for outcome in outcomes)
    assert said == sorted(f"law number {number}" for number in range(24))
    assert all(outcome.reader.split("|")[2] for outcome in outcomes)
    assert kept.poll() is None


def test_a_scheduler_that_goes_away_ends_the_run(obedient, dask, scheduler, monkeypatch):
    worker(dask, scheduler)
    monkeypatch.setattr("evidencescan.builtin.executors.dask._TICK", 0.2)
    sources = [Source(f"{number} nap", "0", 1) for number in range(20)]
    run = DaskExecutor(scheduler=scheduler.address).run(
        obedient.Work(), [WorkItem(source, (), document=Document(source, "", ())) for source in sources]
    )
    next(run)
    scheduler.process.kill()
    with pytest.raises(EvidencescanError, match="scheduler is gone"):
        list(run)
