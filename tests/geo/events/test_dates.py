"""Date expressions by grain. Brackets mark what is to be found; the day of publication is Wednesday 20 September 2023."""

import re
from calendar import day_name, month_abbr, month_name
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import dates
from geo.events.blocks import blocks
from geo.events.clauses import read
from geo.events.triggers import find as triggers
from geo.model import DatePrecision, Status

PUBLISHED = date(2023, 9, 20)

DAY = """
The attack began on [19 September 2023]. = 2023-09-19
The attack began on [19 Sept. 2023]. = 2023-09-19
The attack began on the [19th of September, 2023]. = 2023-09-19
The attack began on [September 19, 2023], at dawn. = 2023-09-19
The attack began on [Sept. 19, 2023]. = 2023-09-19
The attack began on [Sep 19th 2023]. = 2023-09-19
The attack began on [Tuesday, Sept. 19, 2023]. = 2023-09-19
The attack began on [Tuesday, 19 September 2023]. = 2023-09-19
The attack began on [Tuesday the 19th of September 2023]. = 2023-09-19
The attack began on [2023-09-19]. = 2023-09-19
The attack began on [19/09/2023]. = 2023-09-19
The attack began on [9/19/2023]. = 2023-09-19
The attack began on [19.09.2023]. = 2023-09-19
The attack began on [03.04.2022]. = 2022-04-03
The attack began on [05/05/2022]. = 2022-05-05
A leap day, [29 February 2024], was lost. = 2024-02-29
Paris fell on [14 June 1940]. = 1940-06-14
A treaty signed on [10 August 1920] failed. = 1920-08-10
It rained on [September 3]. = 2023-09-03
It rained on [3 September]. = 2023-09-03
It rained on [Dec. 3]. = 2022-12-03
It rained on [January 3]. = 2023-01-03
The vote will be held on [October 15]. = 2023-10-15
The vote will be held on [March 15]. = 2024-03-15
The deal was to be signed on [Sept. 28]. = 2023-09-28
The storm hit the coast on [Sunday, Sept. 17]. = 2023-09-17
On the night of [September 12], troops moved in. = 2023-09-12
Police said [Monday] that he will be charged. = 2023-09-18
Police said on [Monday] the road was shut. = 2023-09-18
Gunmen opened fire on [Tuesday night]. = 2023-09-19
Troops entered the city on [Wednesday]. = 2023-09-20
A bomb went off in the city on [Thursday]. = 2023-09-14
Two people died late [Friday]. = 2023-09-15
[Saturday]'s protest was peaceful. = 2023-09-16
The ministry announced [Sunday] that talks would resume. = 2023-09-17
They met on [Mon.] in Geneva. = 2023-09-18
He was shot [last Wednesday]. = 2023-09-13
He was shot [last Friday]. = 2023-09-15
He was shot [this past Sunday]. = 2023-09-17
The summit will open on [Thursday]. = 2023-09-21
The summit is to open on [Monday]. = 2023-09-25
The summit will be opened on [Friday evening]. = 2023-09-22
The ministers will meet [Wednesday night]. = 2023-09-20
The ministers will meet [later Wednesday]. = 2023-09-20
The ministers would meet on [Tuesday], officials said. = 2023-09-26
On [Saturday], the two sides will hold talks. = 2023-09-23
The trial scheduled for [Friday] was postponed. = 2023-09-22
Talks are expected to resume on [Sunday]. = 2023-09-24
They return [next Tuesday]. = 2023-09-26
A vote is due [this coming Friday]. = 2023-09-22
The rebels are due to surrender on [Thursday]. = 2023-09-21
They plan to march on [Saturday]. = 2023-09-23
The bridge collapsed [yesterday]. = 2023-09-19
[Yesterday evening] the bridge collapsed. = 2023-09-19
The bridge collapsed [the day before yesterday]. = 2023-09-18
The bridge was closed [today]. = 2023-09-20
It will reopen [tomorrow]. = 2023-09-21
It will reopen [tomorrow morning]. = 2023-09-21
It will reopen [the day after tomorrow]. = 2023-09-22
Shells fell [overnight]. = 2023-09-20
Shells fell [last night]. = 2023-09-19
The president speaks [tonight]. = 2023-09-20
Police searched two homes [this morning]. = 2023-09-20
The fire broke out [two days ago]. = 2023-09-18
The fire broke out [a day ago]. = 2023-09-19
The fire broke out [thirty-one days ago]. = 2023-08-20
The fire broke out [36 hours ago]. = 2023-09-19
The ship left [three hours ago]. = 2023-09-20
The ban will end in [ten days]. = 2023-09-30
The ban ends [five days from now]. = 2023-09-25
He was born on [Christmas Day]. = 2022-12-25
Troops will leave by [New Year's Eve]. = 2023-12-31
It began on [May 5] and 20 people were killed. = 2023-05-05
On [Sept. 3], 2,000 people fled. = 2023-09-03
On [Sept. 5] he was hurt. [Two days later] he died. = 2023-09-05 2023-09-07
On [Sept. 5] shells fell. [The next day], troops came. = 2023-09-05 2023-09-06
On [Sept. 5] he left; [the previous day] he had voted. = 2023-09-05 2023-09-04
He fled on [Sept. 5]. [A day earlier], police had come. = 2023-09-05 2023-09-04
He left on [Sept. 5] and returned [the same day]. = 2023-09-05 2023-09-05
He left on [Sept. 5]; [the day after], war came. = 2023-09-05 2023-09-06
It started on [Monday] and ended on [Tuesday]. = 2023-09-18 2023-09-19
"""

