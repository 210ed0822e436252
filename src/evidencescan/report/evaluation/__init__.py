"""What a scanned database is worth, measured against labelled passages."""

from .evaluate import Evaluation, Measured, evaluate
from .figures import Figures, Rates
from .plot import reliability_svg
from .run import save_run

__all__ = ["Evaluation", "Figures", "Measured", "Rates", "evaluate", "reliability_svg", "save_run"]
