"""Sentences with what they count. "12": exactly; "12+": at least; "-12": at most; "10-12": between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import casualties
from geo.events.blocks import blocks
from geo.events.casualties import Tally
from geo.events.clauses import read, tokenise
from geo.model import Attribution, Count, People

SENTENCES = """
Twelve people were killed. = fatalities:12
The blast killed 12 people. = fatalities:12
A bomb killed 14 civilians in the market on Monday. = fatalities:14
Six soldiers died in the ambush. = fatalities:6
At least 30 people were injured. = injured:30+
More than 200 demonstrators were arrested. = arrested:200+
Police detained 45 activists in Minsk. = arrested:45
Some 5,000 people gathered outside parliament. = crowd:5000
Dozens were wounded. = injured:24+
Hundreds of people marched through the capital. = crowd:200+
Tens of thousands protested in Tbilisi. = crowd:20000+
Three hikers are missing. = missing:3
The flood displaced 20,000 people. = displaced:20000
Up to 60 miners may have died. = fatalities:-60
Nearly 100 villagers fled. = displaced:100
Two people died and six were injured. = fatalities:2 injured:6
The attack left 12 dead and 30 injured. = fatalities:12 injured:30
Two hundred and fifty people were killed in the quake. = fatalities:250
About two dozen protesters were hurt. = injured:24
Half a dozen passengers were hurt in the crash. = injured:6
An explosion killed five people and wounded 17 others. = fatalities:5 injured:17
A gunman opened fire, killing three and wounding two. = fatalities:3 injured:2
Fourteen people were killed and more than 200 wounded. = fatalities:14 injured:200+
12 killed, 30 wounded in Kabul blast = fatalities:12 injured:30
Ten dead in bus crash = fatalities:10
The death toll rose to 66. = fatalities:66
The death toll from the earthquake has risen from 1,200 to 1,450. = fatalities:1450
The toll stood at 34 on Friday. = fatalities:34
The death toll has passed 1,000. = fatalities:1000+
The attack claimed 14 lives. = fatalities:14
The fire claimed the lives of 14 people. = fatalities:14
Twelve people, including five children, were killed. = fatalities:12
The raid killed 12 people, including five children and two women. = fatalities:12
Twelve people were killed, three of them children. = fatalities:12
Twelve people, three of them children, were killed. = fatalities:12
Nine people were wounded, two of whom are in critical condition. = injured:9
Among the dead were three children. =
No one was killed. = fatalities:0
There were no casualties. = fatalities:0 injured:0
There were no immediate reports of casualties or injuries. = fatalities:0 injured:0
Nobody was hurt in the shelling. = injured:0
The rocket landed in a field without causing any injuries. = injured:0
A policeman was killed. = fatalities:1
A roadside bomb killed a soldier and wounded two others. = fatalities:1 injured:2
Gunmen shot dead a journalist. = fatalities:1
Gunmen shot dead five workers. = fatalities:5
Three soldiers and two policemen were killed. = fatalities:5
The mine killed three soldiers, two policemen and a civilian. = fatalities:6
Three soldiers, two policemen and a civilian were killed. = fatalities:6
A man and his wife were killed. = fatalities:2
A woman and her three children died in the fire. = fatalities:4
Four civilians were killed and another was wounded. = fatalities:4 injured:1
Three people were killed and another died in hospital. = fatalities:4
Two people were killed and three more were injured. = fatalities:2 injured:3
A 12-year-old boy was killed. = fatalities:1
A boy, 12, was killed. = fatalities:1
Two boys aged 12 and 14 were killed. = fatalities:2
A 30-member unit lost five fighters. =
A 2,000-strong peacekeeping force patrolled the town. =
The blast, 40 kilometers from Kabul, killed seven. = fatalities:7
It cost $12 million and three workers were injured. = injured:3
The quake destroyed 300 houses and killed 12 people. = fatalities:12
Two cars and 3 buses were damaged and four people hurt. = injured:4
Three gunmen killed five people. = fatalities:5
Two suicide bombers killed at least 40 worshippers. = fatalities:40+
Five gunmen were killed. = fatalities:5
On May 12, 30 people were killed. = fatalities:30
In 2016, 85 people were killed in Nice. = fatalities:85
At 9 p.m. on 14 July 86 people were killed. = fatalities:86
Between 10 and 15 people were killed. = fatalities:10-15
Ten to 15 people were injured. = injured:10-15
Some 20-30 people were detained. = arrested:20-30
Two or three people died. = fatalities:2-3
Fewer than 20 people attended. = crowd:-20
As many as 300 people are feared dead. = fatalities:-300
One person was killed when two cars collided. = fatalities:1
Police said five people were killed, while the opposition put the toll at 20. = fatalities:5-20
The army said two soldiers died; the rebels claimed they had killed 14 soldiers. = fatalities:2-14
An airstrike killed 12 people, bringing the death toll to 45. = fatalities:12
Five more bodies were found, raising the toll to 71. = fatalities:71
He was wounded. = injured:1
Ahmed Karimi was arrested in Herat. = arrested:1
Maria Lopez, a nurse, was killed. = fatalities:1
Ana Ruiz, 34, was killed. = fatalities:1
Militants killed journalist Ana Ruiz. = fatalities:1
The deaths of three soldiers shocked the country. = fatalities:3
The arrest of 12 opposition leaders drew protests. = arrested:12
Police took 15 people into custody. = arrested:15
More than 1.5 million people have been displaced. = displaced:1500000+
Hundreds of thousands fled. = displaced:200000+
The storm forced 2,000 people to flee. = displaced:2000
The storm left 3,000 people homeless. = displaced:3000
Fifteen people remain unaccounted for. = missing:15
Eleven were killed, 20 injured and four are still missing. = fatalities:11 injured:20 missing:4
A crowd of 3,000 gathered in the square. = crowd:3000
The bomb could kill hundreds. =
The militants vowed to kill 100 hostages. =
20 people were killed or wounded. = fatalities:-20 injured:-20
A family of four was killed. = fatalities:4
Both pilots died. = fatalities:2
All 157 people on board were killed. = fatalities:157
Five people, two women and three men, were killed. = fatalities:5
Two of the wounded later died. = fatalities:2
Violence has killed 12 of the 30 hostages. = fatalities:12
A second victim died on Tuesday. = fatalities:1
The driver was not injured. = injured:0
A hundred passengers were evacuated and one was hurt. = displaced:100 injured:1
A car bomb exploded, killing at least 18 people and wounding dozens more, police said. = fatalities:18+ injured:24+
Russian forces shelled Kherson, killing a woman and injuring three men. = fatalities:1 injured:3
At least seven people, including two firefighters, were injured in the blaze. = injured:7+
Rescuers recovered the bodies of nine miners. = fatalities:9
Eight bodies were pulled from the rubble. = fatalities:8
The accident killed the driver and injured 23 passengers. = fatalities:1 injured:23
Over 10,000 residents were forced from their homes. = displaced:10000+
Officials said 27 people had been arrested and four police officers injured. = arrested:27 injured:4
An avalanche swept away six climbers; two were found dead and four are missing. = fatalities:2 missing:4
Three Israelis and nine Palestinians have been killed since Friday. = fatalities:12
Israeli strikes killed 21 Palestinians, among them seven children, the health ministry said. = fatalities:21
The ministry said 43 soldiers had been killed and 231 wounded in the fighting. = fatalities:43 injured:231
Azerbaijan said 192 of its soldiers were killed and more than 500 were wounded. = fatalities:192 injured:500+
At least 200 people were killed, including ten civilians, and more than 400 injured. = fatalities:200+ injured:400+
Thousands of workers took to the streets of Paris. = crowd:2000+
The rally drew about 8,000 supporters. = crowd:8000
Five of the 12 injured were in serious condition. = injured:12
Cholera has killed 120 people and sickened more than 3,000. = fatalities:120
Two teenagers drowned while swimming in the river. = fatalities:2
A train hit a bus at a crossing, killing 11 and injuring at least 20. = fatalities:11 injured:20+
The number of people missing rose to 85. = missing:85
Police fired tear gas and arrested dozens of protesters. = arrested:24+
Nobody claimed responsibility for the attack, which killed six. = fatalities:6
The shooting left one person dead and two in critical condition. = fatalities:1
There were no deaths, but 15 people were treated for smoke inhalation. = fatalities:0
About 300 protesters clashed with police; 18 officers and 40 demonstrators were hurt. = injured:58
Gunmen kidnapped 20 students and killed two guards. = fatalities:2
The 46-year-old was found dead at home. = fatalities:1
Four people died when a helicopter carrying six crashed. = fatalities:4
Officials confirmed three deaths and 14 injuries. = fatalities:3 injured:14
A fire in a dormitory killed 19 students, the youngest of them aged 12. = fatalities:19
Nearly half a million people have fled the country. = displaced:500000
Two policemen were shot dead by unknown gunmen. = fatalities:2
A mother of two was stabbed to death. = fatalities:1
One hundred and three people were trampled to death. = fatalities:103
In the past week, 14 people have been killed in three separate attacks. = fatalities:14
The government says 600 people died; rights groups say the number is closer to 1,500. = fatalities:600-1500
Not a single person was injured. = injured:0
He was sentenced for killing two women in 2014. = fatalities:2
Fighting has killed thousands and displaced more than 2 million. = fatalities:2000+ displaced:2000000+
"""

ROWS = SENTENCES.strip().splitlines()


def counted(text: str) -> dict[str, str]:
    tallies = casualties.standing(casualties.find(tokenise(text)))
    counts = {kind.value: casualties.count(tallies, kind) for kind in People}
    return {kind: written(count) for kind, count in counts.items() if count}


def written(count: Count) -> str:
    if count.low == count.high:
        return str(count.low)
    if count.high is None:
        return f"{count.low}+"
    return f"{'' if count.low is None else count.low}-{count.high}"


def expected(row: str) -> tuple[str, dict[str, str]]:
    text, _, counts = row.rpartition(" =")
    return text, dict(count.split(":") for count in counts.split())


@pytest.mark.parametrize("row", ROWS)
def test_what_a_sentence_counts(row: str) -> None:
    text, counts = expected(row)
    assert counted(text) == counts


def test_there_are_enough_sentences_and_all_kinds_in_them() -> None:
    assert len(ROWS) >= 100
    assert {kind for row in ROWS for kind in expected(row)[1]} == set(People)


def test_numbers_that_contradict_each_other_keep_who_gave_them() -> None:
    text = "Police said five people were killed, while the opposition said that 20 people were killed."
    [sentence] = read(text, blocks(text))
    police, opposition = casualties.figures(sentence, casualties.find(sentence.tokens))
    assert (police.kind, police.low, police.high, police.span.text) == (People.FATALITIES, 5, 5, "five")
    assert text[police.span.start : police.span.end] == "five"
    assert police.said_by == Attribution("Police", "say")
    assert (opposition.low, opposition.said_by) == (20, Attribution("the opposition", "say"))


def test_a_part_is_kept_apart_from_its_whole() -> None:
    tallies = casualties.find(tokenise("Twelve people, including five children, were killed."))
    assert [(t.low, t.part) for t in tallies] == [(12, False), (5, True)]


def test_a_running_total_counts_where_nothing_else_does() -> None:
    total = Tally("injured", 0, 1, 45, 45, total=True)
    own = Tally("injured", 3, 4, 2, 2)
    assert casualties.standing([total]) == [total]
    assert casualties.standing([total, own]) == [own]


def test_differing_numbers_widen_a_count_and_none_is_no_count() -> None:
    told = [Tally("injured", 0, 1, 12, 12), Tally("injured", 4, 5, 15, None), Tally("missing", 7, 8, 3, 3)]
    assert casualties.count(told, "injured") == Count(12, None)
    assert casualties.count(told, "crowd") is None


COUNTS = st.builds(
    lambda a, b: Count(*(sorted((a, b)) if a is not None and b is not None else (a, b))),
    st.none() | st.integers(0, 99),
    st.none() | st.integers(0, 99),
)


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_the_widened_count_holds_all_it_is_made_of(counts: list[Count]) -> None:
    wide = casualties.widened(counts)
    for each in counts:
        assert wide.low is None or (each.low is not None and wide.low <= each.low)
        assert wide.high is None or (each.high is not None and wide.high >= each.high)


WORDS = (
    "12 3 two dozens killed wounded were was and , . at least a soldier people including no one toll to of".split()
)


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_words_give_tallies_inside_the_sentence(words: list[str]) -> None:
    tokens = tokenise(" ".join(words))
    for tally in casualties.find(tokens):
        assert 0 <= tally.first < tally.last <= len(tokens)
        assert tally.low is None or tally.high is None or tally.low <= tally.high
