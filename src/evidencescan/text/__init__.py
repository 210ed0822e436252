"""Canonical text, passages and citations, language, sentences, and quotes found again."""

from __future__ import annotations

from .document import build_document
from .knowledge import FINGERPRINT, known_languages
from .requote import requote
from .sentences import clauses, sentences

__all__ = ["FINGERPRINT", "build_document", "clauses", "known_languages", "requote", "sentences"]
