"""What a capable analyst writes in an afternoon: ``pdfplumber_spacy.py TERMS.json DB FILE...``

pdfplumber reads, a blank spaCy pipeline splits sentences and finds terms, sqlite-utils stores what was found.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import spacy
import sqlite_utils
from spacy.matcher import PhraseMatcher

nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
for term, phrases in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")).items():
    matcher.add(term, list(nlp.tokenizer.pipe(phrases)))


def pages(name: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the text of each page with its place."""
    with pdfplumber.open(name) as pdf:
        for page in pdf.pages:
            yield page.extract_text(), {"document": name, "page": page.page_number}
            page.close()  # or the characters of all pages stay in memory


def found(name: str) -> Iterator[dict[str, object]]:
    """Yield each sentence in which a term stands, once for each term."""
    for doc, place in nlp.pipe(pages(name), as_tuples=True):
        seen = {(span.sent.start, span.label_): span.sent.text for span in matcher(doc, as_spans=True)}
        for (_, term), sentence in seen.items():
            yield {**place, "term": term, "sentence": sentence}


db = sqlite_utils.Database(sys.argv[2])
for file in sys.argv[3:]:
    db["evidence"].insert_all(found(file), batch_size=1000)
if db["evidence"].exists():
    db["evidence"].create_index(["document", "page"])
    db["evidence"].enable_fts(["sentence"])
