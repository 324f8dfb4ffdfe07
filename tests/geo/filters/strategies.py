"""Random filters over the queryables of events, about values that random events have."""

from dataclasses import replace
from datetime import date
from functools import partial

import shapely
from hypothesis import strategies as st

from geo.filters.nodes import (
    And,
    Bound,
    Comparison,
    Filter,
    Folded,
    In,
    IsNull,
    Like,
    Literal,
    Located,
    Not,
    Or,
    Property,
    Region,
)
from geo.filters.patterns import FOLDS
from geo.query import EVENT_QUERYABLES, EventQuery, SortKey
from tests.geo import strategies as events

OPS = ("=", "<>", "<", "<=", ">", ">=")
pieces = st.sampled_from(("%", "_", "\\", "\\%", "Y", "e", "an", "İ", "東", "\x00", "'", "*", "?", "["))
patterns = st.lists(pieces, max_size=4).map("".join) | events.names
ordinals = events.days.map(date.toordinal)
numbers = st.sampled_from((0.0, 0.5, 1.0, 2.0, 3.0, 500.0, 250_000.0)) | st.floats(
    allow_nan=False, allow_infinity=False
)


def named(*kinds):
    names = [name for name, kind in EVENT_QUERYABLES.items() if kind in kinds]
    return st.sampled_from(names).map(lambda name: Property(name, EVENT_QUERYABLES[name]))


def literal(kind, values):
    return values.map(lambda value: Literal(value, kind))


TEXT_VALUES = events.texts | st.sampled_from((*events.TYPES, "reported", "AM", "low", "2020-01-05", ""))
# Often of the texts that tell events apart, seldom of the empty ones.
texts = st.sampled_from(("type", "place", "status", "source_title", "quote", "title", "country")).map(
    partial(Property, kind="text")
) | named("text")
folded = texts | st.builds(Folded, st.sampled_from(tuple(FOLDS)), texts)
dates = named("date") | st.builds(Bound, st.just("time"), st.booleans())
SCALARS = {
    "text": (folded, literal("text", TEXT_VALUES)),
    "number": (named("real", "integer"), literal("real", numbers)),
    "date": (dates, literal("date", ordinals)),
}


@st.composite
def regions(draw: st.DrawFn) -> Region:
    if draw(st.booleans()):
        return Region(draw(events.boxes()))
    spots = draw(st.lists(st.tuples(events.lons, events.lats), min_size=1, max_size=5))
    shape = draw(
        st.sampled_from(
            (
                shapely.MultiPoint(spots),
                shapely.convex_hull(shapely.MultiPoint(spots)),
                shapely.box(-180, -90, 0, 40.17765),
                shapely.Polygon([(0, 0), (180, 0), (10.5, 90)]),
            )
        )
    )
    return Region(events.BBox(*shape.bounds), shape)


@st.composite
def relations(draw: st.DrawFn) -> Filter:
    of, literals = SCALARS[draw(st.sampled_from(tuple(SCALARS)))]
    if draw(st.booleans()):
        return In(draw(of), tuple(draw(st.lists(literals, min_size=1, max_size=3))))
    sides = draw(of), draw(literals | of)
    return Comparison(draw(st.sampled_from(OPS)), *(sides if draw(st.booleans()) else reversed(sides)))


leaves = st.one_of(
    relations(),
    relations(),
    st.builds(Like, folded, patterns),
    st.builds(
        IsNull, st.sampled_from(tuple(EVENT_QUERYABLES)).map(lambda name: Property(name, EVENT_QUERYABLES[name]))
    ),
    st.builds(Located, st.just("geometry"), regions(), st.sampled_from(("inside", "interior", "outside"))),
    named("boolean"),
    st.builds(Comparison, st.sampled_from(("=", "<>")), named("boolean"), literal("boolean", st.booleans())),
)


def _joined(inner: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.builds(And, several) | st.builds(Or, several) | st.builds(Not, inner)


filters = st.recursive(leaves, _joined, max_leaves=6)
orders = st.lists(
    st.builds(
        SortKey,
        st.sampled_from([name for name, kind in EVENT_QUERYABLES.items() if kind not in ("geometry", "interval")]),
        st.booleans(),
    ),
    max_size=2,
).map(tuple)


@st.composite
def queries(draw: st.DrawFn, ids: st.SearchStrategy[str] = events.texts) -> EventQuery:
    """Each may have a filter, and an order or a page's beginning."""
    order = draw(orders)
    after = None if order else draw(st.none() | st.tuples(events.days.map(lambda day: -day.toordinal()), ids))
    asked = draw(
        st.just(EventQuery(limit=3))
        | st.builds(EventQuery, bbox=events.boxes(), interval=st.none() | events.intervals())
        | events.queries(ids)
    )
    return replace(asked, filter=draw(st.none() | filters), order=order, after=after)
