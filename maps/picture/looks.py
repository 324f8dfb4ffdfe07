"""What kinds of events look like on a picture, told apart as finely as its legend has rows for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from geo.model import Status
from geo.vocabulary import event_type
from maps.layers import legend
from maps.picture import badges
from maps.picture.lettering import clean
from maps.picture.page import Page
from maps.picture.scene import Kind


@dataclass(frozen=True, slots=True)
class Look:
    """A row of the legend. `icon` "" where it stands for a whole group."""

    label: str
    group: str
    shape: str
    colour: str
    ink: str
    icon: str

    def draw(self, page: Page, x: float, y: float, radius: float, status: Status = Status.REPORTED) -> None:
        badges.badge(
            page, x, y, radius, shape=self.shape, colour=self.colour, ink=self.ink, icon=self.icon, status=status
        )


class Looks:
    """By type and mode if that takes no more than `most` rows, else by type, else by group."""

    def __init__(self, kinds: Mapping[Kind, int], most: int) -> None:
        self._groups = legend(())["groups"]
        levels = (self._by_mode, self._by_type, self._by_group)
        self.of = next((look for look in levels if len(set(map(look, kinds))) <= most), self._by_group)
        counts: Counter[Look] = Counter()
        for kind, count in kinds.items():
            counts[self.of(kind)] += count
        self.rows = sorted(counts.items(), key=lambda row: (self.order(row[0]), -row[1], row[0].label))

    def order(self, look: Look) -> int:
        """Which of the groups, counted as the legend names them."""
        return list(self._groups).index(look.group)

    def colour(self, kind: Kind) -> str:
        return self.of(kind).colour

    def _by_mode(self, kind: Kind) -> Look:
        return self._look(kind.type, kind.mode)

    def _by_type(self, kind: Kind) -> Look:
        return self._look(kind.type, "")

    def _by_group(self, kind: Kind) -> Look:
        group = event_type(kind.type, kind.mode).group
        row = self._groups[group]
        return Look(row["label"], group, row["shape"], row["colour"], row["ink"], "")

    def _look(self, type: str, mode: str) -> Look:
        entry = event_type(type, mode)
        row = self._groups[entry.group]
        return Look(clean(entry.label), entry.group, row["shape"], row["colour"], row["ink"], entry.icon)
