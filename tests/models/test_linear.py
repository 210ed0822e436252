"""A model small enough to work out by hand: two labels, two named features, two words."""

from __future__ import annotations

import io
from math import exp

import numpy as np
import pytest

from evidencescan.errors import ModelError
from evidencescan.models import LinearModel
from evidencescan.models.linear import Row

FEATURES = ("own:victim", "force:obligation", "shelter", "safe shelter")
# the words weigh 3 and 4, so both together have length 5 and become 2 × 3/5 = 1.2 and 2 × 4/5 = 1.6
ROW = Row({"own:victim": 1.0, "own:nobody": 9.0}, ["shelter", "safe shelter", "shelter", "harbour"])


def model(**changes: object) -> LinearModel:
    parts: dict[str, object] = {
        "labels": ("rights", "gender"),
        "features": FEATURES,
        "rarity": np.array([1, 1, 3, 4], np.float32),
        "weights": np.array([[1, -1], [0.5, 2], [0.5, 0], [-0.25, 0.625]], np.float32),
        "bias": np.array([-0.2, 0], np.float32),
    }
    return LinearModel(**(parts | changes))  # type: ignore[arg-type]


def test_words_are_brought_to_length_and_unknown_features_are_left_out() -> None:
    numbers, values = model().encode(ROW)
    assert numbers == [0, 2, 3]
    assert values == pytest.approx([1.0, 1.2, 1.6])


def test_probabilities_are_those_worked_out_by_hand() -> None:
    # rights: 1 × 1 + 1.2 × 0.5 - 1.6 × 0.25 - 0.2 = 1; gender: -1 + 1.6 × 0.625 = 0
    empty = Row({}, ["harbour"])
    chances = model().probabilities([model().encode(ROW), model().encode(empty)])
    assert chances.shape == (2, 2)
    assert chances[0] == pytest.approx([1 / (1 + exp(-1)), 0.5], abs=1e-6)
    assert chances[1] == pytest.approx([1 / (1 + exp(0.2)), 0.5], abs=1e-6)
    assert model().probabilities([]).shape == (0, 2)


def test_reasons_are_what_speaks_for_a_label_strongest_first() -> None:
    assert model().reasons(model().encode(ROW), "rights") == [("own:victim", 1.0), ("shelter", pytest.approx(0.6))]
    assert model().reasons(model().encode(ROW), "rights", most=1) == [("own:victim", 1.0)]
    assert model().reasons(model().encode(ROW), "gender") == [("safe shelter", pytest.approx(1.0))]


def test_a_model_comes_back_from_its_bytes() -> None:
    again = LinearModel.from_bytes(model().to_bytes())
    assert (again.labels, again.features) == (("rights", "gender"), FEATURES)
    assert again.probabilities([again.encode(ROW)]).tolist() == model().probabilities([model().encode(ROW)]).tolist()


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
