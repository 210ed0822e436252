"""What the user says about documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidencescan.errors import CatalogueError
from evidencescan.pipeline import Profiles
from evidencescan.values import Profile

SIDECAR = ".evidencescan.toml"


def said(profile: Profile) -> dict[str, str]:
    names = ("language", "kind", "title", "country", "date", "period")
    return {name: value for name in names if (value := profile.get(name)) is not None}


@pytest.fixture
def law(tmp_path: Path) -> Path:
    file = tmp_path / "law.txt"
    file.write_text("1. Nobody shall be a slave.")
    return file


def sidecar(law: Path, text: str) -> None:
    law.with_name(law.name + SIDECAR).write_text(text)


def test_a_sidecar_speaks_of_its_document(law):
    sidecar(law, 'title = "Freedom  Act"\ndate = 2021-05-30\nperiod = "2021/2025"\nkind = "law"\n')
    assert said(Profiles([law.parent]).of(law)) == {
        "title": "Freedom Act",
        "date": "2021-05-30",
        "period": "2021/2025",
        "kind": "law",
    }


def test_the_closer_word_is_the_stronger(law):
    listed = law.parent / "list.csv"
    listed.write_text("file;country;kind;title\n*.txt;aa;law;All\nlaw.txt;bb;;\nelse.txt;cc;;\n")
    sidecar(law, 'title = "Own"\n')
    profiles = Profiles([law.parent], listed=listed, general={"country": "ZZ", "language": "EN"})
    profile = profiles.of(law)
    assert said(profile) == {"language": "en", "country": "BB", "kind": "law", "title": "Own"}
    assert profile.title is not None
    assert profile.title.origin == "user"
    assert profiles.unused() == ["else.txt"]


@pytest.mark.parametrize("pattern", ["law.txt", "acts/law.txt", "acts/*", "l?w.txt", "acts\\law.txt"])
def test_a_list_names_files_by_path_name_or_glob(tmp_path, pattern):
    (tmp_path / "acts").mkdir()
    law = tmp_path / "acts" / "law.txt"
    law.write_text("1. Text.")
    listed = tmp_path / "list.csv"
    listed.write_text(f"file,country\n{pattern},ZZ\n")
    assert said(Profiles([tmp_path], listed=listed).of(law)) == {"country": "ZZ"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('contry = "ZZ"', "unknown key 'contry'"),
        ('kind = "poem"', "unknown kind of document 'poem'"),
        ('country = "Zedland"', "country 'ZEDLAND' should be two capital letters"),
        ('date = "May 2021"', "date 'May 2021' should be a year"),
        ('title = ""', "title '' should be some text"),
        ("title = ", "Invalid value"),
    ],
)
def test_a_wrong_sidecar_is_named(law, text, message):
    sidecar(law, text)
    with pytest.raises(CatalogueError) as caught:
        Profiles([law.parent]).of(law)
    assert message in str(caught.value)
    assert "law.txt.evidencescan.toml" in str(caught.value)
    assert caught.value.exit_code == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,country\nlaw.txt,ZZ\n", "no column 'file'"),
        ("file,contry\nlaw.txt,ZZ\n", "line 2: unknown key 'contry'"),
        ("file,country\nlaw.txt,ZZ,law\n", "line 2: more cells"),
        ("file,country\n,ZZ\n", "line 2: no file is named"),
        ("file,kind\na.txt,law\nb.txt,poem\n", "line 3: unknown kind"),
    ],
)
def test_a_wrong_list_is_named_with_its_line(law, text, message):
    listed = law.parent / "list.csv"
    listed.write_text(text)
    with pytest.raises(CatalogueError, match=r"list\.csv") as caught:
        Profiles(listed=listed)
    assert message in str(caught.value)


def test_a_list_that_is_not_there(tmp_path):
    with pytest.raises(CatalogueError, match="No such file"):
        Profiles(listed=tmp_path / "no.csv")


def test_a_sidecar_without_a_document_is_a_mistake(law):
    (law.parent / f"law{SIDECAR}").write_text('kind = "law"')
    with pytest.raises(CatalogueError, match="no document beside it") as caught:
        Profiles([law.parent])
    assert "law.pdf.evidencescan.toml" in caught.value.advice
