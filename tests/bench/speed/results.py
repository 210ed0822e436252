"""What a part of the bench hands to the page: tables, plots, and the targets it measured."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as text."""

    title: str
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over sizes, both axes logarithmic. ``lines`` maps a name to (x, y) pairs."""

    name: str
    title: str
    x: str
    y: str
    lines: dict[str, list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at and what was measured; ``met`` is None where it could not be measured.

    ``steady`` is the same without the start-up of the programs, ``cpu`` the same in processor time, which a busy
    machine changes less; both empty where they say nothing else.
    """

    claim: str
    aim: str
    measured: str
    met: bool | None
    steady: str = ""
    cpu: str = ""


@dataclass
class Part:
    """All that one part of the bench found; ``measured`` says when, how much, and how busy the machine was before."""

    name: str
    title: str
    about: str
    tables: list[Table] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    measured: str = ""

    def save(self, folder: Path) -> None:
        """Write the part as JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.json").write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Part:
        """Read what `save` wrote."""
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        data["tables"] = [Table(**table) for table in data["tables"]]
        data["plots"] = [Plot(**plot) for plot in data["plots"]]
        data["targets"] = [Target(**target) for target in data["targets"]]
        return cls(**data)


def at_least(
    claim: str, aim: float, measured: float | None, steady: float | None = None, cpu: float | None = None
) -> Target:
    """Return a target that is met by a ratio of ``aim`` or more."""
    met = None if measured is None else measured >= aim
    return Target(claim, f"at least {aim:g} times", ratio(measured), met, _or_empty(steady), _or_empty(cpu))


def at_most(
    claim: str,
    aim: float,
    measured: float | None,
    unit: str = "times",
    steady: float | None = None,
    cpu: float | None = None,
) -> Target:
    """Return a target that is met by ``aim`` or less."""
    met = None if measured is None else measured <= aim
    said = (_or_empty(steady, unit), _or_empty(cpu, unit))
    return Target(claim, f"at most {aim:g} {unit}".strip(), amount(measured, unit), met, *said)


def _or_empty(value: float | None, unit: str = "times") -> str:
    return "" if value is None else amount(value, unit)


def ratio(value: float | None) -> str:
    """Return a ratio with three digits that count."""
    return amount(value, "times")


def amount(value: float | None, unit: str = "") -> str:
    """Return a number with three digits that count, and its unit."""
    if value is None:
        return "not measured"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4 if value else 0
    return f"{value:,.{digits}f} {unit}".strip()
