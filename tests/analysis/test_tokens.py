from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from evidencescan.analysis import CatalogueAnalyser, tokens
from evidencescan.analysis.annotate import Pool
from evidencescan.analysis.lint import example_document, lint_path
from evidencescan.catalogue import Example
from evidencescan.errors import CatalogueError
from evidencescan.values import Finding

NUMBER = r'LIKE_NUM = true, TEXT = {REGEX = "^(?!(?:19|20)[0-9]{2}$)"}'
RULES = """
language = "en"
weak = ["ought", "figure"]
[terms]
ought = ["were", "may"]
trained = ["trained", "training"]
party = ["dinner"]
[patterns]
figure = [[{LIKE_NUM = true}]]
counted = [[{%s}, {IS_ALPHA = true, OP = "?"}, {LOWER = {IN = ["women", "girls"]}}]]
denied = [[{LOWER = "not"}, {OP = "?"}, {LOWER = "trained"}]]
[[rule]]
id = "women"
says = "Women are trained"
components = ["gender"]
all = ["trained", "counted"]
none = ["denied", "party"]
examples = ["Nine women were trained."]
counter_examples = ["Women were trained.", "Nine women were not yet trained.", "Nine women, trained, had dinner."]
"""
RULES %= NUMBER


def folder(path: Path, rules: str = RULES) -> Path:
    (path / "rules").mkdir(parents=True)
    (path / "rules" / "en.toml").write_text(rules, encoding="utf-8")
    return path


def analyse(area: Path, example: Example, language: str = "en") -> list[Finding]:
    return list(CatalogueAnalyser(area, pool=Pool()).analyse(example_document(example, language)))


@pytest.fixture
def area(tmp_path: Path) -> Path:
    return folder(tmp_path / "area")


