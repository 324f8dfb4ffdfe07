"""Events and queries for hypothesis: awkward ones (antimeridian, poles, right-to-left names, open ends)."""

from datetime import UTC, date

from hypothesis import strategies as st

from geo.corrections import (
    Anchor,
    Change,
    Correction,
    Deleted,
    Grouped,
    Moved,
    Recounted,
    Redated,
    Restated,
    Retyped,
    Undone,
)
from geo.geometry import BBox
from geo.model import (
    NOTHING,
    Actor,
    Attribution,
    Count,
    DatePrecision,
    Edit,
    Event,
    EventPlace,
    Figure,
    GeoPrecision,
    People,
    Place,
    PlaceKind,
    Role,
    Source,
    Span,
    Status,
)
from geo.query import EventQuery, Interval

# Few values each, so that queries find something; the edges of the world and of scripts among them.
NAMES = (
    "Yerevan",
    "Sankt-Peterburg",
    "İstanbul",
    "بيروت",
    "ירושלים",
    "東京",
    "Straße",
    "e\u0301vry",
    "=cmd()",
    "a\x00b",
    "%_'\"",
)
TYPES = ("PROTEST", "ASSAULT", "DISASTER", "my own")
MODES = ("", "strike", "EQ", "unheard-of")
BOUNDARIES = ("", "country:AA", "admin1:AAA-1", "region:line", "region:nowhere")

lons = st.sampled_from((-180.0, -179.99999, 0.0, 10.5, 179.99999, 180.0)) | st.floats(-180, 180)
lats = st.sampled_from((-90.0, 0.0, -0.0, 40.17765, 90.0)) | st.floats(-90, 90)
days = st.dates(date(2020, 1, 1), date(2020, 2, 1)) | st.sampled_from((date.min, date.max))
names = st.sampled_from(NAMES)
texts = names | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
spans = st.builds(Span, st.integers(0, 9), st.integers(10, 99), texts)
counts = st.builds(Count, st.none() | st.integers(0, 9), st.none() | st.integers(0, 9_000_000))
radii = st.sampled_from((0.0, 500.0, 250_000.0, 3_000_000.0))


@st.composite
def places(draw: st.DrawFn) -> Place:
    number = draw(st.integers(1, 9))
    feature_class, feature_code = draw(
        st.sampled_from(
            (("P", "PPL"), ("A", "PCLI"), ("A", "ADM1"), ("A", "ADM2"), ("L", "RGN"), ("H", "STM"), ("H", "SEA"))
        )
    )
    return Place(
        id=draw(st.sampled_from((f"geonames:{number}", f"dateline:place-{number}"))),
        name=draw(texts),
        lon=draw(lons),
        lat=draw(lats),
        feature_class=feature_class,
        feature_code=feature_code,
        country=draw(st.sampled_from(("", "AM", "FJ"))),
        admin1=draw(names),
        population=draw(st.integers(0, 10**8)),
        radius_m=draw(radii),
        boundary=draw(st.sampled_from(BOUNDARIES)),
    )


@st.composite
def event_places(draw: st.DrawFn) -> EventPlace:
    """With its place's own position, or a shifted one, or none at all."""
    place = draw(st.none() | places())
    own = (place.lon, place.lat) if place else (None, None)
    lon, lat = draw(st.just(own) | st.tuples(lons, lats) | st.just((None, None)))
    return EventPlace(
        role=draw(st.sampled_from(Role)),
        kind=draw(st.sampled_from(PlaceKind)),
        mention=draw(st.none() | spans),
        place=place,
        explicit=draw(st.booleans()),
        relation=draw(st.sampled_from(("", "near", "20 km north of"))),
        lon=lon,
        lat=lat,
        radius_m=draw(st.none() | radii),
        precision=draw(st.none() | st.sampled_from(GeoPrecision)),
    )


sources = st.builds(Source, st.just("d"), texts, texts, st.none() | days)
extras = st.just(NOTHING) | st.dictionaries(
    names | st.sampled_from(("title", "extra_title", "column")), texts, max_size=3
)


