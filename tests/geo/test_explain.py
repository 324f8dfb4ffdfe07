import pytest

from geo.explain import otherwise, report
from geo.model import Candidate, Document, Match, Parsed, Resolution, Toponym
from geo.resolution import resolve
from geo.resolution.explain import Explanation, Reason
from tests.geo.resolution.world import EAST_SPRING, OLD_SPRING, WORLD, mentions

TEXT = "Spring and SPRING, near Mill, not Atlantis"
DOCUMENT = Document(
    "d", TEXT, title="A day out", mentions=tuple(mentions(TEXT, "Spring", "SPRING", "Mill", "Atlantis"))
)
PARSED = Parsed(DOCUMENT, resolve(DOCUMENT, DOCUMENT.mentions or (), WORLD), ())


def explained(*reasons: Reason, rivals: int = 2) -> Explanation:
    both = ((Candidate(EAST_SPRING, Match.EXACT), 0.9), (Candidate(OLD_SPRING, Match.EXACT), 0.1))
    return Explanation(Resolution(Toponym(0, 6, "Spring"), EAST_SPRING, 0.9), both[:rivals], reasons)


def test_a_table_for_each_name_once_however_it_is_written() -> None:
    told = report(PARSED, WORLD)
    assert told.startswith("A day out: 4 place names\n")
    assert told.count("characters") == 3
    assert "Spring, characters 0 to 6" in told
    assert "Spring, Plains, WW" in told
    assert "share  candidate" in told


def test_columns_stand_under_each_other() -> None:
    lines = report(PARSED, WORLD).split("\n")
    head = next(line for line in lines if "candidate" in line)
    row = lines[lines.index(head) + 1]
    assert head.index("candidate") == row.index("Spring")


def test_a_name_nobody_knows_has_no_table() -> None:
    told = report(PARSED, WORLD).split("Atlantis, characters")[1]
    assert "no place, 0.00 sure: no gazetteer has a place of this name" in told
    assert "candidate" not in told


@pytest.mark.parametrize(
    ("explanation", "sentence"),
    [
        (explained(rivals=1), ""),
        (explained(), "Nothing tells Spring, Plains, WW clearly from the first."),
        (
            explained(Reason("others near", 1, 0, 1.5), Reason("population", 5, 4, 0.2)),
            'Spring, Plains, WW would have won if the two were alike in "others near".',
        ),
        (
            explained(Reason("others near", 1, 0, 0.6)),
            "No single reason decided: Spring, Plains, WW would have had to match the first in several of them.",
        ),
    ],
)
def test_what_would_have_changed_the_answer(explanation: Explanation, sentence: str) -> None:
    assert otherwise(explanation) == sentence
