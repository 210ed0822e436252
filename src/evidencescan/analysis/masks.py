"""Sets of terms as whole numbers, a bit for each term: what is asked of them most is whether two share one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(terms: Iterable[int]) -> int:
    """Return the bits of these terms."""
    mask = 0
    for term in terms:
        mask |= 1 << term
    return mask
