"""Analysers that fail on some documents: each obeys a word in the document's text."""

import os
import sys
import time
from dataclasses import replace

from good_plugin import WordAnalyser

from evidencescan.api import hookimpl
from evidencescan.values import Value


class Moody(WordAnalyser):
    """Finds like a good analyser, unless the document tells it to fail."""

    def __init__(self):
        super().__init__(name="moody", word="duty", indicator="9.1.1")

    def analyse(self, document):
        """Raise, die, hang, print, lie, or find."""
        if "please raise" in document.text:
            raise RuntimeError("what a day")
        if "please fail for reason" in document.text:
            raise RuntimeError(document.text[document.text.index("reason") :])
        if "please die" in document.text:
            os._exit(9)
        while "please hang" in document.text:
            time.sleep(0.05)
        if "please print" in document.text:
            print("noise on the standard output")  # noqa: T201
            sys.stdout.flush()
            os.write(1, b"more noise\n")
        findings = super().analyse(document)
        if "please lie" in document.text:
            return [replace(finding, quote="never said") for finding in findings]
        if "please exaggerate" in document.text:
            value = Value("count", float("inf"), "persons", "endless", 0)
            return [replace(finding, values=(value,)) for finding in findings]
        if "please invent" in document.text:
            return [replace(finding, indicator="0.0.0") for finding in findings]
        return findings


@hookimpl
def register_analysers(registry, models):
    """Add the analyser."""
    registry.add(Moody())
