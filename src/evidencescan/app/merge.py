"""One database out of the databases of shards."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from evidencescan.errors import UsageError
from evidencescan.store import Merged, Store, shard


def merge(target: Path, sources: Sequence[Path]) -> list[Merged]:
    """Take all of ``sources`` into ``target``, which is made where it is not there; one transaction each.

    All sources are looked at before anything is written. Raises UsageError where the target is one of them, StoreError
    where one is no database of this version, damaged, or contradicts itself; what was merged before stays merged.
    """
    made = not target.exists()
    for source in sources:
        if not made and source.exists() and source.samefile(target):
            raise UsageError(f"{source} cannot be merged into itself", advice="Name another target.")
    merged: list[Merged] = []
    with ExitStack() as opened:
        shards = [opened.enter_context(shard(source)) for source in sources]
        try:
            with Store.open(target) as store:
                for one in shards:
                    merged.append(store.merge(one))  # noqa: PERF401 - what was merged is known where the next one fails
        finally:
            if made and not merged:
                target.unlink(missing_ok=True)
    return merged