WEEK = """
Fighting resumed [last week]. = 2023-W37
Fighting resumed [earlier this week]. = 2023-W38
Fighting resumed [this week]. = 2023-W38
The talks open [next week]. = 2023-W39
The talks open [early next week]. = 2023-W39
The strike began [two weeks ago]. = 2023-W36
The strike began [a week ago]. = 2023-W37
The strike will begin in [two weeks]. = 2023-W40
"""

MONTH = """
The war ended in [November 2020]. = 2020-11
The war ended in [Nov. 2020]. = 2020-11
The war ended in [November, 2020]. = 2020-11
The war ended in [late November 2020]. = 2020-11
The [November 2020] truce held. = 2020-11
A truce was reached in [May]. = 2023-05
A truce was reached in [December]. = 2022-12
A truce was reached in [September]. = 2023-09
A truce was reached in [Oct.] after talks. = 2022-10
The road has been blocked since [March]. = 2023-03
The road has been blocked since [late July]. = 2023-07
The [August] floods killed dozens. = 2023-08
Prices rose in [mid-June]. = 2023-06
The election will be held in [October]. = 2023-10
The election will be held in [February]. = 2024-02
He resigned [last September]. = 2022-09
He resigned [last June]. = 2023-06
The court sits [next March]. = 2024-03
He took office [this January]. = 2023-01
Rain fell [last month]. = 2023-08
Rain fell [earlier this month]. = 2023-09
The court sits [next month]. = 2023-10
The siege began [nine months ago]. = 2022-12
The siege began [a month ago]. = 2023-08
The siege began [twenty-five months ago]. = 2021-08
The law takes effect [three months from now]. = 2023-12
"""

YEAR = """
The dam was built in [1968]. = 1968
Since [2014], thousands have died. = 2014
The [2016] clashes went on for long. = 2016
It was the worst flood of [2021]. = 2021
A law from [1995] was scrapped. = 1995
The bridge (built in [1932]) fell. = 1932
The film ([2019]) was banned. = 2019
The party won in [early 2019]. = 2019
The party won in [late-2022]. = 2022
The party won in the [summer of 2019]. = 2019
The party won in [Spring 2021]. = 2021
The party won [last year]. = 2022
The party won [earlier this year]. = 2023
The party hopes to win [next year]. = 2024
The party lost [late last year]. = 2022
The party lost power [three years ago]. = 2020
The party lost power [a decade ago]. = 2013
The regime fell [two decades ago]. = 2003
France's [2018] victory was celebrated. = 2018
"""

