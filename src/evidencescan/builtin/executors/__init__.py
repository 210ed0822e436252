"""Ways to run work on one machine."""

from .local import LocalExecutor
from .serial import SerialExecutor

__all__ = ["LocalExecutor", "SerialExecutor"]
