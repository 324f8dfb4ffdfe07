import pytest

from geo.model import MentionRole, Toponym
from geo.recognition.roles import role
from geo.recognition.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Moscow said it would not sign.", "Moscow", MentionRole.GOVERNMENT),
        ("Officials in Moscow said so.", "Moscow", MentionRole.PLACE),
        ("She teaches at the University of Chicago.", "Chicago", MentionRole.IN_NAME),
        ("Oxford Crown Court heard him.", "Oxford", MentionRole.IN_NAME),
        ("Rain fell on Oxford.", "Oxford", MentionRole.PLACE),
    ],
)
def test_what_a_mention_stands_for(text: str, name: str, expected: MentionRole) -> None:
    (sentence,) = tokenise(text)
    start = text.index(name)
    assert role(Toponym(start, start + len(name), name), sentence) is expected
