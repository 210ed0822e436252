"""``db``: migrate, check, merge, schema."""

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
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.argument(
    "sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path(dir_okay=False, path_type=Path)
)
def merge(target: Path, sources: tuple[Path, ...]) -> None:
    """Take all that the databases SOURCE hold into TARGET, which is made where it does not exist.

    The sources stay as they are. A document that several of them have is there once, as it was read last; all decisions
    on it are kept. Merging the same database again adds nothing.

    \b
    Example:
      evidencescan db merge all.db france.db spain.db
    """
    from evidencescan.app import merge as merge_databases

    for one in merge_databases(target, sources):
        say(
            f"{one.path}: {one.new} documents added, {one.renewed} renewed, {one.known} known; "
            f"{one.locations} files, {one.decisions} decisions added."
        )


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
