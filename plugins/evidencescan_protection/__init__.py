"""Goal area protection: indicators and rules are data beside this module."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from evidencescan.analysis import CatalogueAnalyser, load_catalogue
from evidencescan.api import Analyser, Catalogue, ModelStore, Registry, hookimpl

evidencescan_api = (1, 0)
_FOLDER = Path(str(files(__name__)))


@hookimpl
def register_catalogues(registry: Registry[Catalogue]) -> None:
    """Add the catalogue of this goal area."""
    registry.add(load_catalogue(_FOLDER / "indicators.toml"))


@hookimpl
def register_analysers(registry: Registry[Analyser], models: ModelStore) -> None:
    """Add the analyser of this goal area."""
    registry.add(CatalogueAnalyser(_FOLDER))
