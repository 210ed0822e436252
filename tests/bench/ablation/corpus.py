"""What the ways of finding see: passages for training and for testing, each beside what the rules say of it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from evidencescan.analysis import assemble
from evidencescan.analysis.annotate import DEFAULT_POOL
from evidencescan.analysis.features import FeatureReader
from evidencescan.analysis.training import documents
from evidencescan.app import Project
from evidencescan.errors import EvidencescanError
from evidencescan.models.linear import Row
from evidencescan.models.passages import read_passages
from evidencescan.report.evaluation.gold import GoldPassage, read_gold
from evidencescan.report.evaluation.matching import assign, grams
from evidencescan.values import COMPONENTS, Component, Document, Finding

CLASSIFIER = "classifier"
CONTENT = frozenset(("paragraph", "item", "table"))
CUT = 1500
"""Characters to which the text of a sampled passage may be cut."""
THIN = 1 / 12
"""Where rules find something in a smaller share of the passages, what no rule says is not believed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is found on a passage: the best score of each (component, polarity), of each code and of each rule."""

    scores: Mapping[tuple[Component, str], float] = field(default_factory=dict)
    codes: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, float] = field(default_factory=dict)

    @property
    def components(self) -> frozenset[Component]:
        """The components that are found, whatever their polarity."""
        return frozenset(component for component, _ in self.scores)

    def contrary(self, component: Component) -> bool:
        """Tell whether a component is found against the people it should protect."""
        return (component, "contrary") in self.scores


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage as the product sees it; ``text`` with its heading and lead-in, ``rules`` what the rules say of it."""

    language: str
    kind: str
    text: str
    row: Row
    rules: Said
    thin: bool


