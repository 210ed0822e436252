"""What a document is, from what it says of itself."""

from __future__ import annotations

import pytest

from evidencescan.text import build_document
from evidencescan.values import Block, Profile, Reading, Source, Trait


def profile(
    *blocks: Block | str, metadata: tuple[tuple[str, str], ...] = (), overrides: Profile | None = None
) -> Profile:
    ready = tuple(Block(b) if isinstance(b, str) else b for b in blocks)
    source = Source("folder/sample.pdf", "0" * 64, 1)
    return build_document(source, Reading(ready, 1, metadata), overrides or Profile()).profile


def test_profile_of_a_plan() -> None:
    found = profile(
        Block("Republic of Kenya", "heading", 2),
        Block("National Action Plan against Trafficking in Persons 2023-2027", "heading", 1),
        "Nairobi, 4 March 2023",
        "The Ministry is responsible for the protection of all victims and for the training of the police.",
    )
    assert found.get("language") == "en"
    assert found.get("kind") == "action-plan"
    assert found.title is not None
    assert found.title.value.startswith("National Action Plan")
    assert found.get("country") == "KE"
    assert found.get("date") == "2023-03-04"
    assert found.get("period") == "2023/2027"


@pytest.mark.parametrize(
    ("language", "title", "line", "kind", "date"),
    [
        (
            "fr",
            "Loi relative à la traite des êtres humains",
            "Le 1er août 2019, la loi entre en vigueur pour les victimes.",
            "law",
            "2019-08-01",
        ),
        (
            "es",
            "Ley contra la trata de personas",
            "Dado el 5 de mayo de 2020 para la protección de las víctimas.",
            "law",
            "2020-05-05",
        ),
        ("pt", "Plano", "O Estado deve proteger todas as vítimas e não pode deter as crianças.", None, None),
    ],
)
def test_languages(language: str, title: str, line: str, kind: str | None, date: str | None) -> None:
    found = profile(Block(title, "heading", 1), line)
    assert (found.get("language"), found.get("kind"), found.get("date")) == (language, kind, date)


def test_file_names_are_no_titles_and_the_user_wins() -> None:
    metadata = (("title", "Microsoft Word - draft7.doc"), ("country", "UG"))
    text = "Every victim has the right to be heard by the court and to be safe."
    found = profile(
        Block("Shelter Act", "heading", 1), text, metadata=metadata, overrides=Profile(kind=Trait("report"))
    )
    assert found.get("title") == "Shelter Act"
    assert found.country == Trait("UG", "UG", "metadata")
    assert found.kind is not None
    assert (found.kind.value, found.kind.origin) == ("report", "user")


def test_articles_make_a_law_and_treaties_have_no_country() -> None:
    articles = [f"Article {n}. Every victim in Kenya is protected by the State and heard." for n in range(1, 9)]
    assert profile(*articles).get("kind") == "law"
    treaty = profile(Block("Convention on the Protection of Migrant Children", "heading", 1), *articles)
    assert treaty.get("kind") == "treaty"
    assert treaty.country is None
