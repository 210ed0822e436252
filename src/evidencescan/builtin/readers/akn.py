"""Akoma Ntoso: laws marked up as such, versions 1 to 3, with numbers as labels and element ids as places."""

from __future__ import annotations

import re

from lxml import etree

from evidencescan.api import Candidate
from evidencescan.values import Problem, Reading

from .akn_walk import Walker
from .sniff import first_tag, head_text
from .textual import clean, read_bytes
from .xml_safety import attribute, local, namespace, parse_xml

_COUNTRY = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)?")
_TITLES = ("longTitle", "docTitle", "shortTitle")


class AknReader:
    """Reads Akoma Ntoso XML."""

    name = "akn"
    media_type = "application/akn+xml"
    fingerprint = "akn-1"

    def recognises(self, candidate: Candidate) -> float:
        """Return 0.98 where the first tag is ``akomaNtoso``."""
        return 0.98 if first_tag(head_text(candidate))[0] == "akomantoso" else 0.0

    def read(self, candidate: Candidate) -> Reading:
        """Return headings, provisions, notes and tables; raise `ReadError` for XML that is broken or hostile."""
        root, well_formed = parse_xml(read_bytes(candidate), candidate.name)
        walker = Walker(namespace(root))
        walker.walk(root)
        problems = () if well_formed else (Problem("unreadable", self.name, "the XML is not well-formed"),)
        return Reading(tuple(walker.blocks), metadata=_metadata(root), problems=problems)


def _metadata(root: etree._Element) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for element in root.iter():
        match local(element):
            case "FRBRcountry":
                found.setdefault("country", _last(attribute(element, "value")))
            case "FRBRlanguage":
                found.setdefault("language", _last(attribute(element, "language")))
            case "FRBRdate":
                found.setdefault("date", attribute(element, "date") or "")
            case "FRBRalias":
                found.setdefault("alias", attribute(element, "value") or "")
            case "body" | "mainBody" | "judgmentBody" | "debateBody":
                break
            case name if name in _TITLES:
                found.setdefault(name, clean("".join(str(text) for text in element.itertext())))
    titles = [found.pop(key, "") for key in (*_TITLES, "alias")]
    found["title"] = next((title for title in titles if title), "")
    return tuple((key, clean(value)) for key, value in sorted(found.items()) if clean(value))


def _last(value: str | None) -> str:
    """Return a code that may stand at the end of an address."""
    code = (value or "").rstrip("/#").rpartition("/")[2].rpartition("#")[2]
    return code if _COUNTRY.fullmatch(code) else ""
