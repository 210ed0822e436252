"""``db``: migrate, check, schema."""

from __future__ import annotations

from pathlib import Path

import click

from . import options
from .groups import LazyGroup
from .output import say


@click.group(cls=LazyGroup)
def db() -> None:
    """The database file itself."""


@db.command()
@options.database
def migrate(path: Path) -> None:
    """Bring a database of an older version up to this one.

    \b
    Example:
      evidencescan db migrate -d evidence.db
    """
    from evidencescan.app import Project

    Project(path).open(write=True).close()
    say(f"{path} has the schema of this version.")


@db.command()
@options.database
def check(path: Path) -> None:
    """Check that nothing in a database is broken or was changed from outside.

    \b
    Example:
      evidencescan db check -d evidence.db
    """
    from evidencescan.app import Project
    from evidencescan.errors import StoreError

    with Project(path).open() as store:
        faults = store.check()
    for fault in faults:
        click.echo(fault)
    if faults:
        raise StoreError(f"{path}: {len(faults)} faults found", advice="Restore a copy, or scan into a new file.")
    say(f"{path} is sound.")


@db.command()
@options.database
def schema(path: Path) -> None:
    """Print the tables and views of a database as SQL.

    \b
    Example:
      evidencescan db schema -d evidence.db
    """
    from evidencescan.app import Project

    with Project(path).open() as store:
        click.echo(store.schema())
