"""A plugin that registers a reader under a name that another plugin has."""

from good_plugin import NoteReader

from evidencescan.api import hookimpl


@hookimpl
def register_readers(registry):
    """Add a reader that is there already."""
    registry.add(NoteReader())
