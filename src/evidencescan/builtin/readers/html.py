"""Web pages: lexbor's tree walked once, without what surrounds the text and what is struck out or hidden."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from evidencescan.api import Candidate
from evidencescan.errors import ReadError
from evidencescan.values import Block, Reading

from .html_walk import Walker
from .markers import attach_markers
from .sniff import first_tag, head_text
from .textual import clean, decode, decoding_problems, names, read_bytes

# The parser takes time that grows with the square of the depth of open blocks.
_MAX_OPEN = 5_000
_NESTING_TAG = re.compile(
    r"<(/?)(?:div|section|article|main|table|ul|ol|dl|blockquote|center|fieldset|aside|header|footer|nav|details|figure)\b",
    re.IGNORECASE,
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I
)
_XHTML = re.compile(r"<\?xml|<html[^>]{0,400}xmlns=", re.IGNORECASE)
_CLOSED = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*)?)/>")
_VOID = names("area base br col embed hr img input link meta param source track wbr")
_KNOWN_TAG = re.compile(r"<(?:p|div|br|td|tr|li|h[1-6]|span|a|b|strong|em|i|table|ul|ol|body|head|font|center)\b", re.I)
_PAGE_TAGS = frozenset({"html", "head", "body"})
_FRAGMENT_TAGS = frozenset(
    {"div", "p", "table", "article", "section", "main", "h1", "h2", "h3", "h4", "ul", "ol", "span", "center", "font"}
    | {"title", "meta", "link", "style", "script", "header", "nav", "a", "b", "strong", "br", "hr", "blockquote"}
)
_META = {
    "language": ("language", "dc.language", "dcterms.language", "content-language", "og:locale"),
    "date": ("date", "dc.date", "dcterms.date", "dcterms.issued", "dc.date.issued", "article:published_time"),
    "country": ("country", "dc.coverage", "dcterms.coverage", "geo.country"),
    "title": ("dc.title", "dcterms.title", "og:title"),
}


class HtmlReader:
    """Reads HTML and XHTML, whole pages and fragments."""

    name = "html"
    media_type = "text/html"
    fingerprint = "html-1"

    def recognises(self, candidate: Candidate) -> float:
        """Return 0.95 for a page, 0.7 for text that begins with a tag of HTML and is full of them."""
        text = head_text(candidate)
        name, _, _ = first_tag(text)
        if name in _PAGE_TAGS:
            return 0.95
        if name in _FRAGMENT_TAGS and len(_KNOWN_TAG.findall(text)) > len(text) / 500:
            return 0.7
        return 0.0

    def read(self, candidate: Candidate) -> Reading:
        """Return the blocks of the page's own text; raise `ReadError` for oversized or endlessly nested pages."""
        data = read_bytes(candidate)
        declared = _DECLARED.search(data[:4096])
        decoded = decode(data, (declared[1] or declared[2]).decode("ascii") if declared else None)
        text = _as_html(decoded.text.replace("\0", ""))
        _check_depth(text, candidate.name)
        tree = LexborHTMLParser(text)
        body = tree.body
        walker = Walker()
        if body is not None:
            walker.walk(_main_part(body))
        problems = decoding_problems(decoded, self.name)
        return Reading(_with_title(attach_markers(walker.blocks)), metadata=_metadata(tree), problems=problems)


def _as_html(text: str) -> str:
    """Return XHTML with its empty elements closed the long way: HTML takes ``<a id="x"/>`` for one that goes on."""
    if not _XHTML.search(text[:2048]):
        return text
    return _CLOSED.sub(
        lambda match: match[0] if match[1].lower() in _VOID else f"<{match[1]}{match[2]}></{match[1]}>", text
    )


def _check_depth(text: str, name: str) -> None:
    depth = 0
    for match in _NESTING_TAG.finditer(text):
        depth += -1 if match[1] else 1
        depth = max(depth, 0)
        if depth > _MAX_OPEN:
            raise ReadError(f"{name} nests elements more than {_MAX_OPEN} deep", category="policy")


def _main_part(body: LexborNode) -> LexborNode:
    """Return the part of the page that it calls its main one, where most of the text stands in it."""
    for selector in ("main", "[role=main]", "article"):
        found = body.css(selector)
        if len(found) == 1 and len(found[0].text()) > 0.5 * len(body.text()):
            return found[0]
    return body


def _with_title(blocks: list[Block]) -> tuple[Block, ...]:
    """Mark the only heading of the first level as the title."""
    first = [index for index, block in enumerate(blocks) if block.kind == "heading" and block.level == 1]
    if len(first) == 1:
        block = blocks[first[0]]
        blocks[first[0]] = Block(block.text, "heading", 1, block.label, locator=block.locator, title=True)
    return tuple(blocks)


def _metadata(tree: LexborHTMLParser) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    said: dict[str, str] = {}
    for meta in tree.css("meta"):
        key = meta.attributes.get("name") or meta.attributes.get("property") or meta.attributes.get("http-equiv") or ""
        said.setdefault(key.lower(), clean(meta.attributes.get("content") or ""))
    title = tree.css_first("head title")
    if title is not None:
        found["title"] = clean(title.text())
    root = tree.css_first("html")
    if root is not None:
        found["language"] = clean(root.attributes.get("lang") or root.attributes.get("xml:lang") or "")
    for name, keys in _META.items():
        if not found.get(name):
            found[name] = next((said[key] for key in keys if said.get(key)), "")
    return tuple((name, value) for name, value in found.items() if value)
