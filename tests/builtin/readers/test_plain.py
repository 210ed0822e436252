"""Plain text and Markdown about Varonia, a country that does not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidencescan.api import Candidate, Reader
from evidencescan.builtin.readers.markdown import MarkdownReader
from evidencescan.builtin.readers.plain import PlainReader
from evidencescan.values import Reading


def candidate(tmp_path: Path, data: str | bytes) -> Candidate:
    path = tmp_path / "text"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Candidate(path, path.read_bytes()[:65536], path.stat().st_size)


def plain(tmp_path: Path, data: str | bytes) -> list[str]:
    return [block.text for block in PlainReader().read(candidate(tmp_path, data)).blocks]


def markdown(tmp_path: Path, text: str) -> Reading:
    return MarkdownReader().read(candidate(tmp_path, text))


def shown(reading: Reading) -> list[tuple[str, int | None, str | None, str]]:
    return [(block.kind, block.level, block.label, block.text) for block in reading.blocks]


def test_lines_of_a_fixed_width_are_joined(tmp_path: Path) -> None:
    text = """CHAPTER ONE
General provisions

Article 1. The Office of Varonia assists every victim of traffick-
ing in persons, whether or not the victim gives evidence, and
Varonia bears the cost.
Article 2. It is a State-
owned body.

(a) It informs victims;
(b) it protects them;
- and more.
"""
    assert plain(tmp_path, text) == [
        "CHAPTER ONE",
        "General provisions",
        "Article 1. The Office of Varonia assists every victim of trafficking in persons, whether or not the victim "
        "gives evidence, and Varonia bears the cost.",
        "Article 2. It is a Stateowned body.",
        "(a) It informs victims;",
        "(b) it protects them;",
        "- and more.",
    ]


def test_lines_as_long_as_paragraphs_are_paragraphs(tmp_path: Path) -> None:
    line = "The Office " + "assists victims and " * 10 + "reports."
    assert plain(tmp_path, f"{line}\n{line}\r\n{line}") == [line] * 3


def test_lines_with_blank_lines_between_are_joined(tmp_path: Path) -> None:
    lines = "\n\n".join(["The Office assists every victim", "of trafficking in persons and of", "Varonia alone."] * 8)
    assert plain(tmp_path, lines) == [
        "The Office assists every victim of trafficking in persons and of Varonia alone."
    ] * 8  # fmt: skip


def test_form_feeds_are_pages(tmp_path: Path) -> None:
    reading = PlainReader().read(candidate(tmp_path, "First page.\n\fSecond\npage.\n\f"))
    assert [(block.text, block.locator.page) for block in reading.blocks] == [("First page.", 1), ("Second page.", 2)]
    assert reading.pages == 2
    assert PlainReader().read(candidate(tmp_path, "One.")).pages is None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"A\x00\x07 law\xc2\xa0of \xe2\x80\x8bVaronia\xc2\xad.", "A law of Varonia."),
        ("Ley de protección".encode("utf-16"), "Ley de protección"),
        ("Ley de protección".encode("utf-16-be"), "Ley de protección"),
        ("Ley de protecci\u00f3n".encode("cp1252"), "Ley de protección"),
        ("Ley de proteccio\u0301n".encode(), "Ley de protección"),
    ],
)
def test_text_is_decoded_and_cleaned(tmp_path: Path, data: bytes, text: str) -> None:
    assert plain(tmp_path, data) == [text]


def test_one_broken_byte_does_not_change_the_encoding(tmp_path: Path) -> None:
    reading = PlainReader().read(candidate(tmp_path, ("é" * 40).encode() + b" \xff end"))
    assert reading.blocks[0].text.startswith("é" * 40)
    assert [problem.category for problem in reading.problems] == ["unreadable"]


def test_readers_of_text_know_text(tmp_path: Path) -> None:
    assert isinstance(PlainReader(), Reader)
    assert isinstance(MarkdownReader(), Reader)
    assert PlainReader().recognises(candidate(tmp_path, "A law.")) > 0
    for binary in (b"", b"  ", b"\x00\x01\x02\x03\x04\x05" * 50, b"%PDF-1.7\n", bytes(range(256)) * 4):
        assert PlainReader().recognises(candidate(tmp_path, binary)) == 0.0
        assert MarkdownReader().recognises(candidate(tmp_path, binary)) == 0.0


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("# Law\n\nText", True),
        ("---\ntitle: Law\n---\nText", True),
        ("See [law 4](http://example.org/4).", True),
        ("a | b\n--|--\n1 | 2", True),
        ("Law\n===\n", True),
        ("The **Office** acts.", True),
        ("Article 1. All persons * are equal.\n\n1. One\n- two", False),
    ],
)
def test_markdown_is_known_by_its_markup(tmp_path: Path, text: str, sure: bool) -> None:
    assert (MarkdownReader().recognises(candidate(tmp_path, text)) > 0.5) is sure


def test_headings_lists_and_paragraphs(tmp_path: Path) -> None:
    text = """# Law on **Trafficking**  #

