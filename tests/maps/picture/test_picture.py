"""Pictures as a whole: the same bytes, safe, of any extent, honest about what they leave out."""

from dataclasses import replace
from datetime import date
from itertools import cycle
from xml.etree import ElementTree

import pytest
from shapely.geometry import box

from geo.errors import QueryError
from geo.geometry import BBox
from geo.model import Actor, EventPlace, GeoPrecision, PlaceKind, Role, Source, Span
from geo.query import EventQuery
from geo.worldviews import worldview
from maps.picture import Brief, Paper, form_of, lacking, picture, scene_of
from maps.picture.page import rules
from tests.maps.samples import DARFUR as DARFUR_PLACE
from tests.maps.samples import SAMPLES, TALKS, at, event, town
from tests.maps.test_hostile import ADDRESSES, PAYLOADS

SMALL = Paper(width=480, height=320, dpi=100)
SIGNATURES = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
DARFUR = box(22, 10, 27, 18)


def outline(key):
    return {"region:darfur": DARFUR, "country:SD": box(22, 9, 38, 22)}.get(key)


def drawn(events, form="svg", **brief):
    return picture(events, outline, form, brief=Brief(**brief), paper=SMALL)


@pytest.mark.parametrize("form", SIGNATURES)
def test_the_same_picture_is_the_same_bytes(form):
    first = drawn(SAMPLES, form, title="Sample")
    assert first.startswith(SIGNATURES[form])
    assert drawn(tuple(reversed(SAMPLES)), form, title="Sample") == first
    assert drawn(SAMPLES, form, title="Other") != first


def test_there_may_be_nothing_but_sea():
    assert drawn((), query=EventQuery(bbox=BBox(1, 2, 3, 4))).startswith(SIGNATURES["svg"])


SPOTS = {
    "one": [(47.15, 40.6)],
    "antimeridian": [(178.4, -18.1), (-175.2, -21.1)],
    "north pole": [(0, 89.9), (120, 85), (-120, 84)],
    "south pole": [(0, -90), (90, -80)],
    "world": [(-156.7, 20.9), (151, -33), (10, 60), (-60, -30)],
    "opposite": [(0, 0), (180, 0)],
}


@pytest.mark.parametrize("spots", SPOTS.values(), ids=SPOTS)
def test_any_extent_is_drawn(spots):
    events = [replace(TALKS, id=str(n), places=(at(town(n, f"P{n}", *spot, "")),)) for n, spot in enumerate(spots)]
    assert b"<!-- P0" in drawn(events)


def test_of_nothing_there_is_an_honest_empty_map():
    assert "<!-- No events. -->" in drawn([]).decode()


def test_a_country_is_counted_and_never_a_mark():
    text = drawn([one for one in SAMPLES if one.id in ("s1", "w1")], title="t").decode()
    assert "2 events, 2 not shown as marks: 2 known only by country" in text
    assert "<!-- Known only by country -->" in text
    assert "<!-- What happened -->" not in text


def hostile(text, url):
    place = town(1, text, 20.0, 10.0, text)
    near = EventPlace(Role.EVENT, PlaceKind.POINT, None, place, True, text, 20.0, 10.0, 9e4, GeoPrecision.NEAR)
    base = event("x", "ASSAULT", "2024-01-02", text, text, near)
    return replace(
        base, id=text, type=text, mode=text, source=Source("d", text, url, base.start, text), actors=(Actor(text, text),),
        quote=Span(0, len(text), text), extra={text: text},
    )  # fmt: skip


HOSTILE = (*PAYLOADS, "-->\n<script>x</script><!--", "$\\frac{a}{b}$ $x", "\ud800\x00\x1b\u202e")


