"""Plugins for one run: a changed copy of a goal area, and one with as many rules as wanted.

They lie in a folder that Python is told to import from first, so that what is installed stays as it is.
"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

from harness import ROOT
from prose import vocabulary

AREA = "evidencescan_legislative"
RULES_PLUGIN = "bench-rules"
_LANGUAGES = ("en", "fr", "es")

_MODULE = '''"""Rules made for a measurement."""

from pathlib import Path

from evidencescan.analysis import CatalogueAnalyser
from evidencescan.api import hookimpl

evidencescan_api = (1, 0)


@hookimpl
def register_analysers(registry, models):
    registry.add(CatalogueAnalyser(Path(__file__).parent, name="bench"))
'''
_DUTY = ["shall", "must", "may not", "is required to"]


def changed_area(folder: Path) -> Path:
    """Return a folder with a copy of a goal area in which each rule file has one more rule."""
    shutil.copytree(ROOT / "plugins" / AREA, folder / AREA)
    rule = '\n[[rule]]\nid = "bench-more"\nsays = "One more"\ncomponents = ["human_rights"]\nall = ["bench_more"]\n'
    for language in _LANGUAGES:
        path = folder / AREA / "rules" / f"{language}.toml"
        text = path.read_text(encoding="utf-8").replace("[terms]\n", '[terms]\nbench_more = ["habeas corpus"]\n', 1)
        path.write_text(text + rule, encoding="utf-8")
    return folder


def many_rules(folder: Path, rules: int) -> Path:
    """Return a folder with the plugin `RULES_PLUGIN` of so many English rules.

    A rule asks for a word of duty and a term of its own in one sentence: two phrases of two words and the beginning
    of a word, all drawn from the vocabulary that generated text is written with, so that more rules find more.
    """
    words = vocabulary(20_000)
    chance = random.Random(7)
    lines = ['language = "en"', 'weak = ["duty"]', "", "[terms]", f"duty = {json.dumps(_DUTY)}"]
    for number in range(rules):
        one, two, three, four, five = chance.sample(words, 5)
        lines.append(f"t{number} = {json.dumps([f'{one} {two}', f'{three} and {four}', f'{five[:6]}*'])}")
    for number in range(rules):
        lines += ["", "[[rule]]", f'id = "r{number}"', f'says = "Idea {number}"', 'components = ["human_rights"]']
        lines.append(f'all = ["duty", "t{number}"]')
    package = folder / "evidencescan_bench_rules"
    (package / "rules").mkdir(parents=True)
    (package / "__init__.py").write_text(_MODULE, encoding="utf-8")
    (package / "rules" / "en.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    info = folder / "evidencescan_bench_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evidencescan-bench-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[evidencescan]\n{RULES_PLUGIN} = evidencescan_bench_rules\n")
    return folder
