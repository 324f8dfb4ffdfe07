from geo.model import Toponym
from geo.recognition.consistency import agreed
from geo.recognition.tokens import tokenise


def marked(text: str, *found: str) -> list[str]:
    """What is a place after agreement when the first occurrence of each of `found` was."""
    sentences = tokenise(text)
    places = [Toponym(text.index(name), text.index(name) + len(name), name) for name in found]
    rows = [[p for p in places if s.starts[0] <= p.start < s.end(-1)] for s in sentences]
    return [text[t.start : t.end] for row in agreed(text, sentences, rows) for t in row]


def test_a_name_found_once_is_found_again() -> None:
    assert marked("He left Zamalek early. Later Zamalek slept.", "Zamalek") == ["Zamalek", "Zamalek"]


def test_a_name_mostly_not_a_place_is_not_carried_over() -> None:
    assert marked("He left Monroe early. Then Monroe slept. But Monroe ate. Now Monroe sat.", "Monroe") == ["Monroe"]


def test_a_longer_name_keeps_its_words() -> None:
    assert marked("He left Monroe early. Later on James Monroe slept.", "Monroe") == ["Monroe"]


def test_the_town_of_an_institution_is_one_too() -> None:
    assert marked("He left Port Harwin early. Port Harwin Civic Center slept.", "Port Harwin") == ["Port Harwin"] * 2


def test_a_first_name_before_a_surname_is_not_carried_over() -> None:
    assert marked("He left Austin early. Later Austin Smith slept.", "Austin") == ["Austin"]
