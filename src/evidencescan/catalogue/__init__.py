"""Indicator catalogues and rule files: their schema, loading and static checks."""

from .indicators import IndicatorCatalogue, load_catalogue
from .rules import Example, Rule, RuleFile, RuleSet, load_rules

__all__ = ["Example", "IndicatorCatalogue", "Rule", "RuleFile", "RuleSet", "load_catalogue", "load_rules"]
