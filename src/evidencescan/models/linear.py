"""Linear models over named features: one matrix of weights, a bias for each label, nothing that could run code.

A row of features has two parts: named values (terms in their places, words of force, kind of document) and the words
of the passage with the pairs that they form, which are weighted by their rarity and brought to unit length, as TF-IDF
does. Rows are encoded many at a time, but what becomes of one depends on it alone: every sum runs over its own
features, in their order.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

from evidencescan.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.intp]

WORDS_LENGTH = 2.0
"""Length to which the words of a passage are brought, beside named values of about 1."""


class Row(NamedTuple):
    """The features of one passage; ``words`` are all its words as they follow each other."""

    named: Mapping[str, float]
    words: Sequence[str]

    def phrases(self) -> list[str]:
        """Return the names of the features that the words make: each of them, then each pair of neighbours."""
        return [*self.words, *(f"{first} {second}" for first, second in pairwise(self.words))]


class Encoded(NamedTuple):
    """Rows as one model sees them: those of row ``r`` are the ``numbers`` of features, and their ``values``, from
    ``starts[r]`` to ``starts[r + 1]``: first the named ones, then words and pairs as they first occur."""

    numbers: Numbers
    values: NDArray[np.float64]
    starts: Numbers


class _Words(NamedTuple):
    """The words of a model's features by number: ``features`` has the feature that a word is, or -1. ``pairs``
    (rising) are first × W + second for W words, ``pair_features`` their features; W × W, which is no pair, ends
    them."""

    number: dict[str, int]
    features: Numbers
    pairs: Numbers
    pair_features: Numbers


class LinearModel:
    """Probabilities of labels.

    ``features`` (F names), ``rarity`` (F, the idf of words, 1 for named features), ``weights`` (F × L), ``bias`` (L),
    ``labels`` (L names).
    """

    def __init__(
        self,
        labels: Sequence[str],
        features: Sequence[str],
        rarity: NDArray[np.float32],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
    ) -> None:
        if weights.shape != (len(features), len(labels)) or rarity.shape != (len(features),):
            raise ModelError("the arrays of the model do not fit each other")
        self.labels = tuple(labels)
        self.features = tuple(features)
        self._number = {name: number for number, name in enumerate(self.features)}
        self._rarity = rarity
        self._weights = weights
        self._bias = bias

    @cached_property
    def _words(self) -> _Words:
        import numpy as np

        number: dict[str, int] = {}
        alone: list[tuple[int, int]] = []
        couples: list[tuple[int, int, int]] = []
        for name, feature in self._number.items():
            word, gap, neighbour = name.partition(" ")
            first = number.setdefault(word, len(number))
            if gap:
                couples.append((first, number.setdefault(neighbour, len(number)), feature))
            else:
                alone.append((first, feature))
        size = len(number)
        words, its_feature = np.array(alone, np.intp).reshape(-1, 2).T
        features = np.full(size, -1, np.intp)
        features[words] = its_feature
        first_word, second_word, pair_feature = np.array([*couples, (size, 0, -1)], np.intp).T
        pairs = first_word * size + second_word
        order = pairs.argsort()
        return _Words(number, features, pairs[order], pair_feature[order])

    def encode(self, rows: Sequence[Row]) -> Encoded:
        """Return the numbers and values of the features of rows that the model knows."""
        import numpy as np

        numbers, values, owners = self._named(rows)
        words, word_owners = self._phrases(rows)
        weights = self._rarity[words].astype(np.float64)
        length = np.sqrt(np.bincount(word_owners, weights * weights, minlength=len(rows)))
        word_values = WORDS_LENGTH * weights / length[word_owners]
        owner = np.concatenate((owners, word_owners))
        order = owner.argsort(kind="stable")
        starts = np.zeros(len(rows) + 1, np.intp)
        np.cumsum(np.bincount(owner, minlength=len(rows)), out=starts[1:])
        return Encoded(np.concatenate((numbers, words))[order], np.concatenate((values, word_values))[order], starts)

    def _named(self, rows: Sequence[Row]) -> tuple[Numbers, NDArray[np.float64], Numbers]:
        """Return the numbers of the named features that the model knows, their values, and their rows."""
        import numpy as np

        named = [row.named for row in rows]
        numbers = np.fromiter(map(self._number.get, chain.from_iterable(named), repeat(-1)), np.intp)
        values = np.fromiter(chain.from_iterable(one.values() for one in named), np.float64, len(numbers))
        owners = np.repeat(np.arange(len(rows)), np.fromiter(map(len, named), np.intp, len(rows)))
        known = numbers >= 0
        return numbers[known], values[known], owners[known]

    def _phrases(self, rows: Sequence[Row]) -> tuple[Numbers, Numbers]:
        """Return the numbers of the words and pairs that the model knows, once a row, and their rows."""
        import numpy as np

        known = self._words
        words = [row.words for row in rows]
        numbers = np.fromiter(map(known.number.get, chain.from_iterable(words), repeat(-1)), np.intp)
        owners = np.repeat(np.arange(len(rows)), np.fromiter(map(len, words), np.intp, len(rows)))
        at = np.flatnonzero((numbers[:-1] >= 0) & (numbers[1:] >= 0) & (owners[:-1] == owners[1:]))
        pairs = numbers[at] * len(known.number) + numbers[at + 1]
        place = known.pairs.searchsorted(pairs)
        hit = known.pairs[place] == pairs
        there = np.flatnonzero(numbers >= 0)
        features = np.concatenate((known.features[numbers[there]], known.pair_features[place[hit]]))
        owners = np.concatenate((owners[there], owners[at[hit]]))
        features, owners = features[features >= 0], owners[features >= 0]
        # of what a row has more than once, the first: sorted by row and feature, and within them by place
        size = len(features)
        feature, place = np.divmod(np.sort((owners * len(self.features) + features) * size + np.arange(size)), size)
        first = np.sort(place[np.diff(feature, prepend=-1) > 0])
        return features[first], owners[first]

    def probabilities(self, rows: Encoded) -> NDArray[np.float64]:
        """Return the probability of each label for each row (N × L)."""
        import numpy as np

        count = len(rows.starts) - 1
        owners = np.repeat(np.arange(count), np.diff(rows.starts))
        scores = np.empty((count, len(self.labels)))
        for label, bias in enumerate(self._bias):
            # not a product of BLAS, whose sums depend on where in memory the arrays happen to lie
            parts = rows.values * self._weights[rows.numbers, label]
            scores[:, label] = np.bincount(owners, parts, minlength=count) + bias
        return np.asarray(1 / (1 + np.exp(-scores)))

    def reasons(self, rows: Encoded, row: int, label: str, most: int = 4) -> list[tuple[str, float]]:
        """Return the features of one of the rows that speak most for a label, with what each adds to its log-odds."""
        own = slice(rows.starts[row], rows.starts[row + 1])
        numbers = rows.numbers[own]
        parts = rows.values[own] * self._weights[numbers, self.labels.index(label)]
        strongest = (-parts).argsort(kind="stable")[:most]
        return [(self.features[numbers[at]], float(parts[at])) for at in strongest if parts[at] > 0]

    def to_bytes(self) -> bytes:
        """Return the model as an npz file; the same model gives the same bytes."""
        import numpy as np

        stream = io.BytesIO()
        arrays: dict[str, Any] = {
            "labels": np.array(self.labels),
            "features": np.array(self.features),
            "rarity": self._rarity,
            "weights": self._weights,
            "bias": self._bias,
        }
        np.savez_compressed(stream, **arrays)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> LinearModel:
        """Read what `to_bytes` wrote; raise ModelError where it is something else. Objects are never unpickled."""
        import numpy as np

        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                return cls(
                    arrays["labels"].astype(str).tolist(),
                    arrays["features"].astype(str).tolist(),
                    arrays["rarity"],
                    arrays["weights"],
                    arrays["bias"],
                )
        except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile, zlib.error) as error:
            raise ModelError(f"this is no model: {error}") from error
