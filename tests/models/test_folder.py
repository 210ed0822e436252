from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evidencescan.errors import ModelError
from evidencescan.ids import bytes_hash
from evidencescan.models import LinearModel, ModelFolder, installed_folder
from evidencescan.models.folder import TRUST_VARIABLE


@pytest.fixture(autouse=True)
def no_trust_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TRUST_VARIABLE, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> ModelFolder:
    """A folder with one trusted model, `rights`."""
    weights = np.ones((1, 1), np.float32)
    data = LinearModel(["rights"], ["own:victim"], np.ones(1, np.float32), weights, np.zeros(1, np.float32)).to_bytes()
    (tmp_path / "rights").mkdir()
    (tmp_path / "rights" / "model.npz").write_bytes(data)
    (tmp_path / "rights" / "card.md").write_text("# Rights\n", encoding="utf-8")
    (tmp_path / "rights" / "manifest.toml").write_text(
        f'name = "rights"\nversion = "3"\nsha256 = "{bytes_hash(data)}"\nlanguages = ["en", "fr"]\n'
        "[thresholds]\nrights = 0.75\n",
        encoding="utf-8",
    )
    (tmp_path / "trusted.toml").write_text(f'sha256 = ["{bytes_hash(data)}"]\n', encoding="utf-8")
    return ModelFolder(tmp_path)


def test_a_trusted_model_is_listed_and_loaded(folder: ModelFolder) -> None:
    assert [info.name for info in folder] == ["rights"]
    info, model = folder.load("rights")
    assert (info.version, info.languages, dict(info.thresholds)) == ("3", ("en", "fr"), {"rights": 0.75})
    assert model.labels == ("rights",)
    assert folder.card("rights") == "# Rights\n"


def test_an_altered_model_is_refused(folder: ModelFolder) -> None:
    path = folder.folder / "rights" / "model.npz"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match="its manifest names") as error:
        folder.load("rights")
    assert "changed or damaged" in error.value.advice


def test_an_altered_model_is_refused_even_where_its_new_hash_is_in_the_manifest(folder: ModelFolder) -> None:
    own = folder.folder / "rights"
    before = bytes_hash((own / "model.npz").read_bytes())
    (own / "model.npz").write_bytes(b"another model")
    text = (own / "manifest.toml").read_text(encoding="utf-8").replace(before, bytes_hash(b"another model"))
    (own / "manifest.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="not on the trust list"):
        folder.load("rights")


def test_a_model_of_unknown_hash_is_trusted_by_the_environment_alone(
    folder: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.folder / "trusted.toml").unlink()
    digest = folder.info("rights").sha256
    with pytest.raises(ModelError, match="not on the trust list") as error:
        folder.load("rights")
    assert TRUST_VARIABLE in error.value.advice
    assert digest in error.value.advice
    monkeypatch.setenv(TRUST_VARIABLE, f"{'0' * 64}, {digest} ,")
    assert folder.load("rights")[0].name == "rights"
    monkeypatch.setenv(TRUST_VARIABLE, digest[:-1])
    with pytest.raises(ModelError, match="not on the trust list"):
        folder.load("rights")


def test_trusted_bytes_that_are_no_model_are_refused(folder: ModelFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    own = folder.folder / "rights"
    before = folder.info("rights").sha256
    (own / "model.npz").write_bytes(b"no model at all")
    digest = bytes_hash(b"no model at all")
    text = (own / "manifest.toml").read_text(encoding="utf-8").replace(before, digest)
    (own / "manifest.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv(TRUST_VARIABLE, digest)
    with pytest.raises(ModelError, match="this is no model"):
        folder.load("rights")


@pytest.mark.parametrize(
    ("missing", "message"),
    [("manifest.toml", "'rights' is not installed"), ("model.npz", "model.npz: cannot be read")],
)
def test_a_missing_file_is_named(folder: ModelFolder, missing: str, message: str) -> None:
    (folder.folder / "rights" / missing).unlink()
    with pytest.raises(ModelError, match=message):
        folder.load("rights")


def test_a_missing_card_costs_the_card_only(folder: ModelFolder) -> None:
    (folder.folder / "rights" / "card.md").unlink()
    with pytest.raises(ModelError, match="'rights' has no card"):
        folder.card("rights")
    assert folder.load("rights")[0].name == "rights"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('name = "rights"', "name = ", id="no TOML"),
        pytest.param('version = "3"\n', "", id="key missing"),
        pytest.param("rights = 0.75", 'rights = "often"', id="threshold is no number"),
        pytest.param("[thresholds]\nrights = 0.75", "thresholds = [0.75]", id="thresholds are no table"),
        pytest.param('["en", "fr"]', "2", id="languages are no list"),
    ],
)
def test_a_wrong_manifest_is_refused(folder: ModelFolder, old: str, new: str) -> None:
    path = folder.folder / "rights" / "manifest.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ModelError, match="is no manifest of a model"):
        folder.load("rights")


@pytest.mark.parametrize("text", ["sha256 = ", 'hashes = ["0"]', pytest.param("sha256 = 5")])
def test_a_wrong_trust_list_is_refused(folder: ModelFolder, text: str) -> None:
    (folder.folder / "trusted.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="is no trust list"):
        folder.load("rights")


def test_the_installed_models_are_sound() -> None:
    installed = installed_folder()
    names = [info.name for info in installed]
    assert names == ["components"]
    info, model = installed.load("components")
    assert set(info.languages) == {"en", "es", "fr"}
    assert set(model.labels) == set(info.thresholds)
    assert all(0.5 <= threshold < 1 for threshold in info.thresholds.values())
    assert "Limits" in installed.card("components")
