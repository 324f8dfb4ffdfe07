"""A page to draw on, in points (1/72 inch) from its lower left corner. Only here is a figure of matplotlib made.

What is drawn later lies above. News text goes in as text that is drawn letter by letter: never as mathematics, and in an
SVG as outlines, so that there is nothing in it to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Any, TypeAlias

import matplotlib
import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Wedge
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.transforms import Affine2D, IdentityTransform, Transform
from shapely.geometry.base import BaseGeometry

from maps.picture.lettering import ASCENT, DESCENT, Face, font

# A line's pattern: where it begins, and points on and off by turns. None: unbroken.
Dash: TypeAlias = tuple[float, tuple[float, ...]] | None

# The same bytes for the same picture: ids in an SVG from this and not from chance, and no day or program in any.
_RULES: dict[Any, Any] = {
    "svg.hashsalt": "dateline",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "path.simplify": False,
    "agg.path.chunksize": 20_000,
    "font.family": "DejaVu Sans",
}
# Matplotlib's rules, and its fonts, are the whole process's.
_drawing = Lock()


@contextmanager
def rules() -> Iterator[None]:
    """While a page is drawn: our rules, whatever the user's own matplotlibrc says. One page at a time."""
    with _drawing, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RULES)
        yield


class Page:
    """To be made, drawn on and written within `rules`. `width`, `height` in points, `dpi` pixels to the inch."""

    def __init__(self, width: float, height: float, dpi: int) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=dpi, facecolor="white")
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(0, height)

    def path(
        self,
        path: Path,
        at: Transform | None = None,
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.0,
        dash: Dash = None,
        alpha: float = 1.0,
        within: BaseGeometry | None = None,
    ) -> None:
        """`at` takes the path's own coordinates to points; `within` is a shape in points outside which nothing shows."""
        self._add(
            PathPatch(
                path.transformed(at or IdentityTransform()),
                facecolor=fill or "none",
                edgecolor=edge or "none",
                linewidth=width,
                linestyle=dash or "solid",
                alpha=alpha,
                capstyle="butt" if dash else "round",
                joinstyle="round",
            ),
            within,
        )

    def shape(self, shape: BaseGeometry, **style: Any) -> None:
        """A shape in points; `style` as in `path`. Of an empty one, nothing."""
        if not shape.is_empty:
            self.path(_as_path(shape), **style)

    def disc(
        self, x: float, y: float, radius: float, *, fill: str | None = None, edge: str | None = None, width: float = 0
    ) -> None:
        self._add(Circle((x, y), radius, facecolor=fill or "none", edgecolor=edge or "none", linewidth=width))

    def path_round(self, x: float, y: float, radius: float, colour: str) -> None:
        """A dotted circle on a pale one."""
        self.disc(x, y, radius, edge="#ffffff", width=1.6)
        self.shape(shapely.Point(x, y).buffer(radius).boundary, edge=colour, width=0.9, dash=(0, (1.2, 1.4)))

    def arc(self, x: float, y: float, radius: float, start: float, end: float, *, width: float, fill: str) -> None:
        """A piece of a ring `width` thick, counter-clockwise between two angles in degrees."""
        self._add(Wedge((x, y), radius, start, end, width=width, facecolor=fill, edgecolor="none"))

    def box(self, x: float, y: float, wide: float, high: float, *, round_by: float = 0.0, **style: Any) -> None:
        inner = shapely.box(x + round_by, y + round_by, x + wide - round_by, y + high - round_by)
        self.shape(inner.buffer(round_by, quad_segs=6) if round_by else inner, **style)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        face: Face,
        *,
        across: str = "left",
        up: str = "baseline",
        colour: str = "#1d2328",
        halo: str | None = None,
    ) -> None:
        """`words` are clean (`lettering.clean`). `across`: left, center or right of them is at `x`; `up`: baseline or
        middle at `y`."""
        if not words:
            return
        if up == "middle":
            y -= face.size * (ASCENT - DESCENT) / 2
        placed = {"ha": across, "va": "baseline", "fontproperties": font(face, words), "parse_math": False}
        for rim in (halo, None) if halo else (None,):
            letters = self._axes.text(x, y, words, color=rim or colour, **placed)  # type: ignore[arg-type]
            letters.set_zorder(1)
            if rim:
                letters.set_path_effects([Stroke(linewidth=face.size * 0.3, foreground=rim)])

    def written(self, form: str, *, title: str, description: str) -> bytes:
        """As a file: png, svg or pdf."""
        whole = BytesIO()
        self._figure.savefig(whole, format=form, facecolor="white", metadata=_metadata(form, title, description))
        return whole.getvalue()

    def _add(self, patch: Any, within: BaseGeometry | None = None) -> None:
        patch.set_zorder(1)
        self._axes.add_artist(patch)
        patch.set_clip_on(within is not None)
        if within is not None:
            patch.set_clip_path(_as_path(within), self._axes.transData)


def _metadata(form: str, title: str, description: str) -> dict[str, Any]:
    if form == "png":
        return {"Title": title, "Description": description, "Software": None}
    if form == "svg":
        return {"Title": title, "Description": description, "Date": None, "Creator": None}
    return {"Title": title, "Subject": description, "CreationDate": None, "Creator": None, "Producer": None}


def _as_path(shape: BaseGeometry) -> Path:
    """Rings closed, lines open; holes stay holes, since they run the other way."""
    points, codes = list[Any](), list[Any]()
    for part in shapely.get_parts(shape):
        lines = shapely.get_rings(shapely.orient_polygons(part)) if shapely.get_dimensions(part) == 2 else [part]
        for line in lines:
            at = shapely.get_coordinates(line).round(2)
            kinds = np.full(len(at), Path.LINETO, np.uint8)
            kinds[0] = Path.MOVETO
            if shapely.get_dimensions(part) == 2:
                kinds[-1] = Path.CLOSEPOLY
            points.append(at)
            codes.append(kinds)
    return Path(np.concatenate(points), np.concatenate(codes))


__all__ = ["Affine2D", "Dash", "Page", "rules"]
