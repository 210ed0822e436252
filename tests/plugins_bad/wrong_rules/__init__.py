"""A goal area whose English rules are wrong: nobody can read them, but the French ones are fine."""

from __future__ import annotations

from pathlib import Path

from evidencescan.analysis import CatalogueAnalyser
from evidencescan.api import hookimpl

evidencescan_api = (1, 0)


@hookimpl
def register_analysers(registry, models):
    registry.add(CatalogueAnalyser(Path(__file__).parent, name="wrong-rules"))
