"""Many small lists of numbers as two arrays, so that all of them are followed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Lists:
    """A list of numbers for each of ``size`` keys; most may be empty."""

    def __init__(self, lists: Mapping[int, Iterable[int]], size: int) -> None:
        made = {key: tuple(numbers) for key, numbers in sorted(lists.items())}
        counts = np.zeros(size, np.int64)
        counts[list(made)] = [len(numbers) for numbers in made.values()]
        self._stops = counts.cumsum()
        self._counts = counts
        self._numbers = np.fromiter(chain.from_iterable(made.values()), np.int64)

    def of(self, keys: Numbers) -> tuple[Numbers, Numbers]:
        """Return the numbers in the lists of ``keys``, and for each the place of its key among them."""
        counts = self._counts[keys]
        places, offsets = ranges(self._stops[keys] - counts, counts)
        return places, self._numbers[offsets]


def ranges(starts: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers of all ranges of ``counts`` numbers from ``starts``, and for each the place of its range."""
    places = np.repeat(np.arange(len(starts)), counts)
    first = counts.cumsum() - counts
    return places, np.arange(len(places)) + (starts - first)[places]


def order_by(*columns: Numbers) -> Numbers:
    """Return the order of rows by the first column, then the second, and so on; no number is negative."""
    # numbers of two bytes are put in order by counting, several times as fast
    keys = [column.astype(np.uint16) if column.max(initial=0) < 1 << 16 else column for column in columns]
    return np.lexsort(keys[::-1])


def set_cells(table: Flags) -> tuple[Numbers, Numbers]:
    """Return rows and columns of what is set in a table, row by row; of few cells among many, soon."""
    rows, columns = np.divmod(np.flatnonzero(table), table.shape[1])
    return rows, columns