RANGE = """
The drill ran from [Sept. 11 to Sept. 20]. = 2023-09-11/2023-09-20
The drill ran [September 11-20, 2023]. = 2023-09-11/2023-09-20
The drill ran on [11-20 September 2023]. = 2023-09-11/2023-09-20
The drill ran from [11 to 14 September]. = 2023-09-11/2023-09-14
The drill ran between [11 and 14 September]. = 2023-09-11/2023-09-14
The drill ran from [August 28 to September 2, 2022]. = 2022-08-28/2022-09-02
The drill ran from [28 August to 2 September 2022]. = 2022-08-28/2022-09-02
The drill ran from [28 August – 2 September]. = 2023-08-28/2023-09-02
The drill ran from [Dec. 28 to Jan. 3, 2022]. = 2021-12-28/2022-01-03
The drill ran [Dec. 28, 2021 – Jan. 3, 2022]. = 2021-12-28/2022-01-03
Votes were cast on [Sept. 9 and 10]. = 2023-09-09/2023-09-10
The war lasted from [1988 to 1994]. = 1988-01-01/1994-12-31
The [1914-18] war destroyed it. = 1914-01-01/1918-12-31
The [1988–1994] war destroyed it. = 1988-01-01/1994-12-31
He ruled between [1971 and 1979]. = 1971-01-01/1979-12-31
Rain fell from [April to June 2022]. = 2022-04-01/2022-06-30
Rain fell between [April and June]. = 2023-04-01/2023-06-30
Rain fell from [November 2021 to January 2022]. = 2021-11-01/2022-01-31
Shops were shut [Monday through Wednesday]. = 2023-09-18/2023-09-20
Shops were shut between [Saturday and Monday]. = 2023-09-16/2023-09-18
Shops will be shut from [Friday to Sunday]. = 2023-09-22/2023-09-24
Ten died in [the past three days]. = 2023-09-17/2023-09-20
Ten died in [the last 24 hours]. = 2023-09-19/2023-09-20
Ten died over [the past week]. = 2023-09-13/2023-09-20
Ten died over [the last two months]. = 2023-07-20/2023-09-20
Snow is expected in [the next two days]. = 2023-09-20/2023-09-22
The army fought through [the past decade]. = 2013-09-20/2023-09-20
Clashes broke out over [the weekend]. = 2023-09-16/2023-09-17
Clashes broke out [last weekend]. = 2023-09-16/2023-09-17
A march will be held [this weekend]. = 2023-09-23/2023-09-24
A march will be held [next weekend]. = 2023-09-30/2023-10-01
Exports fell in the [third quarter of 2022]. = 2022-07-01/2022-09-30
Exports fell in the [first half of last year]. = 2022-01-01/2022-06-30
They fled in the [1990s]. = 1990-01-01/1999-12-31
They fled in the [early 1990s]. = 1990-01-01/1999-12-31
The church dates from the [12th century]. = 1101-01-01/1200-12-31
"""

DURATION = """
They fought for [three days]. = P3D
The [44-day] war ended. = P44D
The war has lasted [ten years]. = P10Y
It was the worst flood in [30 years]. = P30Y
He served a [six-month] term. = P6M
They must leave within [48 hours]. = PT48H
The siege lasted for [a week]. = P1W
The siege lasted more than [two weeks]. = P2W
The battle raged for [forty-five minutes]. = PT45M
He ruled for [two decades]. = P20Y
The worst storm in [a year] killed ten. = P1Y
"""

NOTHING = """
A 30-year-old man was killed.
He was 64 years old.
They protest every Monday.
They meet on Fridays and twice a week.
Some 2000 soldiers crossed 1990 kilometers of desert.
The army lost 2,023 men, at a cost of $2023.
It happened several days ago, a few years ago, in recent weeks.
It happened on 4/5/2023.
On September 31 nothing can happen, nor on 30 February.
He may march on, said Theresa May.
The Sunday Times reported it after Bloody Sunday.
Call 555-2019 or write to room 2019B.
The score was 3-2 and second half goals decided it.
The quarterback threw for two touchdowns in the third quarter.
The 34-year-old was sentenced to 20 years, and worked there for six years.
They met on the eve of Independence Day, a day after rebels took the airport.
The strike is in its second week and it is that day that counts.
Version 3.11.12 and part 20231301 are out, as is 99/99/99.
Flight 2015 took off.
"""

