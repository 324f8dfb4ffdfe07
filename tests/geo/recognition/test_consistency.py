from geo.model import Toponym
from geo.recognition.consistency import agreed
from geo.recognition.tokens import tokenise


def marked(text: str, *found: str) -> list[str]:
    """What is a place after agreement when the first occurrence of each of `found` was."""
    sentences = tokenise(text)
    places = [Toponym(text.index(name), text.index(name) + len(name), name) for name in found]
    rows = [[p for p in places if s.tokens[0].start <= p.start < s.tokens[-1].end] for s in sentences]
    return [text[t.start : t.end] for row in agreed(text, sentences, rows) for t in row]


def test_a_name_found_once_is_found_again() -> None:
    assert marked("He left Zamalek early. Later Zamalek slept.", "Zamalek") == ["Zamalek", "Zamalek"]


def test_a_name_mostly_not_a_place_is_not_carried_over() -> None:
    assert marked("He left Monroe early. Then Monroe slept. But Monroe ate. Now Monroe sat.", "Monroe") == ["Monroe"]


def test_a_longer_name_keeps_its_words() -> None:
    assert marked("He left Monroe early. Later on James Monroe slept.", "Monroe") == ["Monroe"]
