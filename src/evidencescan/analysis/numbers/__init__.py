"""The numbers that a passage states: counts, proportions, durations, ages, periods and coverage."""

from .extract import values_in

__all__ = ["values_in"]
