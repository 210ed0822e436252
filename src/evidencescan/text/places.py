"""Offset maps in a fifth of the memory: a long document has one for every line of its pages."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import chain, starmap
from struct import Struct
from typing import Any

from evidencescan.values import Box, Locator, Span

_SPAN = Struct("4I")


class PackedLocator(Locator):
    """A locator that keeps its offset map packed, and unpacks it whenever it is asked for.

    It equals a `Locator` of the same content.
    """

    __slots__ = ("_packed",)

    _packed: bytes

    def __init__(
        self,
        page: int | None = None,
        boxes: tuple[Box, ...] = (),
        xml_id: str | None = None,
        spans: Iterable[Span] | bytes = (),
    ) -> None:
        """``spans`` may be packed already, as `pack` returns them."""
        put = object.__setattr__
        put(self, "page", page)
        put(self, "boxes", boxes)
        put(self, "xml_id", xml_id)
        put(self, "_packed", spans if isinstance(spans, bytes) else pack(chain.from_iterable(spans)))

    @property
    def spans(self) -> tuple[Span, ...]:
        """The offset map."""
        return unpack(self._packed)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Locator):
            return NotImplemented
        return _content(self) == _content(other)

    def __hash__(self) -> int:
        return hash(_content(self))

    def __repr__(self) -> str:
        return repr(Locator(*_content(self)))

    def __reduce__(self) -> tuple[Any, ...]:
        return PackedLocator, (self.page, self.boxes, self.xml_id, self._packed)


def _content(locator: Locator) -> tuple[int | None, tuple[Box, ...], str | None, tuple[Span, ...]]:
    return locator.page, locator.boxes, locator.xml_id, locator.spans


def pack(numbers: Iterable[int]) -> bytes:
    """Return an offset map packed; ``numbers`` are the four of its first span, the four of the next, and so on."""
    return array("I", numbers).tobytes()


def unpack(packed: bytes) -> tuple[Span, ...]:
    """Return the spans of a packed offset map."""
    return tuple(starmap(Span, _SPAN.iter_unpack(packed)))


def first_page(packed: bytes) -> int:
    """Return the page of the first span."""
    return int(_SPAN.unpack_from(packed)[2])
