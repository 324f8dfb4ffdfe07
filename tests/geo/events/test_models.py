"""A user's own models in the place of ours."""

import pickle
import re
from pathlib import Path

import pytest

from geo.errors import SettingsError
from geo.events.models import Models
from geo.model import Document
from geo.pipeline import Pipeline

from .articles import told

TEXT = "A bomb exploded in Kirkuk on Tuesday, the mayor of Basra said."


def last_name(text, trigger, names):
    """The last name of the sentence, whatever it says."""
    assert text[slice(*trigger)] == "exploded"
    assert [text[slice(*name)] for name in names] == ["Kirkuk", "Basra"]
    return [(*names[-1], 0.9)]


class Accidents:
    def __call__(self, text, trigger, type, mode):
        return None if "mayor" in text[slice(*trigger)] else ("ACCIDENT", "industrial")


def nowhere(text, trigger, names):
    return [(0, 1, 1.0)]


def unheard_of(text, trigger, type, mode):
    return "PICNIC", ""


def nothing(text, trigger, type, mode):
    return None


HERE = __name__
GUIDE = Path(__file__).parents[3] / "docs" / "events.md"


def parsed(gazetteer, models, text=TEXT):
    pipeline = pickle.loads(pickle.dumps(Pipeline(gazetteer, models)))
    return pipeline.parse(Document("d", text)).events


def test_a_place_linker_says_where(gazetteer):
    own = "It was quiet. " + TEXT
    assert parsed(gazetteer, Models(), own)[0].located[0].mention.text == "Kirkuk"
    (place,) = parsed(gazetteer, Models(place_linker=f"{HERE}:last_name"), own)[0].located
    assert (place.mention.text, own[place.mention.start : place.mention.end]) == ("Basra", "Basra")


def test_an_event_classifier_says_what(gazetteer):
    (event,) = parsed(gazetteer, Models(event_classifier=f"{HERE}:Accidents"))
    assert (event.type, event.mode) == ("ACCIDENT", "industrial")
    assert parsed(gazetteer, Models(event_classifier=f"{HERE}:nothing")) == ()
    assert told(gazetteer, TEXT)[0].type == "ASSAULT"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("no_such_module:link", "no_such_module"),
        (f"{HERE}:no_such_function", "has no no_such_function"),
        (f"{HERE}:HERE", "can't be called"),
    ],
)
def test_what_cannot_be_loaded_is_refused_at_once(entry, reason):
    with pytest.raises(SettingsError, match=reason):
        Models(place_linker=entry)
    with pytest.raises(SettingsError, match=reason):
        Models(event_classifier=entry)


@pytest.mark.parametrize(
    "models", [Models(place_linker=f"{HERE}:nowhere"), Models(event_classifier=f"{HERE}:unheard_of")]
)
def test_a_senseless_answer_is_an_error_that_names_the_model(gazetteer, models):
    with pytest.raises(SettingsError, match=HERE):
        parsed(gazetteer, models)


def test_the_example_of_the_guide_runs(gazetteer, tmp_path, monkeypatch):
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "mymodels.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    models = Models("mymodels:link", "mymodels:Classifier")
    (event,) = parsed(gazetteer, models, "In Basra a gas leak exploded near Kirkuk, killing two people.")
    assert (event.type, event.located[0].mention.text) == ("ACCIDENT", "Kirkuk")
