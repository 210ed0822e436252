"""The command line. Importing it loads click and nothing heavier."""

from .main import cli, main

__all__ = ["cli", "main"]
