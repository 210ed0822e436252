"""A folder of models: one folder each, with the arrays, a manifest that says what they are, and a card for people.

A model is loaded only when its bytes have the hash that its manifest names and that hash is on the trust list:
`trusted.toml` beside the models that come with the program, and the hashes in ``EVIDENCESCAN_TRUSTED_MODELS``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from evidencescan.errors import ModelError
from evidencescan.ids import bytes_hash

from .linear import LinearModel

MODEL, MANIFEST, CARD, TRUSTED = "model.npz", "manifest.toml", "card.md", "trusted.toml"
TRUST_VARIABLE = "EVIDENCESCAN_TRUSTED_MODELS"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The manifest of a model. ``thresholds`` maps a label to the probability from which it counts."""

    name: str
    version: str
    sha256: str
    languages: tuple[str, ...]
    thresholds: Mapping[str, float] = field(default_factory=dict)
    folder: Path = Path()


class ModelFolder:
    """The models of one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __iter__(self) -> Iterator[ModelInfo]:
        for manifest in sorted(self.folder.glob(f"*/{MANIFEST}")):
            yield self.info(manifest.parent.name)

    def info(self, name: str) -> ModelInfo:
        """Return the manifest of a model; raise ModelError where it is missing or wrong."""
        path = self.folder / name / MANIFEST
        try:
            data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
            return ModelInfo(
                name=str(data["name"]),
                version=str(data["version"]),
                sha256=str(data["sha256"]),
                languages=tuple(map(str, data["languages"])),
                thresholds={str(label): float(value) for label, value in data["thresholds"].items()},
                folder=path.parent,
            )
        except OSError as error:
            raise ModelError(
                f"the model {name!r} is not installed: {path} cannot be read",
                advice="`evidencescan models list` shows those that are.",
            ) from error
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"{path}: is no manifest of a model: {error!r}") from error

    def card(self, name: str) -> str:
        """Return the card of a model, Markdown."""
        try:
            return (self.info(name).folder / CARD).read_text(encoding="utf-8")
        except OSError as error:
            raise ModelError(f"the model {name!r} has no card") from error

    def trusted(self) -> frozenset[str]:
        """Return the hashes of the models that may be loaded."""
        listed: set[str] = set()
        path = self.folder / TRUSTED
        if path.exists():
            try:
                hashes = tomllib.loads(path.read_text(encoding="utf-8"))["sha256"]
                if not isinstance(hashes, list):
                    raise TypeError("sha256 must be a list")
                listed.update(map(str, hashes))
            except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
                raise ModelError(f"{path}: is no trust list: {error!r}") from error
        listed.update(part.strip() for part in os.environ.get(TRUST_VARIABLE, "").split(",") if part.strip())
        return frozenset(listed)

    def verify(self, name: str) -> bytes:
        """Return the bytes of a model that is what its manifest says and is trusted; raise ModelError otherwise."""
        info = self.info(name)
        path = info.folder / MODEL
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"{path}: cannot be read: {error.strerror}") from error
        found = bytes_hash(data)
        if found != info.sha256:
            raise ModelError(
                f"{path}: has the hash {found}, but its manifest names {info.sha256}",
                advice="The file was changed or damaged. Install the program, or train the model, again.",
            )
        if found not in self.trusted():
            raise ModelError(
                f"{path}: is not on the trust list",
                advice=f"If you know where it comes from, put its hash into {TRUST_VARIABLE}: {found}",
            )
        return data

    def load(self, name: str) -> tuple[ModelInfo, LinearModel]:
        """Return a verified model with its manifest; raise ModelError where it is missing, altered or not trusted."""
        return self.info(name), LinearModel.from_bytes(self.verify(name))


def installed_folder() -> ModelFolder:
    """Return the models that come with the program: beside this module, or in a checkout's ``models`` folder."""
    here = Path(str(files("evidencescan.models")))
    shipped = here / "shipped"
    return ModelFolder(shipped if shipped.is_dir() else here.parents[2] / "models")
