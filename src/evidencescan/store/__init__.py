"""One SQLite file with all that was read, found and decided: `Store` is the one writer and answers queries."""

from .connection import APPLICATION_ID
from .documents import StoredLocation, WorkKey
from .evidence import evidence_ids
from .merge import Merged
from .queries import RANKED
from .shard import Shard, shard
from .store import Store
from .wording import explain, value_words

__all__ = [
    "APPLICATION_ID",
    "RANKED",
    "Merged",
    "Shard",
    "Store",
    "StoredLocation",
    "WorkKey",
    "evidence_ids",
    "explain",
    "shard",
    "value_words",
]
