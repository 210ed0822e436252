"""A plugin that registers a reader under a name that another plugin has."""

from evidencescan.api import hookimpl
from good_plugin import NoteReader


@hookimpl
def register_readers(registry):
    """Add a reader that is there already."""
    registry.add(NoteReader())
