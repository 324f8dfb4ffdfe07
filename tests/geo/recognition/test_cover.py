import pytest

from geo.gazetteers.memory import MemoryGazetteer
from geo.model import Place
from geo.recognition.company import support
from geo.recognition.cover import cover, stretches
from geo.recognition.tokens import tokenise

HAYES = Place("h", "Hayes", -101.0, 40.5, "A", "ADM2", "US", "Nebraska", 800)
ELSEWHERE = Place("e", "Hayes", -0.4, 51.5, "P", "PPL", "GB", "Hillingdon", 90_000)
NEBRASKA = Place("n", "Nebraska", -99.8, 41.5, "A", "ADM1", "US", "Nebraska", 1_900_000)
PLATA = Place("r", "Rio de la Plata", -57.0, -35.0, "H", "ESTY", "", "", 0)
GAZETTEER = MemoryGazetteer(
    [("Hayes", HAYES), ("Hayes", ELSEWHERE), ("Nebraska", NEBRASKA), ("Rio de la Plata", PLATA), ("Plata", ELSEWHERE)]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rain fell on Hayes again in the evening, on the Rio de la Plata.",
            ["Rain fell on Hayes again", "the Rio de la Plata ."],
        ),
        ("They went to al-Bab.", ["They went", "al - Bab ."]),
        ("rain fell on hayes", ["rain fell on hayes"]),
    ],
)
def test_where_names_can_be(text, expected):
    (sentence,) = tokenise(text)
    assert [" ".join(sentence.words[s.start : s.stop]) for s in stretches(sentence)] == expected


def test_the_longest_known_name_covers_its_words():
    (sentence,) = tokenise("They sailed on the Rio de la Plata, and Nebraska.")
    (stretch,) = stretches(sentence)
    hits = dict(zip((sentence.words[i] for i in stretch), cover(sentence, stretch, GAZETTEER), strict=True))
    assert [hits[word] and hits[word].feature_code for word in ("Rio", "la", "Plata", "Nebraska", ",")] == [
        *["ESTY"] * 3,
        "ADM1",
        None,
    ]


def test_names_of_one_region_speak_for_each_other():
    hits = {name: GAZETTEER.spot([name])[0] for name in ("Hayes", "Nebraska", "Plata")}
    assert support(hits, GAZETTEER)["Hayes"] > support({"Hayes": hits["Hayes"]}, GAZETTEER)["Hayes"]
    assert support({}, GAZETTEER) == {}
