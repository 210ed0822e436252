"""What a document and its findings must satisfy before they may be stored."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evidencescan.errors import PluginError, ReadError
from evidencescan.values import COMPONENTS, FORCES, POLARITIES, Document, Finding

from .walk import is_unicode


def check_document(document: Document) -> None:
    """Raise ReadError where the passages are not the text, or a text holds half a character (a lone surrogate)."""
    if not _is_joined(document):
        raise ReadError("the text of the document is not that of its passages", category="bug")
    said = [repr(document.profile)]
    for passage in document.passages:
        said += (passage.citation, passage.label or "", *passage.columns)
    # headings stand over many passages
    said += {heading for headings in {passage.headings for passage in document.passages} for heading in headings}
    if not is_unicode(document.text) or not is_unicode("".join(said)):
        raise ReadError("the text holds characters that are no valid Unicode", category="unreadable")


def _is_joined(document: Document) -> bool:
    """Whether the text is that of the passages with a line feed between, found without a second copy of it."""
    text, at = document.text, 0
    for passage in document.passages:
        if at and text[at - 1 : at] != "\n":
            return False
        if not text.startswith(passage.text, at):
            return False
        at += len(passage.text) + 1
    return at == len(text) + 1 if document.passages else not text


def check_findings(document: Document, findings: Sequence[Finding]) -> None:
    """Raise PluginError at the first finding that is none, or whose quote is not what stands at its place."""
    known = {passage.seq for passage in document.passages}
    for finding in findings:
        if not isinstance(finding, Finding):
            raise PluginError(f"yielded {type(finding).__name__} instead of a Finding")
        if not finding.quote or document.text[finding.start : finding.end] != finding.quote:
            raise PluginError(f"the quote of {finding.indicator} is not at {finding.start} to {finding.end}")
        if finding.passage not in known:
            raise PluginError(f"a finding of {finding.indicator} names passage {finding.passage}, which is not there")
        if finding.component not in COMPONENTS or finding.polarity not in POLARITIES or finding.force not in FORCES:
            raise PluginError(f"a finding of {finding.indicator} has an unknown component, polarity or force")
        if not 0.0 <= finding.score <= 1.0:
            raise PluginError(f"a finding of {finding.indicator} has the score {finding.score}, not 0 to 1")
        numbers = (part for value in finding.values for part in (value.number, value.until) if part is not None)
        if not all(math.isfinite(number) for number in numbers):
            raise PluginError(f"a finding of {finding.indicator} has a value that is no finite number")
        words = (word for reason in finding.reasons for word in (reason.name, *reason.words))
        if not is_unicode("".join((finding.condition or "", *words))):
            raise PluginError(f"a finding of {finding.indicator} holds characters that are no valid Unicode")
