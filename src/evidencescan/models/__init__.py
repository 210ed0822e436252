"""Models that help with the scores: plain arrays, verified before they are used, never pickled."""

from .folder import ModelFolder, ModelInfo, installed_folder
from .linear import LinearModel

__all__ = ["LinearModel", "ModelFolder", "ModelInfo", "installed_folder"]
