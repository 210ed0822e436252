"""The keys and values between two lines of dashes at the head of a Markdown file."""

from __future__ import annotations

import re

from .textual import clean

_FENCE = re.compile(r"\A\ufeff?\s*---[^\S\n]*\n(.*?)^(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PAIR = re.compile(r"([A-Za-z][\w .-]{0,60}?)\s*:(?:\s+(.*)|\s*)$")
_MAX_LENGTH = 64 * 1024
_KEYS = {
    "title": ("title",),
    "date": ("date", "publication_date", "enactment_date", "issued"),
    "country": ("country",),
    "language": ("language", "lang"),
    "jurisdiction": ("jurisdiction",),
}


def front_matter(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the metadata that a reader of laws can use, and the text without its front matter."""
    match = _FENCE.match(text)
    if match is None or len(match[1]) > _MAX_LENGTH or not any(_PAIR.match(line) for line in match[1].splitlines()):
        return (), text
    said: dict[str, str] = {}
    key = ""
    for line in match[1].splitlines():
        pair = _PAIR.match(line)
        if pair is not None:
            key = pair[1].lower().replace("-", "_").replace(" ", "_")
            value = (pair[2] or "").strip()
            # ">-" and "|" announce a value on the lines below.
            said[key] = "" if value[:1] in {">", "|"} and len(value) <= 3 else value
        elif key and line[:1].isspace() and not line.lstrip().startswith("- "):
            said[key] = f"{said[key]} {line.strip()}"
    found = []
    for name, keys in _KEYS.items():
        value = next((clean(said[key]) for key in keys if clean(said.get(key, ""))), "")
        value = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
        if value:
            found.append((name, value))
    return tuple(found), text[match.end() :]
