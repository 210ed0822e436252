"""A plot with two logarithmic axes as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from results import Plot

_WIDTH, _HEIGHT = 460, 300
_LEFT, _TOP, _RIGHT, _BOTTOM = 70, 40, 190, 55
_GRID = "#dddddd"
_INKS = ("#1f4e79", "#c55a11", "#548235", "#7030a0", "#806000", "#c00000", "#3b8686", "#595959")


def plot_svg(plot: Plot) -> str:
    """Return the plot; a title on each dot says its figures."""
    points = [point for line in plot.lines.values() for point in line if point[1] > 0]
    scale = _Scale([x for x, _ in points], [y for _, y in points])
    parts = [*_axes(plot, scale)]
    for number, (name, line) in enumerate(plot.lines.items()):
        ink = _INKS[number % len(_INKS)]
        drawn = [(x, y) for x, y in line if y > 0]
        path = " ".join(f"{scale.x(x):.1f},{scale.y(y):.1f}" for x, y in drawn)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="1.5"/>')
        parts += [
            f'<circle cx="{scale.x(x):.1f}" cy="{scale.y(y):.1f}" r="3.5" fill="{ink}">'
            f"<title>{escape(name)}: {x:,.0f}, {y:.4g}</title></circle>"
            for x, y in drawn
        ]
        height = _TOP + 12 + 18 * number
        parts += [
            f'<circle cx="{_LEFT + _WIDTH + 16}" cy="{height - 4}" r="3.5" fill="{ink}"/>',
            f'<text x="{_LEFT + _WIDTH + 26}" y="{height}">{escape(name)}</text>',
        ]
    width, height = _LEFT + _WIDTH + _RIGHT, _TOP + _HEIGHT + _BOTTOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="{width}" height="{height}" fill="white"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


class _Scale:
    """Places of numbers on the plot; the axes end at powers of ten."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        self.decades_x = _decades(xs)
        self.decades_y = _decades(ys)

    def x(self, value: float) -> float:
        return _LEFT + _WIDTH * _share(value, self.decades_x)

    def y(self, value: float) -> float:
        return _TOP + _HEIGHT * (1 - _share(value, self.decades_y))


def _decades(values: Sequence[float]) -> range:
    low = math.floor(math.log10(min(values, default=1)))
    return range(low, max(low + 1, math.ceil(math.log10(max(values, default=10)))) + 1)


def _share(value: float, decades: range) -> float:
    return (math.log10(value) - decades[0]) / (decades[-1] - decades[0])


def _axes(plot: Plot, scale: _Scale) -> list[str]:
    right, foot = _LEFT + _WIDTH, _TOP + _HEIGHT
    parts = [f'<text x="{_LEFT}" y="22" font-size="14">{escape(plot.title)}</text>']
    for power in scale.decades_x:
        x = scale.x(10.0**power)
        parts += [
            f'<path d="M{x:.1f} {_TOP}V{foot}" stroke="{_GRID}"/>',
            f'<text x="{x:.1f}" y="{foot + 18}" text-anchor="middle">{10.0**power:,g}</text>',
        ]
    for power in scale.decades_y:
        y = scale.y(10.0**power)
        parts += [
            f'<path d="M{_LEFT} {y:.1f}H{right}" stroke="{_GRID}"/>',
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>',
        ]
    middle = _TOP + _HEIGHT / 2
    return [
        *parts,
        f'<text x="{_LEFT + _WIDTH / 2}" y="{foot + 42}" text-anchor="middle">{escape(plot.x)}</text>',
        f'<text transform="translate(18 {middle:.0f}) rotate(-90)" text-anchor="middle">{escape(plot.y)}</text>',
    ]
