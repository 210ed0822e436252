"""A plugin that registers one thing, then raises in the registration of another."""

from evidencescan.api import hookimpl


class Silent:
    """Finds nothing."""

    name = "silent"
    fingerprint = "silent:1"

    def analyse(self, document):
        """Find nothing."""
        return ()


@hookimpl
def register_analysers(registry, models):
    """Add an analyser."""
    registry.add(Silent())


@hookimpl
def register_exporters(registry):
    """Fail."""
    raise RuntimeError("no exporter today")
