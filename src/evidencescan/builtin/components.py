"""The plugin ``components``: human rights, gender and child protection also where no indicator takes them."""

from __future__ import annotations

from evidencescan.api import Analyser, ModelStore, Registry, hookimpl

evidencescan_api = (1, 0)


@hookimpl
def register_analysers(registry: Registry[Analyser], models: ModelStore) -> None:
    """Add the analyser of components."""
    from evidencescan.analysis.components import ComponentAnalyser

    registry.add(ComponentAnalyser())
