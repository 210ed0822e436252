"""What decides whether stored work is still good."""

from __future__ import annotations

import dataclasses
import sys
from functools import lru_cache
from importlib.metadata import version

from evidencescan.api import Analyser, Reader
from evidencescan.host import Host
from evidencescan.ids import tagged_hash
from evidencescan.values import Profile

_TRAITS = tuple(field.name for field in dataclasses.fields(Profile))


def program() -> str:
    """Return the name and version of this program."""
    return f"evidencescan {version('evidencescan')}"


def reading_fingerprint(reader: Reader) -> str:
    """Return what changes whenever the same file may give other passages: its reader, or the segmentation."""
    from evidencescan.text import FINGERPRINT

    return tagged_hash("reading", reader.fingerprint, FINGERPRINT)


def overrides_hash(overrides: Profile) -> str:
    """Return a hash of the traits that the user set."""
    return _said_hash(tuple((name, value) for name in _TRAITS if (value := overrides.get(name)) is not None))


@lru_cache(maxsize=1024)
def _said_hash(said: tuple[tuple[str, str], ...]) -> str:
    """Return the hash of traits: few things are said of many documents."""
    return tagged_hash("overrides", dict(said))


def analyser_fingerprints(analysers: tuple[Analyser, ...]) -> dict[str, str]:
    """Return name -> fingerprint."""
    return {analyser.name: analyser.fingerprint for analyser in analysers}


def software_parts(host: Host) -> dict[str, str]:
    """Return the versions of this program and of Python, and the fingerprint of every reader and analyser."""
    readers = {f"reader {reader.name}": reading_fingerprint(reader) for reader in host.readers}
    analysers = {f"analyser {name}": value for name, value in analyser_fingerprints(host.analysers).items()}
    python = ".".join(map(str, sys.version_info[:2]))
    return {"evidencescan": version("evidencescan"), "Python": python, **readers, **analysers}


def software_fingerprint(host: Host, *limits: float) -> str:
    """Return what changes whenever a document that failed may come out otherwise: all software, and the limits."""
    readers = {reader.name: reading_fingerprint(reader) for reader in host.readers}
    return tagged_hash("software", program(), readers, analyser_fingerprints(host.analysers), list(limits))
