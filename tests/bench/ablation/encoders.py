"""Numbers for passages: TF-IDF, named features, what the rules say, and embeddings of three sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from corpus import Unit
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import PCA
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer

DIMENSIONS = 128
SMOOTHING = 1e-4
"""Chance of a piece at which its weight is a half (smooth inverse frequency)."""
PIECE = re.compile(r"▁?[A-Za-zÀ-ÿœŒ0-9'’.,;:()§%$-]+")
WORD = re.compile(r"\w+|[^\w\s]")
BATCH = 512


class Encoder(Protocol):
    """Turns passages into a matrix; learns from the training passages alone."""

    def fit(self, units: Sequence[Unit]) -> None:
        """Learn what there is to learn."""

    def encode(self, units: Sequence[Unit]) -> Any:
        """Return a matrix of one row a passage."""


class Tfidf:
    """Words and pairs of words."""

    def __init__(self) -> None:
        self._vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode")

    def fit(self, units: Sequence[Unit]) -> None:
        """Learn the vocabulary."""
        self._vectorizer.fit([unit.text for unit in units])

    def encode(self, units: Sequence[Unit]) -> Any:
        """Return a sparse matrix."""
        return self._vectorizer.transform([unit.text for unit in units])


class Named:
    """Features with a name, each a number."""

    def __init__(self, features: Callable[[Unit], dict[str, float]]) -> None:
        self._features = features
        self._vectorizer = DictVectorizer()

    def fit(self, units: Sequence[Unit]) -> None:
        """Learn which names there are."""
        self._vectorizer.fit([self._features(unit) for unit in units])

    def encode(self, units: Sequence[Unit]) -> Any:
        """Return a sparse matrix."""
        return self._vectorizer.transform([self._features(unit) for unit in units])


def terms(unit: Unit) -> dict[str, float]:
    """Return the terms in their places, words of force, kind of document and of passage."""
    return dict(unit.row.named)


def said(unit: Unit) -> dict[str, float]:
    """Return what the rules say: the score of each component, the other way round, and of each code."""
    found = {f"{component}:{polarity}": score for (component, polarity), score in unit.rules.scores.items()}
    found.update({f"{component}": 1.0 for component in unit.rules.components})
    found.update({f"code:{code}": score for code, score in unit.rules.codes.items()})
    return found


class Together:
    """Several encoders side by side."""

    def __init__(self, *parts: Encoder) -> None:
        self._parts = parts

    def fit(self, units: Sequence[Unit]) -> None:
        """Let each part learn."""
        for part in self._parts:
            part.fit(units)

    def encode(self, units: Sequence[Unit]) -> Any:
        """Return a sparse matrix."""
        return hstack([csr_matrix(part.encode(units)) for part in self._parts]).tocsr()


class Sentences:
    """Sentence embeddings by a model of another package, which needs no training."""

    def __init__(self, encode: Callable[[list[str]], Any]) -> None:
        self._encode = encode

    def fit(self, units: Sequence[Unit]) -> None:
        """Learn nothing."""

    def encode(self, units: Sequence[Unit]) -> Any:
        """Return a dense matrix."""
        texts = [unit.text for unit in units]
        batches = [self._encode(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(batches).astype(np.float32)


class Static:
    """An embedding for each piece of a word, distilled from a sentence encoder; a passage is their weighted sum.

    Each piece in Latin letters is encoded as if it were a sentence, brought to `DIMENSIONS` by PCA, weighted down the
    more often it occurs, and kept in eight bits.
    """

    def __init__(self, teacher: Any) -> None:
        tokenizer = teacher._tokenizer
        numbers = [number for number, piece in enumerate(tokenizer._pieces) if PIECE.fullmatch(piece)]
        pieces = [tokenizer._pieces[number].replace("▁", " ").strip() or "." for number in numbers]
        vectors = np.concatenate([teacher.encode(pieces[at : at + BATCH]) for at in range(0, len(pieces), BATCH)])
        chance = np.exp(np.asarray(tokenizer._scores)[numbers])
        reduced = PCA(DIMENSIONS, random_state=0, svd_solver="randomized").fit_transform(vectors)
        reduced *= (SMOOTHING / (SMOOTHING + chance / chance.sum()))[:, None]
        self.table = np.round(reduced / np.abs(reduced).max() * 127).astype(np.int8)
        self._rows = {number: row for row, number in enumerate(numbers)}
        self._split = tokenizer._encode_one
        self._known: dict[str, list[int]] = {}

    def fit(self, units: Sequence[Unit]) -> None:
        """Learn nothing."""

    def encode(self, units: Sequence[Unit]) -> NDArray[np.float32]:
        """Return a dense matrix of rows of unit length."""
        rows: list[int] = []
        starts = [0]
        for unit in units:
            for word in WORD.findall(unit.text.lower()):
                if word not in self._known:
                    self._known[word] = [self._rows[n] for n in self._split(word) if n in self._rows]
                rows.extend(self._known[word])
            starts.append(len(rows))
        counts = csr_matrix((np.ones(len(rows), np.float32), rows, starts), shape=(len(units), len(self.table)))
        summed = np.asarray(counts @ self.table.astype(np.float32))
        return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-9), np.float32)
