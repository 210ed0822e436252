"""The root of the command line."""

from __future__ import annotations

import io
import sys

import click

from evidencescan import __version__

from .groups import RootGroup

_VERBS = {
    "scan": ".scan:scan",
    "status": ".status:status",
    "evidence": ".evidence:evidence",
    "report": ".report:report",
    "export": ".export:export",
    "read": ".read:read",
    "analyse": ".analyse:analyse",
    "indicators": ".indicators:indicators",
    "models": ".models:models",
    "plugins": ".plugins:plugins",
    "db": ".db:db",
    "doctor": ".doctor:doctor",
}


@click.group(cls=RootGroup, lazy=_VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="evidencescan")
def cli() -> None:
    """Find evidence of human rights, gender equality and child protection in national documents on trafficking
    in persons and smuggling of migrants.

    \b
    Start here:
      evidencescan scan laws/ -d evidence.db
      evidencescan status -d evidence.db
      evidencescan evidence list -d evidence.db --indicator 2.2.4

    Results go to the standard output, all else to the standard error. Exit codes: 0 done, 1 error, 2 usage,
    3 finished but some documents failed, 4 plugin, 5 catalogue, model or configuration, 6 database,
    130 interrupted.
    """


def main() -> None:
    """Run the command line. A character that the terminal does not know must not end it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    cli(prog_name="evidencescan")
