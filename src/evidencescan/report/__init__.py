"""What a country's documents show: queries in, rows for people out."""

from .monitoring import gaps, monitoring

__all__ = ["gaps", "monitoring"]
