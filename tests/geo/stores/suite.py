"""What every store must do; a store's own test module subclasses `StoreSuite` and gives it a fixture `store`."""

import threading
from dataclasses import replace
from datetime import date

import orjson
import pytest
import shapely

from geo.corrections import Anchor, Correction, Deleted, Grouped, Moved, Pairs, Restated, Retyped
from geo.errors import EventNotFound, ItemNotFound, StoreError
from geo.features import feature
from geo.filters import parse_text
from geo.geometry import BBox
from geo.items import MENTION_QUERYABLES, article_item, item_feature, mention_items
from geo.model import (
    DatePrecision,
    Document,
    Event,
    EventPlace,
    Parsed,
    Place,
    Resolution,
    Role,
    Source,
    Span,
    Status,
    Telling,
    Toponym,
)
from geo.query import EVENT_QUERYABLES, EventQuery, Extent, Interval, ItemQuery, SortKey
from geo.stores import Changes, FeaturePage, Summary, entering, memory, said_pairs, waiting

SQUARE = shapely.box(44, 38, 50, 42)
DATE_LINE = shapely.MultiPolygon([shapely.box(177, -19, 180, -16), shapely.box(-180, -19, -178, -16)])
SHAPES = {
    "country:AA": SQUARE,
    "admin1:AAA-1": DATE_LINE,
    "region:line": shapely.LineString([(0, 0), (1, 1)]),
}


def stop_the_clock(patch):
    """For stores that are asked when they changed something, and have to agree."""
    for module in (memory, entering):
        patch.setattr(module, "now", lambda: "2024-05-06T07:08:09Z")


def outline(key):
    return SHAPES.get(key)


def place(name, lon, lat, code="PPL", boundary=""):
    known = Place(f"dateline:{name.lower()}", name, lon, lat, "A" if boundary else "P", code, "AA", boundary=boundary)
    return EventPlace(Role.EVENT, known.kind, Span(0, len(name), name), known, lon=lon, lat=lat)


def event(event_id, *places, start=date(2023, 9, 20), **changes):
    plain = Event(
        event_id, "PROTEST", "demo", Status.REPORTED, start, start, DatePrecision.DAY, Source("d", "A march")
    )
    return replace(plain, places=places, **changes)


YEREVAN = place("Yerevan", 44.5126, 40.17765)
SUVA = place("Suva", 178.44149, -18.14161)
APIA = place("Apia", -171.76666, -13.83333)
COUNTRY = place("Aland", 47.0, 40.0, "PCLI", "country:AA")
ARTICLE = Document("d", "They marched.", "A march", "https://example.org/1", date(2023, 9, 21))


SENTENCE = Span(0, 13, "They marched.")
MARCHED = event("e", YEREVAN, quote=SENTENCE, trigger=Span(5, 12, "marched"))


def made(found, *changes):
    return Correction.made(found, changes, by="ann", note="read it again")


def told(event_id, published, publisher="", **changes):
    source = Source(f"d{event_id}", published=date(2023, 9, published), publisher=publisher)
    return event(event_id, YEREVAN, source=source, **changes)


