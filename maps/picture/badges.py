"""The marks of events, drawn from the same outlines and icons as on the live map (`static/icons.json`, `badge.js`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.model import Status
from maps.assets import static_json
from maps.picture.lettering import Face
from maps.picture.page import Dash, Page

INK, PAPER = "#1b1b1b", "#ffffff"

# Where an icon sits in its outline of 24 x 24, and how large: scale, down.
_FIT = {
    "triangle": (0.5, 2.8),
    "diamond": (0.5, 0.0),
    "pentagon": (0.54, 0.8),
    "bubble": (0.56, -1.5),
    "hexagon": (0.58, 0.0),
}
_CODES = {"moveTo": Path.MOVETO, "lineTo": Path.LINETO, "curveTo": Path.CURVE4, "qCurveTo": Path.CURVE3}


@cache
def _drawing(kind: str, name: str) -> Path:
    """An SVG path of 24 x 24, its y turned up and its middle at the origin."""
    pen = RecordingPen()
    parse_path(static_json("icons.json")[kind][name], pen)
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for step, arguments in pen.value:
        if step in _CODES:
            points.extend(arguments)
            codes.extend([int(_CODES[step])] * len(arguments))
        elif step == "closePath":
            points.append(points[-1])
            codes.append(int(Path.CLOSEPOLY))
    turned: Path = Affine2D().translate(-12, -12).scale(1, -1).transform_path(Path(points, codes))
    return turned


def badge(
    page: Page, x: float, y: float, radius: float, *, shape: str, colour: str, ink: str, icon: str, status: Status
) -> None:
    """Filled; with a ring around it when claimed, hollow when planned, hollow and broken when denied. `icon` "": none."""
    outline, unit = _drawing("shapes", shape), radius / 12
    hollow = status in (Status.PLANNED, Status.DENIED)
    at = Affine2D().scale(unit).translate(x, y)
    if status is Status.CLAIMED:
        page.path(outline, at, edge=PAPER, width=11 * unit)
        page.path(outline, at, edge=colour, width=8 * unit)
        page.path(outline, at, edge=PAPER, width=3.6 * unit)
    elif not hollow:
        page.path(outline, at, edge=PAPER, width=3.4 * unit)
    dash: Dash = (0, (2.2 * unit, 2.2 * unit)) if status is Status.DENIED else None
    page.path(outline, at, fill=PAPER if hollow else colour)
    if hollow:
        page.path(outline, at, edge=colour, width=3.2 * unit, dash=dash)
    if icon:
        scale, down = _FIT.get(shape, (0.6, 0.0))
        placed = Affine2D().scale(scale).translate(0, -down).scale(unit).translate(x, y)
        page.path(_drawing("icons", icon), placed, edge=INK if hollow else ink, width=2.6 * scale * unit)


def ring(page: Page, x: float, y: float, radius: float, shares: Sequence[tuple[str, int]], words: str) -> None:
    """Several events: words (their number) in a ring shared out by colour, clockwise from the top."""
    page.disc(x, y, radius + 0.8, fill=PAPER)
    whole, begin = sum(count for _, count in shares), 90.0
    for colour, count in shares:
        end = begin - 360 * count / whole
        page.arc(x, y, radius, end, begin, width=radius * 0.3, fill=colour)
        begin = end
    size = min(radius * 0.92, radius * 2.2 / max(len(words), 1))
    page.text(x, y, words, Face(size, weight="bold"), across="center", up="middle", colour=INK)


def ring_radius(count: int, least: float) -> float:
    """Points: it grows with the number of digits of what stands in it, so with the logarithm of the count."""
    digits = len(short(count))
    return least * (1.0 + 0.2 * (digits - 1))


def short(count: int) -> str:
    """A number in four characters at most: 999, 12k, 3M."""
    if count < 1000:
        return str(count)
    return f"{count // 1000}k" if count < 1_000_000 else f"{count // 1_000_000}M"
