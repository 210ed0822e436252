"""A plugin that registers something that is no reader."""

from evidencescan.api import hookimpl


@hookimpl
def register_readers(registry):
    """Add what cannot read."""
    registry.add(object())
