"""What is asked of a picture: what it is drawn on, and what it shall say and show."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.errors import QueryError
from geo.query import EventQuery
from geo.worldviews import Worldview, worldview

FORMS = ("png", "svg", "pdf")

# Pixels of a side, pixels to the inch, inches of the shorter and of the longer side, pixels in all.
LEAST, MOST = 200, 5000
LEAST_DPI, MOST_DPI = 50, 600
SMALLEST, LARGEST = 2.0, 40.0
PIXELS = 16_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`width` and `height` in pixels; SVG and PDF are as large as those are at `dpi` pixels to the inch, and letters are
    of one size in inches. A QueryError names the one that is out of bounds.
    """

    width: int = 1600
    height: int = 1000
    dpi: int = 160

    def __post_init__(self) -> None:
        for name, least, most in (
            ("width", LEAST, MOST),
            ("height", LEAST, MOST),
            ("dpi", LEAST_DPI, MOST_DPI),
        ):
            if not least <= getattr(self, name) <= most:
                raise QueryError(name, f"{getattr(self, name)} is not from {least} to {most}")
        if self.width * self.height > PIXELS:
            raise QueryError("height", f"{self.width} x {self.height} are more than {PIXELS:,} pixels")
        if min(self.width, self.height) < SMALLEST * self.dpi:
            raise QueryError(
                "dpi",
                f"at {self.dpi} pixels to the inch {self.width} x {self.height} are less than {SMALLEST:g} inches",
            )
        if max(self.width, self.height) > LARGEST * self.dpi:
            raise QueryError(
                "dpi",
                f"at {self.dpi} pixels to the inch {self.width} x {self.height} are more than {LARGEST:g} inches",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """`query` is what the events were chosen by: the picture says so, and shows the whole of its box. `dated`: the day of
    `view` was asked for, and is told; else it is today, and is not, so that tomorrow's picture is the same."""

    title: str = "News events"
    query: EventQuery = field(default_factory=EventQuery)
    view: Worldview = field(default_factory=worldview)
    dated: bool = False


def form_of(name: str) -> str:
    """By the ending of a file's name; a QueryError for `output` if it is none of ours."""
    form = name.rpartition(".")[2].lower()
    if form not in FORMS:
        raise QueryError("output", f"{name!r} should end in {', '.join('.' + form for form in FORMS)}")
    return form