@pytest.fixture
def tokenised(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were tokenised, in order."""
    seen: list[str] = []
    real = tokens.tokenise

    def watched(text: str, language: str) -> object:
        seen.append(text)
        return real(text, language)

    monkeypatch.setattr("evidencescan.analysis.annotation.tokenise", watched)
    return seen


def test_pattern_meets_a_slot_and_says_which_words(area: Path) -> None:
    (finding,) = analyse(area, Example("In March, 1,250 young women and nine men were trained."))
    assert finding.reasons[0].words == ("1,250 young women", "trained")
    assert finding.score == 0.8


def test_offsets_are_characters_of_the_passage(area: Path) -> None:
    text = "É – 30\u00a0women: trained in 2019."
    (finding,) = analyse(area, Example(text))
    assert finding.reasons[0].words == ("30\u00a0women", "trained")


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 women were trained.",
        "The women were trained.",
        "Nine of the women were trained.",
        "Nine women came. Men were trained.",
        "The report has the number 9. Women were trained.",
        "Nine women were not trained.",
        "Nine women had dinner and were trained.",
    ],
)
def test_what_the_pattern_does_not_meet(area: Path, text: str) -> None:
    assert analyse(area, Example(text)) == []


def test_sentence_that_is_ruled_out_leaves_the_next(area: Path) -> None:
    text = "Nine women were not trained. Ten women were trained."
    (finding,) = analyse(area, Example(text))
    assert finding.reasons[0].words == ("Ten women", "trained")


def test_lead_of_an_item_counts(area: Path) -> None:
    (finding,) = analyse(area, Example("(a) in trauma, and trained to refer;", lead="In March nine women were:"))
    assert finding.passage == 1
    (finding,) = analyse(area, Example("(a) nine young women;", lead="The following were trained:"))
    assert finding.reasons[0].words == ("nine young women",)
    assert analyse(area, Example("(a) and trained to refer;", lead="Nine women came. The rest were:")) == []


def test_weak_pattern_is_nothing_to_rest_on(tmp_path: Path) -> None:
    rules = RULES.replace('all = ["trained", "counted"]', 'all = ["trained", "figure"]')
    assert len(analyse(folder(tmp_path / "weak", rules), Example("(a) nine, all trained;", lead="They are:"))) == 1
    assert [
        f for f in analyse(tmp_path / "weak", Example("(a) nine or more;", lead="These were trained:")) if f.passage
    ] == []


def test_about_is_met_in_the_passage_only(tmp_path: Path) -> None:
    rules = RULES.replace('all = ["trained", "counted"]', 'all = ["trained"]\nabout = ["counted | party"]')
    place = folder(tmp_path / "about", rules.replace('none = ["denied", "party"]', ""))
    assert len(analyse(place, Example("They were trained. Nine women came."))) == 1
    assert analyse(place, Example("They were trained.", heading="Nine women", title="Nine women")) == []
    assert len(analyse(place, Example("They were trained.", heading="Dinner"))) == 1
    lead = Example("(a) were trained;", lead="As to nine women, they:")
    assert analyse(place, lead) == []


def test_tokens_only_where_they_decide_and_once(tmp_path: Path, tokenised: list[str]) -> None:
    other = RULES.replace('id = "women"', 'id = "again"').replace("[[rule]]", "[[rule]]\nscore = 0.7")
    pool = Pool()
    analysers = [
        CatalogueAnalyser(folder(tmp_path / name, text), pool=pool) for name, text in (("a", RULES), ("b", other))
    ]
    for text, expected in (
        ("Nine women came.", 0),
        ("Nine women were trained after dinner.", 0),
        ("Women were trained.", 1),
        ("Nine women were trained.", 1),
    ):
        tokenised.clear()
        document = example_document(Example(text), "en")
        for analyser in analysers:
            list(analyser.analyse(document))
        assert tokenised == [text] * expected, text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Twenty-two of 45% and/or 5-year", "Twenty - two of 45 % and / or 5 - year"),
        ("fr", "Vingt-cinq jours\u00a0: l’enfant, qu'elle", "Vingt-cinq jours : l’ enfant , qu' elle"),
        ("es", "(físico-química) 2020-2024, 5.000.", "( físico-química ) 2020 - 2024 , 5.000 ."),
        ("de", "Schutz-Recht.Es gilt", "Schutz - Recht . Es gilt"),
    ],
)
def test_what_a_token_is(language: str, text: str, expected: str) -> None:
    assert [token.text for token in tokens.tokenise(text, language)] == expected.split(" ")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "nine forty third a 1,250 3/4 2031 many", ["nine", "forty", "1,250", "3/4", "2031"]),
        (
            "fr",
            "vingt-cinq trente-et-un quatre-vingts un troisième et 12",
            "vingt-cinq trente-et-un quatre-vingts un 12",
        ),
        ("es", "veintidós treinta y mil primero", "veintidós treinta mil"),
        ("de", "neun 9", "9"),
    ],
)
def test_what_is_like_a_number(language: str, text: str, expected: str | list[str]) -> None:
    found = [token.text for token in tokens.tokenise(text, language) if token.like_num]
    assert found == (expected.split() if isinstance(expected, str) else expected)


def test_text_without_the_words_of_a_pattern_is_not_tokenised() -> None:
    number = {"LIKE_NUM": True}
    women = {"LOWER": {"IN": ["women", "Girls"]}}
    terms = {
        "either": ((number, women), ({"ORTH": "Women"}, number)),
        "perhaps": ((number, {"LOWER": "women", "OP": "?"}),),
        "several": ((number, {"LOWER": "women", "OP": "+"}, {"TEXT": {"NOT_IN": ["came"]}}),),
    }
    lexicon = tokens.TokenLexicon("en", terms, 5)
    seen = {
        name: [lexicon.may_hold(text, number) for text in ("Nine GIRLS", "Men", "women")]
        for name, number in lexicon.number.items()
    }
    assert seen == {"either": [True, False, True], "perhaps": [True] * 3, "several": [False, False, True]}


def test_findings_do_not_depend_on_other_rule_files(tmp_path: Path) -> None:
    # the other file uses the same names for other things, and looks for its patterns first
    other = (
        RULES.replace('"women", "girls"', '"men"').replace('"denied", ', "").replace('"trained", "training"', '"were"')
    )
    texts = ["Nine women were trained.", "Nine men were trained.", "Nine men, nine women were not trained."]
    alone = CatalogueAnalyser(folder(tmp_path / "a"), pool=Pool())
    pool = Pool()
    neighbour = CatalogueAnalyser(folder(tmp_path / "b", other), pool=pool)
    beside = CatalogueAnalyser(tmp_path / "a", pool=pool)
    seen = 0
    for text in texts:
        document = example_document(Example(text), "en")
        seen += len(list(neighbour.analyse(document)))
        assert list(beside.analyse(document)) == list(alone.analyse(document))
    assert seen == 2


def test_pattern_that_spacy_refuses_costs_its_own_analyser(tmp_path: Path) -> None:
    bad = RULES.replace("LIKE_NUM = true}]]", "LIKE_NUM = true}], [{LENGTH = -1}]]").replace(
        '"trained", "counted"', '"trained", "figure"'
    )
    pool = Pool()
    broken = CatalogueAnalyser(folder(tmp_path / "broken", bad), pool=pool)
    sound = CatalogueAnalyser(folder(tmp_path / "sound"), pool=pool)
    document = example_document(Example("Nine women were trained."), "en")
    with pytest.raises(CatalogueError, match=r"broken/en:figure, number 2: spaCy refuses it"):
        list(broken.analyse(document))
    assert len(list(sound.analyse(document))) == 1


def test_linter_compiles_patterns_and_knows_their_names(tmp_path: Path, area: Path) -> None:
    assert lint_path(area) == []
    bad = folder(tmp_path / "bad", RULES.replace("LIKE_NUM = true}]]", "LIKE_NUM = true}], [{LENGTH = -1}]]"))
    (message,) = lint_path(bad)
    assert message.startswith(f"{bad / 'rules' / 'en.toml'}: pattern figure, number 2: spaCy refuses it")
    misspelt = folder(tmp_path / "misspelt", RULES.replace('"trained", "counted"', '"trained", "conted"'))
    assert any("the term conted is defined nowhere" in message for message in lint_path(misspelt))
    wrong = folder(tmp_path / "wrong", RULES.replace("[{LIKE_NUM = true}]", '[{TAG = "CD"}]'))
    (message,) = lint_path(wrong)
    assert "en.toml" in message
    assert "pattern figure, number 1: token 1: TAG needs a trained pipeline" in message


def test_spacy_is_loaded_by_a_decision_alone(area: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from evidencescan.analysis import CatalogueAnalyser
from evidencescan.analysis.annotate import Pool
from evidencescan.analysis.lint import example_document
from evidencescan.catalogue import Example
analyser = CatalogueAnalyser(Path({str(area)!r}), pool=Pool())
for text in ("Nine women came.", "Nine women were trained."):
    found = list(analyser.analyse(example_document(Example(text), "en")))
    print(len(found), "spacy" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split("\n")[:2] == ["0 False", "1 True"]


def test_the_guide_holds_what_it_shows(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    section = guide.split("## Token patterns\n")[1].split("\n## ")[0]
    (shown,) = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    place = folder(tmp_path / "guide", shown)
    assert lint_path(place) == []
    (finding,) = analyse(place, Example("The seminar on smuggling was attended by twenty-two young girls."))
    assert "two young girls" in finding.reasons[0].words


COUNTS = {
    "en": """
[terms]
mechanism = ["referral mechanism"]
found = ["(identified|housed)"]
women_word = ["women"]
[patterns]
uses = [[{LOWER = {IN = ["used", "activated"]}}, {IS_ALPHA = true, OP = "?"}, NUM, {LOWER = "occasions"}]]
persons = [
    [{LOWER = {IN = ["identified", "housed"]}}, NUM, {IS_ALPHA = true, OP = "{0,2}"}, PERSONS],
    [NUM, {IS_ALPHA = true, OP = "{0,2}"}, PERSONS, {IS_ALPHA = true, OP = "{0,2}"}, {LOWER = "identified"}],
]
share = [[{LOWER = "share"}, {LOWER = "of"}, {LOWER = "women"}, {LOWER = {IN = ["in", "among"]}}]]
""",
    "fr": """
[terms]
mechanism = ["mécanisme d'orientation"]
found = ["(identifié|hébergé)(s|es|)"]
women_word = ["femmes"]
[patterns]
uses = [[{LOWER = {IN = ["saisi", "activé"]}}, {IS_ALPHA = true, OP = "?"}, NUM, {LOWER = "reprises"}]]
persons = [
    [{LOWER = {IN = ["identifié", "hébergé"]}}, NUM, {IS_ALPHA = true, OP = "{0,2}"}, PERSONS],
    [NUM, {IS_ALPHA = true, OP = "{0,2}"}, PERSONS, {IS_ALPHA = true, OP = "{0,2}"}, {LOWER = "identifiées"}],
]
share = [[{LOWER = "part"}, {LOWER = "des"}, {LOWER = "femmes"}, {LOWER = {IN = ["dans", "parmi"]}}]]
""",
    "es": """
[terms]
mechanism = ["mecanismo de derivación"]
found = ["(identificaron|albergó|identificadas)"]
women_word = ["mujeres"]
[patterns]
uses = [[{LOWER = {IN = ["utilizó", "activó"]}}, {IS_ALPHA = true, OP = "?"}, NUM, {LOWER = "ocasiones"}]]
persons = [
    [{LOWER = {IN = ["identificaron", "albergó"]}}, {LOWER = "a"}, NUM, {IS_ALPHA = true, OP = "{0,2}"}, PERSONS],
    [NUM, {IS_ALPHA = true, OP = "{0,2}"}, PERSONS, {IS_ALPHA = true, OP = "{0,2}"}, {LOWER = "identificadas"}],
]
share = [[{LOWER = "porcentaje"}, {LOWER = "de"}, {LOWER = "mujeres"}, {LOWER = {IN = ["en", "entre"]}}]]
""",
}
NUMBERS = {
    "en": '{LIKE_NUM = true, LOWER = {REGEX = "^(?!(?:19|20)[0-9]{2}$)(?!first$|second$|third$|.*[a-z]th$)"}}',
    "fr": '{LOWER = {REGEX = "^(?:(?!(?:19|20)[0-9]{2}$)[0-9][0-9.,]*|(?:deux|vingt)(?:-[a-z]+)*)$"}, OP = "{1,2}"}',
    "es": '{LOWER = {REGEX = "^(?:(?!(?:19|20)[0-9]{2}$)[0-9][0-9.,]*|dos|veint[a-zéúó]+|(?:trei|cuare)nta)$"}}',
}
PERSONS = {
    "en": '{LOWER = {IN = ["victims", "women", "persons"]}}',
    "fr": '{LOWER = {IN = ["victimes", "femmes", "personnes"]}}',
    "es": '{LOWER = {IN = ["víctimas", "mujeres", "personas"]}}',
}
COUNTING_RULES = "".join(
    f"""
[[rule]]
id = "{pattern}"
says = "A figure that indicators ask for"
components = ["human_rights"]
all = ["{term}", "{pattern}"]
"""
    for pattern, term in (("uses", "mechanism"), ("persons", "found"), ("share", "women_word"))
)


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("en", "The referral mechanism was used on 312 occasions.", "uses"),
        ("en", "The referral mechanism was used in 2031, at times.", None),
        ("en", "The shelters housed 1,112 trafficked women.", "persons"),
        ("en", "Forty-six presumed victims were identified.", "persons"),
        ("en", "In 2031 victims were identified.", None),
        ("en", "The third victims' report identified women.", None),
        ("en", "The share of women among prosecutors rose.", "share"),
        ("en", "The women share an office among prosecutors.", None),
        ("fr", "Le mécanisme d'orientation a été saisi à 133 reprises.", "uses"),
        ("fr", "Le mécanisme d'orientation a été saisi à plusieurs reprises.", None),
        ("fr", "Le foyer a hébergé 1 906 jeunes femmes.", "persons"),
        ("fr", "Vingt-cinq victimes ont été identifiées.", "persons"),
        ("fr", "En 2031 victimes et femmes ont été identifiées.", None),
        ("fr", "La part des femmes dans la police atteint 17 %.", "share"),
        ("fr", "Les femmes prennent part à la police.", None),
        ("es", "El mecanismo de derivación se activó en 133 ocasiones.", "uses"),
        ("es", "El mecanismo de derivación se activó en varias ocasiones.", None),
        ("es", "El hogar albergó a treinta y dos mujeres.", "persons"),
        ("es", "Veintiocho víctimas fueron identificadas.", "persons"),
        ("es", "En 2031 víctimas de todo el país fueron identificadas.", None),
        ("es", "Subió el porcentaje de mujeres entre los fiscales.", "share"),
        ("es", "Las mujeres hablaron del porcentaje.", None),
    ],
)
def test_figures_that_indicators_ask_for(tmp_path: Path, language: str, text: str, rule: str | None) -> None:
    written = COUNTS[language].replace("NUM", NUMBERS[language]).replace("PERSONS", PERSONS[language])
    (tmp_path / "rules").mkdir()
    source = f'language = "{language}"\n{written}{COUNTING_RULES}'
    (tmp_path / "rules" / f"{language}.toml").write_text(source, encoding="utf-8")
    found = [finding.reasons[0].name for finding in analyse(tmp_path, Example(text), language)]
    assert found == ([] if rule is None else [f"{tmp_path.name}/{rule}"])
