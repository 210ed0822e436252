"""A model small enough to work out by hand: two labels, two named features, two words."""

from __future__ import annotations

import io
from itertools import pairwise
from math import exp
from random import Random
from unittest.mock import ANY

import numpy as np
import pytest

from evidencescan.errors import ModelError
from evidencescan.models import LinearModel
from evidencescan.models.linear import Row

FEATURES = ("own:victim", "force:obligation", "shelter", "safe shelter")
# the words weigh 3 and 4, so both together have length 5 and become 2 × 3/5 = 1.2 and 2 × 4/5 = 1.6
ROW = Row({"own:victim": 1.0, "own:nobody": 9.0}, ["safe", "shelter", "shelter", "harbour"])


def model(**changes: object) -> LinearModel:
    parts: dict[str, object] = {
        "labels": ("rights", "gender"),
        "features": FEATURES,
        "rarity": np.array([1, 1, 3, 4], np.float32),
        "weights": np.array([[1, -1], [0.5, 2], [0.5, 0], [-0.25, 0.625]], np.float32),
        "bias": np.array([-0.2, 0], np.float32),
    }
    return LinearModel(**(parts | changes))  # type: ignore[arg-type]


def encoded(*rows: Row, by: LinearModel | None = None) -> list[dict[str, float]]:
    """Return the features of each row by name; each may be there once."""
    by = by or model()
    numbers, values, starts = by.encode(rows)
    found = []
    for start, end in pairwise(starts.tolist()):
        names = [by.features[number] for number in numbers[start:end]]
        assert len(set(names)) == len(names)
        found.append(dict(zip(names, values[start:end].tolist(), strict=True)))
    return found


def test_words_are_brought_to_length_and_unknown_features_are_left_out() -> None:
    (features,) = encoded(ROW)
    assert list(features) == ["own:victim", "shelter", "safe shelter"]
    assert list(features.values()) == pytest.approx([1.0, 1.2, 1.6])


def test_words_are_pairs_only_where_they_follow_each_other_in_one_row() -> None:
    apart = [
        Row({}, ["safe", "warm", "shelter"]),
        Row({}, ["safe"]),
        Row({}, ["shelter"]),
        Row({}, ["shelter", "safe"]),
    ]
    assert encoded(*apart) == [{"shelter": 2.0}, {}, {"shelter": 2.0}, {"shelter": 2.0}]
    assert set(encoded(Row({}, ["a", "safe", "shelter"]))[0]) == {"shelter", "safe shelter"}


def test_of_pairs_that_share_words_each_is_told_apart() -> None:
    names = ("safe shelter", "shelter safe", "safe safe", "shelter")
    pairs = model(features=names, rarity=np.ones(4, np.float32))
    assert encoded(Row({}, ["safe", "safe", "shelter"]), by=pairs) == [
        {"shelter": pytest.approx(2 / 3**0.5), "safe safe": ANY, "safe shelter": ANY}
    ]
    assert set(encoded(Row({}, ["shelter", "safe"]), by=pairs)[0]) == {"shelter", "shelter safe"}


def test_a_model_without_pairs_or_without_words_reads_rows_too() -> None:
    features = ("own:victim", "safe", "shelter", "harbour")
    assert set(encoded(ROW, by=model(features=features, rarity=np.ones(4, np.float32)))[0]) == set(features)
    named = model(features=FEATURES[:1], rarity=np.ones(1, np.float32), weights=np.ones((1, 2), np.float32))
    assert encoded(ROW, by=named) == [{"own:victim": 1.0}]


def test_probabilities_are_those_worked_out_by_hand() -> None:
    # rights: 1 × 1 + 1.2 × 0.5 - 1.6 × 0.25 - 0.2 = 1; gender: -1 + 1.6 × 0.625 = 0
    empty = Row({}, ["harbour"])
    chances = model().probabilities(model().encode([ROW, empty]))
    assert chances.shape == (2, 2)
    assert chances[0] == pytest.approx([1 / (1 + exp(-1)), 0.5], abs=1e-6)
    assert chances[1] == pytest.approx([1 / (1 + exp(0.2)), 0.5], abs=1e-6)
    assert model().probabilities(model().encode([])).shape == (0, 2)


