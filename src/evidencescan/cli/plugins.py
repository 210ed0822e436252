"""``plugins``: list."""

from __future__ import annotations

import click

from . import options
from .groups import LazyGroup
from .output import Column, formats, say, write


@click.group(cls=LazyGroup)
def plugins() -> None:
    """What is installed beside the program, and what comes with it."""


@plugins.command("list")
@options.plugin_choice
@formats
def list_plugins(only: tuple[str, ...], without: tuple[str, ...], form: str) -> None:
    """List plugins, what they provide, and why one takes no part.

    \b
    Example:
      evidencescan plugins list
    """
    from evidencescan.host import Host

    host = Host(options.host_options(only, without))
    host.check()
    reasons = {failure.name: f"{failure.phase}: {failure.message}" for failure in host.failures}
    rows = [
        {
            "name": plugin.name,
            "state": plugin.state,
            "distribution": plugin.distribution,
            "version": plugin.version,
            "module": plugin.module,
            "provides": [f"{kind} {name}" for kind, name in plugin.provides],
            "failure": reasons.pop(plugin.name, None),
        }
        for plugin in host.plugins()
    ]
    columns = [Column("name"), Column("state"), Column("version"), Column("provides", wraps=True)]
    write(rows, columns, form, screenful=len(rows))
    for failure in host.failures:
        say(f"{failure.name}: {failure.phase}: {failure.message}")
