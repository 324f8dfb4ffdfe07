"""What each line of an article is."""

import pytest

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


# Articles of our own in the dress of several houses, with the role of each line: Headline, Standfirst, body, Embed,
# Credit, Read more, cAption; a body line behind a dateline is in capitals.
HOUSES = [
    (
        "HBbCC",
        "Ukraine says it downed 20 drones overnight\n"
        "KYIV, March 3 (Reuters) - Ukraine's air force said on Sunday it had shot down 20 drones.\n"
        "The attack damaged a warehouse in Odesa.\n"
        "Reporting by Jane Doe; Editing by John Roe\n"
        "Our Standards: The Thomson Reuters Trust Principles.\n",
    ),
    (
        "HCCBCCC",
        "Quake kills 12 in western Nepal\n"
        "By JOHN SMITH\n"
        "Associated Press\n"
        "KATHMANDU, Nepal (AP) — A strong earthquake struck western Nepal on Friday, killing 12 people.\n"
        "___\n"
        "Associated Press writer Ann Lee in New Delhi contributed to this report.\n"
        "Copyright 2023 The Associated Press. All rights reserved.\n",
    ),
    (
        "HCCAAbRRbR",
        "Floods in Kenya: At least 30 dead\n"
        "Published\n"
        "3 May 2024\n"
        "Image source, Getty Images\n"
        "Image caption, Residents wade through water in Nairobi\n"
        "At least 30 people have died in floods in Kenya, officials say.\n"
        "You may also be interested in:\n"
        "Related Topics\n"
        "Kenya\n"
        "More on this story\n",
    ),
    (
        "BbC",
        "Paris (AFP) – French farmers blocked roads around Paris on Monday.\nThey want higher prices.\n© 2024 AFP\n",
    ),
    (
        "BAR",
        "BAGHDAD - A car bomb killed 10 people on Tuesday.\n"
        "File photo: Iraqi police at a checkpoint in Baghdad in 2019.\n"
        "Read more: Who are the militias?\n",
    ),
    (
        "HCCCbRA",
        "Protesters storm parliament\n"
        "Jane Doe, Tbilisi\n"
        "Tue 7 May 2024 14.22 BST\n"
        "Last modified on Wed 8 May 2024 03.11 BST\n"
        "Protesters stormed parliament in Tbilisi on Tuesday.\n"
        "Sign up to First Edition, our free daily email newsletter\n"
        "Photograph: Shakh Aivazov/AP\n",
    ),
    (
        "BAC",
        "JERUSALEM, Oct. 8 (Xinhua) -- Israeli warplanes struck Gaza on Sunday.\n"
        "Photo taken on Oct. 8, 2023 shows smoke rising over Gaza City. (Xinhua/Rizek Abdeljawad)\n"
        "Enditem\n",
    ),
    (
        "EECb",
        "The latest pictures from Khartoum show smoke. https://t.co/abcdef\n"
        "BREAKING: Airstrike hits market in Khartoum #Sudan pic.twitter.com/xyz123\n"
        "— Sudan News (@sudannews) April 15, 2023\n"
        "Fighting broke out in Khartoum on Saturday.\n",
    ),
    (
        "CHbRC",
        "By Jane Doe\n"
        "Jakarta\n"
        "A ferry sank off Sulawesi on Monday.\n"
        "ALSO READ | Jakarta floods kill 9\n"
        "(This story has not been edited by our staff and is auto-generated from a syndicated feed.)\n",
    ),
    (
        "BRRRRR",
        "WASHINGTON — The president signed the bill on Friday.\n"
        "Follow us on Twitter @paper\n"
        "Subscribe to our newsletter\n"
        "ADVERTISEMENT\n"
        "Story continues below advertisement\n"
        "Click here to read more\n",
    ),
    (
        "BC",
        "LAGOS, Nigeria (Reuters) - Gunmen killed eight people in Jos.\n"
        "(Reporting by Ade Ola in Lagos; Writing by Ben Fox; Editing by Mary May)\n",
    ),
    (
        "BRRR",
        "Moscow, 12 March 2024 (TASS) — A fire broke out at a plant near Perm.\n"
        "Share on Facebook\n"
        "Tweet\n"
        "Comments (12)\n",
    ),
    (
        "RRCbAR",
        "Share this article\n"
        "5 min read\n"
        "Updated: 10:15 GMT, 3 March 2024\n"
        "Gunmen opened fire in Marseille on Sunday, killing two.\n"
        "A police officer stands guard in Marseille on Sunday. (Photo by Nicolas Tucat / AFP)\n"
        "Don't miss our best stories\n",
    ),
    (
        "BRRR",
        "NEW DELHI: A bus fell into a gorge in Himachal Pradesh on Monday.\n"
        "WATCH: Rescue under way\n"
        "Top News\n"
        "Most Popular\n",
    ),
    (
        "AbCR",
        "A woman walks past a destroyed house in Bakhmut, Ukraine, on Feb. 3. REUTERS/Some Body\n"
        "Russian forces shelled Bakhmut on Friday.\n"
        "— With files from The Canadian Press\n"
        "Got a tip? Email us at tips@paper.com\n",
    ),
]
_CODES = dict(zip("HSbECRA", BlockRole.__members__.values(), strict=True))


@pytest.mark.parametrize(("roles", "text"), HOUSES)
def test_lines_of_many_houses(roles, text):
    found = blocks(text)
    assert [block.role for block in found] == [_CODES[code if code != "B" else "b"] for code in roles]
    assert [block.report_place is not None for block in found] == [code == "B" for code in roles]


@pytest.mark.parametrize(
    "line",
    [
        "BREAKING: Rebels took Kora on Tuesday.",
        "WATCH: Rebels took Kora on Tuesday.",
        "Rebels (and their allies) took Kora - again.",
        "By Tuesday, the rebels had taken Kora.",
        "Published figures show that 30 people died in Kora.",
        "More than 30 people died in Kora.",
        "Follow-up talks were held in Kora.",
    ],
)
def test_no_dateline_no_credit(line):
    (block,) = [block for block in blocks(line) if block.role is not BlockRole.READ_MORE] or [None]
    assert block is None or (block.role, block.report_place) == (BlockRole.BODY, None)
