"""evidencescan: evidence of human rights, gender equality and child protection in anti-trafficking texts.

Importing this package loads nothing heavy; the names below are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import Project

__version__ = "0.1.0"
__all__ = ["Project", "__version__"]

_LAZY = {"Project": ("evidencescan.app", "Project")}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        module, attribute = _LAZY[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
