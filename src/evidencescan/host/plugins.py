"""Plugins as values, and the steps from an entry point to a registered module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from evidencescan.api.markers import API_VERSION
from evidencescan.errors import PluginError

from .options import BUILTIN

GROUP = "evidencescan"

Phase = Literal["find", "import", "version", "register", "hooks"]


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """Why a plugin takes no part: ``phase`` is the step that failed, or the name of a registration hook."""

    name: str
    phase: str
    message: str


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """A plugin as it is listed: ``state`` is loaded, failed or disabled; ``provides`` is ("reader", "pdf") pairs."""

    name: str
    distribution: str
    version: str
    module: str
    state: str
    provides: tuple[tuple[str, str], ...] = ()


def installed() -> list[EntryPoint]:
    """Return the entry points of the group: the built-in plugin first, then by name, then by distribution."""

    points = entry_points(group=GROUP)
    # a distribution reads its metadata again whenever it is asked for its name
    owners = {id(point.dist): point for point in points}
    names = {number: distribution_of(point)[0] for number, point in owners.items()}

    def rank(point: EntryPoint) -> tuple[bool, str, bool, str]:
        owner = names[id(point.dist)]
        return (point.name != BUILTIN, point.name, owner != "evidencescan", owner)

    return sorted(points, key=rank)


def distribution_of(point: EntryPoint) -> tuple[str, str]:
    """Return name and version of the distribution that an entry point belongs to."""
    return (point.dist.name, point.dist.version) if point.dist is not None else ("", "")


def check_names(wanted: Iterable[str], known: Iterable[str]) -> None:
    """Raise PluginError for a name that no installed plugin has."""
    have = set(known)
    for name in wanted:
        if name not in have:
            raise PluginError(f"no plugin is named {name!r}", advice=f"Installed: {', '.join(sorted(have)) or 'none'}.")


def check_version(module: Any) -> None:
    """Raise PluginError where ``evidencescan_api`` of a plugin names an interface that this program has not."""
    wanted = getattr(module, "evidencescan_api", API_VERSION)
    if not (isinstance(wanted, tuple) and len(wanted) == 2 and all(isinstance(part, int) for part in wanted)):
        raise PluginError(f"evidencescan_api must be two whole numbers, not {wanted!r}")
    if wanted[0] != API_VERSION[0] or wanted[1] > API_VERSION[1]:
        raise PluginError(f"written for interface {wanted[0]}.{wanted[1]}, this is {API_VERSION[0]}.{API_VERSION[1]}")


def describe(error: BaseException) -> str:
    """Return one line that says what an exception says, with its type where its text alone would not do."""
    text = " ".join(str(error).split())
    if isinstance(error, PluginError):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
