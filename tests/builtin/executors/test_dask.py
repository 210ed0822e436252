"""A real cluster on this machine: one outcome for each item, whatever happens to a process or a worker."""

from __future__ import annotations

import itertools
import logging
import os
import time
from pathlib import Path

import pytest

from evidencescan.builtin.executors import DaskExecutor, admission, remote
from evidencescan.errors import EvidencescanError, PluginError, UsageError
from evidencescan.ids import bytes_hash
from evidencescan.values import Document, Source, WorkItem

SAME = {"Python": "3.11", "reader pdf": "a1"}


def items(*uris: str) -> list[WorkItem]:
    """Items whose documents are at hand, so that no file is opened."""
    sources = [Source(uri, uri, 1) for uri in uris]
    return [WorkItem(source, (), document=Document(source, "", ())) for source in sources]


@pytest.fixture
def executor(cluster):
    """Return a function that makes executors on the cluster."""

    def make(**changes):
        return DaskExecutor(**{"scheduler": cluster.scheduler_address, **changes})

    return make


def gone(pid: int) -> bool:
    """Wait until a process is gone."""
    for _ in range(36):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_every_item_has_its_outcome_from_a_process_of_its_own(obedient, cluster, executor):
    outcomes = list(executor().run(obedient.Work(SAME, SAME), items(*"abcdef")))
    assert sorted(outcome.source.uri for outcome in outcomes) == list("abcdef")
    pids = {int(outcome.reader) for outcome in outcomes}
    assert len(pids) <= 2
    assert pids.isdisjoint({os.getpid(), *(nanny.pid for nanny in cluster.workers.values())})
    assert all(gone(pid) for pid in pids)


def test_nothing_to_do_asks_nobody(obedient):
    assert list(DaskExecutor(scheduler="tcp://127.0.0.1:1").run(obedient.Work(), [])) == []


@pytest.mark.parametrize(
    ("word", "category", "message"),
    [
        ("kill", "lost", "was killed by SIGKILL"),
        ("hang", "timeout", "not done after 1 seconds"),
        ("bomb", "lost", "cannot be read back: ValueError: boom"),
        ("shell", "lost", "cannot be read back: ValueError: crack"),
        ("fell", "lost", "every worker that took it died"),
    ],
)
def test_what_goes_wrong_costs_its_own_item(obedient, executor, word, category, message):
    run = executor(seconds=1.0).run(obedient.Work(), items("a", f"b {word}", "c", "d"))
    outcomes = {outcome.source.uri: outcome for outcome in run}
    (problem,) = outcomes.pop(f"b {word}").problems
    assert (problem.category, problem.component) == (category, "worker")
    assert message in problem.message
    assert sorted(outcomes) == ["a", "c", "d"]
    assert all(outcome.problems == () for outcome in outcomes.values())


def test_a_worker_that_dies_once_costs_nothing(obedient, executor, tmp_path):
    wishes = ("a", f"b once {tmp_path / 'flag'}", "c")
    outcomes = list(executor().run(obedient.Work(), items(*wishes)))
    assert (tmp_path / "flag").exists()
    assert sorted(outcome.source.uri for outcome in outcomes) == sorted(wishes)
    assert all(outcome.problems == () for outcome in outcomes)


def test_items_are_pulled_as_they_are_needed(obedient, executor):
    pulled = []

    def source():
        for item in items(*(f"{number} nap" for number in range(12))):
            pulled.append(item)
            yield item

    run = executor(jobs=1).run(obedient.Work(), source())
    next(run)
    assert len(pulled) <= 2
    run.close()
    pulled.clear()
    run = executor().run(obedient.Work(), source())
    next(run)
    assert len(pulled) <= 6
    run.close()


def test_closing_early_ends_what_is_at_work(obedient, executor):
    run = executor(jobs=1).run(obedient.Work(), items("a", "b hang"))
    pid = int(next(run).reader)
    begun = time.monotonic()
    run.close()
    assert gone(pid)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ({"Python": "3.9", "reader pdf": "a1"}, "Python is 3.9, not 3.11"),
        ({"Python": "3.11"}, "it lacks reader pdf"),
        ({**SAME, "analyser odd": "b2"}, "it has analyser odd in addition"),
        ("raise", "it cannot start: RuntimeError: no such plugin"),
        ("exit", "the worker process ended with status 7"),
    ],
)
def test_other_software_is_told_before_anything_is_done(obedient, cluster, executor, there, told):
    pulled = []

    def source():
        for item in items("a", "b"):
            pulled.append(item)
            yield item

    with pytest.raises(PluginError) as caught:
        next(executor().run(obedient.Work(SAME, there), source()))
    assert told in str(caught.value)
    assert "tcp://127.0.0.1:" in str(caught.value)
    assert "same evidencescan" in caught.value.advice
    assert caught.value.exit_code == 4
    assert len(pulled) == 1


def naps(enough):
    """Yield items that take a moment each, until it is enough or half a minute is over."""
    deadline = time.monotonic() + 30
    for number in itertools.count():
        if enough() or time.monotonic() > deadline:
            return
        yield from items(f"{number} nap")


