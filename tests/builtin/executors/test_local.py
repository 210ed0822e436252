"""Worker processes: one outcome for each item, whatever happens to a process."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from multiprocessing import Pipe
from pathlib import Path

import pytest

from evidencescan.builtin.executors import LocalExecutor, SerialExecutor, process
from evidencescan.values import Source, WorkItem

WORK = """
import gc, os, pickle, signal, sys, time
from evidencescan.values import Problem, Source, WorkItem, WorkOutcome


class Bomb:
    def __reduce__(self):
        return (exec, ("raise ValueError('boom')",))


class Heavy:
    def __init__(self, *parts):
        self.parts = [bytes(part) for part in parts]

    def __reduce_ex__(self, protocol):
        return (Heavy, tuple(map(pickle.PickleBuffer, self.parts)))


def work(item):
    name, _, word = item.source.uri.partition(" ")
    if word == "exit":
        os._exit(3)
    if word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "raise":
        raise RuntimeError("never to happen")
    if word == "hang":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(60)
    if word == "print":
        print("noise")
        os.write(1, b"noise")
    if word == "lambda":
        return WorkOutcome(item.source, lambda: None)
    if word == "bomb":
        return WorkOutcome(item.source, Bomb())
    if word == "heavy":
        return WorkOutcome(item.source, Heavy(b"a" * 1_000_000, b"", b"b" * 2_000_000))
    if word == "garbage":
        return WorkOutcome(item.source, None, reader=f"{gc.get_threshold()[0]} {gc.get_freeze_count() > 1000}")
    if word == "nonsense":
        return "nothing", False
    return WorkOutcome(item.source, None, reader=str(os.getpid()))
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that obeys the second word of an item, importable in worker processes."""
    (tmp_path / "obedient_work.py").write_text(textwrap.dedent(WORK))
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop("obedient_work", None)
    import obedient_work

    return obedient_work.work


def items(*uris: str) -> list[WorkItem]:
    return [WorkItem(Source(uri, uri, 1), ()) for uri in uris]


def test_every_item_has_its_outcome(work):
    outcomes = list(LocalExecutor(jobs=2).run(work, items(*"abcdef")))
    assert sorted(outcome.source.uri for outcome in outcomes) == list("abcdef")
    assert len({outcome.reader for outcome in outcomes}) <= 2
    assert str(os.getpid()) not in {outcome.reader for outcome in outcomes}


def test_nothing_to_do_starts_nothing(work, monkeypatch):
    monkeypatch.setattr("evidencescan.builtin.executors.local.WorkerProcess", None)
    assert list(LocalExecutor(jobs=2).run(work, [])) == []


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("exit", "ended with status 3"),
        ("kill", "was killed by SIGKILL"),
        ("raise", "ended with status 1"),
        ("bomb", "cannot be read back: ValueError: boom"),
        ("nonsense", "answered with tuple"),
    ],
)
def test_a_process_that_dies_costs_its_own_item(work, word, message, capfd):
    outcomes = {o.source.uri: o for o in LocalExecutor(jobs=1).run(work, items("a", f"b {word}", "c"))}
    assert sorted(outcomes) == ["a", f"b {word}", "c"]
    (problem,) = outcomes[f"b {word}"].problems
    assert (problem.category, problem.component) == ("lost", "worker")
    assert message in problem.message
    assert outcomes["a"].problems == outcomes["c"].problems == ()


def test_an_outcome_that_cannot_travel_is_a_bug_of_its_item(work):
    outcomes = {o.source.uri: o for o in LocalExecutor(jobs=1).run(work, items("a lambda", "b"))}
    assert outcomes["a lambda"].problems[0].category == "bug"
    assert outcomes["b"].problems == ()


def test_what_is_heavy_travels_in_parts(work):
    outcomes = {o.source.uri: o for o in LocalExecutor(jobs=1).run(work, items("a heavy", "b"))}
    assert outcomes["a heavy"].document.parts == [b"a" * 1_000_000, b"", b"b" * 2_000_000]
    assert outcomes["b"].problems == ()


def test_parts_are_messages_of_their_own(work):
    from obedient_work import Heavy

    here, there = Pipe()
    process._send(there, Heavy(b"one", b"two"))
    head, count = here.recv()
    assert count == 2
    assert b"one" not in head
    assert [here.recv_bytes(), here.recv_bytes()] == [b"one", b"two"]
    here.close()
    with pytest.raises(BrokenPipeError):
        process._send(there, "nobody listens")
    there.close()


def test_a_worker_looks_for_garbage_seldom(work):
    (outcome,) = LocalExecutor(jobs=1).run(work, items("a garbage"))
    assert outcome.reader == "50000 True"


def test_a_process_that_hangs_is_killed_in_time(work):
    begun = time.monotonic()
    outcomes = {o.source.uri: o for o in LocalExecutor(jobs=1, seconds=0.5).run(work, items("a hang", "b"))}
    assert time.monotonic() - begun < 10
    (problem,) = outcomes["a hang"].problems
    assert (problem.category, problem.message) == ("timeout", "not done after 0.5 seconds")
    assert outcomes["b"].problems == ()


def test_what_workers_print_does_not_reach_the_standard_output(work, capfd):
    list(LocalExecutor(jobs=1).run(work, items("a print")))
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err.count("noise") == 2


@pytest.mark.parametrize("bound", [{"documents": 1}, {"memory": 1}])
def test_processes_are_replaced(work, bound):
    outcomes = list(LocalExecutor(jobs=1, **bound).run(work, items("a", "b")))
    assert len({outcome.reader for outcome in outcomes}) == 2


def test_items_are_pulled_as_they_are_needed(work):
    pulled = []

    def source():
        for item in items(*"abcdef"):
            pulled.append(item)
            yield item

    run = LocalExecutor(jobs=2).run(work, source())
    next(run)
    assert len(pulled) <= 4
    run.close()


def test_closing_early_ends_the_processes(work):
    run = LocalExecutor(jobs=1).run(work, items("a", "b hang"))
    pid = int(next(run).reader)
    run.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_can_be_bounded():
    executor = LocalExecutor().configured(jobs=0, seconds=7)
    assert (executor.jobs, executor.seconds) == (1, 7)


def test_the_serial_executor_keeps_the_order_and_pulls_one_at_a_time(work):
    pulled = []

    def source():
        for item in items("b", "a"):
            pulled.append(item)
            yield item

    run = SerialExecutor().run(work, source())
    assert next(run).source.uri == "b"
    assert len(pulled) == 1
    assert [outcome.source.uri for outcome in run] == ["a"]
