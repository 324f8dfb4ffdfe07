"""A store in memory that can tell what changed: each event it was given, in the order of its coming."""

from types import SimpleNamespace

from geo.query import EventQuery
from geo.stores import MemoryStore


class FollowingStore(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, bool]] = []

    def add(self, document, events, mentions=()):
        before = {event.id for event in self.events()} if self.log else set()
        changed = super().add(document, events)
        after = {event.id for event in self.events()}
        self.log += [(event.id, False) for event in events] if changed else []
        self.log += [(id, True) for id in sorted(before - after)]
        return changed

    def events(self):
        return self.stream(EventQuery())

    def version(self) -> int:
        return len(self.log)

    def changes(self, since: int, limit: int):
        log = self.log[since : since + limit]
        return SimpleNamespace(
            version=since + len(log),
            changed=tuple(id for id, gone in log if not gone),
            gone=tuple(id for id, gone in log if gone),
        )
