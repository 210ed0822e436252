"""The parts of an Office Open XML package and how they hang together."""

from __future__ import annotations

import posixpath
from pathlib import Path

from lxml import etree

from evidencescan.errors import ReadError

from ..xml_safety import attribute, local, parse_xml
from ..zip_safety import SafeZip

# The strict variant of the standard differs in nothing but its namespaces.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def val(element: etree._Element | None, default: str | None = None) -> str | None:
    """Return the attribute ``w:val`` of ``element``, or ``default`` where there is neither."""
    if element is None:
        return default
    return element.get(W + "val", default)


def is_on(element: etree._Element | None) -> bool:
    """Say whether a switch such as ``w:strike`` is there and not turned off."""
    return element is not None and val(element, "1") not in {"0", "false", "off", "none"}


def number(text: str | None, default: int) -> int:
    """Return ``text`` as an integer, or ``default`` where it is none."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


class Package:
    """The main document of a package and the parts it refers to, each parsed under the bounds of `SafeZip`."""

    def __init__(self, archive: SafeZip, path: Path) -> None:
        self._archive = archive
        self._name = path.name
        self.damaged: list[str] = []
        self.main = self._find_main()
        self._targets = self._relationships(self.main)

    def document(self) -> etree._Element:
        """Return the root of the main document; raise `ReadError` where there is none."""
        return self._parse(self.main)

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of the part that the main document relates to as ``kind`` ("styles", "footnotes", ...).

        None where there is no such part. One that cannot be read is noted in ``damaged``.
        """
        target = self._targets.get(kind)
        if target is None or target not in self._archive:
            return None
        return self._optional(target)

    def properties(self) -> dict[str, str]:
        """Return the core properties: local names of Dublin Core elements and their texts."""
        if "docProps/core.xml" not in self._archive:
            return {}
        root = self._optional("docProps/core.xml")
        return {} if root is None else {local(child): child.text or "" for child in root}

    def _find_main(self) -> str:
        if "_rels/.rels" in self._archive:
            for kind, target in self._read_relationships("_rels/.rels", "").items():
                if kind == "officeDocument" and target in self._archive:
                    return target
        if "word/document.xml" in self._archive:
            return "word/document.xml"
        raise ReadError(f"{self._name} holds no Word document")

    def _relationships(self, part: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        found = self._read_relationships(rels, folder) if rels in self._archive else {}
        for kind in ("styles", "numbering", "footnotes", "endnotes"):
            found.setdefault(kind, posixpath.join(folder, kind + ".xml"))
        return found

    def _read_relationships(self, rels: str, folder: str) -> dict[str, str]:
        root = self._optional(rels)
        found: dict[str, str] = {}
        for relation in () if root is None else root:
            kind = (attribute(relation, "Type") or "").rpartition("/")[2]
            target = attribute(relation, "Target") or ""
            if attribute(relation, "TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found.setdefault(kind, posixpath.normpath(path))
        return found

    def _optional(self, member: str) -> etree._Element | None:
        try:
            return self._parse(member)
        except ReadError as error:
            if error.category in {"policy", "too_large", "encrypted"}:
                raise
            self.damaged.append(str(error))
            return None

    def _parse(self, member: str) -> etree._Element:
        data = self._archive.read(member)
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        root, well_formed = parse_xml(data, f"{self._name}: {member}", document_type=False)
        if not well_formed:
            self.damaged.append(f"{member} is not well-formed XML; it was read as far as it could be")
        return root
