"""Work that obeys, importable in every process, and a cluster of two workers on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

WORK = '''
import multiprocessing, os, signal, time
from pathlib import Path
from evidencescan.values import Source, WorkItem, WorkOutcome


class Bomb:
    """Cannot be read back by anybody."""

    def __reduce__(self):
        return (exec, ("raise ValueError('boom')",))


class Shell:
    """Can be read back in the worker, but not by who asked."""

    def __reduce__(self):
        return (fragile, (os.getpid(),))


def fragile(pid):
    if not multiprocessing.parent_process():
        raise ValueError("crack")
    return Shell()


class Work:
    """Obeys the second word of an item. ``there`` is the software as processes of workers see it; a file of the name
    ``flag`` changes it."""

    def __init__(self, here=None, there=None, flag=""):
        self.here, self.there, self.flag = here or {}, there or {}, flag

    def software(self):
        if multiprocessing.parent_process() is None:
            return self.here
        if self.there == "raise":
            raise RuntimeError("no such plugin")
        if self.there == "exit":
            os._exit(7)
        if self.flag and Path(self.flag).exists():
            return {**self.there, "paint": "red"}
        return self.there

    def __call__(self, item):
        name, _, word = item.source.uri.partition(" ")
        said = str(os.getpid())
        if word == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "hang":
            time.sleep(60)
        if word == "nap":
            time.sleep(0.2)
            said = str(os.getppid())
        if word == "bomb":
            return WorkOutcome(item.source, Bomb())
        if word == "shell":
            return WorkOutcome(item.source, Shell())
        if word.startswith("once"):
            flag = Path(word.removeprefix("once "))
            if not flag.exists():
                flag.touch()
                os.kill(os.getppid(), signal.SIGKILL)
        if word == "fell":
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(5)
        if item.source.uri.startswith("/proc"):
            path = Path(item.copy) if item.copy else item.source.path
            mode = path.parent.stat().st_mode & 0o777
            said = f"{path.read_text()}|{path.name}|{item.copy or ''}|{mode:o}"
        return WorkOutcome(item.source, None, reader=said)
'''


@pytest.fixture(scope="module")
def obedient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Return the module `obedient_dask`, which workers that start from now on can import, with its class `Work`."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "obedient_dask.py").write_text(WORK)
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(str(folder))
    patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH")))))
    import obedient_dask

    yield obedient_dask
    sys.modules.pop("obedient_dask")
    patch.undo()


@pytest.fixture(scope="module")
def cluster(obedient: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two workers of one thread each, in a folder of their own; a task may cost one of them."""
    import dask
    from distributed import LocalCluster

    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", protocol="tcp://") as made,
    ):
        os.chdir(before)
        yield made
