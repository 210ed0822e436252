"""Sequences of numbers that must follow each other, as a trie in sorted arrays: many are followed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from .arrays import Flags, Lists, Numbers, ranges


class Chains:
    """``chains`` maps sequences of ``members`` (numbers below that) to what they make.

    A node stands for the beginning of a sequence; the node of a first member has the member's number.
    """

    def __init__(self, chains: Mapping[tuple[int, ...], Iterable[int]], members: int) -> None:
        ways: dict[int, int] = {}
        makes: dict[int, list[int]] = {}
        width = max(1, members)
        for chain, made in chains.items():
            node = chain[0]
            for member in chain[1:]:
                node = ways.setdefault(node * width + member, members + len(ways))
            makes.setdefault(node, []).extend(made)
        nodes = members + len(ways)
        self.members = members
        self._width = width
        self._keys = np.array(sorted(ways), np.int64)
        self._next = np.array([ways[key] for key in self._keys.tolist()], np.int64)
        self._made = Lists({node: dict.fromkeys(made) for node, made in makes.items()}, nodes)
        self._first = np.searchsorted(self._keys, np.arange(nodes + 1) * width)
        self.follows: Flags = np.zeros(members, np.bool_)
        """Which members stand anywhere but first in a sequence."""
        self.follows[self._keys % width] = True

    def made(self, nodes: Numbers) -> tuple[Numbers, Numbers]:
        """Return what sequences that end at ``nodes`` make, and for each the place of its node among them."""
        return self._made.of(nodes)

    def goes_on(self, nodes: Numbers) -> Flags:
        """Return from which nodes sequences go on."""
        return np.asarray(self._first[nodes] < self._first[nodes + 1])

    def step(self, nodes: Numbers, members: Numbers) -> tuple[Flags, Numbers]:
        """Return which nodes are followed by members, and by which nodes where they are."""
        keys = nodes * self._width + members
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.asarray(self._keys[places] == keys), self._next[places]

    def steps(self, nodes: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return all that may follow: the place of the node, the member, the next node."""
        first = self._first[nodes]
        places, at = ranges(first, self._first[nodes + 1] - first)
        return places, self._keys[at] % self._width, self._next[at]