@dataclass(frozen=True, slots=True)
class Training:
    """The project's own passages. Parallel: ``units``, ``groups`` (the invented document), ``labels``."""

    units: list[Unit]
    groups: list[str]
    labels: list[GoldPassage]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled passage; ``places`` are the numbers of the units that hold it, ``rules`` and ``product`` what the
    quotes on it say."""

    gold: GoldPassage
    places: list[int]
    rules: Said
    product: Said


@dataclass(frozen=True, slots=True)
class TestSet:
    """Labelled passages of real documents."""

    name: str
    units: list[Unit]
    passages: list[Labelled]


class Corpus:
    """Reads and analyses with the plugins at work; ``time`` is the seconds that the rules, and all analysers, took,
    and the passages of these."""

    def __init__(self) -> None:
        self.project = Project(Path("unused.db"))
        self.indicators = {i.code: i for c in self.project.host.catalogues for i in c.indicators}
        self.time = {"rules": (0.0, 0), "product": (0.0, 0)}
        self._readers: dict[str, FeatureReader] = {}

    def training(self, folder: Path) -> Training:
        """Return the training passages of a folder."""
        training = Training([], [], [])
        for document, labelled in documents(read_passages(folder)):
            rules, _ = self._findings(document)
            units = self._units(document, rules, [seq for seq, _ in labelled])
            for seq, item in labelled:
                if seq in units:
                    training.units.append(units[seq])
                    training.groups.append(f"{item.language}:{item.document}")
                    levels: dict[str, int] = dict(zip(COMPONENTS, item.levels, strict=True))
                    contrary, codes = frozenset(item.contrary), frozenset(item.indicators)
                    training.labels.append(
                        GoldPassage(item.document, "", item.text, frozenset(), levels, contrary, codes, frozenset(), ())
                    )
        return training

    def test_set(self, gold: Path, folder: Path, *, sample: bool = False) -> TestSet:
        """Return the passages of a file of labels whose documents lie in a folder; those that cannot be read count
        as documents in which nothing is found. Of a ``sample`` only some passages of each document are labelled."""
        units: list[Unit] = []
        passages: list[Labelled] = []
        for name, labelled in read_gold(gold).items():
            try:
                document = self.project.read(folder / name)
            except EvidencescanError as error:
                print(f"{name}: {error}", file=sys.stderr)
                passages.extend(Labelled(one, [], Said(), Said()) for one in labelled)
                continue
            rules, product = self._findings(document)
            own = self._units(document, rules, range(len(document.passages)))
            wanted = [one.grams for one in labelled]
            if sample:
                # in a sample, what stands elsewhere in the document must not count for a passage with like words
                texts = {one.grams for one in labelled}
                wanted += [words for p in document.passages if (words := grams(p.text[:CUT])) not in texts]
            places = assign([grams(document.passages[seq].text) for seq in own], wanted)
            by_rules = assign([grams(finding.quote) for finding in rules], wanted)
            by_product = assign([grams(finding.quote) for finding in product], wanted)
            numbers = {
                at: len(units) + number
                for number, at in enumerate(sorted({at for held in places[: len(labelled)] for at in held}))
            }
            ordered = list(own.values())
            units.extend(ordered[at] for at in numbers)
            for one, held, ruled, produced in zip(labelled, places, by_rules, by_product, strict=False):
                said = said_by(rules[at] for at in ruled)
                passages.append(
                    Labelled(one, [numbers[at] for at in held], said, said_by(product[at] for at in produced))
                )
        return TestSet(gold.stem, units, passages)

    def _findings(self, document: Document) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Return the evidence of the rules alone, and of the product with its classifier."""
        found = {}
        spent = {"rules": 0.0, "product": 0.0}
        # the passages are annotated for the first analyser and shared: the classifier is the last to look at them
        for analyser in sorted(self.project.host.analysers, key=lambda one: one.name == CLASSIFIER):
            start = perf_counter()
            found[analyser.name] = list(analyser.analyse(document))
            for which in ("product",) if analyser.name == CLASSIFIER else ("rules", "product"):
                spent[which] += perf_counter() - start
        self.time = {
            which: (seconds + spent[which], passages + len(document.passages))
            for which, (seconds, passages) in self.time.items()
        }
        rules = [finding for name, own in found.items() if name != CLASSIFIER for finding in own]
        alone = assemble(document, rules, calibrate=False)
        return alone, assemble(document, [*rules, *found.get(CLASSIFIER, [])], calibrate=False)

    def _units(self, document: Document, rules: Sequence[Finding], wanted: Iterable[int]) -> dict[int, Unit]:
        annotated = DEFAULT_POOL.annotate(document)
        by_passage: dict[int, list[Finding]] = defaultdict(list)
        for finding in rules:
            by_passage[finding.passage].append(finding)
        content = sum(passage.kind in CONTENT for passage in document.passages)
        thin = len(by_passage) < THIN * content
        units = {}
        for seq in wanted:
            if seq not in annotated.passages:
                continue
            annotation = annotated.passages[seq]
            compiled = DEFAULT_POOL.compiled(annotation.language)
            if annotation.language not in self._readers:
                self._readers[annotation.language] = FeatureReader(compiled)
            row = self._readers[annotation.language].row(annotated, annotation)
            passage = annotation.passage
            lead = document.passages[passage.lead].text if passage.lead is not None else ""
            heading = passage.headings[-1] if passage.headings else ""
            kind = document.profile.get("kind") or "other"
            text = f"{heading}. {lead} {passage.text}"
            units[seq] = Unit(annotation.language, kind, text, row, said_by(by_passage[seq]), thin)
        return units


def said_by(findings: Iterable[Finding]) -> Said:
    """Return what findings come to."""
    scores: dict[tuple[Component, str], float] = defaultdict(float)
    codes: dict[str, float] = defaultdict(float)
    rules: dict[str, float] = defaultdict(float)
    for finding in findings:
        key = (finding.component, finding.polarity)
        scores[key] = max(scores[key], finding.score)
        if finding.indicator:
            codes[finding.indicator] = max(codes[finding.indicator], finding.score)
        for reason in finding.reasons:
            if reason.kind == "rule":
                rules[reason.name] = max(rules[reason.name], reason.weight or 0.0)
    return Said(dict(scores), dict(codes), dict(rules))
