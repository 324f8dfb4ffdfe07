import random

import pytest

from geo.stories.copies import are, bands, runs

TEXT = (
    "A ferry carrying about ninety people capsized on the lake near the port on Thursday, killing at least eighteen, the "
    "regional commissioner said. Fishermen pulled forty-five people from the water. The vessel was on its way from an "
    "island and carried cement as well as passengers. Relatives waited on the quay until long after dark, and the harbour "
    "master read out the names of those who had been saved."
)
OTHER = (
    "Thursday's sinking of a ferry near the port has left eighteen dead, says the commissioner for the region, and many "
    "of those on board were saved by fishermen. Cement had been loaded on the island from which the vessel came, and "
    "people who were waiting for their families stood on the quay for most of the night while names were read out."
)


def is_copy(one: str, other: str) -> bool:
    return are(runs(one), runs(other))


@pytest.mark.parametrize(
    "edited",
    [
        TEXT,
        TEXT.upper(),
        TEXT.replace("people", "passengers"),
        TEXT.replace("killing at least eighteen", "with eighteen or more dead"),
        TEXT[: TEXT.index(" Relatives")],
        "LAKESIDE (Our own wire) - " + TEXT + " The inquiry goes on.",
    ],
)
def test_a_text_slightly_edited_or_cut_is_a_copy(edited: str) -> None:
    assert is_copy(TEXT, edited)
    assert is_copy(edited, TEXT)


def test_the_same_event_in_other_words_is_no_copy() -> None:
    assert not is_copy(TEXT, OTHER)


def test_a_line_that_many_articles_end_with_makes_no_copies() -> None:
    assert not is_copy("Read more on our website.", "Read more on our website.")
    line = " This story was written by our staff and may be printed by members only."
    assert not is_copy(TEXT + line, OTHER + line)


def test_unrelated_articles_hardly_ever_share_a_band() -> None:
    chance = random.Random(5)  # noqa: S311
    words = [f"word{n}" for n in range(400)]
    texts = [" ".join(chance.choices(words, k=150)) for _ in range(120)]
    seen: dict[int, int] = {}
    for text in texts:
        for band in bands(runs(text)):
            seen[band] = seen.get(band, 0) + 1
    assert max(seen.values()) == 1
