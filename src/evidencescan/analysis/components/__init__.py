"""The analyser of components: human rights, gender and child protection also where no indicator fits."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from evidencescan.analysis.analyser import CatalogueAnalyser


class ComponentAnalyser(CatalogueAnalyser):
    """Tags the three components by the rules beside this module; its findings have no indicator."""

    def __init__(self) -> None:
        super().__init__(Path(str(files("evidencescan.analysis.components"))), name="components")
