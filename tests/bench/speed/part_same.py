"""Whoever works, the same comes out."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from documents import Collection, texts
from harness import fresh_scan
from results import Part, Table, Target, amount
from setting import Setting

ABOUT = """The same documents through each executor into databases of their own. What is compared is the hash of the
whole content of evidence, values and findings, in an order that does not depend on who came first; only row numbers are
left out."""
_CONTENT = (
    "SELECT d.sha256, e.id, e.indicator, e.component, e.polarity, e.force, e.condition, e.value, e.quote, e.citation, "
    "e.heading, e.page, e.score, e.score_kind, e.reason, e.reasons, e.occurrence, e.passage, e.start, e.stop, "
    "e.current FROM evidence AS e JOIN document AS d ON d.id = e.document ORDER BY e.id",
    "SELECT evidence, kind, number, until, bound, unit, text, start, breakdown FROM value ORDER BY evidence, id",
    "SELECT d.sha256, c.name, c.fingerprint, f.indicator, f.component, f.polarity, f.force, f.condition, f.passage, "
    'f.start, f.stop, f.quote, f.score, f.score_kind, f.reasons, f."values", f.accepts FROM finding AS f '
    "JOIN analysis AS a ON a.id = f.analysis JOIN component AS c ON c.id = a.component "
    "JOIN document AS d ON d.id = a.document ORDER BY d.sha256, c.name, f.id",
)


def measure(setting: Setting) -> Part:
    """Return whether serial, local and dask give the same."""
    work = setting.folder("same")
    files = [*_some(setting.documents, setting.sizes.same), texts(work / "texts", setting.sizes.same)]
    executors = ["serial", "local", *(["dask"] if find_spec("distributed") else [])]
    rows, hashes, software = [], set(), set()
    for name in executors:
        db = work / f"{name}.db"
        with _scheduler(name) as more:
            done = fresh_scan(*files, db=db, jobs=2, memory=False, more=("--executor", name, *more))
        digest, lines = _content(db)
        hashes.add(digest)
        software.add(_software(db))
        rows.append([name, amount(done.wall), f"{lines:,}", digest[:16]])
    if len(software) > 1:
        raise RuntimeError("rules, models or code changed while this ran: measure it again")
    part = Part("same", "The same from every executor", ABOUT)
    part.tables.append(Table("", ["executor", "seconds", "rows compared", "hash of the content"], rows))
    same = len(hashes) == 1
    claim = f"{', '.join(executors)}: the same bytes of evidence and findings"
    part.targets.append(Target(claim, "the same", "the same" if same else "different", same))
    if "dask" not in executors:
        part.notes.append("`distributed` is not installed, so Dask was left out.")
    return part


@contextmanager
def _scheduler(executor: str) -> Iterator[Sequence[str]]:
    """Yield the options that name a small cluster on this machine, where the executor needs one."""
    if executor != "dask":
        yield ()
        return
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", protocol="tcp://") as cluster:
        yield ("--scheduler", cluster.scheduler_address)


def _some(documents: Collection, count: int) -> list[Path]:
    """Return the smaller half of the files, at most ``count``: many and varied rather than long."""
    by_size = sorted(documents.files, key=lambda path: path.stat().st_size)
    return by_size[: max(1, min(count, len(by_size) // 2))]


def _software(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return repr(connection.execute("SELECT kind, name, fingerprint FROM component ORDER BY 1, 2, 3").fetchall())


def _content(path: Path) -> tuple[str, int]:
    digest, rows = hashlib.sha256(), 0
    with closing(sqlite3.connect(path)) as connection:
        for query in _CONTENT:
            for row in connection.execute(query):
                digest.update(repr(row).encode() + b"\n")
                rows += 1
    return digest.hexdigest(), rows
