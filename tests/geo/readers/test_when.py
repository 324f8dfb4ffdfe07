from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import DatePrecision
from geo.readers.when import day_leads, parse_when, span

DAY = (date(2023, 9, 5), date(2023, 9, 5), DatePrecision.DAY)


@pytest.mark.parametrize(
    "text",
    [
        "2023-09-05",
        "2023-09-05T23:00:00Z",
        "20230905",
        "5 September 2023",
        "05-Sep-2023",
        "Sep 5, 2023",
        "2023/9/5",
        "5.9.2023",
        "1693900800000",
    ],
)
def test_days(text):
    assert parse_when(text) == DAY


def test_months_and_years_are_their_days():
    assert parse_when("2024-02") == (date(2024, 2, 1), date(2024, 2, 29), DatePrecision.MONTH)
    assert parse_when("2023") == (date(2023, 1, 1), date(2023, 12, 31), DatePrecision.YEAR)


def test_what_reads_two_ways_needs_a_format():
    with pytest.raises(ValueError, match="can be read two ways"):
        parse_when("05/09/2023")
    assert parse_when("05/09/2023", "%d/%m/%Y") == DAY


@pytest.mark.parametrize("text", ["soon", "2023-13", "2023-00", "31 February 2023", "0000", "0000-01"])
def test_no_day(text):
    with pytest.raises(ValueError, match=f"'{text}' is not a date such as"):
        parse_when(text)


@pytest.mark.parametrize("text", ["00/13/2023", "9/31/2023", "31/9/2023", "45/13/2023", "0/5/23", "5/5/0000"])
@pytest.mark.parametrize("day_first", [None, True, False])
def test_no_day_is_named_as_it_is_written_and_shows_nothing(text, day_first):
    with pytest.raises(ValueError, match=f"^'{text}' is no day$"):
        parse_when(text, day_first=day_first)
    assert day_leads(text) is None


def test_no_day_of_a_format_is_named():
    with pytest.raises(ValueError, match="'31/09/2023' is no day: "):
        parse_when("31/09/2023", "%d/%m/%Y")


def test_years_of_two_digits():
    assert [parse_when(f"21/09/{year}")[0].year for year in ("68", "69")] == [2068, 1969]


def test_span():
    later = parse_when("2023-09-08")
    assert span(DAY, DAY) == DAY
    assert span(DAY, later) == (date(2023, 9, 5), date(2023, 9, 8), DatePrecision.RANGE)
    with pytest.raises(ValueError, match="ends on 2023-09-05, before it begins on 2023-09-08"):
        span(later, DAY)


@given(st.text() | st.dates().map(str) | st.from_regex(r"\d{4}-\d\d|\d{1,14}|\d\d?/\d\d?/\d{4}", fullmatch=True))
def test_days_or_a_value_error(text):
    try:
        start, end, _ = parse_when(text)
    except ValueError:
        return
    assert start <= end
