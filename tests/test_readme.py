"""What the documents say is run or checked: the Python of README, every command, every option, every link."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from evidencescan.cli import cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SAMPLES = ROOT / "samples" / "documents"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")


def blocks(page: Path, language: str) -> list[str]:
    """Return the code blocks of one language."""
    return [text for name, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]


def prose(page: Path) -> str:
    """Return a page without its code blocks."""
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))


def command_lines(page: Path) -> Iterator[str]:
    """Yield every `evidencescan ...` of a page, from consoles and from prose.

    In prose and tables verbs of one group stand beside each other: `evidencescan evidence list`, `show`, `search`.
    """
    for text in [*blocks(page, "console"), *blocks(page, "sh"), *blocks(page, "bash")]:
        for line in text.splitlines():
            command = line.removeprefix("$ ").partition(" # ")[0].strip()
            if command.startswith("evidencescan "):
                yield command
    for line in prose(page).splitlines():
        group: list[str] | None = None
        for cell in line.split("|"):
            for code in _CODE.findall(cell):
                words = code.split()
                if words[0] == "evidencescan":
                    group = words[:2] if len(words) > 2 and re.fullmatch("[a-z-]+", words[2]) else None
                    if len(words) > 1:
                        yield code
                elif group and re.fullmatch("[a-z-]+", code):
                    yield " ".join([*group, code])
            group = None


COMMANDS = sorted({(page.name, line) for page in PAGES for line in command_lines(page)})


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that words name, and its arguments."""
    command: click.Command = cli
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name, *words = words
        found = command.get_command(click.Context(command), name)
        assert found is not None, f"there is no verb {name}"
        command = found
    return command, words


def test_the_documents_name_commands() -> None:
    assert len([line for page, line in COMMANDS if page == "README.md"]) >= 15
    assert ("README.md", "evidencescan evidence search") in COMMANDS


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_every_command_has_its_verb_and_options(page: str, line: str) -> None:
    command, arguments = command_of(shlex.split(line)[1:])
    context = click.Context(command, resilient_parsing=True)
    _, left, _ = command.make_parser(context).parse_args(args=[word for word in arguments if word != "..."])
    assert left == [], "arguments that the command does not take"


def options(command: click.Command) -> Iterator[str]:
    """Yield the options of a command and of all below it."""
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from options(below)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_in_prose_exists(page: Path) -> None:
    known = {"--help", *options(cli)}
    codes = [code for code in _CODE.findall(prose(page)) if code.startswith("--")]
    if page.name == "README.md":
        assert "--country" in codes
    assert {word for code in codes for word in code.split() if word.startswith("--")} <= known


def test_every_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z]+)\b(?=`|\s+#)", page.read_text("utf-8"))}
    assert {"demo", "test"} <= named <= targets


LINKS = [(page, link) for page in PAGES for link in _LINK.findall(prose(page)) if "://" not in link]


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page.name}-{link}" for page, link in LINKS])
def test_every_relative_link_points_to_a_file(page: Path, link: str) -> None:
    target = (page.parent / link.partition("#")[0]).resolve()
    assert target.is_relative_to(ROOT), "the link leads out of the repository"
    assert target.exists(), f"{target.relative_to(ROOT)} is missing"


@pytest.fixture
def laws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder that has a sample in its folder `laws`."""
    (tmp_path / "laws").mkdir()
    shutil.copy(SAMPLES / "ardovia-loi-traite.xml", tmp_path / "laws")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EVIDENCESCAN_PLUGINS", raising=False)
    return tmp_path


def check(printed: list[str]) -> None:
    assert len(printed) >= 3
    assert re.match(r"(None|[1-5]\.[1-3]\.\d+) ", printed[0])


def test_the_python_of_readme_runs_where_it_is_typed_in(laws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks(ROOT / "README.md", "python")
    exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})  # noqa: S102
    check(capsys.readouterr().out.splitlines())


def test_the_python_of_readme_runs_as_a_script(laws: Path) -> None:
    (code,) = blocks(ROOT / "README.md", "python")
    (laws / "first.py").write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, "first.py"], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    check(done.stdout.splitlines())
