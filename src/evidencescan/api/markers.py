"""The markers of hooks, and the version of this interface."""

from __future__ import annotations

import pluggy

PROJECT = "evidencescan"
API_VERSION = (1, 0)
"""(major, minor): a plugin that sets ``evidencescan_api = (1, n)`` runs where major is 1 and minor at least n."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
