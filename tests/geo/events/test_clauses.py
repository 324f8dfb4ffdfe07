"""Tokens, clauses and who says them."""

from hypothesis import given
from hypothesis import strategies as st

from geo.events.blocks import blocks
from geo.events.clauses import read, tokenise

from .articles import sentence


def parts(text):
    whole = sentence(text)
    return [" ".join(token.text for token in whole.tokens[c.first : c.last]) for c in whole.clauses]


def test_numbers_and_dotted_names_stay_whole_and_hyphens_part():
    words = [token.text for token in tokenise("The U.S. counted 1,200 anti-tank mines.")]
    assert words == ["The", "U.S.", "counted", "1,200", "anti", "tank", "mines", "."]


def test_a_reporting_verb_starts_a_clause_with_its_speaker():
    whole = sentence("The ministry said on Monday that two men had died.")
    lead, reported = whole.clauses
    assert lead.lead
    assert lead.speaker is None
    assert (reported.speaker.span.text, reported.speaker.verb) == ("The ministry", "say")


def test_a_speaker_may_come_last():
    assert sentence("Two men died, the police said.").clauses[0].speaker.span.text == "the police"
    assert sentence("Two men died, according to the mayor.").clauses[0].speaker.span.text == "the mayor"


def test_relative_and_coordinated_clauses_are_parted():
    assert parts("Gunmen who came by boat fired at guards and burned the depot.") == [
        "Gunmen",
        "who came by boat fired at guards",
        "and burned the depot .",
    ]


def test_two_verbs_of_one_object_are_one_clause():
    assert len(parts("The shells killed and wounded dozens.")) == 1


def test_read_more_lines_are_not_read():
    text = "The army left.\nRead more: The army's long war"
    assert len(read(text, blocks(text))) == 1


@given(st.text(max_size=200))
def test_clauses_cover_every_token_and_offsets_are_the_texts(text):
    for whole in read(text, blocks(text)):
        assert [i for c in whole.clauses for i in range(c.first, c.last)] == list(range(len(whole.tokens)))
        assert all(text[token.start : token.end] == token.text or token.text == "—" for token in whole.tokens)
