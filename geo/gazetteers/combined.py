"""Two gazetteers as one: a user's list in front of the built-in one. Of a place that both know, the list's stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from geo.gazetteers.names import NameTable, Posting
from geo.geometry import distance_m
from geo.model import Place


class CombinedGazetteer(NameTable):
    """Answers as one gazetteer over both would, in which twins are one place: the front's, with the names of both.

    `twins`: rows of `back` -> rows of `front`. For more than two, `back` is itself a combination. The id of a twin in
    the back still leads to its own record by `place`, since stores may hold it.
    """

    def __init__(self, front: NameTable, back: NameTable, twins: Mapping[int, int]) -> None:
        super().__init__()
        self.front = front
        self.back = back
        self._twins = twins

    def __reduce__(self) -> tuple[type[CombinedGazetteer], tuple[NameTable, NameTable, Mapping[int, int]]]:
        return CombinedGazetteer, (self.front, self.back, self._twins)

    def row(self, place_id: str) -> int | None:
        """The front's rows are the even ones."""
        row = self.front.row(place_id)
        if row is not None:
            return 2 * row
        row = self.back.row(place_id)
        return None if row is None else 2 * row + 1

    def depth(self, place_id: str) -> int:
        return 0 if self.front.row(place_id) is not None else 1 + self.back.depth(place_id)

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> list[Place]:
        found = [*self.front.nearest(lon, lat, limit=limit), *self._others_near(lon, lat, limit)]
        return sorted(found, key=lambda place: distance_m(lon, lat, place.lon, place.lat))[:limit]

    def _others_near(self, lon: float, lat: float, limit: int) -> list[Place]:
        """The nearest of the back that have no twin; among more and more of its places, as many may have one."""
        asked = limit
        while True:
            near = self.back.nearest(lon, lat, limit=asked)
            others = [place for place in near if self.back.row(place.id) not in self._twins]
            if len(others) >= limit or len(near) < asked:
                return others
            asked *= 4

    def country(self, code: str) -> Place | None:
        return self.front.country(code) or self.back.country(code)

    def _postings(self, form: str) -> Sequence[Posting]:
        front, back, twins = self.front._postings(form), self.back._postings(form), self._twins
        return [
            *(posting._replace(row=2 * posting.row) for posting in front),
            *(
                posting._replace(row=2 * twins[row] if (row := posting.row) in twins else 2 * row + 1)
                for posting in back
            ),
        ]

    def _prefixes(self, text: str) -> Iterable[str]:
        front, back = self.front._prefixes(text), self.back._prefixes(text)
        return sorted({*front, *back}, key=len) if front else back

    def _starting_with(self, head: str) -> Iterable[str]:
        return list(dict.fromkeys([*self.front._starting_with(head), *self.back._starting_with(head)]))

    def _read_place(self, row: int) -> Place:
        return (self.back if row % 2 else self.front)._row_place(row // 2)
