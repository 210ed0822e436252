"""The SDK that analysers are made of. ``CatalogueAnalyser(folder)`` is all that most goal areas need."""

from evidencescan.catalogue import load_catalogue

from .analyser import CatalogueAnalyser
from .components import ComponentAnalyser
from .merge import assemble

__all__ = ["CatalogueAnalyser", "ComponentAnalyser", "assemble", "load_catalogue"]
