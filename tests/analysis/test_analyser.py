from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from evidencescan.analysis import CatalogueAnalyser, assemble
from evidencescan.analysis.annotate import Compiled, Pool
from evidencescan.analysis.lint import example_document, lint_path
from evidencescan.catalogue import Example
from evidencescan.errors import CatalogueError
from evidencescan.values import Document, Finding

CATALOGUE = """
name = "testarea"
title = "Test area"
[[indicator]]
code = "9.1"
expected_result = "9"
statement = "Persons in custody have counsel"
measure = "presence"
components = ["human_rights"]
source_documents = ["law"]
[[indicator]]
code = "9.2"
expected_result = "9"
statement = "Officers are trained"
measure = "count"
components = ["human_rights", "gender"]
source_documents = ["report"]
"""
RULES = """
language = "en"
weak = ["ought"]
[terms]
ought = ["shall", "may"]
counsel = ["counsel", "a lawyer"]
custody = ["custody"]
trained = ["trained"]
prison_visit = ["visiting hours"]
[[rule]]
id = "counsel"
says = "Counsel in custody"
indicators = ["9.1"]
components = ["human_rights"]
all = ["counsel", "ought"]
about = ["custody"]
examples = ["A person in custody shall have counsel."]
counter_examples = ["Counsel shall wear robes."]
[[rule]]
id = "trained"
says = "Officers are trained"
indicators = ["9.2"]
components = ["human_rights", "gender"]
all = ["trained"]
examples = ["Officers were trained."]
counter_examples = ["Officers were promoted."]
[[rule]]
id = "visits"
says = "Visiting hours are not counsel"
components = ["human_rights"]
trap = true
all = ["prison_visit"]
examples = ["Visiting hours are posted."]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "indicators.toml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "rules" / "en.toml").write_text(RULES, encoding="utf-8")
    return tmp_path


def analyse(folder: Path, example: Example) -> list[Finding]:
    return list(CatalogueAnalyser(folder, pool=Pool()).analyse(example_document(example, "en")))


def test_finding_says_what_where_and_why(folder: Path) -> None:
    text = "A person in custody shall have counsel if the court so orders."
    (finding,) = analyse(folder, Example(text, kind="law"))
    assert (finding.indicator, finding.component, finding.polarity) == ("9.1", "human_rights", "supports")
    assert finding.force == "obligation"
    assert finding.condition == "if the court so orders"
    assert text[finding.start : finding.end] == finding.quote
    assert finding.reasons[0].name == "testarea/counsel"
    assert finding.reasons[0].words == ("shall", "counsel")


def test_heading_meets_about_at_a_price(folder: Path) -> None:
    near = analyse(folder, Example("Everyone in custody shall have counsel."))[0]
    far = analyse(folder, Example("Everyone shall have counsel.", heading="Persons in custody"))[0]
    assert far.score < near.score
    assert any(reason.kind == "context" and reason.name == "heading" for reason in far.reasons)
    assert analyse(folder, Example("Everyone shall have counsel.")) == []


def test_item_inherits_its_lead_but_does_not_rest_on_it(folder: Path) -> None:
    lead = "A person in custody shall have:"
    assert len(analyse(folder, Example("(a) counsel of choice;", lead=lead))) == 1
    assert [
        f for f in analyse(folder, Example("(b) a bed, and may read;", lead=f"{lead[:-1]} counsel and:")) if f.passage
    ] == []


def test_lead_in_another_language_says_nothing(folder: Path) -> None:
    document = example_document(Example("(a) counsel of choice;", lead="A person in custody shall have:"), "en")
    lead, item = document.passages
    mixed = replace(document, passages=(replace(lead, language="fr"), item))
    assert list(CatalogueAnalyser(folder, pool=Pool()).analyse(mixed)) == []


def test_denial_turns_polarity(folder: Path) -> None:
    (finding,) = analyse(folder, Example("A migrant in custody shall not be entitled to counsel."))
    assert finding.polarity == "contrary"


def test_no_duty_is_no_evidence(folder: Path) -> None:
    assert (
        analyse(folder, Example("Nothing in this section requires that a person in custody shall have counsel.")) == []
    )


def test_trap_takes_its_component_away(folder: Path) -> None:
    assert analyse(folder, Example("During visiting hours a person in custody shall have counsel.")) == []
    gender = analyse(folder, Example("Officers were trained on visiting hours."))
    assert {finding.component for finding in gender} == {"gender"}


def test_indicator_needs_an_accepted_kind_of_document(folder: Path) -> None:
    found = analyse(folder, Example("In custody you shall have counsel.", kind="workshop-report"))
    assert [(f.indicator, f.component) for f in found] == [(None, "human_rights")]
    found = analyse(folder, Example("In custody you shall have counsel.", kind="other"))
    assert [f.indicator for f in found] == ["9.1"]
    found = analyse(folder, Example("In custody you shall have counsel.", kind="treaty"))
    assert [f.indicator for f in found] == ["9.1"], "a treaty binds as a law does"


def test_value_is_read_with_an_indicator(folder: Path) -> None:
    found = analyse(folder, Example("In all 120 officers were trained.", kind="report"))
    assert {(v.kind, v.number) for f in found for v in f.values} == {("count", 120.0)}


def test_findings_do_not_depend_on_other_rules_in_the_pool(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "rules").mkdir()
    (other / "rules" / "en.toml").write_text(RULES.replace("counsel", "lawyer"), encoding="utf-8")
    document = example_document(Example("A person in custody shall have counsel."), "en")
    alone = list(CatalogueAnalyser(folder, pool=Pool()).analyse(document))
    pool = Pool()
    together = CatalogueAnalyser(folder, pool=pool)
    list(CatalogueAnalyser(other, name="other", pool=pool).analyse(document))
    assert list(together.analyse(document)) == alone
    assert list(together.analyse(document)) == alone


def test_only_prepared_rules_are_looked_for(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "rules").mkdir()
    (other / "rules" / "en.toml").write_text(RULES.replace("counsel", "lawyer"), encoding="utf-8")
    pool = Pool()
    mine, neighbour = CatalogueAnalyser(folder, pool=pool), CatalogueAnalyser(other, name="other", pool=pool)
    document = example_document(Example("A person in custody shall have counsel."), "en")
    found = list(mine.analyse(document))
    assert list(pool.compiled("en").owners.names) == ["testarea/en"]
    mine.prepare()
    neighbour.prepare()
    compiled = pool.compiled("en")
    assert list(compiled.owners.names) == ["testarea/en", "other/en"]
    assert list(mine.analyse(document)) == found
    list(neighbour.analyse(document))
    assert pool.compiled("en") is compiled


def test_wrong_phrase_costs_its_own_analyser_only(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "rules").mkdir()
    (other / "rules" / "en.toml").write_text(RULES.replace("a lawyer", "(a lawyer"), encoding="utf-8")
    pool = Pool()
    broken = CatalogueAnalyser(other, name="other", pool=pool)
    sound = CatalogueAnalyser(folder, pool=pool)
    document = example_document(Example("A person in custody shall have counsel."), "en")
    assert len(list(sound.analyse(document))) == 1
    with pytest.raises(CatalogueError, match="term counsel"):
        broken.analyse(document)


def test_rules_are_read_in_the_languages_that_are_met(folder: Path) -> None:
    (folder / "rules" / "fr.toml").write_text("language =", encoding="utf-8")
    analyser = CatalogueAnalyser(folder, pool=Pool())
    example = Example("A person in custody shall have counsel.")
    assert len(list(analyser.analyse(example_document(example, "en")))) == 1
    with pytest.raises(CatalogueError, match=r"fr\.toml: is not valid TOML"):
        analyser.analyse(example_document(example, "fr"))
    with pytest.raises(CatalogueError, match=r"fr\.toml: is not valid TOML"):
        analyser.check()


def test_rules_that_change_under_the_program_are_refused(folder: Path) -> None:
    analyser = CatalogueAnalyser(folder, pool=Pool())
    (folder / "rules" / "en.toml").write_text(RULES.replace("a lawyer", "an advocate"), encoding="utf-8")
    with pytest.raises(CatalogueError, match="changed while the program ran"):
        analyser.analyse(example_document(Example("A person in custody shall have counsel."), "en"))


def test_a_rule_file_is_called_after_its_language(folder: Path) -> None:
    (folder / "rules" / "en.toml").rename(folder / "rules" / "english.toml")
    assert any("must be called en.toml" in message for message in lint_path(folder))


def test_analyser_and_findings_can_be_sent_to_a_worker(folder: Path) -> None:
    found = analyse(folder, Example("A person in custody shall have counsel."))
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


def test_fingerprint_follows_the_rules(folder: Path) -> None:
    before = CatalogueAnalyser(folder, pool=Pool()).fingerprint
    assert CatalogueAnalyser(folder, pool=Pool()).fingerprint == before
    (folder / "rules" / "en.toml").write_text(RULES.replace("a lawyer", "an advocate"), encoding="utf-8")
    assert CatalogueAnalyser(folder, pool=Pool()).fingerprint != before


def test_linter_runs_examples(folder: Path) -> None:
    assert lint_path(folder) == []
    broken = RULES.replace("Counsel shall wear robes.", "In custody counsel shall wear robes.")
    (folder / "rules" / "en.toml").write_text(
        broken.replace('indicators = ["9.2"]', 'indicators = ["9.3"]'), encoding="utf-8"
    )
    messages = "\n".join(lint_path(folder))
    assert "matches its counter-example" in messages
    assert "no indicator 9.3" in messages


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('says = "Counsel in custody"', 'sais = "Counsel"', "says is missing"),
        ("[terms]", "[terms]\nCounsel = ['x y']", "a name is lower-case"),
        ('all = ["counsel", "ought"]', 'all = ["counsel", "nobody"]', "nobody is defined nowhere"),
        ("trap = true", "trap = true\npolarity = 'neutral'", "polarity neutral"),
        ("trap = true", "trap = true\ncolour = 'red'", "unknown key colour"),
    ],
)
def test_wrong_rule_file_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    (folder / "rules" / "en.toml").write_text(RULES.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        analyse(folder, Example("A person in custody shall have counsel."))


def piece(document: Document, **changes: object) -> Finding:
    passage = document.passages[0]
    fields: dict[str, object] = {
        "indicator": "9.1",
        "component": "human_rights",
        "polarity": "supports",
        "force": "statement",
        "passage": 0,
        "start": passage.start,
        "end": passage.end,
        "quote": passage.text,
        "score": 0.8,
    }
    return Finding(**(fields | changes))  # type: ignore[arg-type]


def test_assemble_makes_one_piece_of_rules_that_agree() -> None:
    document = example_document(Example("A person in custody shall have counsel."), "en")
    found = [
        piece(document),
        piece(document, score=0.5),
        piece(document, indicator=None),
        piece(document, component="gender"),
    ]
    merged = assemble(document, found, calibrate=False)
    assert [(f.indicator, f.component, f.score) for f in merged] == [
        ("9.1", "gender", 0.8),
        ("9.1", "human_rights", 0.9),
    ]
    assert assemble(document, reversed(found), calibrate=False) == merged
    calibrated = assemble(document, found)
    assert {f.score_kind for f in calibrated} == {"calibrated"}
    assert [f.score for f in calibrated] == sorted(f.score for f in calibrated)


def test_assemble_gives_a_component_to_the_indicator_that_accepts_it() -> None:
    document = example_document(Example("Girls in custody shall have counsel."), "en")
    host = piece(document, accepts=("human_rights", "gender"))
    alone = [piece(document, indicator=None, component=c) for c in ("gender", "child_protection")]
    assert [(f.indicator, f.component) for f in assemble(document, [host, *alone])] == [
        (None, "child_protection"),
        ("9.1", "gender"),
        ("9.1", "human_rights"),
    ]


def test_a_component_that_is_clearly_contrary_turns_the_indicator_on_the_same_words() -> None:
    document = example_document(Example("A person in custody shall have counsel."), "en")
    against = piece(document, indicator=None, polarity="contrary", score=0.95)
    assert [(f.indicator, f.polarity) for f in assemble(document, [piece(document), against])] == [("9.1", "contrary")]
    weak = piece(document, indicator=None, polarity="contrary", score=0.9)
    assert [f.polarity for f in assemble(document, [piece(document), weak])] == ["supports"]


def test_assemble_shows_the_contrary_side_on_a_tie() -> None:
    document = example_document(Example("A person in custody shall have counsel."), "en")
    (merged,) = assemble(document, [piece(document), piece(document, polarity="contrary")])
    assert merged.polarity == "contrary"
    assert any(reason.name == "disagreement" for reason in merged.reasons)


def test_linter_compiles_the_terms_of_a_file_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def watched(*arguments: object) -> Compiled:
        made.append(arguments)
        return Compiled(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("evidencescan.analysis.annotate.Compiled", watched)
    assert lint_path(folder) == []
    assert len(made) == 1
