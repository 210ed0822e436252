"""The classifier of components: how sure a linear model is that a passage carries one, where it is sure enough.

It is an analyser beside the others, so it can be disabled like one, and the rules work without it. Its findings weigh
those of rules when a document's findings are merged; the numbers of the passage are the rules' to state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from evidencescan.ids import tagged_hash
from evidencescan.models import LinearModel, ModelInfo
from evidencescan.models.linear import Encoded
from evidencescan.values import COMPONENTS, Component, Document, Finding, Reason

from .analyser import sdk_fingerprint
from .annotate import DEFAULT_POOL, Annotated, Pool
from .annotation import Annotation
from .compiled import Compiled
from .features import FeatureReader
from .force import force_of
from .masks import bits
from .quoting import whole_or_sentence
from .scope import condition_text, scopes

BATCH = 256
"""Passages that the model looks at together: enough to pay for the calls, few enough that no document needs much
memory."""
CONTRARY = "contrary"
_SILENT = frozenset(("no_duty", "replaced", "repealed"))


class ComponentClassifier:
    """Finds components by a linear model whose labels are the three components and ``contrary``."""

    name = "classifier"

    def __init__(self, info: ModelInfo, model: LinearModel, *, pool: Pool = DEFAULT_POOL) -> None:
        self._info = info
        self._model = model
        self._pool = pool
        self._readers: dict[str, tuple[Compiled, FeatureReader]] = {}
        self.fingerprint = tagged_hash("classifier", sdk_fingerprint(), info.sha256, dict(info.thresholds))

    def analyse(self, document: Document) -> Iterable[Finding]:
        """Return the findings of a document, in its order."""
        annotated = self._pool.annotate(document)
        worth = (
            annotation
            for annotation in map(annotated.passages.glance, annotated.passages)
            if annotation.language in self._info.languages
            and annotation.mask & self._reader(annotation.language).telling
        )
        found: list[Finding] = []
        while batch := list(islice(worth, BATCH)):
            rows = self._model.encode([self._reader(a.language).row(annotated, a) for a in batch])
            for row, chances in enumerate(self._model.probabilities(rows).tolist()):
                chance = dict(zip(self._model.labels, chances, strict=True))
                sure = [c for c in COMPONENTS if chance[c] >= self._info.thresholds[c]]
                if sure:
                    reasons = {c: self._reasons(rows, row, c) for c in sure}
                    found.extend(self._findings(annotated, batch[row], chance, reasons))
        return found

    def _reader(self, language: str) -> FeatureReader:
        compiled = self._pool.compiled(language)
        known = self._readers.get(language)
        if known is None or known[0] is not compiled:
            known = self._readers[language] = (compiled, FeatureReader(compiled))
        return known[1]

    def _reasons(self, rows: Encoded, row: int, component: Component) -> tuple[Reason, ...]:
        return tuple(
            Reason("model", self._info.name, (feature,), round(weight, 3))
            for feature, weight in self._model.reasons(rows, row, component)
        )

    def _findings(
        self,
        annotated: Annotated,
        annotation: Annotation,
        chance: dict[str, float],
        reasons: dict[Component, tuple[Reason, ...]],
    ) -> list[Finding]:
        compiled = self._pool.compiled(annotation.language)
        around = scopes(compiled, annotation)
        if any(scope.effect in _SILENT for scope in around):
            return []
        passage = annotation.passage
        start, end = whole_or_sentence(annotation, self._strongest)
        sentence = annotation.sentences[annotation.sentence_at(start)]
        force, _ = force_of(compiled, annotation, sentence, sentence[1])
        denied = any(scope.effect == "denial" for scope in around)
        contrary = denied or chance[CONTRARY] >= self._info.thresholds[CONTRARY]
        return [
            Finding(
                indicator=None,
                component=component,
                polarity="contrary" if contrary else "supports",
                force=force,
                passage=passage.seq,
                start=passage.start + start,
                end=passage.start + end,
                quote=annotated.document.text[passage.start + start : passage.start + end],
                score=round(chance[component], 4),
                score_kind="probability",
                condition=condition_text(passage.text, around, sentence),
                reasons=why,
            )
            for component, why in reasons.items()
        ]

    def _strongest(self, annotation: Annotation) -> int:
        """Return the sentence with the most telling terms."""
        telling = annotation.mask & self._reader(annotation.language).telling
        places = annotation.places
        held = {(annotation.sentence_at(start), term) for term in bits(telling) for start, _ in places[term]}
        counts = Counter(sentence for sentence, _ in held)
        return min(counts, key=lambda sentence: (-counts[sentence], sentence))
