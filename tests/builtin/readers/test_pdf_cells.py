"""The cells of ruled tables are those that pdfplumber's table finder gives."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber import table as plumber

from evidencescan.builtin.readers.pdf.cells import Cell, tables_of
from evidencescan.builtin.readers.pdf.rules import Rule

PLACES = st.sampled_from([0.0, 2.4, 10.1, 12.9, 40.3, 43.2, 43.4, 80.7])


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    first, last = sorted((draw(PLACES), draw(PLACES)))
    place = draw(PLACES)
    if draw(st.booleans()):
        return Rule(first, place, last, place, True)
    return Rule(place, first, place, last, False)


def expected(drawn: list[Rule]) -> list[list[Cell]]:
    edges: list[dict[str, Any]] = [
        {
            "x0": rule.x0, "x1": rule.x1, "top": rule.top, "bottom": rule.bottom, "width": rule.x1 - rule.x0,
            "height": rule.bottom - rule.top, "orientation": "h" if rule.level else "v",
        }
        for rule in drawn
    ]  # fmt: skip
    crossings = plumber.edges_to_intersections(plumber.merge_edges(edges, 3, 3, 3, 3), 3, 3)
    return plumber.cells_to_tables(plumber.intersections_to_cells(crossings))


@settings(deadline=None)
@given(st.lists(rules(), max_size=24))
def test_cells_of_any_rules(drawn: list[Rule]) -> None:
    assert tables_of(drawn) == expected(drawn)


def test_cells_of_two_tables_whose_rules_nearly_meet() -> None:
    across = [Rule(x, y, x + 80.5, y + 0.0, True) for x in (50, 250) for y in (100, 120.5, 141, 161)]
    down = [Rule(x, 98.5, x, 162.5, False) for x in (50, 90, 129, 250, 290, 329)]
    found = tables_of([*across, *down])
    assert found == expected([*across, *down])
    assert [len(table) for table in found] == [6, 6]
    assert found[0][0] == (50, 100, 90, 120.5)
