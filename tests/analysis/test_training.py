from __future__ import annotations

import io
from collections import Counter

import numpy as np
import pytest

from evidencescan.analysis.training import LABELS, documents, rows_of, train
from evidencescan.models.passages import TrainingPassage
from evidencescan.values import COMPONENTS

TEXTS = {
    "en": (
        ("Every victim shall have legal aid in {}.", (2, 0, 0), ()),
        ("Women and girls shall be searched by female officers in {}.", (0, 2, 0), ()),
        ("A guardian shall be appointed for each child in {}.", (0, 0, 2), ()),
        ("A victim without papers shall be punished and deported from {}.", (2, 0, 0), ("human_rights",)),
        ("The harbour master of {} shall keep the register of ships.", (0, 0, 0), ()),
        ("The plan names victims, women and children in {}.", (1, 1, 1), ()),
    ),
    "fr": (
        ("Toute victime bénéficie de l'aide juridique à {}.", (2, 0, 0), ()),
        ("Les femmes et les filles sont fouillées par des agentes à {}.", (0, 2, 0), ()),
        ("Un tuteur est désigné pour chaque enfant à {}.", (0, 0, 2), ()),
        ("La victime sans papiers est punie et expulsée de {}.", (2, 0, 0), ("human_rights",)),
        ("Le capitaine du port de {} tient le registre des navires.", (0, 0, 0), ()),
        ("Le plan nomme les victimes, les femmes et les enfants de {}.", (1, 1, 1), ()),
    ),
}
PLACES = ("Oruvia", "Tessaly Bay", "Nordhaven", "Calumet", "Port Ennis", "Vallora", "Issenmark", "Drovia")


def passages() -> list[TrainingPassage]:
    """Return 96 passages: eight invented documents in each of two languages, six passages each."""
    return [
        TrainingPassage(
            language, f"{language}-{place}", "law", f"Act of {place}", "", "", text.format(place), levels, contrary, ()
        )
        for language, texts in TEXTS.items()
        for place in PLACES
        for text, levels, contrary in texts
    ]


def test_documents_hold_passages_with_their_leads_and_headings() -> None:
    item = TrainingPassage(
        "en", "d", "law", "Act", "Shelter", "Each province shall:", "open a shelter;", (2, 0, 0), (), ()
    )
    ((document, labelled),) = documents(
        [item, passages()[0].__class__("en", "d", "law", "Act", "", "", "End.", (0, 0, 0), (), ())]
    )
    assert [p.text for p in document.passages] == ["Each province shall:", "open a shelter;", "End."]
    assert (document.passages[1].lead, document.passages[1].kind) == (0, "item")
    assert document.passages[1].headings == ("Shelter",)
    assert [seq for seq, _ in labelled] == [1, 2]
    assert all(document.text[p.start : p.end] == p.text for p in document.passages)
    assert (document.profile.get("language"), document.profile.get("kind")) == ("en", "law")


def test_each_passage_gives_a_row_of_terms_words_and_kind() -> None:
    rows = rows_of(passages())
    assert Counter(item.language for _, item in rows) == {"en": 48, "fr": 48}
    row, item = rows[0]
    assert item.text.startswith("Every victim")
    assert {"own:victim", "own:legal_aid", "kind:law", "passage:paragraph"} <= set(row.named)
    assert {"legal", "legal aid"} <= set(row.phrases())
    french = next(row for row, item in rows if item.language == "fr")
    assert {"own:victim", "own:legal_aid"} <= set(french.named), "terms have one name in all languages"


@pytest.fixture(scope="module")
def trained():
    return train(passages(), seed=3)


def test_the_same_passages_and_seed_give_the_same_bytes(trained) -> None:
    again = train(passages(), seed=3)
    assert again.model.to_bytes() == trained.model.to_bytes()
    assert (again.thresholds, again.figures) == (trained.thresholds, trained.figures)


def test_it_learns_what_it_was_shown(trained) -> None:
    assert trained.model.labels == LABELS
    assert (trained.passages, trained.languages) == (96, ("en", "fr"))
    rows = rows_of(passages())
    chances = trained.model.probabilities(trained.model.encode([row for row, _ in rows]))
    for (_, item), chance in zip(rows, chances, strict=True):
        if max(item.levels) == 2:
            best = max(range(3), key=lambda n: chance[n])
            assert item.levels[best] == 2, item.text
    contrary = [chance[3] for (_, item), chance in zip(rows, chances, strict=True) if item.contrary]
    others = [
        chance[3]
        for (_, item), chance in zip(rows, chances, strict=True)
        if max(item.levels) == 2 and not item.contrary
    ]
    assert min(contrary) > max(others)


def test_thresholds_reach_their_precision_on_passages_held_out(trained) -> None:
    assert set(trained.thresholds) == set(trained.figures) == set(LABELS)
    for label in LABELS:
        precision, recall = trained.figures[label]
        assert 0.5 <= trained.thresholds[label] <= 0.99
        assert precision >= (0.98 if label in COMPONENTS else 0.8)
        assert recall > 0


def test_rare_words_and_features_that_say_nothing_are_left_out(trained) -> None:
    assert {"own:victim", "legal aid"} <= set(trained.model.features)
    rare = TrainingPassage("en", "one", "law", "Act", "", "", "The quarantine flag is yellow.", (0, 0, 0), (), ())
    assert "quarantine" not in train([*passages(), rare, rare], seed=3).model.features
    assert "quarantine" in train([*passages(), rare, rare, rare], seed=3).model.features
    with np.load(io.BytesIO(trained.model.to_bytes())) as arrays:
        assert np.abs(arrays["weights"]).max(axis=1).min() > 1e-4
