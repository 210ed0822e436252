"""All that a plugin author imports, beside `evidencescan.values` and `evidencescan.analysis`.

A plugin is a module named in the entry-point group ``evidencescan``. It defines functions of the names in
`evidencescan.api.hookspecs`, each marked with `hookimpl`, and registers objects that satisfy the protocols of
`evidencescan.api.protocols`.
"""

from .markers import API_VERSION, hookimpl, hookspec
from .protocols import (
    Analyser,
    Candidate,
    Catalogue,
    Executor,
    Exporter,
    ModelStore,
    Reader,
    Registry,
    ScanEvent,
)

__all__ = [
    "API_VERSION",
    "Analyser",
    "Candidate",
    "Catalogue",
    "Executor",
    "Exporter",
    "ModelStore",
    "Reader",
    "Registry",
    "ScanEvent",
    "hookimpl",
    "hookspec",
]
