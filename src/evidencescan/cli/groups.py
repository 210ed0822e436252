"""Groups of commands that import a verb's module when the verb is used, and say errors without a traceback."""

from __future__ import annotations

import errno
from importlib import import_module
from typing import Any

import click

from evidencescan.errors import EvidencescanError

INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group whose commands are attributes of modules: ``lazy`` maps a name to "module:attribute"."""

    def __init__(self, *args: Any, lazy: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order in which they are used."""
        return [*self._lazy, *(name for name in super().list_commands(ctx) if name not in self._lazy)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        module, attribute = self._lazy[cmd_name].split(":")
        command: click.Command = getattr(import_module(module, __package__), attribute)
        return command


class RootGroup(LazyGroup):
    """The first group: it knows the commands of plugins, and ends every error with the exit code that is its own."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; where it is none of ours, load the plugins and ask again."""
        command = super().get_command(ctx, cmd_name)
        if command is None and not ctx.resilient_parsing:
            from evidencescan.host import Host, HostOptions

            added = click.Group()
            Host(HostOptions.of(), kinds=()).add_commands(added)
            command = added.get_command(ctx, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except EvidencescanError as error:
            click.echo(f"Error: {error}", err=True)
            if error.advice:
                click.echo(error.advice, err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            click.echo(f"Error: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(INTERRUPTED)
