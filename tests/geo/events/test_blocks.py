"""What each line of an article is."""

from geo.events.blocks import blocks
from geo.events.parts import BlockRole

ARTICLE = """Rebels take the northern town of Kora
The army says it has pulled back its men to the river.
KORA, Sept 19 (Reuters) — Rebels took the town on Tuesday.
Look at this. pic.twitter.com/abc
— Some Paper (@somepaper) September 19, 2023
The governor fled by boat. Nobody knew where to.
[Soldiers at the river. Anna Bell/AFP]
People were still leaving in the evening, on foot and on carts, with what they could carry.
Others said they would rather stay in the cellars of their houses than sleep in the open.
Read more: The war so far
"""


def test_every_line_gets_its_role():
    assert [block.role for block in blocks(ARTICLE)] == [
        BlockRole.HEADLINE,
        BlockRole.STANDFIRST,
        BlockRole.BODY,
        BlockRole.EMBED,
        BlockRole.CREDIT,
        BlockRole.BODY,
        BlockRole.CAPTION,
        BlockRole.BODY,
        BlockRole.BODY,
        BlockRole.READ_MORE,
    ]


def test_the_dateline_is_cut_off_and_its_city_kept():
    block = blocks(ARTICLE)[2]
    assert ARTICLE[block.start : block.end] == "Rebels took the town on Tuesday."
    assert (block.report_place.text, ARTICLE[block.report_place.start : block.report_place.end]) == ("KORA", "KORA")


def test_a_lone_line_or_a_full_sentence_is_no_headline():
    assert [block.role for block in blocks("Rebels take Kora")] == [BlockRole.BODY]
    assert blocks("Rebels took Kora.\nThe army fled.")[0].role is BlockRole.BODY


def test_nothing_in_nothing_out():
    assert blocks("") == blocks(" \n\t\n") == []
