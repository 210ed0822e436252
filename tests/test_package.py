"""The wheel: all that the program needs at run time is inside, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
AREAS = ("strategy_policy", "legislative", "criminal_justice", "cooperation", "protection")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> frozenset[str]:
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def packaged(root: Path, *patterns: str) -> set[str]:
    """Return the files under a source root that match, as the wheel names them."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    assert found, patterns
    return {path.relative_to(root).as_posix() for path in found}


def test_all_data_is_inside(names: frozenset[str]) -> None:
    data = packaged(SRC, "evidencescan/**/*.toml") | packaged(SRC, "evidencescan/**/*.sql")
    assert data <= names
    for languages in ("text/languages", "analysis/languages", "analysis/numbers", "analysis/components/rules"):
        assert {f"evidencescan/{languages}/{code}.toml" for code in ("en", "fr", "es")} <= names
    assert any(name.startswith("evidencescan/store/migrations/0001") for name in names)
    assert "evidencescan/py.typed" in names


@pytest.mark.parametrize("area", AREAS)
def test_every_goal_area_is_inside(names: frozenset[str], area: str) -> None:
    package = f"evidencescan_{area}"
    assert packaged(ROOT / "plugins", f"{package}/**/*.toml", f"{package}/**/*.py") <= names
    assert {f"{package}/indicators.toml", *(f"{package}/rules/{code}.toml" for code in ("en", "fr", "es"))} <= names


def test_all_modules_are_inside(names: frozenset[str]) -> None:
    assert packaged(SRC, "evidencescan/**/*.py") <= names


def test_the_model_is_inside_with_manifest_card_and_trust(names: frozenset[str]) -> None:
    shipped = "evidencescan/models/shipped"
    inside = {name for name in names if name.startswith(shipped)}
    files = ("model.npz", "manifest.toml", "card.md")
    assert inside == {f"{shipped}/trusted.toml", *(f"{shipped}/components/{file}" for file in files)}


def test_nothing_else_is_inside(names: frozenset[str]) -> None:
    tops = {PurePosixPath(name).parts[0] for name in names}
    (info,) = (top for top in tops if top.endswith(".dist-info"))
    assert tops == {"evidencescan", info, *(f"evidencescan_{area}" for area in AREAS)}
    assert {PurePosixPath(name).suffix for name in names if not name.startswith(info)} == {
        ".py",
        ".toml",
        ".sql",
        ".npz",
        ".md",
        ".typed",
    }
    for word in ("test", "sample", "training/", "__pycache__"):
        assert not [n for n in names if word in n.lower() and not n.endswith("training.py")], word


def test_the_unpacked_wheel_works_by_itself(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import evidencescan; from evidencescan.models import installed_folder; from evidencescan.host import Host;"
        "folder = installed_folder(); folder.load('components');"
        "print(evidencescan.__file__); print(folder.folder); print(*Host().failures)"
    )
    command = [sys.executable, "-c", code]
    environment = {"PYTHONPATH": str(tmp_path), "PATH": ""}
    done = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)
    file, folder, failures = done.stdout.split("\n")[:3]
    assert Path(file).is_relative_to(tmp_path)
    assert Path(folder) == tmp_path / "evidencescan" / "models" / "shipped"
    assert failures == ""
