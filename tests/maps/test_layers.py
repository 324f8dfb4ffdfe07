"""What the pages are given to draw."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.vocabulary import event_type, vocabulary
from maps.layers import ink_on, legend, script_json
from tests.maps.samples import SAMPLES


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_in_a_page_says_the_same_and_opens_no_tag(value):
    text = script_json(value)
    assert orjson.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")


def test_every_type_has_an_icon_and_every_group_a_shape():
    whole = legend()
    assert len(whole["types"]) >= len({entry.type for entry in vocabulary().values()})
    for label, group, icon in whole["types"].values():
        assert label
        assert icon in whole["icons"]
        assert whole["groups"][group]["shape"] in whole["shapes"]


def test_no_two_groups_share_colour_and_shape():
    groups = legend()["groups"].values()
    assert len({(group["colour"], group["shape"]) for group in groups}) == len(groups)


def test_a_legend_for_events_holds_only_what_they_use():
    label, group, icon = legend(SAMPLES)["types"]["HEALTH/ebola"]
    assert (label, group) == (event_type("HEALTH", "ebola").label, event_type("HEALTH", "ebola").group)
    assert icon in legend(SAMPLES)["icons"]
    assert len(legend(SAMPLES)["types"]) < len(legend()["types"])


@pytest.mark.parametrize(("colour", "ink"), [("#000000", "#ffffff"), ("#ffffff", "#1b1b1b"), ("#f0e442", "#1b1b1b")])
def test_an_icon_is_drawn_in_what_contrasts(colour: str, ink: str):
    assert ink_on(colour) == ink
