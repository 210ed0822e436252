"""A reliability plot as SVG: the share that is right over the score, and the line on which both are equal."""

from __future__ import annotations

from .calibration import Calibration

_SIDE, _LEFT, _TOP = 400, 60, 30
_WIDTH, _HEIGHT = _LEFT + _SIDE + 20, _TOP + _SIDE + 55
_LARGEST = 14
_GRID = "#dddddd"
_INK = "#1f4e79"


def reliability_svg(calibration: Calibration) -> str:
    """Return the plot; the area of a dot stands for its passages, and a title on it says its figures."""
    most = max((one.passages for one in calibration.bins), default=1)
    parts = [_axes()]
    for one in calibration.bins:
        radius = max(2.0, _LARGEST * (one.passages / most) ** 0.5)
        said = f"{one.low:.1f} to {one.high:.1f}: {one.passages} passages, score {one.score:.3f}, right {one.right:.3f}"
        parts.append(
            f'<circle cx="{_x(one.score):.1f}" cy="{_y(one.right):.1f}" r="{radius:.1f}" fill="{_INK}" '
            f'fill-opacity="0.75"><title>{said}</title></circle>'
        )
    line = " ".join(f"{_x(one.score):.1f},{_y(one.right):.1f}" for one in calibration.bins)
    error = "nothing to measure" if calibration.error is None else f"expected calibration error {calibration.error:.3f}"
    parts += [
        f'<polyline points="{line}" fill="none" stroke="{_INK}"/>',
        f'<text x="{_LEFT}" y="{_TOP - 12}">{calibration.passages} passages, {error}</text>',
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" font-family="sans-serif" font-size="13">\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _axes() -> str:
    parts = []
    for tenths in range(0, 11, 2):
        share = tenths / 10
        x, y = _x(share), _y(share)
        parts += [
            f'<path d="M{x:.1f} {_y(0):.1f}V{_y(1):.1f}M{_x(0):.1f} {y:.1f}H{_x(1):.1f}" stroke="{_GRID}"/>',
            f'<text x="{x:.1f}" y="{_y(0) + 18:.1f}" text-anchor="middle">{share:.1f}</text>',
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{share:.1f}</text>',
        ]
    middle = _TOP + _SIDE / 2
    parts += [
        f'<path d="M{_x(0):.1f} {_y(0):.1f}L{_x(1):.1f} {_y(1):.1f}" stroke="#888888" stroke-dasharray="4 4"/>',
        f'<text x="{_x(0.5):.1f}" y="{_y(0) + 42:.1f}" text-anchor="middle">score</text>',
        f'<text transform="translate(18 {middle:.0f}) rotate(-90)" text-anchor="middle">share that is right</text>',
    ]
    return "\n".join(parts)


def _x(share: float) -> float:
    return _LEFT + _SIDE * share


def _y(share: float) -> float:
    return _TOP + _SIDE * (1 - share)
