"""Training of the classifier: from passages to a linear model, the same bytes for the same passages and seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidencescan.models import LinearModel
from evidencescan.models.linear import Row
from evidencescan.models.passages import TrainingPassage
from evidencescan.values import COMPONENTS, Document, Passage, Profile, Source, Trait

from .annotate import Pool
from .classifier import CONTRARY
from .features import FeatureReader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LABELS = (*COMPONENTS, CONTRARY)
LEAST_USED = 3
"""A word is a feature from this many passages on."""
STRENGTH = 1.0
"""Inverse of the regularisation, as scikit-learn counts it."""
MENTION_WEIGHT = 0.5
"""What a mention weighs as a negative: the codebook tells it apart from a component, but the line is thin."""
FOLDS = 5
PRECISION = {CONTRARY: 0.8, "gender": 0.995}
"""Held-out precision that a threshold must reach; words on women are the likeliest to be a mere mention."""
DEFAULT_PRECISION = 0.98
LOWEST = 0.5


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, the thresholds found by cross-validation over documents, and the figures at them.

    ``figures`` maps a label to (precision, recall) of passages held out.
    """

    model: LinearModel
    thresholds: dict[str, float]
    figures: dict[str, tuple[float, float]]
    passages: int
    languages: tuple[str, ...]


def documents(passages: Sequence[TrainingPassage]) -> list[tuple[Document, list[tuple[int, TrainingPassage]]]]:
    """Return the invented documents that passages belong to, and the ``seq`` of each passage in its document."""
    groups: dict[tuple[str, str], list[TrainingPassage]] = defaultdict(list)
    for passage in passages:
        groups[passage.language, passage.document].append(passage)
    return [_document(language, name, group) for (language, name), group in groups.items()]


def _document(
    language: str, name: str, group: list[TrainingPassage]
) -> tuple[Document, list[tuple[int, TrainingPassage]]]:
    parts: list[Passage] = []
    labelled: list[tuple[int, TrainingPassage]] = []
    start = 0
    for item in group:
        headings = (item.heading,) if item.heading else ()
        lead: int | None = None
        for text in (item.lead, item.text):
            if text:
                kind = "item" if lead is not None else "paragraph"
                parts.append(
                    Passage(len(parts), kind, start, start + len(text), text, headings=headings, lead=lead)  # type: ignore[arg-type]
                )
                lead = len(parts) - 1
                start += len(text) + 1
        labelled.append((len(parts) - 1, item))
    profile = Profile(language=Trait(language), kind=Trait(group[0].kind), title=Trait(group[0].title))
    text = "\n".join(part.text for part in parts)
    return Document(Source(name, "0" * 64, 0), text, tuple(parts), profile), labelled


def rows_of(passages: Sequence[TrainingPassage]) -> list[tuple[Row, TrainingPassage]]:
    """Return the features of passages, in an order that depends on the passages alone."""
    pool = Pool()
    found: list[tuple[Row, TrainingPassage]] = []
    for document, labelled in documents(passages):
        annotated = pool.annotate(document)
        reader = FeatureReader(pool.compiled(labelled[0][1].language))
        for seq, item in labelled:
            if seq in annotated.passages:
                found.append((reader.row(annotated, annotated.passages[seq]), item))
    return found


def train(passages: Sequence[TrainingPassage], seed: int = 0) -> Trained:
    """Fit the model and choose its thresholds; raises what scikit-learn raises where a label has one class only."""
    import numpy as np

    rows = rows_of(passages)
    features, rarity = _vocabulary([row for row, _ in rows])
    weights = np.zeros((len(features), len(LABELS)), np.float32)
    bias = np.zeros(len(LABELS), np.float32)
    blank = LinearModel(LABELS, features, rarity, weights, bias)
    matrix = _matrix(blank, [row for row, _ in rows])
    folds = _folds([item for _, item in rows], seed)
    thresholds: dict[str, float] = {}
    figures: dict[str, tuple[float, float]] = {}
    for column, label in enumerate(LABELS):
        target, weight = _target(label, [item for _, item in rows])
        used = weight > 0
        held_out = np.zeros(len(rows))
        for fold in range(FOLDS):
            inside = used & (folds != fold)
            fitted = _fit(matrix[inside], target[inside], weight[inside], seed)
            outside = folds == fold
            held_out[outside] = fitted.predict_proba(matrix[outside])[:, 1]
        scored = used & (weight >= 1)
        goal = PRECISION.get(label, DEFAULT_PRECISION)
        thresholds[label], figures[label] = _threshold(held_out[scored], target[scored], goal)
        final = _fit(matrix[used], target[used], weight[used], seed)
        weights[:, column] = final.coef_[0]
        bias[column] = final.intercept_[0]
    kept = np.flatnonzero(np.abs(weights).max(axis=1) > 1e-4)
    model = LinearModel(LABELS, [features[n] for n in kept], rarity[kept], weights[kept], bias)
    languages = tuple(sorted({item.language for _, item in rows}))
    return Trained(model, thresholds, figures, len(rows), languages)


def _vocabulary(rows: Sequence[Row]) -> tuple[list[str], NDArray[np.float32]]:
    import numpy as np

    named = sorted({name for row in rows for name in row.named})
    usage = Counter(word for row in rows for word in set(row.phrases()))
    words = sorted(word for word, count in usage.items() if count >= LEAST_USED)
    idf = [1 + np.log((1 + len(rows)) / (1 + usage[word])) for word in words]
    return [*named, *words], np.asarray([*([1.0] * len(named)), *idf], np.float32)


def _matrix(model: LinearModel, rows: Sequence[Row]) -> Any:
    from scipy.sparse import csr_matrix

    encoded = model.encode(rows)
    return csr_matrix((encoded.values, encoded.numbers, encoded.starts), shape=(len(rows), len(model.features)))


def _folds(items: Sequence[TrainingPassage], seed: int) -> NDArray[np.int64]:
    """Return a fold for each passage; passages of one document are in one fold."""
    import numpy as np

    names = sorted({(item.language, item.document) for item in items})
    order = np.random.default_rng(seed).permutation(len(names))
    fold = {name: int(order[number]) % FOLDS for number, name in enumerate(names)}
    return np.asarray([fold[item.language, item.document] for item in items])


def _target(label: str, items: Sequence[TrainingPassage]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return what to learn and what each passage weighs; weight 0 leaves it out."""
    import numpy as np

    if label == CONTRARY:
        target = [bool(item.contrary) for item in items]
        weight = [1.0 if max(item.levels) == 2 else 0.0 for item in items]
    else:
        levels = [item.levels[LABELS.index(label)] for item in items]
        target = [level == 2 for level in levels]
        weight = [MENTION_WEIGHT if level == 1 else 1.0 for level in levels]
    return np.asarray(target), np.asarray(weight)


def _fit(matrix: Any, target: Any, weight: Any, seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500, random_state=seed)
    return model.fit(matrix, target, sample_weight=weight)


def _threshold(chances: Any, target: Any, goal: float) -> tuple[float, tuple[float, float]]:
    """Return the lowest threshold from which held-out precision reaches the goal, with precision and recall there."""
    import numpy as np

    best = (0.99, (0.0, 0.0))
    for threshold in np.arange(0.98, LOWEST - 0.001, -0.02):
        found = chances >= threshold
        if not found.any():
            continue
        precision, recall = float(target[found].mean()), float(target[found].sum() / target.sum())
        if precision >= goal:
            best = (round(float(threshold), 2), (precision, recall))
    return best
