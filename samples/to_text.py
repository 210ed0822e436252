"""Render a sample as an HTML page or as plain text."""

from __future__ import annotations

import re
import textwrap
from html import escape
from itertools import groupby

from markup import Block, Sample, plain

WIDTH = 78


def render_html(sample: Sample) -> bytes:
    """Return the page, with the navigation and the footer that a site puts around a text."""
    body: list[str] = []
    for kind, run in groupby(sample.blocks, key=lambda block: block.kind):
        body += _run(kind, list(run))
    links = "".join(f'<li><a href="#">{escape(name)}</a></li>' for name in sample.settings.get("nav", ()))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{sample.setting("language")}">',
        f'<head><meta charset="utf-8"><title>{escape(sample.setting("title"))}</title></head>',
        "<body>",
        f"<header>{escape(sample.setting('header'))}</header>",
        f"<nav><ul>{links}</ul></nav>",
        "<main>",
        *body,
        "</main>",
        f"<footer>{escape(sample.setting('footer'))}</footer>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode()


def _run(kind: str, blocks: list[Block]) -> list[str]:
    """Return the lines for neighbours of one kind: items of a list stand together."""
    if kind in ("bullet", "numbered"):
        tag = "ul" if kind == "bullet" else "ol"
        return [f"<{tag}>", *(f"<li>{_inline(block.text)}</li>" for block in blocks), f"</{tag}>"]
    return [_element(block) for block in blocks]


def _element(block: Block) -> str:
    text = _inline(block.text)
    if block.kind == "table":
        rows = ("".join(f"<td>{_inline(cell)}</td>" for cell in cells) for cells in block.rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    shapes = {
        "title": f"<h1>{text}</h1>",
        "heading": f"<h{block.level + 1}>{text}</h{block.level + 1}>",
        "centred": f'<p class="centred">{text}</p>',
        "item": f'<p class="indent-{block.level}">{text}</p>',
        "quoted": f"<blockquote><p>{text}</p></blockquote>",
        "paragraph": f"<p>{text}</p>",
    }
    return shapes[block.kind]


def _inline(text: str) -> str:
    text = escape(text.replace("{-}", ""), quote=False).replace("\n", "<br>")
    return re.sub(r"\[\+(.*?)\+\]", r"<ins>\1</ins>", re.sub(r"\[-(.*?)-\]", r"<del>\1</del>", text))


def render_txt(sample: Sample) -> bytes:
    """Return plain text, its lines filled to a fixed width, its headings underlined."""
    parts = []
    for block in sample.blocks:
        text = plain(block.text)
        if block.kind == "title":
            parts.append("\n".join(line.center(WIDTH).rstrip() for line in text.split("\n")))
        elif block.kind == "heading":
            parts.append(f"\n{text}\n{'-' * len(text)}")
        elif block.kind == "centred":
            parts.append(text.center(WIDTH).rstrip())
        elif block.kind == "bullet":
            parts.append(textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  "))
        elif block.kind == "paragraph":
            parts.append(textwrap.fill(text, WIDTH))
        else:
            raise ValueError(f"a text sample has no {block.kind}")
    return ("\n\n".join(parts) + "\n").encode()
