"""XML from strangers: no entities, no document types of their own, no network, no depth without end."""

from __future__ import annotations

import html
import re
from typing import Any, cast

from lxml import etree

from evidencescan.errors import ReadError

from .textual import utf16_without_mark

_PROLOG_BYTES = 64 * 1024
_SUBSET = re.compile(r"<!DOCTYPE[^>\[]*\[|<!ENTITY", re.IGNORECASE)
MAX_DEPTH = 150
"""Deepest nesting of elements that is read; readers that recurse over elements rely on it."""

_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_ROOT = re.compile(r"<[^\s!?/<>]")


def parse_xml(data: bytes, name: str, *, document_type: bool = True) -> tuple[etree._Element, bool]:
    """Return the root of the XML in ``data``, and whether it was well-formed.

    XML that is not well-formed is read as far as it can be. ``name`` is for messages. Raises `ReadError` with the
    category "policy" where the XML declares entities or elements of its own (or, with ``document_type`` False, has
    a document type at all), and "unreadable" where nothing can be read.
    """
    prolog = _prolog(data)
    if _SUBSET.search(prolog) or (not document_type and "<!DOCTYPE" in prolog.upper()):
        raise ReadError(
            f"{name} declares XML entities or a document type of its own, which can be used for attacks",
            category="policy",
            advice="Save the document without its internal document type.",
        )
    root, well_formed = _parsed(data, name)
    # What the stubs leave out; an encoding that hides the prolog does not hide it from the parser.
    internal = cast(Any, root.getroottree().docinfo.internalDTD)
    if (
        internal is not None
        and (next(internal.iterentities(), None) or next(internal.iterelements(), None)) is not None
    ):
        raise ReadError(f"{name} declares XML entities of its own", category="policy")
    if _TOO_DEEP(root):
        raise ReadError(f"{name} nests elements more than {MAX_DEPTH} deep", category="policy")
    return root, well_formed


def _parsed(data: bytes, name: str) -> tuple[etree._Element, bool]:
    try:
        return etree.fromstring(data, _parser(recover=False)), True
    except (etree.XMLSyntaxError, ValueError) as error:
        first = error
    try:
        root: etree._Element | None = etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ReadError(f"{name} is not XML: {first}") from first
    return root, False


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def _prolog(data: bytes) -> str:
    """Return what stands before the root element, of which at most the first 64 KiB count."""
    head = data[:_PROLOG_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_without_mark(head):
        head = head.replace(b"\0", b"")
    text = head.decode("latin-1")
    root = _ROOT.search(text)
    return text[: root.start()] if root else text


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; an empty string for anything else in the tree."""
    tag: object = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2]


def namespace(element: etree._Element) -> str:
    """Return the namespace of an element, or an empty string."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def attribute(element: etree._Element, *names: str) -> str | None:
    """Return the first attribute whose name, whatever its namespace, is one of ``names``."""
    for name in names:
        for key, value in element.items():
            if str(key).rpartition("}")[2] == name:
                return str(value)
    return None


def entity_text(node: etree._Element) -> str:
    """Return the character of an entity reference that the parser left in the tree, where HTML knows it."""
    if node.tag is etree.Entity and node.text:
        text = html.unescape(node.text)
        return "" if text == node.text else text
    return ""
