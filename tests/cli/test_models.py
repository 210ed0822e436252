"""`models list`, `verify`, `card` and `train`, on a folder of small models."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evidencescan.ids import bytes_hash
from evidencescan.models import LinearModel, ModelFolder
from evidencescan.models.folder import TRUST_VARIABLE


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the models `rights`, trusted, and `strange`, not trusted, in place of the installed one."""
    folder = tmp_path / "models"
    for name in ("rights", "strange"):
        weights = np.full((1, 1), len(name), np.float32)
        model = LinearModel([name], ["own:victim"], np.ones(1, np.float32), weights, np.zeros(1, np.float32))
        (folder / name).mkdir(parents=True)
        (folder / name / "model.npz").write_bytes(model.to_bytes())
        (folder / name / "card.md").write_text(f"# Card of {name}\n", encoding="utf-8")
        digest = bytes_hash(model.to_bytes())
        (folder / name / "manifest.toml").write_text(
            f'name = "{name}"\nversion = "2"\nsha256 = "{digest}"\nlanguages = ["en", "fr"]\n[thresholds]\n',
            encoding="utf-8",
        )
        if name == "rights":
            (folder / "trusted.toml").write_text(f'sha256 = ["{digest}"]\n', encoding="utf-8")
    monkeypatch.setattr("evidencescan.models.installed_folder", lambda: ModelFolder(folder))
    monkeypatch.delenv(TRUST_VARIABLE, raising=False)
    return folder


def test_models_are_listed(run, models):
    rights, strange = json.loads(run("models", "list", "--json").stdout)
    assert (rights["name"], rights["version"], rights["languages"]) == ("rights", "2", "en, fr")
    assert len(strange["sha256"]) == 64
    assert run("models", "list", "--csv").stdout.splitlines()[0] == "name,version,languages,sha256"


def test_a_sound_model_is_verified(run, models):
    result = run("models", "verify", "rights")
    assert (result.exit_code, result.stdout) == (0, "rights: as its manifest says, and trusted\n")


def test_all_models_are_verified_where_none_is_named(run, models, monkeypatch):
    result = run("models", "verify")
    assert result.exit_code == 5
    assert "strange/model.npz: is not on the trust list" in result.stderr
    assert TRUST_VARIABLE in result.stderr
    monkeypatch.setenv(TRUST_VARIABLE, ModelFolder(models).info("strange").sha256)
    result = run("models", "verify")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)


def test_an_altered_model_ends_with_advice_and_no_traceback(run, models):
    (models / "rights" / "model.npz").write_bytes(b"something else")
    result = run("models", "verify", "rights")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "its manifest names" in result.stderr
    assert "changed or damaged" in result.stderr
    assert "Traceback" not in result.output


def test_the_card_is_printed(run, models):
    assert run("models", "card", "rights").stdout.startswith("# Card of rights")
    result = run("models", "card", "nobody")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "the model 'nobody' is not installed" in result.stderr


def test_the_installed_model_has_a_card_and_is_sound(run):
    assert run("models", "verify", "components").exit_code == 0
    assert run("models", "card", "components").stdout.startswith("# Model of components")


def test_a_model_is_trained(run, tmp_path):
    folder = tmp_path / "own"
    (folder / "training").mkdir(parents=True)
    lines = []
    for n in range(8):
        for text, levels, contrary in (
            (f"Every victim shall have legal aid at pier {n}.", (2, 0, 0), []),
            (f"Women and girls shall be seen by female officers at pier {n}.", (0, 2, 0), []),
            (f"A guardian shall be appointed for each child at pier {n}.", (0, 0, 2), []),
            (f"A child without papers shall be deported from pier {n}.", (0, 0, 2), ["child_protection"]),
            (f"The harbour master shall keep the register of pier {n}.", (0, 0, 0), []),
            (f"Victims, women and children pass pier {n}.", (1, 1, 1), []),
        ):
            line = {"doc": f"act-{n}", "kind": "law", "title": "Act", "heading": "", "lead": "", "text": text}
            line |= dict(zip(("human_rights", "gender", "child_protection"), levels, strict=True))
            lines.append(json.dumps(line | {"contrary": contrary, "indicators": []}))
    (folder / "training" / "en-law.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("models", "train", str(folder))
    assert result.exit_code == 0, result.output
    assert result.stderr == "48 passages\n"
    assert "trained, and put on the trust list" in result.stdout
    assert ModelFolder(folder).load("components")[1].labels[-1] == "contrary"


def test_training_passages_with_a_fault_are_named(run, tmp_path):
    (tmp_path / "own" / "training").mkdir(parents=True)
    (tmp_path / "own" / "training" / "en-law.jsonl").write_text("{}\n", encoding="utf-8")
    result = run("models", "train", "own")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "en-law.jsonl, line 1: is no training passage" in result.stderr
    assert run("models", "train", "nowhere").exit_code == 2
