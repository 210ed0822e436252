"""The documents that are measured on: those of a folder where there is one, else generated ones."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from prose import Prose
from writing import write_pdf

_SEED = 20
_PAGES = (1, 3, 8, 15, 25, 60)
_GENERATED_FILES = 73
_OPENINGS = {
    "en": "Law of Norvalia on trafficking in persons. Article 1. The State shall protect victims of trafficking.",
    "fr": "Loi de la Norvalie sur la traite des personnes. Article premier. L'État protège les victimes de la traite.",
    "es": "Ley de Norvalia contra la trata de personas. Artículo 1. El Estado protegerá a las víctimas de la trata.",
}


@dataclass(frozen=True, slots=True)
class Collection:
    """PDF files and their pages."""

    files: tuple[Path, ...]
    pages: int
    real: bool

    @property
    def words(self) -> str:
        """What this is, in words."""
        kind = "documents" if self.real else "generated documents"
        return f"{len(self.files):,} {kind} of {self.pages:,} pages together"


def collect(folder: Path | None, work: Path) -> Collection:
    """Return the readable PDF files below ``folder``, or generated ones in ``work`` where there are none."""
    counted = [(path, pages) for path in sorted(folder.rglob("*.pdf")) if (pages := _pages(path))] if folder else []
    if not counted:
        return _generated(work / "generated")
    return Collection(tuple(path for path, _ in counted), sum(pages for _, pages in counted), real=True)


def sample(whole: Collection, pages: int, folder: Path) -> Collection:
    """Return whole documents of about ``pages`` pages together (0: all), drawn at random but always the same.

    They are copied to ``folder``. A document longer than half of ``pages`` is not drawn: one would be all there is.
    """
    chosen, taken = [], 0
    for path in random.Random(_SEED).sample(whole.files, len(whole.files)):
        own = _pages(path)
        if not pages or (taken + own <= pages and own <= max(1, pages // 2)):
            chosen.append(path)
            taken += own
    if not chosen:
        chosen = [min(whole.files, key=_pages)]
        taken = _pages(chosen[0])
    return Collection(tuple(_copy(chosen, folder)), taken, whole.real)


def copies(whole: Collection, files: int, folder: Path) -> Collection:
    """Return ``files`` files that differ: the documents over and over, each copy with a comment at its end."""
    folder.mkdir(parents=True)
    made = []
    for number in range(files):
        source = whole.files[number % len(whole.files)]
        target = folder / f"{number:05}.pdf"
        shutil.copyfile(source, target)
        with target.open("ab") as stream:
            stream.write(b"%% copy %d\n" % number)
        made.append(target)
    turns, rest = divmod(files, len(whole.files))
    pages = turns * whole.pages + sum(_pages(path) for path in whole.files[:rest])
    return Collection(tuple(made), pages, whole.real)


def openings(folder: Path) -> Collection:
    """Return a document of one page in each language: what a program takes for them is its start-up."""
    folder.mkdir(parents=True)
    made = []
    for language, text in _OPENINGS.items():
        path = folder / f"{language}.pdf"
        write_pdf(path, [text, *[""] * 60], 1)
        made.append(path)
    return Collection(tuple(made), len(made), real=False)


def one_document(folder: Path, pages: int, seed: int = 0) -> Path:
    """Return a generated PDF of ``pages`` pages in a new folder."""
    folder.mkdir(parents=True)
    path = folder / f"law-{pages}.pdf"
    write_pdf(path, Prose(seed).law(), pages)
    return path


def texts(folder: Path, documents: int, characters: int = 1500) -> Path:
    """Return a folder with ``documents`` generated text files, 1,000 a folder."""
    for number in range(documents):
        inside = folder / f"{number // 1000:04}"
        if number % 1000 == 0:
            inside.mkdir(parents=True)
        (inside / f"{number:06}.txt").write_text(Prose(number).text(characters), encoding="utf-8")
    return folder


def _generated(folder: Path) -> Collection:
    folder.mkdir(parents=True)
    files, pages = [], 0
    for number in range(_GENERATED_FILES):
        own = _PAGES[number % len(_PAGES)]
        path = folder / f"law-{number:03}.pdf"
        write_pdf(path, Prose(number).law(), own)
        files.append(path)
        pages += own
    return Collection(tuple(files), pages, real=False)


def _copy(files: list[Path], folder: Path) -> list[Path]:
    made = []
    for number, path in enumerate(files):
        inside = folder / f"{number:03}"  # two documents may have the same name
        inside.mkdir(parents=True)
        made.append(Path(shutil.copy(path, inside)))
    return made


def _pages(path: Path) -> int:
    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0  # one that no contender can open is left out
