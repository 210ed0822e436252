"""Training from a folder of passages to a model that can be loaded, and the model that comes with the program."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from evidencescan.app.training import train_models
from evidencescan.errors import ModelError
from evidencescan.models import ModelFolder, installed_folder
from evidencescan.models.folder import TRUST_VARIABLE
from evidencescan.models.linear import LinearModel

MODELS = Path(__file__).parents[2] / "models"
TEXTS = (
    ("Every victim shall have legal aid in {}.", (2, 0, 0), []),
    ("Women and girls shall be searched by female officers in {}.", (0, 2, 0), []),
    ("A guardian shall be appointed for each child in {}.", (0, 0, 2), []),
    ("A victim without papers shall be punished and deported from {}.", (2, 0, 0), ["human_rights"]),
    ("The harbour master of {} shall keep the register of ships.", (0, 0, 0), []),
    ("The plan names victims, women and children in {}.", (1, 1, 1), []),
)
PLACES = ("Oruvia", "Tessaly", "Nordhaven", "Calumet", "Ennis", "Vallora", "Issenmark", "Drovia")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with 48 training passages."""
    monkeypatch.delenv(TRUST_VARIABLE, raising=False)
    (tmp_path / "training").mkdir()
    with (tmp_path / "training" / "en-law.jsonl").open("w", encoding="utf-8") as stream:
        for place in PLACES:
            for text, (rights, gender, child), contrary in TEXTS:
                line = {"doc": place, "kind": "law", "title": f"Act of {place}", "heading": "", "lead": ""}
                line |= {"text": text.format(place), "contrary": contrary, "indicators": []}
                line |= {"human_rights": rights, "gender": gender, "child_protection": child}
                stream.write(json.dumps(line) + "\n")
    return tmp_path


def test_the_model_is_written_with_manifest_card_and_trust(folder: Path) -> None:
    said: list[str] = []
    target = train_models(folder, said.append)
    assert (target, said) == (folder / "components", ["48 passages"])
    info, model = ModelFolder(folder).load("components")
    assert (info.name, info.languages) == ("components", ("en",))
    assert set(model.labels) == set(info.thresholds)
    card = ModelFolder(folder).card("components")
    assert "| en | 48 | 32 | 8 | 8 | 8 |" in card
    assert all(f"| {label} | " in card for label in model.labels)


def test_training_again_gives_the_same_files(folder: Path) -> None:
    target = train_models(folder)
    before = {path.name: path.read_bytes() for path in [*target.iterdir(), folder / "trusted.toml"]}
    shutil.rmtree(target)
    train_models(folder)
    assert {path.name: path.read_bytes() for path in [*target.iterdir(), folder / "trusted.toml"]} == before


def test_faulty_passages_are_refused_and_nothing_is_written(folder: Path) -> None:
    path = folder / "training" / "en-law.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, *lines[4:6]]), encoding="utf-8")
    with pytest.raises(ModelError, match=r"en-law\.jsonl, line 49: repeats en-law\.jsonl, line 5") as error:
        train_models(folder)
    assert error.value.advice.startswith("2 faults in ")
    assert not (folder / "components").exists()
    assert not (folder / "trusted.toml").exists()


@pytest.mark.slow
def test_the_shipped_model_is_what_training_makes_of_the_shipped_passages(tmp_path: Path) -> None:
    shutil.copytree(MODELS / "training", tmp_path / "training")
    train_models(tmp_path)
    info = ModelFolder(tmp_path).info("components")
    shipped = installed_folder().info("components")
    assert (info.languages, info.thresholds) == (shipped.languages, shipped.thresholds)
    # bytes of compressed files differ between versions of zlib, so the arrays are compared
    ours, theirs = arrays(tmp_path / "components" / "model.npz"), arrays(MODELS / "components" / "model.npz")
    assert ours["features"].tolist() == theirs["features"].tolist()
    assert ours["labels"].tolist() == theirs["labels"].tolist()
    for name in ("rarity", "weights", "bias"):
        np.testing.assert_allclose(ours[name], theirs[name], atol=1e-3, err_msg=name)
    assert (tmp_path / "components" / "card.md").read_text("utf-8") == (MODELS / "components" / "card.md").read_text(
        "utf-8"
    )


def arrays(path: Path) -> dict[str, np.ndarray]:
    assert LinearModel.from_bytes(path.read_bytes()).labels
    with np.load(path, allow_pickle=False) as found:
        return {name: found[name] for name in found.files}
