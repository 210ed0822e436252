"""``models``: list; evaluate has a module of its own."""

from __future__ import annotations

import click

from .groups import LazyGroup
from .output import Column, formats, write


@click.group(cls=LazyGroup, lazy={"evaluate": ".evaluate:evaluate"})
def models() -> None:
    """The models that help with the scores."""


@models.command("list")
@formats
def list_models(form: str) -> None:
    """List the models that are installed.

    \b
    Example:
      evidencescan models list
    """
    write([], [Column("name"), Column("version"), Column("languages"), Column("sha256")], form)