##Chapter 1
Section
-------

The Office
assists victims.
It has these *duties*:

1.  to inform
    victims;
2) to protect;
   - at home
   - abroad
a) and more

* * *
Term
:   a definition
"""
    assert shown(markdown(tmp_path, text)) == [
        ("heading", 1, None, "Law on Trafficking"),
        ("heading", 2, None, "Chapter 1"),
        ("heading", 2, None, "Section"),
        ("paragraph", None, None, "The Office assists victims. It has these duties:"),
        ("item", 1, "1.", "to inform victims;"),
        ("item", 1, "2)", "to protect;"),
        ("item", 2, None, "at home"),
        ("item", 2, None, "abroad"),
        ("item", 1, "a)", "and more"),
        ("paragraph", None, None, "Term"),
        ("item", 1, None, "a definition"),
    ]
    assert markdown(tmp_path, text).blocks[0].title


def test_markup_within_lines_goes_and_words_stay(tmp_path: Path) -> None:
    text = (
        'The ***Office*** of [Varonia](http://x.org/a_(b) "t") _shall_ ~~not~~ <del>never</del> <u>act</u> \\* '
        "snake_case_name 2[* * *] `code` ![picture](p.png)**Law**s &amp; more[^1] <https://v.org/> "
        "<!-- hidden\n\nstill -->.\n"
    )
    assert [block.text for block in markdown(tmp_path, text).blocks] == [
        "The Office of Varonia shall act * snake_case_name 2[* * *] code Laws & more https://v.org/",
        ".",
    ]


def test_front_matter_tables_notes_and_quotations(tmp_path: Path) -> None:
    text = """---
title: >-
  Plan of
  Varonia
publication_date: '2031-04-05'
country: vr
secret: "of no use"
---
| Goal | Year |
|:-----|-----:|
| Protect **all** | 2031 |
| a \\| b | |

> Quoted
> text.

[^1]: See law 4,
    article 2.

[id]: http://example.org
```
# no heading
```
<table><tr><th>A<th>B<tr><td>1<td>2</table>
"""
    reading = markdown(tmp_path, text)
    assert [(block.kind, block.text, block.columns) for block in reading.blocks] == [
        ("table", "Goal | Year", ()),
        ("table", "Protect all | 2031", ("Goal", "Year")),
        ("table", "a | b", ()),
        ("paragraph", "Quoted text.", ()),
        ("note", "See law 4, article 2.", ()),
        ("paragraph", "# no heading", ()),
        ("table", "A | B", ()),
        ("table", "1 | 2", ("A", "B")),
    ]
    assert dict(reading.metadata) == {"title": "Plan of Varonia", "date": "2031-04-05", "country": "vr"}


def test_what_a_converter_tore_apart_is_mended(tmp_path: Path) -> None:
    text = """# Law

a) To inform every victim of

trafficking about the rights.

b) To protect. *(As amended by*[Law

No. 4](http://example.org/4)*of 2031)*

Next paragraph.
"""
    assert shown(markdown(tmp_path, text))[1:] == [
        ("item", 1, "a)", "To inform every victim of trafficking about the rights."),
        ("item", 1, "b)", "To protect. (As amended by Law No. 4of 2031)"),
        ("paragraph", None, None, "Next paragraph."),
    ]


def test_numbered_lines_and_long_lines_stay_apart(tmp_path: Path) -> None:
    long = "The Office " + "assists victims and " * 10 + "reports."
    text = f"# H\n{long}\n{long}\nThe Office has duties:\n(a) to inform;\n(b) to act.  \nNew line."
    assert [block.text for block in markdown(tmp_path, text).blocks][1:] == [
        long,
        long,
        "The Office has duties:",
        "(a) to inform;",
        "(b) to act.",
        "New line.",
    ]


def test_pages_in_markdown(tmp_path: Path) -> None:
    reading = markdown(tmp_path, "# One\n\fTwo")
    assert [block.locator.page for block in reading.blocks] == [1, 2]
    assert reading.pages == 2


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "*" * 50_000, "_a" * 30_000, "<a " * 30_000, "`" * 50_000, "> " * 20_000]
)
def test_markup_without_end_is_read_in_time(tmp_path: Path, text: str) -> None:
    assert len(markdown(tmp_path, "# H\n" + text).blocks) >= 1
