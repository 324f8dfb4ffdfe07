import pytest

from geo.model import MentionRole, Toponym
from geo.recognition.roles import role
from geo.recognition.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Moscow said it would not sign.", "Moscow", MentionRole.GOVERNMENT),
        ("Moscow has not said so.", "Moscow", MentionRole.GOVERNMENT),
        ("But on Monday Ankara later rejected the plan.", "Ankara", MentionRole.GOVERNMENT),
        ("They renewed talks with Tehran on Monday.", "Tehran", MentionRole.GOVERNMENT),
        ("The minister accused Rwanda of lying.", "Rwanda", MentionRole.GOVERNMENT),
        ("Officials in Moscow said so.", "Moscow", MentionRole.PLACE),
        ("The road to Tehran was closed.", "Tehran", MentionRole.PLACE),
        ("She teaches at the University of Chicago.", "Chicago", MentionRole.IN_NAME),
        ("The Bank of England said no.", "England", MentionRole.IN_NAME),
        ("Oxford Crown Court heard him.", "Oxford", MentionRole.IN_NAME),
        ("Rain fell on Oxford.", "Oxford", MentionRole.PLACE),
        ("In Oxford a court heard him.", "Oxford", MentionRole.PLACE),
    ],
)
def test_what_a_mention_stands_for(text: str, name: str, expected: MentionRole) -> None:
    (sentence,) = tokenise(text)
    start = text.index(name)
    assert role(Toponym(start, start + len(name), name), sentence) is expected
