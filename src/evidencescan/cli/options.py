"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from evidencescan.values import DOCUMENT_KINDS

if TYPE_CHECKING:
    from evidencescan.host import Host, HostOptions

F = TypeVar("F", bound=Callable[..., Any])


def database(function: F) -> F:
    """Add -d."""
    return click.option(
        "-d",
        "--db",
        "path",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path("evidence.db"),
        show_default=True,
        envvar="EVIDENCESCAN_DB",
        show_envvar=True,
        help="The database.",
    )(function)


def plugin_choice(function: F) -> F:
    """Add --only and --without."""
    function = click.option(
        "--without", multiple=True, metavar="PLUGIN", help="Leave this plugin out. May be repeated."
    )(function)
    return click.option(
        "--only",
        multiple=True,
        metavar="PLUGIN",
        help="Use this plugin and the built-in one alone. May be repeated. See also EVIDENCESCAN_PLUGINS.",
    )(function)


def host_options(only: tuple[str, ...], without: tuple[str, ...]) -> HostOptions:
    """Return the choice of plugins; each option may hold several names separated by commas."""
    from evidencescan.host import HostOptions

    def split(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(part.strip() for name in names for part in name.split(",") if part.strip())

    return HostOptions.of(split(only), split(without))


def warn(host: Host) -> None:
    """Say on the standard error which plugins take no part."""
    for failure in host.failures:
        click.echo(f"Warning: the plugin {failure.name} takes no part ({failure.phase}): {failure.message}", err=True)


def traits(function: F) -> F:
    """Add --country, --kind and --language."""
    function = click.option("--language", metavar="CODE", help="Language, such as en (ISO 639-1).")(function)
    function = click.option("--kind", metavar="KIND", help=f"Kind of document: {', '.join(DOCUMENT_KINDS)}.")(function)
    return click.option("--country", metavar="CODE", help="Country, such as FR (ISO 3166-1).")(function)


def given(**values: str | None) -> dict[str, str]:
    """Return the options that were given."""
    return {key: value for key, value in values.items() if value is not None}
