"""Which plugins may be imported."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

BUILTIN = "builtin"
"""The plugin that ships the readers, executors and exporters; loaded unless it is excluded by name."""

VARIABLE = "EVIDENCESCAN_PLUGINS"


@dataclass(frozen=True, slots=True)
class HostOptions:
    """Names of plugins: ``only`` these (empty: all), ``without`` those. Applied before anything is imported."""

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, only: tuple[str, ...] = (), without: tuple[str, ...] = (), environ: Mapping[str, str] | None = None
    ) -> HostOptions:
        """Join names given by hand with those of the variable EVIDENCESCAN_PLUGINS.

        The variable is a list separated by commas: a name allows a plugin, a name after "-" excludes one. Names
        given by hand replace the allowed names of the variable; exclusions add up.
        """
        listed = [name.strip() for name in (os.environ if environ is None else environ).get(VARIABLE, "").split(",")]
        allowed = tuple(name for name in listed if name and not name.startswith("-"))
        denied = tuple(name[1:] for name in listed if name.startswith("-") and len(name) > 1)
        return cls(only or allowed, tuple(dict.fromkeys(without + denied)))

    def allows(self, name: str) -> bool:
        """Say whether the plugin ``name`` may be imported."""
        if name in self.without:
            return False
        return not self.only or name in self.only or name == BUILTIN
