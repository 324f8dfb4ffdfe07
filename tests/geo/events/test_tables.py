"""The tables are whole: what they name is known, dates are in order, nobody is two people at once."""

from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest

from geo.events.tables import Table, agents, first_day, known_actors, last_day, tables
from geo.resources import data_path
from geo.vocabulary import sectors

SECTORS = set(sectors())
NAMES = [name for names in known_actors().values() for name in names]


def test_the_manifest_has_every_table_and_says_where_it_is_from():
    assert {table.name for table in tables()} == {path.name for path in data_path("events").glob("*.csv")}
    assert all(table.source and table.licence for table in tables())
    assert {table.name for table in tables() if table.valid_until} == {"actors.csv"}


def test_a_table_is_stale_the_day_after_it_was_valid():
    table = Table("a.csv", "us", "CC0", date(2025, 6, 30))
    assert not table.stale(date(2025, 6, 30))
    assert table.stale(date(2025, 7, 1))
    assert not Table("b.csv", "us", "CC0", None).stale(date(9999, 1, 1))


def test_sectors_and_countries_are_codes():
    assert {name.known.sector for name in NAMES} <= SECTORS
    assert {sector for phrases in agents().values() for _, sector in phrases} <= SECTORS
    assert all(
        name.known.country == "" or (len(name.known.country) == 2 and name.known.country.isupper()) for name in NAMES
    )


def test_nobody_leaves_before_they_come():
    assert all((n.known.since or date.min) <= (n.known.until or date.max) for n in NAMES)


# Two groups may call themselves the same; they are told apart by where.
SHARED = {("national", "liberation", "army")}


def test_a_name_is_one_persons_on_any_day():
    """But for the day on which one office is left and the next taken."""
    bearers = defaultdict(set)
    for name in NAMES:
        bearers[name.words].add(name.known)
    for words, known in bearers.items():
        for a, b in combinations(known, 2):
            begins = max(a.since or date.min, b.since or date.min)
            assert words in SHARED or begins >= min(a.until or date.max, b.until or date.max), (words, a, b)


@pytest.mark.parametrize(("text", "first", "last"), [("2012", (1, 1), (12, 31)), ("2012-02", (2, 1), (2, 29))])
def test_a_coarse_date_is_all_of_its_month_or_year(text, first, last):
    assert (first_day(text), last_day(text)) == (date(2012, *first), date(2012, *last))