class StoreSuite:
    def test_it_says_when_an_event_came_and_when_it_was_corrected(self, store, monkeypatch):
        stop_the_clock(monkeypatch)
        store.add(ARTICLE, [event("a", YEREVAN), event("b", YEREVAN)])
        for module in (memory, entering):
            monkeypatch.setattr(module, "now", lambda: "2024-05-07T00:00:00Z")
        store.correct([Correction.made(store.get("b"), [Retyped("RIOT", "")], by="ann")])
        assert [store.get(id_).told.updated for id_ in "ab"] == ["2024-05-06T07:08:09Z", "2024-05-07T00:00:00Z"]
        later = parse_text("updated > '2024-05-06T08:00:00Z'", EVENT_QUERYABLES)
        assert [found.id for found in store.search(EventQuery(filter=later)).events] == ["b"]

    def test_an_event_comes_back_as_it_was_put_in(self, store):
        given = event("e", YEREVAN, COUNTRY, extra={"column": "<b>"}, quote=Span(0, 5, "بيروت"))
        store.add(ARTICLE, [given])
        assert store.get("e") == given

    def test_an_unknown_id_is_named(self, store):
        with pytest.raises(EventNotFound, match="nowhere"):
            store.get("nowhere")

    def test_the_same_article_again_changes_nothing(self, store):
        assert store.add(ARTICLE, [event("e", YEREVAN)])
        assert not store.add(ARTICLE, [event("e", YEREVAN)])
        assert store.summary() == Summary(articles=1, events=1, placed=1, unplaced=0, stories=1)

    def test_a_changed_article_replaces_its_events_only(self, store):
        store.add(ARTICLE, [event("a", YEREVAN), event("b", SUVA)])
        store.add(replace(ARTICLE, id="other"), [event("c", APIA)])
        assert store.add(replace(ARTICLE, text="They went home."), [event("b", YEREVAN)])
        assert [found.id for found in store.stream(EventQuery())] == ["b", "c"]
        assert [found.id for found in store.search(EventQuery(bbox=BBox(178, -19, 179, -18))).events] == []
        assert store.summary() == Summary(articles=2, events=2, placed=2, unplaced=0, stories=2)

    def test_other_events_of_the_same_text_replace_the_old(self, store):
        store.add(ARTICLE, [event("a", YEREVAN)])
        assert store.add(ARTICLE, [event("a", SUVA)])
        assert store.get("a").places == (SUVA,)

    def test_an_event_belongs_to_the_article_that_brought_it_last(self, store):
        store.add(ARTICLE, [event("e", YEREVAN)])
        store.add(replace(ARTICLE, id="later"), [event("e", SUVA), event("e", APIA)])
        store.add(replace(ARTICLE, text="Nothing happened."), [])
        assert store.get("e").places == (APIA,)
        assert store.summary() == Summary(articles=2, events=1, placed=1, unplaced=0, stories=1)

    def test_an_article_that_fails_leaves_nothing_behind(self, store):
        with pytest.raises(StoreError, match="'d'"):
            store.add(ARTICLE, [event("a", YEREVAN), event("b", quote=Span(0, 1, "\ud800"))])
        assert store.summary() == Summary(0, 0, 0, 0, 0)

    def test_pages_follow_each_other_to_the_end(self, store):
        store.add(ARTICLE, [event(f"e{number}", YEREVAN) for number in range(5)])
        seen, offset = [], 0
        while offset is not None:
            page = store.search(EventQuery(limit=2, offset=offset))
            assert page.matched == 5
            seen += [found.id for found in page.events]
            offset = page.next
        assert seen == ["e0", "e1", "e2", "e3", "e4"]

    def test_a_page_beyond_the_end_is_empty_and_the_last(self, store):
        store.add(ARTICLE, [event("e", YEREVAN)])
        page = store.search(EventQuery(offset=7))
        assert (page.events, page.matched, page.next) == ((), 1, None)
        assert store.search(EventQuery(limit=0)).next is None

    def test_newest_first_and_undated_last(self, store):
        days = {"old": date(2020, 1, 1), "new": date(2024, 1, 1), "undated": None, "also new": date(2024, 1, 1)}
        store.add(ARTICLE, [event(name, start=day) for name, day in days.items()])
        assert [found.id for found in store.stream(EventQuery())] == ["also new", "new", "old", "undated"]

    def test_a_box_across_the_antimeridian(self, store):
        store.add(ARTICLE, [event("suva", SUVA), event("apia", APIA), event("yerevan", YEREVAN), event("unplaced")])
        assert [found.id for found in store.stream(EventQuery(bbox=BBox(177, -20, -170, -10)))] == ["apia", "suva"]

    def test_an_event_of_two_places_is_found_once(self, store):
        store.add(ARTICLE, [event("e", YEREVAN, SUVA)])
        assert store.search(EventQuery(bbox=BBox(-180, -90, 180, 90))).matched == 1

    def test_readers_get_the_corrected_event_and_the_machines_is_kept(self, store):
        store.add(ARTICLE, [MARCHED])
        correction = made(MARCHED, Moved(SUVA.place), Retyped("ASSAULT", ""), Restated(Status.CLAIMED))
        assert store.correct([correction]) == 1
        found = store.get("e")
        assert [place.place for place in found.places] == [SUVA.place]
        assert (found.type, found.status, found.corrected.by) == ("ASSAULT", Status.CLAIMED, "ann")
        fiji, armenia = BBox(177, -19, 179, -17), BBox(44, 40, 45, 41)
        for query in (EventQuery(bbox=fiji), EventQuery(types=("ASSAULT",)), EventQuery(text="suva")):
            assert store.search(query).events == tuple(store.stream(query)) == (found,)
        for query in (EventQuery(bbox=armenia), EventQuery(types=("PROTEST",)), EventQuery(text="yerevan")):
            assert store.search(query).matched == 0
        assert store.original("e") == MARCHED
        assert store.corrections("e") == store.corrections() == (correction,)

    def test_a_deleted_event_is_in_no_answer_and_comes_back(self, store):
        store.add(ARTICLE, [MARCHED, event("f", SUVA)])
        deleted = made(MARCHED, Deleted())
        store.correct([deleted])
        with pytest.raises(EventNotFound):
            store.get("e")
        assert [found.id for found in store.stream(EventQuery())] == ["f"]
        assert store.search(EventQuery(ids=("e",))).matched == 0
        assert store.summary() == Summary(articles=1, events=1, placed=1, unplaced=0, stories=1)
        assert store.original("e") == MARCHED
        assert not waiting(store)
        store.correct([deleted.undone(by="bob")])
        assert store.get("e") == MARCHED
        assert [c.by for c in store.corrections("e")] == ["ann", "bob"]

    def test_the_same_correction_again_changes_nothing(self, store):
        store.add(ARTICLE, [MARCHED])
        correction = made(MARCHED, Restated(Status.DENIED))
        assert (store.correct([correction, correction]), store.correct([correction])) == (1, 0)
        assert store.corrections() == (correction,)

    def test_corrections_hold_when_the_article_is_read_again(self, store):
        store.add(ARTICLE, [MARCHED])
        store.correct([made(MARCHED, Restated(Status.DENIED))])
        assert not store.add(ARTICLE, [MARCHED])
        read_again = replace(MARCHED, confidence=0.9)
        assert store.add(ARTICLE, [read_again])
        assert store.original("e") == read_again
        assert (store.get("e").status, store.get("e").confidence) == (Status.DENIED, 0.9)

    def test_corrections_follow_an_event_that_comes_back_with_another_id(self, store):
        store.add(ARTICLE, [MARCHED])
        store.correct([made(MARCHED, Restated(Status.DENIED))])
        other = replace(MARCHED, id="g", type="MOBILIZE", trigger=Span(0, 12, "They marched"))
        store.add(ARTICLE, [other, event("f", SUVA)])
        assert (store.get("g").status, store.get("g").type) == (Status.DENIED, "MOBILIZE")
        assert store.get("f").corrected is None
        assert store.find(Anchor.of(MARCHED)) == "g"
        assert len(store.corrections("g")) == 1
        store.add(ARTICLE, [MARCHED, other])
        assert (store.get("e").status, store.get("g").status) == (Status.DENIED, Status.REPORTED)

    def test_a_correction_waits_for_an_event_that_is_gone_and_for_one_to_come(self, store):
        correction = made(MARCHED, Deleted())
        assert store.correct([correction]) == 1
        assert waiting(store) == (correction,)
        assert store.corrections("e") == ()
        store.add(ARTICLE, [MARCHED])
        assert store.summary().events == 0
        store.add(ARTICLE, [])
        assert waiting(store) == (correction,)
        store.add(ARTICLE, [replace(MARCHED, id="g")])
        assert (store.summary().events, waiting(store)) == (0, ())

    def test_a_correction_goes_with_an_event_that_another_article_brings(self, store):
        store.add(ARTICLE, [MARCHED])
        store.correct([made(MARCHED, Restated(Status.DENIED))])
        store.add(replace(ARTICLE, id="later"), [MARCHED])
        assert store.get("e").status is Status.DENIED
        store.add(replace(ARTICLE, id="later"), [])
        assert len(waiting(store)) == 1

    def test_which_events_are_said_to_be_one(self, store):
        other = event("a", SUVA)
        store.add(ARTICLE, [MARCHED, other])
        store.correct(
            [made(MARCHED, Grouped(Anchor.of(other), True)), made(other, Grouped(Anchor("gone", "x"), True))]
        )
        assert said_pairs(store) == Pairs(frozenset({("a", "e")}), frozenset())
        store.correct([made(other, Grouped(Anchor.of(MARCHED), False))])
        assert said_pairs(store) == Pairs(frozenset(), frozenset({("a", "e")}))
        assert store.get("e") == MARCHED

    def test_there_is_no_original_of_an_unknown_event(self, store):
        with pytest.raises(EventNotFound, match="nowhere"):
            store.original("nowhere")

    def test_many_threads_read_while_one_writes(self, store):
        """Each article has two events; a reader must never see one of a pair."""
        torn = []

        def read():
            for _ in range(15):
                page = store.search(EventQuery(limit=1000))
                if page.matched % 2 or len(page.events) != page.matched or len(list(store.stream(EventQuery()))) % 2:
                    torn.append(page)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(40):
            store.add(replace(ARTICLE, id=str(number)), [event(f"{number}a", YEREVAN), event(f"{number}b", SUVA)])
        for reader in readers:
            reader.join()
        assert not torn
        assert store.summary().events == 80

    def test_reports_of_one_event_are_a_story_whatever_came_first(self, store):
        plan = told("p", 18, status=Status.PLANNED)
        for one in (told("b", 21), plan, told("c", 21, publisher="Herald"), told("a", 20, "Herald")):
            store.add(replace(ARTICLE, id=one.source.document_id, text=one.id), [one])
        store.add(replace(ARTICLE, id="elsewhere"), [event("x", SUVA, source=Source("elsewhere"))])
        story = store.story("c")
        assert [found.id for found in story.reports] == ["p", "a", "b", "c"]
        assert (story.id, story.publishers, story.status) == ("p", 3, Status.REPORTED)
        assert [found.id for found in store.stream(EventQuery(story="p"))] == ["a", "b", "c", "p"]
        assert {found.told for found in story.reports} == {Telling("p", 4, 3)}
        assert store.get("x").told == Telling("x")
        assert store.summary().stories == 2
        with pytest.raises(EventNotFound, match="nowhere"):
            store.story("nowhere")

    def test_copies_of_one_text_count_as_one_publisher(self, store):
        text = " ".join(f"word{number}" for number in range(60))
        for id_, body in (("a", text), ("b", text + " and more"), ("c", text[::-1])):
            store.add(replace(ARTICLE, id=f"d{id_}", text=body), [told(id_, 21, publisher=id_)])
        assert store.get("a").told == Telling("a", 3, 2)
        assert (store.copies("da"), store.copies("dc"), store.copies("nowhere")) == (("db",), (), ())
        store.add(replace(ARTICLE, id="db", text="Another text."), [told("b", 21, publisher="b")])
        assert store.get("a").told == Telling("a", 3, 3)

    def test_a_story_goes_on_without_a_report_that_is_gone(self, store):
        for id_ in "abc":
            store.add(replace(ARTICLE, id=f"d{id_}", text=id_), [told(id_, 21)])
        store.add(replace(ARTICLE, id="da", text="We were wrong."), [])
        assert [found.id for found in store.story("c").reports] == ["b", "c"]
        store.add(replace(ARTICLE, id="db", text="We were wrong."), [])
        assert store.get("c").told == Telling("c")

    def test_what_people_say_of_two_reports_sticks_until_it_is_undone(self, store):
        a, b, far = told("a", 21), told("b", 21), event("far", SUVA, source=Source("dfar"))
        for one in (a, b, far):
            store.add(replace(ARTICLE, id=one.source.document_id, text=one.id), [one])
        parted = made(a, Grouped(Anchor.of(b), together=False))
        store.correct([parted, made(a, Grouped(Anchor.of(far), together=True))])
        assert [found.id for found in store.story("a").reports] == ["a", "far"]
        store.add(replace(ARTICLE, id="dc", text="c"), [told("c", 21)])
        assert store.get("a").told != store.get("b").told
        store.add(replace(ARTICLE, id="db", text="again"), [b])
        assert store.get("a").told != store.get("b").told
        store.correct([parted.undone(by="ann")])
        assert len(store.story("a").reports) == 4

    def test_a_corrected_place_moves_a_report_to_another_story(self, store):
        for one in (told("a", 21), told("b", 21)):
            store.add(replace(ARTICLE, id=one.source.document_id, text=one.id), [one])
        moved = made(store.get("b"), Moved(SUVA.place))
        store.correct([moved])
        assert store.get("a").told == Telling("a")
        store.correct([moved.undone(by="ann")])
        assert store.get("a").told == Telling("a", 2, 2)

    def test_features_are_the_events_as_geojson(self, store):
        store.add(ARTICLE, [event("e", YEREVAN), event("c", COUNTRY), event("n", start=None, extra={"title": "<b>"})])
        shown = tuple(orjson.dumps(feature(found, outline)) for found in store.stream(EventQuery()))
        assert len(shown) == 3
        assert tuple(store.stream_features(EventQuery())) == store.features(EventQuery()).features == shown
        assert store.feature("c") == shown[0]
        with pytest.raises(EventNotFound, match="nowhere"):
            store.feature("nowhere")

    def test_pages_of_features_follow_by_their_keys(self, store):
        days = [date(2024, 1, 1), date(2023, 1, 1), date(2023, 1, 1), None, None]
        store.add(ARTICLE, [event(f"e{number}", start=day) for number, day in enumerate(days)])
        seen, query = [], EventQuery(limit=2)
        while True:
            page = store.features(query)
            assert page.matched == 5
            seen += [orjson.loads(found)["id"] for found in page.features]
            if page.after is None:
                break
            query = replace(query, after=page.after)
        assert seen == ["e0", "e1", "e2", "e3", "e4"]
        assert page.next is None
        assert len(list(store.stream_features(EventQuery(limit=2)))) == 5

    def test_mentions_are_a_collection(self, store):
        found = Resolution(Toponym(8, 15, "Yerevan"), YEREVAN.place, 0.9)
        region = Resolution(Toponym(20, 25, "Aland"), COUNTRY.place, 0.5)
        nowhere = Resolution(Toponym(0, 4, "Oz"), None, 0.1)
        assert store.add(ARTICLE, [], [region, found, nowhere])
        assert not store.add(ARTICLE, [], [region, found, nowhere])
        page = store.mentions(ItemQuery())
        shown = [orjson.loads(each) for each in page.features]
        assert [each["properties"]["text"] for each in shown] == ["Oz", "Yerevan", "Aland"]
        assert [each["geometry"] and each["geometry"]["type"] for each in shown] == [None, "Point", "Polygon"]
        assert tuple(store.stream_mentions(ItemQuery())) == page.features
        assert store.mention(shown[1]["id"]) == page.features[1]
        items = mention_items(ARTICLE, [region, found, nowhere])
        assert page.features == tuple(orjson.dumps(item_feature(item, outline)) for item in items)
        armenia = ItemQuery(bbox=BBox(44, 40, 45, 41), interval=Interval(date(2023, 9, 21), date(2023, 9, 21)))
        assert store.mentions(armenia).features == page.features[1:2]
        assert store.mentions(ItemQuery(interval=Interval(date(2023, 9, 22), None))).matched == 0
        assert store.mentions(ItemQuery(text="yerevan")).features == page.features[1:2]
        by_name = (SortKey("confidence", descending=True),)
        assert store.mentions(ItemQuery(order=by_name, limit=1)).features == page.features[1:2]
        assert store.mentions(ItemQuery(limit=2)).next == 2
        sure = parse_text("confidence > 0.4 AND published = DATE('2023-09-21')", MENTION_QUERYABLES)
        assert store.mentions(ItemQuery(filter=sure)).features == page.features[1:]
        store.add(ARTICLE, [])
        assert store.mentions(ItemQuery()) == FeaturePage((), 0)
        with pytest.raises(ItemNotFound, match="nowhere"):
            store.mention("nowhere")

    def test_articles_are_a_collection(self, store):
        undated = replace(ARTICLE, id="u", published=None, title="Storm")
        store.add(undated, [])
        store.add(ARTICLE, [event("e", YEREVAN)])
        page = store.articles(ItemQuery())
        assert page.features == tuple(
            orjson.dumps(item_feature(article_item(d), outline)) for d in (ARTICLE, undated)
        )
        assert tuple(store.stream_articles(ItemQuery())) == page.features
        assert store.article("u") == page.features[1]
        assert store.articles(ItemQuery(text="storm")).features == page.features[1:]
        assert store.articles(ItemQuery(interval=Interval(None, date(2030, 1, 1)))).features == page.features[:1]
        assert store.articles(ItemQuery(ids=("d",))).matched == 1
        assert store.articles(ItemQuery(bbox=BBox(-180, -90, 180, 90))).matched == 0
        with pytest.raises(ItemNotFound, match="nowhere"):
            store.article("nowhere")

    def test_an_article_is_read_again_as_it_was_read(self, store):
        found = [
            Resolution(Toponym(8, 15, "Yerevan"), YEREVAN.place, 0.9),
            Resolution(Toponym(0, 4, "Oz"), None, 0.1),
        ]
        last, first = (event(name, YEREVAN, quote=Span(at, at + 5, "words")) for name, at in (("a", 30), ("b", 2)))
        store.add(ARTICLE, [event("0", YEREVAN), last, first], found)
        store.add(replace(ARTICLE, id="other"), [event("c", YEREVAN, source=Source("other"))], found[:1])
        reading = store.reading(ARTICLE.id)
        assert reading.document == replace(ARTICLE, mentions=None)
        assert [orjson.loads(each)["properties"]["text"] for each in reading.mentions] == ["Oz", "Yerevan"]
        assert [each.id for each in reading.events] == ["b", "a", "0"]
        assert reading.events[0] == store.get("b")
        with pytest.raises(ItemNotFound, match="nowhere"):
            store.reading("nowhere")

    def test_the_extent_is_that_of_the_shapes_and_the_days(self, store):
        assert store.extent() == Extent()
        store.add(Document("a", "text"), [event("undated", start=None)])
        assert store.extent() == Extent()
        region = event(
            "region", place("Square", 47, 40, "ADM1", "country:AA"), start=date(2021, 2, 3), end=date(2021, 2, 3)
        )
        store.add(Document("b", "text"), [region, event("spot", place("Spot", -70.5, -12.25))])
        store.add(Document("c", "text"), [event("gone", place("Far", 170, 70), start=date(1999, 1, 1))])
        store.add(Document("c", "text"), [])

        found = store.extent()
        box = found.bbox
        assert (box.west, box.south, box.east, box.north) == pytest.approx((-70.5, -12.25, 50, 42), abs=1e-4)
        assert min(box.east - 50, box.north - 42) >= 0
        assert found.interval == Interval(date(2021, 2, 3), date(2023, 9, 20))

        going_on = replace(event("on", place("Spot", 1, 1)), end=None)
        store.add(Document("d", "text"), [going_on])
        assert store.extent().interval == Interval(date(2021, 2, 3), None)

    def test_the_version_tells_what_changed(self, store):
        start = store.version()
        store.add(ARTICLE, [event("a", YEREVAN), event("b", SUVA)])
        first = store.version()
        assert first > start
        assert store.version() == first
        assert set(store.changes(start).new) == {"a", "b"}
        store.add(ARTICLE, [event("a", YEREVAN)])
        assert store.changes(first).gone == ("b",)
        second = store.version()
        store.add(replace(ARTICLE, id="other"), [event("c", YEREVAN, source=Source("other"))])
        assert store.changes(second).new == ("c",)
        assert store.changes(second).changed == ("a",)  # it has company now
        third = store.version()
        store.correct([made(store.get("a"), Deleted())])
        assert store.changes(third).gone == ("a",)
        whole = store.changes(start)
        assert (whole.new, whole.changed, whole.gone) == (("c",), (), ("b", "a"))
        assert store.changes(store.version()) == Changes(store.version(), (), (), ())
        seen, since = [], start
        while since < store.version():
            step = store.changes(since, limit=1)
            seen += step.new + step.changed
            since = step.version
        assert seen[-1] == "c"

    def test_many_are_added_as_one_by_one(self, store):
        parsed = [Parsed(replace(ARTICLE, id=f"d{id_}"), (), (told(id_, 21),)) for id_ in "abc"]
        assert store.add_many(iter(parsed)) == 3
        assert store.add_many(parsed) == 0
        assert store.get("a").told == Telling("a", 3, 3)
        assert store.add_many([replace(parsed[0], events=())]) == 1
        assert store.get("b").told == Telling("b", 2, 2)