# Of any grain, as agencies, business pages and local papers write them.
NEWSWIRE = """
The central bank raised rates on [Sept. 14], its tenth increase in a row. = 2023-09-14
Shares closed at $41.25 on [Friday] on the New York Stock Exchange. = 2023-09-15
In trading [Tuesday], the stock fell 3% to $18. = 2023-09-19
The company said [Wednesday] it will close two plants by [the end of the year]. = 2023-09-20 2023
Net income in the [third quarter of 2022] fell 12 percent. = 2022-07-01/2022-09-30
Profit in the [second quarter] rose to $80 million from $72 million [a year earlier]. = 2023-04-01/2023-06-30 2022
Sales in fiscal [2022] were flat, and [FY2021] was no better. = 2022 2021
In the [late 1980s] the region was at war. = 1980-01-01/1989-12-31
The filing, [20230901], was late. = 2023-09-01
The notice of [09/08/23] was late. = 2023-09-08
The cable of [27-02-89] was lost, as was that of [02/27/89]. = 1989-02-27 1989-02-27
[Fri, 1 Sep 2023]: the board met. = 2023-09-01
Gunmen stormed the hotel at about 9 p.m. [Monday]. = 2023-09-18
At noon [Saturday], sirens sounded. = 2023-09-16
Rescuers worked [Tuesday] through the night. = 2023-09-19
The talks, which began [Monday], are to end [Friday]. = 2023-09-18 2023-09-22
"We will march on [Saturday]," the union leader said. = 2023-09-23
The Senate is scheduled to vote as early as [Thursday]. = 2023-09-21
The trial begins [Monday]. = 2023-09-25
The general ordered them to leave by [Friday]. = 2023-09-22
On [Monday] the union urged its members to stay at home. = 2023-09-18
Rebels have until [Friday] to hand over the town. = 2023-09-22
He is due in court [Oct. 3]. = 2023-10-03
She was arrested [Aug. 30] and released [Sept. 2]. = 2023-08-30 2023-09-02
The funeral will be at 11 a.m. [Saturday] at St. Mary's Church. = 2023-09-23
Schools will remain closed [Thursday] and [Friday]. = 2023-09-21 2023-09-22
A search began early [Tuesday] after the boat was reported missing late [Monday]. = 2023-09-19 2023-09-18
Heavy rain is forecast for [tomorrow] and [Friday]. = 2023-09-21 2023-09-22
It was to have opened [this Friday]. = 2023-09-22
The council meets at 7 [tonight] in City Hall. = 2023-09-20
The plane went down [yesterday afternoon]. = 2023-09-19
Shelling continued through [Sunday night]. = 2023-09-17
The ceasefire took effect at midnight [Tuesday]. = 2023-09-19
He was hurt on [Sept. 8] and died [that day]. = 2023-09-08 2023-09-08
[A week ago today], the dam broke. = 2023-09-13
He said on [Tuesday] that elections would be held on [December 10]. = 2023-09-19 2023-12-10
It happened nearly [a year ago] and more than [two years ago]. = 2022 2021
The agreement was signed in [1979], and took effect [two years later]. = 1979 1981
The vote [this past weekend] was marred by violence. = 2023-09-16/2023-09-17
In [April this year], the border was shut. = 2023-04
In [May last year], he was freed. = 2022-05
The court heard the case on [Sept. 11 of last year]. = 2022-09-11
The pact lapses at the end of [this month], the law at [the end of the week]. = 2023-09 2023-W38
It rained on [Tues., Sept. 12]. = 2023-09-12
WASHINGTON, [SEPT. 12]: it rained. BERLIN, [MONDAY, AUGUST 14, 2023]: it did not. = 2023-09-12 2023-08-14
Shops were closed on [Christmas Day] and [New Year's Day]. = 2022-12-25 2023-01-01
[Thanksgiving Day last year] was quiet, unlike [Christmas 1989]. = 2022-11-24 1989-12-25
They were married on [Valentine's Day]. = 2023-02-14
The riots on [Good Friday] left two dead. = 2023-04-07
On [Easter Sunday], bombs went off in three churches. = 2023-04-09
The march was held on [May Day], the parade on [Memorial Day]. = 2023-05-01 2023-05-29
Stores will be closed on [Thanksgiving]. = 2023-11-23
The drill will be held from [March 3 to 5]. = 2024-03-03/2024-03-05
The festival runs [Oct. 6-8]. = 2023-10-06/2023-10-08
The summit was held between [July 11 and 12]. = 2023-07-11/2023-07-12
The embassy will be closed from [Sept. 25 until Oct. 2]. = 2023-09-25/2023-10-02
Inflation hit 9.1% in [June 2022], the highest since [November 1981]. = 2022-06 1981-11
Output rose 0.2% in [August] from [July]. = 2023-08 2023-07
The budget for [next year] will be presented in [mid-October]. = 2024 2023-10
The peace deal of [Nov. 9-10, 2020], ended the war. = 2020-11-09/2020-11-10
The ship sank on the night of [Sept. 27-28, 1994]. = 1994-09-27/1994-09-28
The quake struck at 5:04 p.m. on [Oct. 17, 1989]. = 1989-10-17
Some 300 people were evacuated [Friday] and 200 more [Saturday]. = 2023-09-15 2023-09-16
He died of cancer [Wednesday] at home. He was 88. = 2023-09-20
The years [1996] and [1997] were dry. = 1996 1997
[Today]'s meeting is the second [this month]. = 2023-09-20 2023-09
"""

