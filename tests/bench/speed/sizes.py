"""How much is measured: in full, in minutes, or in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """``repeats`` of runs of seconds, ``long`` of runs of a minute and more; all other fields are counts.

    ``sample`` pages are read by every contender in turns, ``corpus`` pages (0: all) by all but the slow script, which
    reads them once where ``patient``.
    """

    name: str
    repeats: int
    long: int
    sample: int
    corpus: int
    patient: bool
    files: int
    pages: tuple[int, ...]
    memory_pages: tuple[int, int]
    documents: tuple[int, ...]
    rules: tuple[int, ...]
    rule_pages: int
    evidence: tuple[int, ...]
    evidence_documents: int
    starts: int
    same: int


FULL = Sizes(
    name="full",
    repeats=5,
    long=3,
    sample=150,
    corpus=0,
    patient=True,
    files=1000,
    pages=(10, 50, 100, 500, 1000, 5000, 10_000),
    memory_pages=(50, 5000),
    documents=(10, 100, 1000, 10_000, 100_000),
    rules=(100, 1000, 10_000),
    rule_pages=500,
    evidence=(10_000, 100_000, 1_000_000),
    evidence_documents=2000,
    starts=25,
    same=40,
)
QUICK = Sizes(
    name="quick",
    repeats=3,
    long=1,
    sample=40,
    corpus=400,
    patient=False,
    files=100,
    pages=(10, 50, 500, 1500),
    memory_pages=(50, 1500),
    documents=(10, 100, 1000),
    rules=(100, 1000, 10_000),
    rule_pages=200,
    evidence=(10_000, 100_000),
    evidence_documents=200,
    starts=9,
    same=12,
)
TINY = Sizes(
    name="tiny",
    repeats=1,
    long=1,
    sample=2,
    corpus=4,
    patient=True,
    files=3,
    pages=(1, 3),
    memory_pages=(1, 3),
    documents=(2, 4),
    rules=(5, 10),
    rule_pages=2,
    evidence=(50, 200),
    evidence_documents=5,
    starts=1,
    same=2,
)
BY_NAME = {sizes.name: sizes for sizes in (FULL, QUICK, TINY)}
