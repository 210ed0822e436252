"""Linear models over named features: one matrix of weights, a bias for each label, nothing that could run code.

A row of features has two parts: named values (terms in their places, words of force, kind of document) and the words
of the passage, which are weighted by their rarity and brought to unit length, as TF-IDF does.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

from evidencescan.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS_LENGTH = 2.0
"""Length to which the words of a passage are brought, beside named values of about 1."""


class Row(NamedTuple):
    """The features of one passage."""

    named: Mapping[str, float]
    words: Sequence[str]


Encoded = tuple[list[int], list[float]]
"""A row as one model sees it: numbers of features, and their values."""


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

    def encode(self, row: Row) -> Encoded:
        """Return the numbers and values of the features of a row that the model knows."""
        numbers, values = [], []
        for name, value in row.named.items():
            number = self._number.get(name)
            if number is not None:
                numbers.append(number)
                values.append(value)
        known = [n for n in map(self._number.get, dict.fromkeys(row.words)) if n is not None]
        weights = [float(self._rarity[n]) for n in known]
        length = sum(weight * weight for weight in weights) ** 0.5
        numbers.extend(known)
        values.extend(WORDS_LENGTH * weight / length for weight in weights)
        return numbers, values

    def probabilities(self, rows: Sequence[Encoded]) -> NDArray[np.float32]:
        """Return the probability of each label for each row (N × L)."""
        import numpy as np

        scores = np.empty((len(rows), len(self.labels)), np.float32)
        for index, (numbers, values) in enumerate(rows):
            scores[index] = self._bias
            if numbers:
                # not a product of BLAS, whose sums depend on where in memory the arrays happen to lie
                scores[index] += (np.asarray(values, np.float32)[:, None] * self._weights[numbers]).sum(axis=0)
        return np.asarray(1 / (1 + np.exp(-scores)), np.float32)

    def reasons(self, row: Encoded, label: str, most: int = 4) -> list[tuple[str, float]]:
        """Return the features of a row that speak most for a label, with what each adds to its log-odds."""
        import numpy as np

        numbers, values = row
        parts = np.asarray(values) * self._weights[numbers, self.labels.index(label)]
        strongest = np.argsort(-parts, kind="stable")[:most]
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
                    [str(label) for label in arrays["labels"]],
                    [str(name) for name in arrays["features"]],
                    arrays["rarity"],
                    arrays["weights"],
                    arrays["bias"],
                )
        except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile, zlib.error) as error:
            raise ModelError(f"this is no model: {error}") from error
