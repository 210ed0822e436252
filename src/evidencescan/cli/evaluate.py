"""``models evaluate``: what a scanned database is worth, measured against labelled passages."""

from __future__ import annotations

from pathlib import Path

import click

from .output import say, write_one

_FILE = click.Path(dir_okay=False, path_type=Path)
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("database", type=_FILE)
@click.argument("gold", type=_EXISTING)
@click.option("--baseline", type=_EXISTING, metavar="RUN.json", help="Compare with a run that --save wrote.")
@click.option("--save", type=_FILE, metavar="RUN.json", help="Write what was found on each passage.")
@click.option("--plot", type=_FILE, metavar="FILE.svg", help="Draw how far the scores can be trusted.")
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="Show the first N component errors.")
@click.option(
    "--changes",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="With --baseline: show the first N passages gained, and as many lost.",
)
@click.option("--json", "as_json", is_flag=True, help="Write all figures and changes as JSON.")
def evaluate(
    database: Path,
    gold: Path,
    baseline: Path | None,
    save: Path | None,
    plot: Path | None,
    errors: int,
    changes: int,
    as_json: bool,
) -> None:
    """Measure the evidence in DATABASE against the labelled passages of GOLD.

    GOLD has one JSON object a line: doc (file name), text, a level 0, 1 or 2 for human_rights, gender and
    child_protection, and where they apply id, contrary, indicators, indicators_maybe and values. Level 1, a mere
    mention, is left out; so are codes under indicators_maybe. Intervals come from 1,000 draws of whole documents.

    \b
    Example:
      evidencescan models evaluate evidence.db gold.jsonl --save before.json
      evidencescan models evaluate evidence.db gold.jsonl --baseline before.json
    """
    from evidencescan.app import Project
    from evidencescan.report.evaluation import reliability_svg, save_run

    from .figures import show_evaluation
    from .summary import count

    result = Project(database).evaluate(gold, baseline=baseline)
    if result.missing:
        say(f"Warning: {count(len(result.missing), 'labelled document')} not in the database: all in them is missed.")
    if save is not None:
        save_run(result.judged, save)
    if plot is not None:
        plot.write_text(reliability_svg(result.calibrations["all"]), encoding="utf-8")
    if as_json:
        write_one(result.as_dict(errors=errors))
    else:
        show_evaluation(result, errors=errors, changes=changes)
