"""A plugin that marks a function as a hook that does not exist."""

from evidencescan.api import hookimpl


@hookimpl
def register_reader(registry):
    """The hook is called register_readers."""
