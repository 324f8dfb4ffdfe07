"""Where words may stand: beside what they name, over nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from maps.picture.view import Frame


@dataclass(frozen=True, slots=True)
class Box:
    """In points; `across` is where words in it are aligned: left, center or right."""

    left: float
    bottom: float
    right: float
    top: float
    across: str = "center"

    @classmethod
    def round(cls, x: float, y: float, radius: float) -> Box:
        return cls(x - radius, y - radius, x + radius, y + radius)

    @classmethod
    def centred(cls, x: float, y: float, width: float, height: float) -> Box:
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def shape(self) -> BaseGeometry:
        return box(self.left, self.bottom, self.right, self.top)

    @property
    def anchor(self) -> float:
        """x of the side, or of the middle, that its words are aligned to."""
        return {"left": self.left, "right": self.right}.get(self.across, (self.left + self.right) / 2)


class Taken:
    """What of a frame is taken. What lies across its edge is never free."""

    def __init__(self, frame: Frame) -> None:
        self._edge = Box(frame.x + 2, frame.y + 2, frame.x + frame.width - 2, frame.y + frame.height - 2)
        self._boxes = np.empty((64, 4))
        self._count = 0

    def take(self, box: Box) -> None:
        if self._count == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[self._count] = (box.left, box.bottom, box.right, box.top)
        self._count += 1

    def free(self, box: Box) -> bool:
        edge = self._edge
        if box.left < edge.left or box.right > edge.right or box.bottom < edge.bottom or box.top > edge.top:
            return False
        left, bottom, right, top = self._boxes[: self._count].T
        return not bool(np.any((left < box.right) & (right > box.left) & (bottom < box.top) & (top > box.bottom)))

    def first_free(self, boxes: Iterable[Box]) -> Box | None:
        """The first that is free, which is then taken; None if none is."""
        found = next(filter(self.free, boxes), None)
        if found is not None:
            self.take(found)
        return found


def beside(x: float, y: float, radius: float, width: float, height: float) -> list[Box]:
    """Boxes for words beside a mark, the best first: right, left, above, below, then the corners."""
    gap, half = radius + 2.5, height / 2
    near = radius * 0.7 + 1.5
    return [
        Box(x + gap, y - half, x + gap + width, y + half, "left"),
        Box(x - gap - width, y - half, x - gap, y + half, "right"),
        Box(x + near, y + near, x + near + width, y + near + height, "left"),
        Box(x + near, y - near - height, x + near + width, y - near, "left"),
        Box(x - width / 2, y + gap, x + width / 2, y + gap + height),
        Box(x - width / 2, y - gap - height, x + width / 2, y - gap),
        Box(x - near - width, y + near, x - near, y + near + height, "right"),
        Box(x - near - width, y - near - height, x - near, y - near, "right"),
    ]