OTHER_DAYS = [
    (date(2024, 1, 3), "Troops left on [Dec. 28]. = 2023-12-28"),
    (date(2024, 1, 3), "Troops left in [December]. = 2023-12"),
    (date(2024, 1, 3), "Troops left [last month]. = 2023-12"),
    (date(2024, 1, 3), "Troops left [last week]. = 2023-W52"),
    (date(2023, 12, 28), "Troops will leave on [Jan. 10]. = 2024-01-10"),
    (date(2023, 12, 28), "Troops leave [next month]. = 2024-01"),
    (date(2024, 3, 31), "The fire started [a month ago]. = 2024-02"),
    (date(2024, 3, 1), "The fire started [yesterday]. = 2024-02-29"),
    (date(2023, 9, 17), "They clashed over [the weekend]. = 2023-09-16/2023-09-17"),
    (date(2023, 9, 17), "They clashed [last weekend]. = 2023-09-09/2023-09-10"),
    (date(2023, 9, 18), "They clashed [this weekend]. = 2023-09-16/2023-09-17"),
    (date(2021, 1, 1), "They clashed [this week]. = 2020-W53"),
]


def rows(table: str) -> list[str]:
    return table.strip().splitlines()


def expected(row: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The row's text without brackets, and (start, end, value) of what they mark."""
    marked, _, values = row.rpartition(" = ")
    found, text = [], ""
    for piece in re.split(r"(\[[^\]]*\])", marked):
        if piece.startswith("["):
            found.append((len(text), len(text) + len(piece) - 2))
        text += piece.strip("[]")
    return text, [(*span, value) for span, value in zip(found, values.split(), strict=True)]


def check(row: str, precision: DatePrecision, published: date = PUBLISHED) -> None:
    text, wanted = expected(row)
    assert dates.find(text, published) == [(start, end, value, precision) for start, end, value in wanted]


TABLES = [
    *((DatePrecision.DAY, row) for row in rows(DAY)),
    *((DatePrecision.WEEK, row) for row in rows(WEEK)),
    *((DatePrecision.MONTH, row) for row in rows(MONTH)),
    *((DatePrecision.YEAR, row) for row in rows(YEAR)),
    *((DatePrecision.RANGE, row) for row in rows(RANGE)),
    *((DatePrecision.RANGE, row) for row in rows(DURATION)),
]


@pytest.mark.parametrize(("precision", "row"), TABLES)
def test_an_expression_of_every_grain(precision: DatePrecision, row: str) -> None:
    check(row, precision)


@pytest.mark.parametrize("row", rows(NEWSWIRE))
def test_as_newspapers_write(row: str) -> None:
    text, wanted = expected(row)
    assert [found[:3] for found in dates.find(text, PUBLISHED)] == wanted


@pytest.mark.parametrize("row", rows(DURATION))
def test_a_duration_is_no_date(row: str) -> None:
    assert dates.days(expected(row)[1][0][2]) is None


@pytest.mark.parametrize("text", rows(NOTHING))
def test_no_date(text: str) -> None:
    assert [found for found in dates.find(text, PUBLISHED) if not found[2] or found[2][0] != "P"] == []


@pytest.mark.parametrize(("published", "row"), OTHER_DAYS)
def test_around_the_turn_of_year_month_and_week(published: date, row: str) -> None:
    text, wanted = expected(row)
    assert [found[:3] for found in dates.find(text, published)] == wanted


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 3, 31), "Easter Sunday"),
        (date(2025, 4, 18), "Good Friday"),
        (date(2025, 2, 17), "Presidents' Day"),
        (date(2024, 1, 15), "Martin Luther King Jr. Day"),
        (date(2024, 9, 2), "Labor Day"),
        (date(2024, 5, 27), "Memorial Day"),
        (date(2024, 12, 26), "Boxing Day"),
        (date(2024, 2, 14), "Ash Wednesday"),
        (date(2025, 6, 19), "Juneteenth"),
        (date(2024, 12, 31), "New Year’s Eve"),
    ],
)
def test_a_feast_is_a_day_of_its_year(day: date, name: str) -> None:
    [found] = dates.find(f"It fell on {name} {day.year}.")
    assert found[2] == day.isoformat()


@pytest.mark.parametrize("row", rows(DAY) + rows(WEEK) + rows(MONTH) + rows(YEAR) + rows(RANGE))
def test_without_a_publication_day_nothing_is_guessed(row: str) -> None:
    text, wanted = expected(row)
    known = {(start, end): value for start, end, value in wanted}
    for start, end, value, precision in dates.find(text, None):
        assert value == known[start, end] or (value, precision) == (None, DatePrecision.UNKNOWN)
        # What names its year stands on its own feet.
        assert value or not re.search(r"\d{4}", text[start:end]) or "last year" in text


