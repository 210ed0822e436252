"""From a reading to a document."""

from __future__ import annotations

from evidencescan.values import Document, Profile, Reading, Source

from .identify import mark_foreign
from .knowledge import language
from .profile import profile_of
from .segment import segment

_NO_PROFILE = Profile()


def build_document(source: Source, reading: Reading, overrides: Profile = _NO_PROFILE) -> Document:
    """Return the document that analysers see: canonical text, passages and profile.

    ``overrides`` are traits that the user set. Language decides by which words provisions are recognised, kind
    whether bare numbers are sections of a law or paragraphs of a report.
    """
    profile = profile_of(source, reading, overrides)
    main = profile.get("language") or ""
    passages = segment(reading.blocks, language(main), profile.get("kind") or "other")
    if main:
        passages = mark_foreign(passages, main)
    text = "\n".join(passage.text for passage in passages)
    return Document(source, text, passages, profile, reading.pages, reading.problems)