def test_hostile_text_is_drawn_and_never_markup():
    events = [hostile(text, url) for text, url in zip(HOSTILE, cycle(ADDRESSES))]
    worst = " ".join(HOSTILE)
    svg = drawn(events, title=worst, query=EventQuery(text=worst))
    tree = ElementTree.fromstring(svg)  # noqa: S314 - ours
    names = {node.tag.rpartition("}")[2].lower() for node in tree.iter() if isinstance(node.tag, str)}
    assert not names & {"script", "a", "image", "iframe", "foreignobject", "img", "animate", "set"}
    attributes = {name.lower() for node in tree.iter() for name in node.attrib}
    assert not any(name.startswith("on") or name == "href" for name in attributes)
    for form in ("png", "pdf"):
        assert drawn(events, form, title=worst).startswith(SIGNATURES[form])


def test_scripts_of_the_shipped_font_are_there_and_others_are_told_of():
    assert lacking(scene_of([], outline, EventQuery()), "Երևան Київ თბილისი القاهرة Ñandú") == []
    assert set(lacking(scene_of([], outline, EventQuery()), "A\ue123")) == set()  # private use is dropped, not boxed
    drawn([], "png", title="\U000e0fff \u1780\u12a0")


def test_the_worldview_is_drawn_and_named():
    crimea = EventQuery(bbox=BBox(30, 43, 42, 49))
    views = {name: drawn([], query=crimea, view=worldview(name)) for name in ("ua", "ru")}
    assert len(set(views.values())) == 2
    assert b"Borders: Ukraine;" in views["ua"]
    dated = drawn([], query=crimea, view=worldview("ua", date(2013, 5, 1)), dated=True)
    assert b"Borders: Ukraine, 1 May 2013;" in dated


@pytest.mark.parametrize(
    ("size", "parameter"),
    [
        ({"width": 100}, "width"),
        ({"height": 9999}, "height"),
        ({"width": 5000, "height": 5000}, "height"),
        ({"dpi": 7}, "dpi"),
        ({"dpi": 600}, "dpi"),
        ({"width": 5000, "height": 3200, "dpi": 50}, "dpi"),
    ],
)
def test_paper_has_bounds(size, parameter):
    with pytest.raises(QueryError) as error:
        Paper(**size)
    assert error.value.parameter == parameter


def test_circles_and_regions_beyond_what_can_be_told_apart_are_badges_and_that_is_said(monkeypatch):
    monkeypatch.setattr("maps.picture.marks._CIRCLES", 1)
    monkeypatch.setattr("maps.picture.marks._REGIONS", 0)
    spots = [(10.0, 10.0), (12.0, 12.0), (14.0, 10.0)]
    near = [
        replace(
            TALKS,
            id=f"n{n}",
            places=(replace(at(town(n, f"P{n}", *spot, "")), radius_m=300_000.0, precision=GeoPrecision.NEAR),),
        )
        for n, spot in enumerate(spots)
    ]
    darfur = next(one for one in SAMPLES if any(place.place == DARFUR_PLACE for place in one.places))
    text = drawn([*near, darfur]).decode()
    assert "Areas and circles with the fewest events, 3 of them, are drawn as badges." in text
    assert "4 events, all shown." in text
    assert "are drawn as badges" not in drawn(near[:1]).decode()


@pytest.mark.parametrize("size", [(200, 200, 60), (1500, 300, 100), (300, 1500, 100)])
def test_odd_sizes_are_drawn(size):
    paper = Paper(width=size[0], height=size[1], dpi=size[2])
    assert picture(SAMPLES, outline, "png", paper=paper).startswith(SIGNATURES["png"])


def test_the_ending_of_a_name_is_its_form():
    assert form_of("a.b.PNG") == "png"
    with pytest.raises(QueryError):
        form_of("map.gif")


def test_nothing_of_the_users_settings_of_matplotlib_is_seen_or_changed():
    import matplotlib

    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "none"}):
        first = drawn(SAMPLES[:3])
        assert matplotlib.rcParams["font.size"] == 30
        with rules():
            assert matplotlib.rcParams["svg.fonttype"] == "path"
    assert first == drawn(SAMPLES[:3])
