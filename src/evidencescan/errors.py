"""The one exception root. Each class carries the exit code of the command that fails with it and,
as ``advice``, what the user can do about it."""

from __future__ import annotations


class EvidencescanError(Exception):
    """Base of every error that evidencescan raises on purpose; ``str()`` says what happened and where."""

    exit_code = 1

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class UsageError(EvidencescanError):
    """The command line or an argument makes no sense."""

    exit_code = 2


class PluginError(EvidencescanError):
    """A plugin is missing, broken, or written for another API version."""

    exit_code = 4


class CatalogueError(EvidencescanError):
    """A catalogue, rule, language or sidecar file is wrong."""

    exit_code = 5


class ModelError(EvidencescanError):
    """A model is missing, altered, or not trusted."""

    exit_code = 5


class StoreError(EvidencescanError):
    """The database cannot be opened, written or understood."""

    exit_code = 6


class ReadError(EvidencescanError):
    """A document cannot be read.

    ``category`` is one of the problem categories of `evidencescan.values.ProblemCategory`; the scan records
    it and goes on with the next document.
    """

    def __init__(
        self, message: str, *, category: str = "unreadable", advice: str = "", page: int | None = None
    ) -> None:
        super().__init__(message, advice=advice)
        self.category = category
        self.page = page
