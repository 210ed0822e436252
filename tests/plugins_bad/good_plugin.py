"""The healthy twin of the broken plugins: a reader of notes, an analyser of one word, a catalogue, two executors.

A note is a text whose first line is "NOTE"; every other line is a paragraph.
"""

import os
from dataclasses import dataclass
from types import SimpleNamespace

import click

from evidencescan.api import hookimpl
from evidencescan.builtin.executors import LocalExecutor, SerialExecutor
from evidencescan.errors import ReadError
from evidencescan.values import Block, Finding, Indicator, Reading

evidencescan_api = (1, 0)


class NoteReader:
    """Reads notes; tells in the file named by NOTE_LOG which it opened."""

    name = "note"
    media_type = "text/x-note"

    @property
    def fingerprint(self):
        """The version of the reader, as the environment says."""
        return "note:" + os.environ.get("NOTE_VERSION", "1")

    def recognises(self, candidate):
        """Look at the first line."""
        return 1.0 if candidate.head.startswith(b"NOTE\n") else 0.0

    def read(self, candidate):
        """Give a paragraph a line."""
        if log := os.environ.get("NOTE_LOG"):
            with open(log, "a") as stream:
                stream.write(candidate.name + "\n")
        lines = candidate.path.read_text().splitlines()[1:]
        if "locked" in lines:
            raise ReadError("it needs a password", category="encrypted")
        lines = [line.replace("half a character", "\ud800") for line in lines]
        return Reading(tuple(Block(line) for line in lines if line))


@dataclass
class WordAnalyser:
    """Finds passages with a word."""

    name: str = "word"
    word: str = "shall"
    indicator: str | None = "9.1.1"

    @property
    def fingerprint(self):
        """The version of the analyser, as the environment says."""
        return f"{self.name}:" + os.environ.get("WORD_VERSION", "1")

    def analyse(self, document):
        """Find the passages that hold the word."""
        return [
            Finding(self.indicator, "gender", "supports", "obligation", p.seq, p.start, p.end, p.text, 0.9)
            for p in document.passages
            if self.word in p.text
        ]


@hookimpl
def register_readers(registry):
    """Add the reader."""
    registry.add(NoteReader())


@hookimpl
def register_analysers(registry, models):
    """Add the analyser."""
    registry.add(WordAnalyser())


@hookimpl
def register_catalogues(registry):
    """Add a catalogue of one indicator."""
    indicator = Indicator("9.1.1", "notes", "9.1", "Duties are written down", "presence", ("gender",), ("law",))
    registry.add(SimpleNamespace(name="notes", title="Notes", indicators=(indicator,)))


@hookimpl
def register_executors(registry):
    """Add the executors of the program."""
    registry.add(SerialExecutor())
    registry.add(LocalExecutor())


@hookimpl(trylast=True)
def choose_reader(candidate, readers):
    """Take the first reader that knows the file."""
    return next((reader for reader in readers if reader.recognises(candidate)), None)


@hookimpl
def register_commands(cli):
    """Add a command."""

    @cli.command()
    def greet():
        """Say hello."""
        click.echo("hello from a plugin")
