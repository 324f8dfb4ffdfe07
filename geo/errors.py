"""Every error the core raises; each is also the builtin a caller would catch.

    GeoError
     |- ReadError(ValueError)          a document or table could not be read: file, line, what would be right
     |- QueryError(ValueError)         a query's parameter is wrong; names the parameter
     |- SettingsError(ValueError)      a setting is wrong; names the setting
     |- ItemNotFound(LookupError)      nothing of that kind has this id
     |   `- EventNotFound(LookupError)
     |- GazetteerError(RuntimeError)   the gazetteer can't be built or opened
     |- ServiceUnavailable(OSError)    an online geocoder did not answer (it is not "no such place")
     |- FetchError(OSError)            an address of the web was not read: which one, and why
     |- StoreError(RuntimeError)       a store can't be opened or written

They know nothing of HTTP: `api/errors.py` holds the one table from class to status.
"""


class GeoError(Exception):
    """The root: catch it to catch all that the core raises on purpose."""


class ReadError(GeoError, ValueError):
    """`source` is a file name, an address or "-" for standard input; `line` counts from 1, None for a whole file."""

    def __init__(self, reason: str, *, source: str = "-", line: int | None = None) -> None:
        where = source if line is None else f"{source}, line {line}"
        super().__init__(f"{where}: {reason}")
        self.reason = reason
        self.source = source
        self.line = line

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions pickle by their args alone; without this a worker process could not hand one back.
        return (_read_error, (self.reason, self.source, self.line))


def _read_error(reason: str, source: str, line: int | None) -> ReadError:
    return ReadError(reason, source=source, line=line)


class QueryError(GeoError, ValueError):
    """`parameter` is the name the caller used, so that a client can mark the field that is wrong."""

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(f"{parameter}: {reason}")
        self.parameter = parameter
        self.reason = reason


class SettingsError(GeoError, ValueError):
    pass


class ItemNotFound(GeoError, LookupError):  # noqa: N818 - reads as the fact it states
    def __init__(self, kind: str, item_id: str) -> None:
        super().__init__(f"no {kind} has the id {item_id!r}")
        self.item_id = item_id


class EventNotFound(ItemNotFound, LookupError):  # noqa: N818
    def __init__(self, event_id: str) -> None:
        super().__init__("event", event_id)
        self.event_id = event_id


class GazetteerError(GeoError, RuntimeError):
    pass


class ServiceUnavailable(GeoError, OSError):  # noqa: N818
    pass


class FetchError(GeoError, OSError):
    """`passing`: it may work later; `retry_after`: when, as the server wrote it (RFC 9110, 10.2.3), "" if it did not."""

    def __init__(self, address: str, reason: str, *, passing: bool = False, retry_after: str = "") -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason
        self.passing = passing
        self.retry_after = retry_after


class StoreError(GeoError, RuntimeError):
    pass
