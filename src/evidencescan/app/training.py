"""Training of the models that come with the program, from the passages beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evidencescan.analysis.training import Trained, train
from evidencescan.errors import ModelError
from evidencescan.ids import bytes_hash
from evidencescan.models.folder import CARD, MANIFEST, MODEL, TRUSTED
from evidencescan.models.passages import TrainingPassage, balance, lint_passages, read_passages

NAME, VERSION, SEED = "components", "1", 0


def train_models(folder: Path, say: Callable[[str], None] = lambda message: None) -> Path:
    """Train the model of components from ``folder/training`` and write it to ``folder/components``.

    The same passages give the same bytes. Raises ModelError where the passages fail their linter.
    """
    passages = read_passages(folder / "training")
    wrong = lint_passages(passages)
    if wrong:
        raise ModelError("; ".join(wrong[:5]), advice=f"{len(wrong)} faults in {folder / 'training'}: mend them first.")
    say(f"{len(passages)} passages")
    trained = train(passages, SEED)
    data = trained.model.to_bytes()
    target = folder / NAME
    target.mkdir(exist_ok=True)
    (target / MODEL).write_bytes(data)
    (target / MANIFEST).write_text(_manifest(trained, bytes_hash(data)), encoding="utf-8")
    (target / CARD).write_text(_card(trained, passages), encoding="utf-8")
    trust = f'# Hashes of the models that may be loaded.\nsha256 = ["{bytes_hash(data)}"]\n'
    (folder / TRUSTED).write_text(trust, encoding="utf-8")
    return target


def _manifest(trained: Trained, digest: str) -> str:
    languages = ", ".join(f'"{language}"' for language in trained.languages)
    lines = [
        f'name = "{NAME}"',
        f'version = "{VERSION}"',
        f'sha256 = "{digest}"',
        f"languages = [{languages}]",
        f"passages = {trained.passages}",
        f"seed = {SEED}",
        "",
        "# probability from which a label counts: held-out precision reaches the goal there",
        "[thresholds]",
        *(f"{label} = {threshold}" for label, threshold in trained.thresholds.items()),
    ]
    return "\n".join(lines) + "\n"


def _card(trained: Trained, passages: list[TrainingPassage]) -> str:
    rows = [
        f"| {label} | {trained.thresholds[label]:.2f} | {precision:.2f} | {recall:.2f} |"
        for label, (precision, recall) in trained.figures.items()
    ]
    counts = [
        f"| {language} | {of['passages']} | {of['component']} | {of['mention']} | {of['nothing']} | {of['contrary']} |"
        for language, of in sorted(balance(passages).items())
    ]
    return "\n".join(
        [
            "# Model of components",
            "",
            "Says which passages carry human rights, gender and child protection, and which work against them.",
            "A logistic regression over shared terms in their places (passage, lead-in, headings, title, subject),",
            "words of force, kind of document, and the words of the passage.",
            "",
            "**Use.** Finds components that no rule says in these words, where it is sure enough. It gives no",
            "indicator.",
            "",
            "**Trained on** passages written for this project about invented countries, in `models/training/`; no",
            "real document was used. `evidencescan models train models` gives the same bytes again.",
            "",
            "| language | passages | component | mention | nothing | contrary |",
            "|---|---|---|---|---|---|",
            *counts,
            "",
            "**Held-out figures** (five folds over invented documents), at the threshold of each label:",
            "",
            "| label | threshold | precision | recall |",
            "|---|---|---|---|",
            *rows,
            "",
            "**Limits.** Real documents differ from invented ones; `docs/accuracy.md` has figures on real ones. A",
            "passage without any shared term of its language is not looked at, and in a document where rules find",
            "next to nothing the model is not listened to.",
            "",
        ]
    )
