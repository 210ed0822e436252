"""Canonical JSON and tagged content hashes: the same content has the same id on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_CHUNK = 1 << 20
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, no spaces and unescaped Unicode, so that equal values give equal text."""
    return _ENCODER.encode(value)


def tagged_hash(tag: str, *parts: Any) -> str:
    """Return ``tag:`` and 32 hexadecimal digits (128 bits of SHA-256) of the canonical JSON of ``parts``."""
    digest = hashlib.sha256(f"evidencescan/{tag}\n{canonical_json(list(parts))}".encode())
    return f"{tag}:{digest.hexdigest()[:32]}"


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits; raises OSError as `open` does."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def bytes_hash(data: bytes) -> str:
    """Return the SHA-256 of ``data`` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def tree_hash(paths: Iterable[Path]) -> str:
    """Return one hash over the names and bytes of files, in order of name."""
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        digest.update(path.name.encode() + b"\0" + bytes.fromhex(content_hash(path)))
    return digest.hexdigest()
