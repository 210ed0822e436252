"""Export formats that need nothing but the standard library."""

from evidencescan.api import Exporter

from .delimited import DelimitedExporter
from .jsonlines import JsonLinesExporter


def all_exporters() -> tuple[Exporter, ...]:
    """Return one exporter a format."""
    return (DelimitedExporter("csv", ".csv", ","), DelimitedExporter("tsv", ".tsv", "\t"), JsonLinesExporter())


__all__ = ["DelimitedExporter", "JsonLinesExporter", "all_exporters"]
