"""The model store that registration hooks are given."""

from __future__ import annotations

from typing import Any

from evidencescan.api.protocols import ModelStore
from evidencescan.errors import ModelError


class NoModels:
    """A store without models."""

    def load(self, name: str) -> Any:
        """Raise ModelError: nothing is here."""
        raise ModelError(f"the model {name!r} is not installed")


def installed_models() -> ModelStore:
    """Return the store of the models that came with the program."""
    return NoModels()
