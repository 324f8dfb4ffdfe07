"""What every gazetteer must do; a gazetteer's own test module subclasses `GazetteerSuite` and gives it `made`."""

from datetime import date

import pytest

from geo.gazetteers.base import Gazetteer
from geo.model import Match
from tests.geo.gazetteers import places as p


def found(gazetteer: Gazetteer, name: str, on: date | None = None) -> list[tuple[str, Match]]:
    return [(candidate.place.id, candidate.match) for candidate in gazetteer.lookup([name], on=on)[name]]


class GazetteerSuite:
    @pytest.fixture
    def made(self) -> Gazetteer:
        """Holds `places.ENTRIES`."""
        raise NotImplementedError

    def test_every_name_asked_for_is_a_key_and_an_unknown_one_has_no_candidates(self, made: Gazetteer) -> None:
        answers = made.lookup(["Yevlakh", "Qwxzklm", "", "...", "Yevlakh"])
        assert list(answers) == ["Yevlakh", "Qwxzklm", "", "..."]
        assert [len(candidates) for candidates in answers.values()] == [1, 0, 0, 0]

    @pytest.mark.parametrize(
        "name", ["YEVLAKH", "yevlakh", "Yévlakh", "Yev'lakh", "Yevlakh.", " Yevlakh ", "Yevlakh City"]
    )
    def test_case_accents_marks_and_generic_words_do_not_matter(self, made: Gazetteer, name: str) -> None:
        assert [place_id for place_id, match in found(made, name) if match is not Match.FUZZY] == [p.YEVLAKH.id]

    @pytest.mark.parametrize(
        ("name", "place"), [("Երևան", p.YEREVAN), ("ЕРЕВАН", p.YEREVAN), ("يفلاخ", p.YEVLAKH), ("Евлах", p.YEVLAKH)]
    )
    def test_any_script(self, made: Gazetteer, name: str, place: object) -> None:
        assert [c.place for c in made.lookup([name])[name]] == [place]

    def test_the_same_name_of_several_places_leads_to_all_most_people_first(self, made: Gazetteer) -> None:
        assert found(made, "Paris") == [(p.PARIS.id, Match.EXACT), (p.PARIS_TEXAS.id, Match.EXACT)]

    def test_an_abbreviation_needs_its_capitals(self, made: Gazetteer) -> None:
        both = [(p.US_VILLAGE.id, Match.EXACT), (p.USA.id, Match.ABBREVIATION)]
        assert found(made, "U.S.") == found(made, "US") == both
        assert found(made, "us") == [(p.US_VILLAGE.id, Match.EXACT)]
        assert found(made, "Tex.") == [(p.TEXAS.id, Match.ABBREVIATION)]
        assert found(made, "tex") == []

    def test_a_county_is_no_bare_name(self, made: Gazetteer) -> None:
        assert found(made, "Fulton County") == [(p.FULTON_COUNTY.id, Match.EXACT)]
        assert found(made, "Fulton") == []

    def test_a_town_is_only_nearly_the_valley_that_shares_its_name(self, made: Gazetteer) -> None:
        assert found(made, "Yevlakh Valley") == [(p.YEVLAKH.id, Match.FUZZY)]
        assert found(made, "Karabakh Mountains") == found(made, "Yevlakh River") == []
        assert found(made, "Artsakh Mountains") == [(p.KARABAKH.id, Match.ALTERNATE)]

    def test_a_people_leads_to_its_country(self, made: Gazetteer) -> None:
        assert found(made, "Armenian") == [(p.ARMENIA.id, Match.DEMONYM)]

    @pytest.mark.parametrize(
        ("on", "match"),
        [
            (date(2023, 9, 20), Match.ALTERNATE),
            (date(2023, 12, 31), Match.ALTERNATE),
            (date(2024, 1, 1), Match.HISTORICAL),
        ],
    )
    def test_a_dated_name_is_current_until_its_end(self, made: Gazetteer, on: date, match: Match) -> None:
        assert found(made, "Republic of Artsakh", on) == [(p.KARABAKH.id, match)]
        assert found(made, "Artsakh", on) == [(p.KARABAKH.id, Match.ALTERNATE)]

    def test_a_state_that_is_no_more_is_spotted_and_leads_nowhere(self, made: Gazetteer) -> None:
        assert found(made, "Soviet Union") == []
        assert found(made, "Soviet Union", date(1985, 3, 10)) == []
        assert found(made, "former Soviet Union") == [(p.SOVIET_LANDS.id, Match.EXACT)]
        assert made.place(p.SOVIET_UNION.id) is None
        (hit,) = made.spot(["Soviet", "Union"])
        assert (hit.start, hit.end, hit.feature_code) == (0, 2, "PCLH")

    @pytest.mark.parametrize("name", ["Yevlak", "Yevlahk", "Yebvlakh", "Yevlaxh"])
    def test_one_slip_is_forgiven_as_a_guess(self, made: Gazetteer, name: str) -> None:
        assert found(made, name) == [(p.YEVLAKH.id, Match.FUZZY)]

    @pytest.mark.parametrize("name", ["Uss", "Paros", "Xevlakh", "Yvelaxhk"])
    def test_short_names_first_letters_and_two_slips_are_not(self, made: Gazetteer, name: str) -> None:
        assert p.YEVLAKH.id not in dict(found(made, name))
        assert p.US_VILLAGE.id not in dict(found(made, name))

    def test_spot_finds_overlapping_names_by_start_longest_first(self, made: Gazetteer) -> None:
        hits = made.spot("The Republic of Artsakh and Fulton County in Paris".split())
        assert [(hit.start, hit.end) for hit in hits] == [(1, 4), (3, 4), (5, 7), (8, 9)]
        assert [(hit.population, hit.bearers) for hit in hits][-1] == (p.PARIS.population, 2)

    def test_spot_tells_peoples_and_abbreviations_from_names(self, made: Gazetteer) -> None:
        armenian, united, village = made.spot(["Armenian", "US", "us"])
        assert armenian.demonym
        assert not united.demonym
        assert (united.bearers, village.bearers) == (2, 1)
        assert made.spot([]) == []

    def test_place(self, made: Gazetteer) -> None:
        assert made.place(p.PARIS_TEXAS.id) == p.PARIS_TEXAS
        assert made.place("geonames:1") is None
        assert made.place("") is None
