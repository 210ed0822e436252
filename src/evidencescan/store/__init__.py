"""One SQLite file with all that was read, found and decided: `Store` is the one writer and answers queries.

Names are loaded when they are first used: a worker makes rows, and needs no database for that.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .connection import APPLICATION_ID
    from .documents import StoredLocation, WorkKey
    from .evidence import evidence_ids
    from .merge import Merged
    from .queries import RANKED
    from .rows import Rows, document_of, findings_of, packed, rows_of
    from .shards import Shard, shard
    from .store import Store
    from .wording import explain, value_words

__all__ = [
    "APPLICATION_ID",
    "RANKED",
    "Merged",
    "Rows",
    "Shard",
    "Store",
    "StoredLocation",
    "WorkKey",
    "document_of",
    "evidence_ids",
    "explain",
    "findings_of",
    "packed",
    "rows_of",
    "shard",
    "value_words",
]

_MODULES = {
    "connection": ("APPLICATION_ID",),
    "documents": ("StoredLocation", "WorkKey"),
    "evidence": ("evidence_ids",),
    "merge": ("Merged",),
    "queries": ("RANKED",),
    "rows": ("Rows", "document_of", "findings_of", "packed", "rows_of"),
    "shards": ("Shard", "shard"),
    "store": ("Store",),
    "wording": ("explain", "value_words"),
}
_LAZY = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_LAZY[name]}", __name__), name)
    globals()[name] = value
    return value