edits = st.none() | st.builds(Edit, names, st.datetimes(timezones=st.just(UTC)))
attributions = st.builds(Attribution, texts, st.sampled_from(("say", "claim")))
ends = st.none() | st.integers(0, 10**6)
figures = st.builds(Figure, st.sampled_from(People), ends, ends, spans, st.none() | attributions)


@st.composite
def events(draw: st.DrawFn, ids: st.SearchStrategy[str] = texts) -> Event:
    return Event(
        id=draw(ids),
        type=draw(st.sampled_from(TYPES)),
        mode=draw(st.sampled_from(MODES)),
        status=draw(st.sampled_from(Status)),
        start=draw(st.none() | days),
        end=draw(st.none() | days),
        date_precision=draw(st.sampled_from(DatePrecision)),
        source=draw(sources),
        quote=draw(st.none() | spans),
        trigger=draw(st.none() | spans),
        places=tuple(draw(st.lists(event_places(), max_size=3))),
        actors=tuple(
            draw(
                st.lists(
                    st.builds(
                        Actor, texts, st.just("actor"), st.sampled_from(("", "AM")), st.sampled_from(("", "GOV"))
                    ),
                    max_size=2,
                )
            )
        ),
        fatalities=draw(st.none() | counts),
        injured=draw(st.none() | counts),
        missing=draw(st.none() | counts),
        displaced=draw(st.none() | counts),
        arrested=draw(st.none() | counts),
        crowd=draw(st.none() | counts),
        figures=tuple(draw(st.lists(figures, max_size=2))),
        said_by=draw(st.none() | attributions),
        historical=draw(st.booleans()),
        confidence=draw(st.floats(0, 1)),
        confidence_reasons=tuple(draw(st.lists(texts, max_size=2))),
        extra=draw(extras),
        corrected=draw(edits),
    )


@st.composite
def boxes(draw: st.DrawFn) -> BBox:
    """Any box; with west > east it crosses the antimeridian."""
    south, north = sorted((draw(lats), draw(lats)))
    return BBox(draw(lons), south, draw(lons), north)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, end = draw(st.none() | days), draw(st.none() | days)
    return Interval(end, start) if start and end and start > end else Interval(start, end)


@st.composite
def queries(draw: st.DrawFn, ids: st.SearchStrategy[str] = texts) -> EventQuery:
    return EventQuery(
        bbox=draw(st.none() | boxes()),
        interval=draw(st.none() | intervals()),
        types=tuple(draw(st.lists(st.sampled_from((*TYPES, "unknown")), max_size=2))),
        statuses=tuple(draw(st.lists(st.sampled_from(Status), max_size=2))),
        text=draw(st.just("") | names | st.sampled_from(("e", "ISTANBUL", "strasse", " ", "o n"))),
        ids=tuple(draw(st.lists(ids, max_size=3))),
        story=draw(st.just("") | ids),
        limit=draw(st.integers(0, 5)),
        offset=draw(st.integers(0, 3)),
    )


@st.composite
def changes(draw: st.DrawFn, ids: st.SearchStrategy[str] = texts) -> Change:
    anchors = st.builds(Anchor, ids, st.just("d"), st.none() | spans, st.none() | spans)
    return draw(
        st.one_of(
            st.builds(Moved, st.none() | places(), names | st.just(""), st.booleans()),
            st.builds(Retyped, st.sampled_from(TYPES), st.sampled_from(MODES)),
            st.builds(Redated, st.none() | days, st.none() | days),
            st.builds(Restated, st.sampled_from(Status)),
            st.builds(Recounted, st.sampled_from(People), st.none() | counts),
            st.builds(Deleted),
            st.builds(Grouped, anchors, st.booleans()),
        )
    )


@st.composite
def corrections(draw: st.DrawFn, event: Event) -> list[Correction]:
    """Some made to an event, perhaps undone again."""
    made: list[Correction] = []
    for _ in range(draw(st.integers(1, 3))):
        undo = [Undone(draw(st.sampled_from(made)).id)] if made and draw(st.booleans()) else []
        moment = draw(st.datetimes(timezones=st.just(UTC)))
        what = undo or draw(st.lists(changes(), min_size=1, max_size=2))
        made.append(Correction.made(event, what, by=draw(names), at=moment, note=draw(texts)))
    return made
