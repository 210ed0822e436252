"""What a worker made of a document travels as rows, merged; so do stored documents that it analyses again."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from evidencescan.host import Host, HostOptions
from evidencescan.ids import content_hash
from evidencescan.pipeline import Worker, WorkerOptions
from evidencescan.pipeline.packing import PackedItem, PackedOutcome, assemble, by_analyser, pack, unpack
from evidencescan.store import Rows, findings_of, packed, rows_of
from evidencescan.store.evidence import evidence_rows
from evidencescan.values import Source, WorkItem, WorkOutcome


@pytest.fixture
def host(install) -> Host:
    install(good="good_plugin")
    return Host(HostOptions(only=("good",), without=("builtin",)))


@pytest.fixture
def item(host, notes: Path) -> WorkItem:
    file = notes / "law.note"
    source = Source(str(file), content_hash(file), file.stat().st_size)
    return WorkItem(source, tuple(analyser.name for analyser in host.analysers))


@pytest.fixture
def plain(host, item) -> WorkOutcome:
    return Worker(WorkerOptions(host.options), host)(item)


def test_a_fresh_reading_is_packed_and_comes_back(host, item, plain):
    sent = pickle.dumps(Worker(WorkerOptions(host.options, packs=True), host)(item))
    outcome = pickle.loads(sent)  # noqa: S301 - made here
    assert isinstance(outcome, PackedOutcome)
    assert (outcome.document.passages, outcome.document.text, outcome.findings) == ((), "", ())
    assert outcome.document.profile == plain.document.profile
    assert replace(unpack(outcome), seconds=plain.seconds) == plain
    assert outcome.counts == plain.counts == {"word": 1}
    assert [(found.analyser, found.indicators) for found in outcome.found] == [("word", {"9.1.1"})]
    evidence, _ = assemble(host, plain.document, plain.findings[0][1])
    assert [row[7] for row, _ in outcome.rows.evidence] == [finding.quote for finding in evidence]


def test_stored_rows_go_to_the_worker_and_only_what_is_new_comes_back(host, item, plain):
    first = Worker(WorkerOptions(host.options, packs=True), host)(item)
    (kept,) = plain.findings[0][1]
    kept = replace(kept, component="sanctions")
    stored = packed(rows_of(plain.document, [("staying", (kept,))], ()))
    parts = (item.source, item.analysers, item.overrides, first.document)
    sent = pickle.loads(pickle.dumps(PackedItem(*parts, rows=stored)))  # noqa: S301 - made here
    assert sent.opened() == (plain.document, (("staying", (kept,)),))
    again = Worker(WorkerOptions(host.options, packs=True), host)(sent)
    assert isinstance(again, PackedOutcome)
    assert (again.document, again.rows.passages, again.counts) == (first.document, None, {"word": 1})
    assert findings_of(again.rows) == plain.findings
    evidence, _ = assemble(host, plain.document, [kept, *plain.findings[0][1]])
    assert list(again.rows.evidence) == list(evidence_rows(plain.document, evidence))


def test_rows_that_cannot_be_read_cost_their_document(host, item, plain):
    stored = packed(Rows(iter([("no passage",)]), (), ()))
    outcome = Worker(WorkerOptions(host.options, packs=True), host)(
        PackedItem(item.source, item.analysers, item.overrides, plain.document, rows=stored)
    )
    assert outcome.document is None
    assert [(problem.category, problem.component) for problem in outcome.problems] == [("bug", "worker")]


def test_findings_are_merged_in_the_order_of_their_analysers():
    assert by_analyser([("c", ("3",)), ("a", ("1", "0"))], [("b", ("2",))]) == ["1", "0", "2", "3"]


def test_what_no_row_can_hold_costs_its_document(host, plain):
    ((name, (finding,)),) = plain.findings
    outcome = pack(host, replace(plain, findings=()), [(name, (replace(finding, reasons=None),))])
    assert outcome.document is None
    assert [(problem.category, problem.component) for problem in outcome.problems] == [("bug", "store")]
    nothing = WorkOutcome(plain.source, None)
    assert pack(host, nothing, []) is nothing


def test_findings_are_let_go_while_they_are_packed(host, plain):
    findings = [(name, plain.findings[0][1]) for name in ("b", "a")]
    outcome = pack(host, replace(plain, findings=()), findings)
    assert findings == []
    assert [name for name, _ in outcome.rows.findings] == ["b", "a"]


def test_the_parent_merges_nothing_that_a_worker_merged(scanner, rows, monkeypatch):
    def forbidden(*args):
        raise AssertionError("merged again")

    monkeypatch.setattr("evidencescan.pipeline.saving.assemble", forbidden)
    assert scanner().read == 2
    assert len(rows()) == 1
    monkeypatch.setenv("WORD_VERSION", "2")
    assert scanner().analysed == 2
    assert len(rows()) == 1
