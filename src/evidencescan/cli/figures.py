"""An evaluation as tables of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click

from evidencescan.values import COMPONENTS

from .output import NARROW, TABLE, Column, clean, write

if TYPE_CHECKING:
    from evidencescan.report.evaluation import Evaluation, Figures, Measured, Rates

_LONGEST = 300
_NAMES = {
    "human_rights": "human rights",
    "child_protection": "child protection",
    "component_macro_f1": "components, mean F1",
    "indicator_passage": "indicators, passage",
    "indicator_document": "indicators, document",
    "polarity_accuracy": "polarity, accuracy",
}
_COUNTED = {"indicator_passage": "indicator", "polarity_accuracy": "polarity"}
"""Figures whose changes are counted under another name."""
_GROUP = [
    Column("documents", "docs", right=True),
    Column("passages", "pass", right=True),
    *(
        Column(component, head, right=True)
        for component, head in zip(COMPONENTS, ("h.r.", "gen.", "child"), strict=True)
    ),
    Column("component_macro_f1", "mean", right=True),
    Column("indicator_passage", "ind/p", right=True),
    Column("indicator_document", "ind/d", right=True),
    Column("polarity_accuracy", "pol.", right=True),
]
_MAIN = [*COMPONENTS, "component_macro_f1", "indicator_passage", "indicator_document", "polarity_accuracy"]


def show_evaluation(result: Evaluation, *, errors: int, changes: int) -> None:
    """Print the figures, the first ``errors`` errors and the first ``changes`` gained and lost."""
    total = result.total
    _title(f"{total.documents} documents, {total.passages} passages; 95 % intervals of F1 over documents")
    _show_main(total)
    _title("F1 by language")
    _show_groups("language", result.languages)
    _title("F1 by kind of document")
    _show_groups("kind", result.kinds)
    click.echo("h.r.: human rights. gen.: gender. ind/p, ind/d: indicators over passages, over")
    click.echo("documents. pol.: accuracy of the polarity. -: nothing to measure.")
    _title("Indicators over passages")
    rates = sorted(total.figures.by_indicator.items(), key=lambda pair: _numbers(pair[0]))
    columns = [Column("name", "ind."), *_columns("precision", "recall", "f1", "tp", "fp", "fn")]
    _table([{"name": code, **_rates(one)} for code, one in rates], columns)
    _show_calibration(result)
    _show_values(result)
    _show_changes(result, changes)
    if errors:
        _title(f"Errors ({min(errors, len(result.errors))} of {len(result.errors)})")
        for error in result.errors[:errors]:
            how = "missed" if error.kind == "fn" else "false alarm"
            _passage(f"{how}: {_NAMES.get(error.component, error.component)}", error.document, error.id, error.text)


def _show_main(total: Measured) -> None:
    rows = []
    for figure in _MAIN:
        interval = total.intervals[figure]
        shown = f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "-"
        rows.append({"name": _NAMES.get(figure, figure), **_figure(total.figures, figure), "interval": shown})
    _table(rows, [Column("name", ""), *_columns("precision", "recall", "f1", "interval", "tp", "fp", "fn")])


def _show_groups(head: str, groups: Mapping[str, Measured]) -> None:
    rows = [
        {"name": name, "documents": group.documents, "passages": group.passages}
        | {figure: _figure(group.figures, figure)["f1"] for figure in _MAIN}
        for name, group in groups.items()
    ]
    _table(rows, [Column("name", head, wraps=True, most=19), *_GROUP])


def _show_calibration(result: Evaluation) -> None:
    errors = {name: "-" if one.error is None else f"{one.error:.3f}" for name, one in result.calibrations.items()}
    _title("Calibration: how often a component of such a score is right")
    rows = [
        {
            "score": f"{one.low:.1f}-{one.high:.1f}",
            "passages": one.passages,
            "mean": f"{one.score:.3f}",
            "right": f"{one.right:.3f}",
        }
        for one in result.calibrations["all"].bins
    ]
    _table(rows, [Column("score"), *_columns("passages", "mean", "right")])
    each = ", ".join(f"{_NAMES.get(name, name)} {errors[name]}" for name in COMPONENTS)
    click.echo(f"Expected calibration error {errors['all']}\n({each})")


def _show_values(result: Evaluation) -> None:
    numbers = result.numbers
    _title("Values")
    if not numbers.noted:
        click.echo("No number is noted.")
        return
    click.echo(
        f"{numbers.read} of {numbers.noted} noted numbers are read from their passage with their unit "
        f"({numbers.share_read:.3f})."
    )
    click.echo(
        f"{numbers.stated} of {numbers.noted} noted numbers are stated, with their unit, by the evidence there "
        f"({numbers.share:.3f})."
    )
    click.echo(
        f"Of the others {numbers.other_unit} have another unit, and {numbers.without_evidence} are on passages "
        "without evidence."
    )


def _show_changes(result: Evaluation, most: int) -> None:
    if result.comparison is None:
        return
    _title("Against the baseline: F1; passages that are right now (gained), wrong now (lost)")
    counts, before = result.comparison.counts(), result.comparison.before
    rows = []
    for figure in _MAIN:
        now, then = (_figure(figures, figure)["f1"] for figures in (result.total.figures, before))
        moved = "-" if "-" in (now, then) else f"{float(now) - float(then):+.3f}"
        row = {"name": _NAMES.get(figure, figure), "before": then, "now": now, "change": moved}
        rows.append(row | counts.get(_COUNTED.get(figure, figure), {}))
    _table(rows, [Column("name", ""), *_columns("before", "now", "change", "gained", "lost")])
    if result.comparison.unknown:
        click.echo(f"{result.comparison.unknown} passages are not in the baseline and not compared.")
    for gained, head in ((True, "Gained"), (False, "Lost")):
        chosen = [change for change in result.comparison.changes if change.gained == gained]
        if not chosen or not most:
            continue
        _title(f"{head} ({min(most, len(chosen))} of {len(chosen)})")
        for change in chosen[:most]:
            _passage(f"{change.how}: {_NAMES.get(change.which, change.which)}", change.document, change.id, change.text)


def _figure(figures: Figures, figure: str) -> dict[str, Any]:
    """Return the cells of one main figure; a dash where there is nothing to measure."""
    if figure == "component_macro_f1":
        measured = all(_rates(figures.rates(component))["f1"] != "-" for component in COMPONENTS)
        return {"f1": f"{figures.macro_f1:.3f}" if measured else "-"}
    if figure == "polarity_accuracy":
        right, wrong = (figures.tally["polarity", kind] for kind in ("right", "wrong"))
        return {"f1": f"{figures.polarity_accuracy:.3f}" if right + wrong else "-", "tp": right, "fp": wrong}
    return _rates(figures.rates(figure))


def _rates(rates: Rates) -> dict[str, Any]:
    if not rates.tp + rates.fp + rates.fn:
        return {"precision": "-", "recall": "-", "f1": "-", "tp": 0, "fp": 0, "fn": 0}
    return {key: f"{value:.3f}" if isinstance(value, float) else value for key, value in rates.as_dict().items()}


def _columns(*keys: str) -> list[Column]:
    heads = {"precision": "prec.", "f1": "F1", "interval": "95 %", "mean": "mean score"}
    return [Column(key, heads.get(key, key), right=True) for key in keys]


def _numbers(code: str) -> list[tuple[int, str]]:
    """Sort 1.1.2 before 1.1.10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in code.split(".")]


def _title(text: str) -> None:
    click.echo(f"\n{text}")


def _table(rows: Sequence[Mapping[str, Any]], columns: Iterable[Column]) -> None:
    if rows:
        write(rows, list(columns), TABLE, screenful=len(rows))
    else:
        click.echo("Nothing to measure.")


def _passage(what: str, document: str, identity: str, text: str) -> None:
    place = clean(document) if not identity else f"{clean(document)}, {clean(identity)}"
    click.echo(f"{what} ({place})")
    shown = shorten(clean(text), _LONGEST, placeholder=" ...")
    click.echo(textwrap.fill(shown, NARROW, initial_indent="    ", subsequent_indent="    "))
