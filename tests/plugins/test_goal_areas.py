"""What ships with the program keeps its own rules: catalogues complete, every rule true to its examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidencescan.analysis import ComponentAnalyser
from evidencescan.analysis.lint import lint_path
from evidencescan.catalogue import load_catalogue, load_rules

ROOT = Path(__file__).parents[2]
AREAS = sorted(ROOT.glob("plugins/evidencescan_*"))
COMPONENTS = ROOT / "src/evidencescan/analysis/components"
LANGUAGES = ("en", "fr", "es")


@pytest.mark.parametrize("folder", [*AREAS, COMPONENTS], ids=lambda path: path.name)
def test_rules_match_their_examples(folder: Path) -> None:
    assert lint_path(folder) == []


def test_seventy_statements_in_five_goal_areas() -> None:
    catalogues = [load_catalogue(folder / "indicators.toml") for folder in AREAS]
    codes = [indicator.code for catalogue in catalogues for indicator in catalogue.indicators]
    assert len(catalogues) == 5
    assert len(codes) == len(set(codes)) == 70


@pytest.mark.parametrize("folder", AREAS, ids=lambda path: path.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_that_a_text_can_show_has_rules(folder: Path, language: str) -> None:
    catalogue = load_catalogue(folder / "indicators.toml")
    rules = load_rules(folder / "rules" / f"{language}.toml", catalogue.name)
    covered = {code for rule in rules.rules for code in rule.indicators}
    assert {i.code for i in catalogue.indicators if i.text_shows} <= covered


def test_components_are_tagged_in_every_language() -> None:
    for rules in ComponentAnalyser().rule_sets:
        tagged = {component for rule in rules.rules if not rule.trap for component in rule.components}
        assert tagged == {"human_rights", "gender", "child_protection"}
    assert {rules.language for rules in ComponentAnalyser().rule_sets} == set(LANGUAGES)
