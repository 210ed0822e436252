"""How long an auditor waits for the views and the text search when there is very much evidence."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from filling import fill
from harness import MB
from prose import vocabulary
from results import Part, Plot, Table, Target, amount
from setting import Setting

from evidencescan.store import Store

ABOUT = """Databases of so many pieces of evidence in {documents:,} documents, made through the real schema: a few
documents have most of them, a few indicators are cited often. A page is 100 rows, as browsers of databases show them.
Every question is asked on a new connection; the file itself is in the memory of the system."""
PAGE = 100
_PAGE_MS, _SEARCH_MS = 100, 200
_VIEWS = ("evidence_detail", "document_status", "coverage", "gap", "review_queue")
_FILTERED = {
    "evidence_detail, one indicator": "SELECT * FROM evidence_detail WHERE indicator = '2.2.4'",
    "evidence_detail, one document": "SELECT * FROM evidence_detail WHERE document = {document}",
    "evidence_detail, one country": "SELECT * FROM evidence_detail WHERE country = {country}",
    "evidence_detail, contrary on gender": "SELECT * FROM evidence_detail WHERE component = 'gender' AND polarity = "
    "'contrary'",
    "evidence_detail, confirmed": "SELECT * FROM evidence_detail WHERE review = 'confirmed'",
    "evidence_detail, best score first": "SELECT * FROM evidence_detail ORDER BY score DESC",
    "evidence_detail, counted": "SELECT count(*) FROM evidence_detail",
    "document_status, one country": "SELECT * FROM document_status WHERE country = {country}",
    "document_status, contested": "SELECT * FROM document_status WHERE status = 'contested'",
    "coverage, one country": "SELECT * FROM coverage WHERE country = {country}",
    "gap, one indicator": "SELECT * FROM gap WHERE indicator = '2.2.4'",
    "review_queue, one indicator": "SELECT * FROM review_queue WHERE indicator = '2.2.4'",
}
_SEARCHES = {
    "search, a word of many provisions": "trafficking",
    "search, a word of most provisions": "shall",
    "search, a rare word": "{rare}",
    "search, a phrase": '"best interests of the child"',
    "search, two words": "guardian child",
    "search, beginning of a word": "compens*",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """Milliseconds of the first question, median of the others, and rows that came."""

    first: float
    again: float
    rows: int


def measure(setting: Setting) -> Part:
    """Return the times of views and searches over the number of pieces."""
    sizes, work = setting.sizes, setting.folder("evidence")
    answers: dict[int, dict[str, _Asked]] = {}
    stored: dict[int, float] = {}
    for pieces in sizes.evidence:
        path = work / f"{pieces}.db"
        fill(path, pieces, sizes.evidence_documents)
        stored[pieces] = path.stat().st_size / MB
        ways = _ways(path)
        answers[pieces] = {name: _asked(path, ask, max(3, sizes.repeats)) for name, ask in ways.items()}
        path.unlink()
    most = answers[sizes.evidence[-1]]
    about = ABOUT.format(documents=sizes.evidence_documents)
    title = "; ".join(f"{pieces:,} pieces are a file of {amount(size, 'MB')}" for pieces, size in stored.items())
    part = Part("evidence", "Evidence", about, tables=[_table(title, answers)])
    part.plots = [
        _plot("views", "First page of each view", {name: name for name in _VIEWS}, answers),
        _plot("search", "Search in the text", {name: name.removeprefix("search, ") for name in _SEARCHES}, answers),
    ]
    count = f"{sizes.evidence[-1]:,} pieces"
    part.targets += [_within(f"first page of {name}, {count}", most[name], _PAGE_MS) for name in _VIEWS]
    part.targets += [_within(f"{name}, {count}", most[name], _SEARCH_MS) for name in _SEARCHES]
    return part


def _ways(path: Path) -> Mapping[str, Callable[[Store], int]]:
    with Store.open(path, create=False) as store:
        document, country = store.db.execute(
            "SELECT name, country FROM document ORDER BY id LIMIT 1 OFFSET 1"
        ).fetchone()
        texts = store.db.execute("SELECT text FROM passage ORDER BY id DESC LIMIT 200").fetchall()
    rank = {word: number for number, word in enumerate(vocabulary(20_000))}  # the later, the rarer
    word = max((word for (text,) in texts for word in text.split()), key=lambda word: rank.get(word, 0))
    ways: dict[str, Callable[[Store], int]] = {name: partial(_page, f"SELECT * FROM {name}") for name in _VIEWS}
    given = {"document": f"'{document}'", "country": f"'{country}'"}
    ways |= {name: partial(_page, sql.format(**given)) for name, sql in _FILTERED.items()}
    ways |= {name: partial(_search, query.replace("{rare}", word)) for name, query in _SEARCHES.items()}
    ways["the numbers of `evidencescan status`"] = lambda store: len(store.summary())
    return ways


def _page(sql: str, store: Store) -> int:
    return len(store.db.execute(f"{sql} LIMIT {PAGE}").fetchall())


def _search(query: str, store: Store) -> int:
    return len(list(store.search(query, 20)))


def _asked(path: Path, ask: Callable[[Store], int], repeats: int) -> _Asked:
    took, rows = [], 0
    for _ in range(repeats + 1):
        with Store.open(path, create=False) as store:
            began = time.perf_counter()
            rows = ask(store)
            took.append((time.perf_counter() - began) * 1000)
    return _Asked(took[0], median(took[1:]), rows)


def _within(claim: str, asked: _Asked, limit: float) -> Target:
    return Target(claim, f"under {limit:g} ms", amount(asked.again, "ms"), asked.again < limit)


def _table(title: str, answers: dict[int, dict[str, _Asked]]) -> Table:
    most = answers[max(answers)]
    head = ["ms", *(f"{pieces:,} pieces" for pieces in answers), "first time", "rows shown"]
    rows = [
        [name, *(amount(of[name].again) for of in answers.values()), amount(most[name].first), f"{most[name].rows:,}"]
        for name in most
    ]
    return Table(title, head, rows)


def _plot(name: str, title: str, lines: Mapping[str, str], answers: dict[int, dict[str, _Asked]]) -> Plot:
    drawn = {
        short: [(float(pieces), of[question].again) for pieces, of in answers.items()]
        for question, short in lines.items()
    }
    return Plot(name, title, "pieces of evidence", "milliseconds", drawn)