def test_workers_that_come_later_are_checked_too(obedient, cluster, executor, tmp_path, caplog):
    flag = tmp_path / "flag"
    told = "is given no work: it has paint in addition"
    run = executor().run(obedient.Work(SAME, SAME, str(flag)), naps(lambda: told in caplog.text))
    workers = {next(run).reader}
    flag.touch()
    with caplog.at_level(logging.WARNING, "evidencescan"):
        cluster.scale(3)
        workers |= {outcome.reader for outcome in run}
    cluster.scale(2)
    assert len(workers) <= 2
    assert told in caplog.text


def test_a_worker_that_comes_later_helps(obedient, cluster, executor):
    workers: set[str] = set()
    run = executor().run(obedient.Work(SAME, SAME), naps(lambda: len(workers) == 3))
    workers.add(next(run).reader)
    cluster.scale(3)
    for outcome in run:
        workers.add(outcome.reader)
    cluster.scale(2)
    assert len(workers) == 3


def test_files_travel_where_workers_do_not_see_them(obedient, executor, tmp_path, monkeypatch):
    """What is below /proc/self/cwd is another file for every process."""
    monkeypatch.chdir(tmp_path)
    work = []
    for name, text in (("einé lei.txt", "law one"), ("b.txt", "law two"), ("changed.txt", "law three")):
        (tmp_path / name).write_text(text)
        work.append(WorkItem(Source(f"/proc/self/cwd/{name}", bytes_hash(text.encode()), len(text)), ()))
    (tmp_path / "changed.txt").write_text("law four!")
    gone_file = WorkItem(Source("/proc/self/cwd/gone.txt", "0", 1), ())
    outcomes = {o.source.name: o for o in executor().run(obedient.Work(), [*work, gone_file])}
    text, name, copy, mode = outcomes["einé lei.txt"].reader.split("|")
    assert (text, name, mode) == ("law one", "einé lei.txt", "700")
    assert not Path(copy).parent.exists()
    assert outcomes["b.txt"].reader.startswith("law two|b.txt|")
    assert "changed while it was being scanned" in outcomes["changed.txt"].problems[0].message
    assert outcomes["gone.txt"].problems[0].category == "unreadable"


def test_a_file_that_is_another_one_on_the_worker_travels(obedient, executor, cluster, tmp_path, monkeypatch):
    """The first file is the same for all, so that files are taken to be shared; the second is not."""
    shared = tmp_path / "shared.txt"
    shared.write_text("shared")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.txt").write_text("mine")
    sources = [Source(f"/proc/self/root{shared}", bytes_hash(b"shared"), 6)]
    sources.append(Source("/proc/self/cwd/own.txt", bytes_hash(b"mine"), 4))
    outcomes = {o.source.name: o for o in executor().run(obedient.Work(), [WorkItem(s, ()) for s in sources])}
    assert outcomes["shared.txt"].reader.split("|")[:3] == ["shared", "shared.txt", ""]
    text, _, copy, _ = outcomes["own.txt"].reader.split("|")
    assert text == "mine"
    assert copy


def test_no_more_files_than_agreed_are_on_their_way(obedient, executor, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("evidencescan.builtin.executors.dask.AFLOAT", 1)
    (tmp_path / "a.txt").write_text("law")
    work = [WorkItem(Source("/proc/self/cwd/a.txt", bytes_hash(b"law"), 3), ()) for _ in range(6)]
    pulled = []

    def source():
        for item in work:
            pulled.append(item)
            yield item

    run = executor().run(obedient.Work(), source())
    next(run)
    assert len(pulled) <= 2
    assert len(list(run)) == 5


def test_what_must_be_said_first():
    with pytest.raises(UsageError, match="address of a scheduler"):
        DaskExecutor().connected(None, jobs=None, seconds=1)
    made = DaskExecutor().connected("tcp://here:1", jobs=3, seconds=7)
    assert (made.scheduler, made.jobs, made.seconds) == ("tcp://here:1", 3, 7)


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(PluginError) as caught:
        DaskExecutor().connected("tcp://here:1", jobs=None, seconds=1)
    assert "evidencescan[dask]" in caught.value.advice


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_where_no_scheduler_answers(obedient, address):
    import dask

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "300ms"}),
        pytest.raises(EvidencescanError, match="no Dask scheduler answers at"),
    ):
        next(DaskExecutor(scheduler=address).run(obedient.Work(), items("a")))


def test_where_no_worker_comes(obedient, monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr(admission, "PATIENCE", 0.5)
    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", processes=False, protocol="tcp://") as empty,
        pytest.raises(EvidencescanError, match="no worker for"),
    ):
        next(DaskExecutor(scheduler=empty.scheduler_address).run(obedient.Work(), items("a")))


def test_processes_that_nobody_uses_end(obedient, monkeypatch):
    monkeypatch.setattr(remote, "IDLE", 0.3)
    job = remote.pack(remote.Job("k", obedient.Work(), {}, 10.0, 100, 1 << 40))
    answer = remote.unpack(remote.perform(job, remote.pack(items("a")[0]), None) or b"")
    assert gone(int(answer.reader))
    assert job not in remote._pools
