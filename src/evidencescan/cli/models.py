"""``models``: list, verify, card, train; evaluate has a module of its own."""

from __future__ import annotations

from pathlib import Path

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
    from evidencescan.models import installed_folder

    rows = [
        {"name": i.name, "version": i.version, "languages": ", ".join(i.languages), "sha256": i.sha256}
        for i in installed_folder()
    ]
    write(rows, [Column("name"), Column("version"), Column("languages"), Column("sha256")], form)


@models.command("verify")
@click.argument("names", nargs=-1)
def verify_models(names: tuple[str, ...]) -> None:
    """Check that models are what their manifests say, and trusted.

    \b
    Example:
      evidencescan models verify components
    """
    from evidencescan.models import installed_folder

    folder = installed_folder()
    for name in names or [info.name for info in folder]:
        folder.load(name)
        click.echo(f"{name}: as its manifest says, and trusted")


@models.command("card")
@click.argument("name")
def show_card(name: str) -> None:
    """Print what a model is, what it was trained on, and what it cannot do.

    \b
    Example:
      evidencescan models card components
    """
    from evidencescan.models import installed_folder

    click.echo(installed_folder().card(name))


@models.command("train")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def train(folder: Path) -> None:
    """Train the models of FOLDER from FOLDER/training; the same passages give the same bytes.

    \b
    Example:
      evidencescan models train models
    """
    from evidencescan.app.training import train_models

    target = train_models(folder, lambda message: click.echo(message, err=True))
    click.echo(f"{target}: trained, and put on the trust list of {folder}")
