"""A plugin that observes a scan and cannot stand what it sees."""

from evidencescan.api import hookimpl


@hookimpl
def scan_event(event):
    """Raise."""
    raise ValueError(f"cannot stand {event.name}")


@hookimpl
def choose_reader(candidate, readers):
    """Raise."""
    raise ValueError("cannot choose")


@hookimpl
def assemble_findings(document, findings):
    """Raise."""
    raise ValueError("cannot merge")


@hookimpl
def diagnose():
    """Raise."""
    raise ValueError("cannot look")


@hookimpl
def register_commands(cli):
    """Raise."""
    raise ValueError("cannot command")
