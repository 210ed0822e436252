"""The check of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from evidencescan.errors import StoreError
from evidencescan.host import Host
from evidencescan.store import Store


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    fine: bool
    message: str


def doctor(host: Host, database: Path | None = None) -> list[Check]:
    """Ask every plugin for its checks; add the plugins themselves and, where it exists, the database.

    A plugin whose data is wrong is excluded from ``host``.
    """
    host.check()
    reasons = {failure.name: f"{failure.phase}: {failure.message}" for failure in host.failures}
    checks = [
        Check(f"plugin {plugin.name}", plugin.name not in reasons, reasons.get(plugin.name, plugin.state))
        for plugin in host.plugins()
    ]
    try:
        for answer in host.hook.diagnose():
            checks += [Check(*line) for line in answer or ()]
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything; it is shown
        checks.append(Check("diagnosis of plugins", False, f"{type(error).__name__}: {error}"))
    if database is not None and database.exists():
        checks.append(_database(database))
    return checks


def _database(path: Path) -> Check:
    try:
        with Store.open(path, create=False) as store:
            found = store.check()
    except StoreError as error:
        return Check("database", False, str(error))
    return Check("database", not found, "; ".join(found[:3]) or str(path))
