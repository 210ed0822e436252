"""The model store that registration hooks are given."""

from __future__ import annotations

from evidencescan.api.protocols import ModelStore
from evidencescan.models import installed_folder


def installed_models() -> ModelStore:
    """Return the store of the models that came with the program."""
    return installed_folder()
