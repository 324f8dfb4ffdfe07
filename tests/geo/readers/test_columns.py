import pytest

from geo.errors import ReadError
from geo.readers.columns import Columns, guess

TABLES = {
    "acled": (
        "event_id_cnty event_date year event_type sub_event_type country admin1 admin2 location latitude "
        "longitude notes fatalities",
        Columns(
            place="location", admin1="admin1", country="country", lon="longitude", lat="latitude", date="event_date",
            type="event_type", subtype="sub_event_type", text="notes", id="event_id_cnty", fatalities="fatalities",
        ),
    ),
    "ucdp": (
        "id relid year type_of_violence where_coordinates adm_1 adm_2 latitude "
        "longitude date_start date_end best country",
        Columns(
            place="where_coordinates", admin1="adm_1", country="country", lon="longitude", lat="latitude",
            date="date_start", end="date_end", type="type_of_violence", id="id", fatalities="best",
        ),
    ),
    "usgs": (
        "id mag place time url title type",
        Columns(place="place", date="time", type="type", title="title", url="url", id="id"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_well_known_tables(table):
    headers, columns = TABLES[table]
    assert guess(headers.split(), Columns()) == columns


def test_headers_as_people_write_them():
    found = guess(["Event Date", "CITY", "Long.", "Lat.", "Head-line"], Columns())
    assert (found.place, found.lon, found.lat, found.date) == ("CITY", "Long.", "Lat.", "Event Date")


def test_a_named_column_wins_and_is_not_used_twice():
    found = guess(["name", "place", "date"], Columns(place="name"))
    assert (found.place, found.title) == ("name", "")


def test_a_named_column_must_be_there():
    with pytest.raises(ReadError, match=r"a\.csv: there is no column 'Ort' for place; there are city, date"):
        guess(["city", "date"], Columns(place="Ort"), source="a.csv")


def test_half_a_position():
    assert guess(["city", "lon"], Columns()).lon == ""
    with pytest.raises(ReadError, match="lon is x1; no column was named or found for the other"):
        guess(["city", "x1"], Columns(lon="x1"))


def test_what_a_user_is_shown():
    assert str(Columns(place="City", date="When")) == "place = City, date = When"
