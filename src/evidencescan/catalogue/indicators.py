"""Indicator catalogues: the statements of one goal area, read from ``indicators.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from evidencescan.values import COMPONENTS, DOCUMENT_KINDS, MEASURES, Component, Indicator

from .schema import Table, parse_toml, read_text


@dataclass(frozen=True, slots=True)
class IndicatorCatalogue:
    """One goal area. ``translations`` are (code, language, statement); ``results`` are (code, statement)."""

    name: str
    title: str
    indicators: tuple[Indicator, ...]
    results: tuple[tuple[str, str], ...] = ()
    translations: tuple[tuple[str, str, str], ...] = ()

    def indicator(self, code: str) -> Indicator:
        """Return the indicator of a code; raise KeyError where there is none."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)


def load_catalogue(path: Path) -> IndicatorCatalogue:
    """Read ``indicators.toml``; raise `evidencescan.errors.CatalogueError` naming what is wrong with it."""
    return _catalogue(path, read_text(path))


@lru_cache(maxsize=32)
def _catalogue(path: Path, text: str) -> IndicatorCatalogue:
    """Return the catalogue in a text: a goal area registers it, and its analyser asks for it again."""
    top = Table(path, "the file", parse_toml(path, text))
    name, title = top.text("name"), top.text("title")
    results = []
    for table in top.tables("expected_result"):
        results.append((table.text("code"), table.text("statement")))
        table.done()
    indicators: list[Indicator] = []
    translations: list[tuple[str, str, str]] = []
    for table in top.tables("indicator"):
        indicator = _indicator(name, table)
        if any(other.code == indicator.code for other in indicators):
            raise table.fail(f"code {indicator.code} stands twice")
        if results and indicator.expected_result not in dict(results):
            raise table.fail(f"expected_result {indicator.expected_result} is not in the file")
        indicators.append(indicator)
        for language, words in table.mapping("translations").items():
            inner = Table(path, f"translation of {indicator.code} to {language}", words)
            translations.append((indicator.code, language, inner.text("statement")))
            inner.done()
        table.done()
    top.done()
    return IndicatorCatalogue(name, title, tuple(indicators), tuple(results), tuple(translations))


def _indicator(goal_area: str, table: Table) -> Indicator:
    measure = table.text("measure")
    if measure not in MEASURES:
        raise table.fail(f"measure {measure} is not one of {', '.join(MEASURES)}")
    components = table.chosen("components", COMPONENTS)
    return Indicator(
        code=table.text("code"),
        goal_area=goal_area,
        expected_result=table.text("expected_result"),
        statement=table.text("statement"),
        measure=measure,
        components=cast("tuple[Component, ...]", components),
        source_documents=table.chosen("source_documents", DOCUMENT_KINDS),
        verification=table.texts("verification", ()),
        assumption=table.text("assumption", ""),
        text_shows=table.flag("text_shows", True),
    )
