from __future__ import annotations

import pytest

from evidencescan.analysis.annotate import Pool
from evidencescan.analysis.force import force_of
from evidencescan.analysis.language import LanguageData, known_languages, load_language
from evidencescan.analysis.lint import example_document
from evidencescan.analysis.references import normal
from evidencescan.analysis.scope import scopes
from evidencescan.catalogue import Example
from evidencescan.text.fold import fold

LANGUAGES = [load_language(code) for code in known_languages()]


def test_first_languages_are_there() -> None:
    assert {"en", "fr", "es"} <= set(known_languages())


@pytest.mark.parametrize("data", LANGUAGES, ids=lambda data: data.code)
def test_every_language_has_the_terms_of_the_first(data: LanguageData) -> None:
    assert set(data.terms) >= set(load_language("en").terms)
    assert set(data.weak) == set(load_language("en").weak)


@pytest.mark.parametrize(
    ("code", "text", "force"),
    [(data.code, text, force) for data in LANGUAGES for text, force in data.force_examples],
)
def test_force(code: str, text: str, force: str) -> None:
    pool = Pool()
    annotation = pool.annotate(example_document(Example(text), code)).passages[0]
    assert force_of(pool.compiled(code), annotation, (0, len(text)), len(text))[0] == force


@pytest.mark.parametrize(
    ("code", "text", "effects"),
    [(data.code, text, effects) for data in LANGUAGES for text, effects in data.scope_examples],
)
def test_scope(code: str, text: str, effects: tuple[str, ...]) -> None:
    pool = Pool()
    annotation = pool.annotate(example_document(Example(text), code)).passages[0]
    assert {scope.effect for scope in scopes(pool.compiled(code), annotation)} == set(effects)


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [(data.code, text, number) for data in LANGUAGES for text, number in data.references.examples],
)
def test_reference(code: str, text: str, number: str) -> None:
    """A reference is one to this document when nothing behind it names another text."""
    data, folded = load_language(code).references, fold(text)
    found = [m for m in data.refers.finditer(folded) if not data.elsewhere.match(folded, m.end())]
    assert [normal(m["n"]) for m in found] == ([number] if number else [])


@pytest.mark.parametrize(
    ("code", "text", "word"),
    [(data.code, text, word) for data in LANGUAGES for text, word in data.references.definitions],
)
def test_definition(code: str, text: str, word: str) -> None:
    match = load_language(code).references.defines.search(fold(text))
    assert (match["word"] if match else "") == fold(word)