def test_what_a_row_gives_depends_on_no_other_row() -> None:
    random = Random(7)
    vocabulary = [f"word{number}" for number in range(60)]
    pairs = sorted({" ".join(random.sample(vocabulary, 2)) for _ in range(1500)})
    names = [*(f"own:{number}" for number in range(20)), *vocabulary, *pairs]
    numbers = np.random.default_rng(7)
    large = LinearModel(
        ("rights", "gender", "child"),
        names,
        numbers.uniform(1, 9, len(names)).astype(np.float32),
        numbers.normal(0, 1, (len(names), 3)).astype(np.float32),
        numbers.normal(0, 1, 3).astype(np.float32),
    )
    rows = [
        Row(dict.fromkeys(random.sample(names[:20], 6), 0.7), random.choices(vocabulary, k=random.randrange(60)))
        for _ in range(150)
    ]
    together = large.encode(rows)
    chances = large.probabilities(together)
    for size in (1, 7, 64):
        for start in range(0, len(rows), size):
            part = large.encode(rows[start : start + size])
            assert large.probabilities(part).tobytes() == chances[start : start + size].tobytes()
            assert large.reasons(part, 0, "child") == large.reasons(together, start, "child")


def test_reasons_are_what_speaks_for_a_label_strongest_first() -> None:
    rows = model().encode([Row({}, []), ROW])
    assert model().reasons(rows, 1, "rights") == [("own:victim", 1.0), ("shelter", pytest.approx(0.6))]
    assert model().reasons(rows, 1, "rights", most=1) == [("own:victim", 1.0)]
    assert model().reasons(rows, 1, "gender") == [("safe shelter", pytest.approx(1.0))]
    assert model().reasons(rows, 0, "rights") == []


def test_of_reasons_that_weigh_the_same_the_first_word_comes_first() -> None:
    even = model(rarity=np.ones(4, np.float32), weights=np.ones((4, 2), np.float32), features=("a", "b", "c", "d"))
    row = even.encode([Row({}, ["d", "b", "c", "b", "a"])])
    assert [name for name, _ in even.reasons(row, 0, "rights")] == ["d", "b", "c", "a"]


def test_a_model_comes_back_from_its_bytes() -> None:
    again = LinearModel.from_bytes(model().to_bytes())
    assert (again.labels, again.features) == (("rights", "gender"), FEATURES)
    assert again.probabilities(again.encode([ROW])).tolist() == model().probabilities(model().encode([ROW])).tolist()


def test_equal_models_have_equal_bytes() -> None:
    assert model().to_bytes() == model().to_bytes()
    assert model(bias=np.array([-0.2, 0.1], np.float32)).to_bytes() != model().to_bytes()


def test_arrays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ModelError, match="do not fit"):
        model(features=FEATURES[:3])
    with pytest.raises(ModelError, match="do not fit"):
        model(rarity=np.ones(3, np.float32))


def arrays(**changes: object) -> bytes:
    parts: dict[str, object] = {
        "labels": np.array(["rights"]),
        "features": np.array(["own:victim"]),
        "rarity": np.ones(1, np.float32),
        "weights": np.ones((1, 1), np.float32),
        "bias": np.zeros(1, np.float32),
    }
    stream = io.BytesIO()
    np.savez(stream, **{name: value for name, value in (parts | changes).items() if value is not None})  # type: ignore[arg-type]
    return stream.getvalue()


def single_array() -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.ones(3))
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"no model at all", id="text"),
        pytest.param(b"", id="empty"),
        pytest.param(model().to_bytes()[:200], id="cut short"),
        pytest.param(single_array(), id="one array"),
        pytest.param(arrays(bias=None), id="array missing"),
        pytest.param(arrays(weights=np.ones((2, 1), np.float32)), id="arrays that do not fit"),
    ],
)
def test_what_is_no_model_is_refused(data: bytes) -> None:
    assert LinearModel.from_bytes(arrays()).labels == ("rights",)
    with pytest.raises(ModelError):
        LinearModel.from_bytes(data)


class Sprung:
    """An object whose pickle runs code when it is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("the pickle was read",))


def test_pickled_objects_are_refused_and_never_read() -> None:
    with pytest.raises(ModelError, match="this is no model"):
        LinearModel.from_bytes(arrays(labels=np.array([Sprung()], dtype=object)))
