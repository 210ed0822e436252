"""The plugin ``classifier``: components that no rule says in these words, found by the model that was trained on the
project's own passages. Where the model is missing, altered or not trusted, this plugin takes no part and the rules
work on."""

from __future__ import annotations

from evidencescan.api import Analyser, ModelStore, Registry, hookimpl

evidencescan_api = (1, 0)
MODEL = "components"


@hookimpl
def register_analysers(registry: Registry[Analyser], models: ModelStore) -> None:
    """Add the classifier; raises ModelError where its model cannot be had."""
    from evidencescan.analysis.classifier import ComponentClassifier

    registry.add(ComponentClassifier(*models.load(MODEL)))