ANY_DAY = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(day=ANY_DAY, published=st.none() | ANY_DAY)
def test_a_full_date_means_itself_in_every_writing(day: date, published: date | None) -> None:
    writings = [
        f"{day.day} {month_name[day.month]} {day.year}",
        f"{month_name[day.month]} {day.day}, {day.year}",
        f"{day_name[day.weekday()]}, {month_abbr[day.month].rstrip('.')} {day.day} {day.year}",
        day.isoformat(),
    ]
    for writing in writings:
        assert dates.find(f"It fell on {writing}.", published) == [
            (11, 11 + len(writing), day.isoformat(), DatePrecision.DAY)
        ]


@given(published=ANY_DAY, number=st.integers(0, 6))
def test_a_past_weekday_is_within_the_week_before_and_a_planned_one_within_the_week_ahead(
    published: date, number: int
) -> None:
    name = day_name[number]
    past, ahead = (
        date.fromisoformat(dates.find(text.format(name), published)[0][2] or "")
        for text in ("Shells fell on {}.", "Talks will open on {}.")
    )
    assert past.weekday() == ahead.weekday() == number
    assert published - timedelta(days=6) <= past <= published
    assert published < ahead <= published + timedelta(days=7)


@given(published=ANY_DAY, back=st.integers(0, 250))
def test_a_day_without_a_year_is_found_again(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    [found] = dates.find(f"It fell on {month_name[day.month]} {day.day}.", published)
    assert found[2] == day.isoformat()


@given(text=st.text(alphabet="0123456789 -/.,MaySeptunda lxthnofwk'’\n", max_size=80), published=st.none() | ANY_DAY)
def test_any_text_gives_ordered_spans_with_values_that_can_be_read(text: str, published: date | None) -> None:
    end = 0
    for start, stop, value, precision in dates.find(text, published):
        assert end <= start < stop <= len(text)
        assert (value is None) == (precision is DatePrecision.UNKNOWN)
        if value and value[0] != "P":
            first, last = dates.days(value) or (date.max, date.min)
            assert first <= last
        end = stop


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2023-09-19", 1),
        ("2023-09-19/2023-09-20", 2),
        ("2023-W38", 3),
        ("2023-09", 4),
        ("2023", 5),
        ("2023-04-01/2023-06-30", 5),
    ],
)
def test_ucdp_precision(value: str, code: int) -> None:
    assert dates.date_prec(*(dates.days(value) or (date.min, date.max))) == code


@pytest.mark.parametrize(
    ("text", "status", "start", "end", "precision"),
    [
        ("Rebels attacked the town on Monday.", Status.REPORTED, 18, 18, DatePrecision.DAY),
        (
            "The army said on Monday that rebels attacked the town.",
            Status.CLAIMED,
            20,
            20,
            DatePrecision.DAY_INFERRED,
        ),
        ("Rebels attacked the town.", Status.REPORTED, 20, 20, DatePrecision.DAY_INFERRED),
        ("Rebels have attacked the town since Sept. 4.", Status.REPORTED, 4, 20, DatePrecision.RANGE),
        ("The two sides will hold talks on Friday.", Status.PLANNED, 22, 22, DatePrecision.DAY),
        ("Rebels attacked the town for three days.", Status.REPORTED, 20, 20, DatePrecision.DAY_INFERRED),
    ],
)
def test_an_event_has_the_date_of_its_own_clause(
    text: str, status: Status, start: int, end: int, precision: DatePrecision
) -> None:
    [trigger] = triggers(read(text, blocks(text))[0])
    when = dates.attach(trigger, dates.find(text, PUBLISHED), status, PUBLISHED)
    assert when[:3] == (date(2023, 9, start), date(2023, 9, end), precision)


def test_a_plan_without_a_day_starts_after_publication_at_no_known_time() -> None:
    text = "The two sides will hold talks."
    [trigger] = triggers(read(text, blocks(text))[0])
    when = dates.attach(trigger, [], Status.PLANNED, PUBLISHED)
    assert (when.start, when.end, when.precision) == (PUBLISHED, None, DatePrecision.UNKNOWN)


def test_the_tables_are_long_enough() -> None:
    assert len(TABLES) + len(rows(NOTHING)) + len(OTHER_DAYS) >= 150
