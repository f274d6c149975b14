"""Which records look alike: normal forms, the simulated pairs, and what is said about them."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.matching import sentences
from driehoek.matching.linking import letters, normal, weights
from driehoek.matching.linking.comparing import Alike, Given, alike, alike_to, weight_of
from tests.matching.simulated import SLIPS, pairs


@pytest.mark.parametrize(
    "names",
    [
        ("Mohamed", "Mohammed", "Muhammad", "محمد"),
        ("Youssef", "Jousef", "Yusuf", "Yousef"),
        ("Kowalski", "Kovalsky", "Ковальский"),
        ("Ivanov", "Iwanow", "Иванов"),
        ("Fatima", "Fatimah", "Fatiema"),
        ("Ouahid", "Wahid"),
        ("Smit", "Smid", "Schmidt"),
        ("Dijk", "Dyk", "Dijck"),
        ("Szymon", "Simon"),
        ("Khadija", "Khadidja", "Chadija"),
    ],
)
def test_spellings_of_one_name_sound_the_same(names: tuple[str, ...]) -> None:
    assert len({letters.sound(name) for name in names}) == 1


def test_names_that_differ_do_not_sound_the_same() -> None:
    names = [
        "Jansen",
        "Bakker",
        "Visser",
        "Mulder",
        "Demir",
        "Haddad",
        "Nowak",
        "Postma",
        "Petrov",
        "Lammers",
    ]
    assert len({letters.sound(name) for name in names}) == len(names)


def test_an_article_in_the_word_or_before_it_is_one_name() -> None:
    assert len({letters.sound(name, family=True) for name in ("El Amrani", "Elamrani", "al-Amrani")}) == 1
    assert letters.core("van den Berg") == letters.core("v.d. Berg") == "berg"
    assert letters.core("van der") == "vander"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = letters.fold(text)
    assert letters.fold(once) == once
    assert all(letter.isascii() and letter.isalnum() for letter in letters.core(text))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ '-", max_size=30))
def test_how_a_name_sounds_does_not_depend_on_case(name: str) -> None:
    assert letters.sound(name) == letters.sound(name.upper()) == letters.sound(f"  {name} ")


@given(st.dates().filter(lambda day: day.year >= 1000))
def test_a_day_reads_the_same_both_ways_round(day: object) -> None:
    assert normal.day_of(f"{day:%Y-%m-%d}") == normal.day_of(f"{day:%d-%m-%Y}") == day


@given(st.integers(1, 9999), st.sampled_from("abcdef"))
def test_a_house_is_one_house_however_it_is_written(number: int, letter: str) -> None:
    forms = [
        (f"{number}{letter}", ""), (f"{number}-{letter.upper()}", ""), (str(number), letter),
        (f"{number} ", f"-{letter}"),
    ]  # fmt: skip
    assert {normal.house_of(*form) for form in forms} == {(str(number), letter)}


def test_forms_of_objects() -> None:
    assert normal.house_of("12-II") == normal.house_of("12", "2") == ("12", "2")
    assert normal.house_of("12 hs") == normal.house_of("12 huis") == ("12", "hs")
    assert normal.street_of("Burg. v.d. Voortstr.") == normal.street_of("Burgemeester van der Voortstraat")
    assert normal.street_of("Kerkstraat") != normal.street_of("Kerklaan")
    assert normal.organisation_of("De Bakker B.V.") == normal.organisation_of("Bakker bv")
    assert normal.organisation_of("Jansen & Zn.") == normal.organisation_of("Jansen en Zn")
    assert normal.form_of("Stg. Hulp") == "stichting"
    assert normal.plate_of("xx-99-xx") == "XX99XX"
    assert normal.plate_shape("X0-12-BS") == normal.plate_shape("XO-I2-85")


@cache
def _bed() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], Alike]]:
    records, truth = pairs(1_200)
    return truth, {(pair.left, pair.right): pair for pair in alike(records)}


def test_of_1200_pairs_hardly_one_is_missed_and_few_are_wrong() -> None:
    truth, found = _bed()
    right = [key for key in found if key in truth]
    assert len(right) / len(truth) >= 0.98
    assert len(right) / len(found) >= 0.88
    sure = [key for key, pair in found.items() if pair.strength == "very_likely"]
    assert sum(key in truth for key in sure) / len(sure) >= 0.99
    assert len(sure) / len(truth) >= 0.75


def test_no_kind_of_slip_is_missed_as_a_whole() -> None:
    truth, found = _bed()
    for slip in SLIPS:
        of_slip = [key for key, name in truth.items() if name == slip]
        assert sum(key in found for key in of_slip) / len(of_slip) >= 0.90, slip


def test_weights_are_shares_and_agree_with_the_formula() -> None:
    for compared in weights.WEIGHTS.values():
        for one in compared:
            assert sum(outcome.same for outcome in one.outcomes) == pytest.approx(1, abs=0.001)
            assert sum(outcome.other for outcome in one.outcomes) == pytest.approx(1, abs=0.001)
            assert one.outcomes[-1].when == ""
            said = sentences.REASONS[next(k for k, v in weights.WEIGHTS.items() if one in v)][one.field]
            assert set(said) == {outcome.code for outcome in one.outcomes} | {"unknown"}
    _truth, found = _bed()
    for pair in list(found.values())[:50]:
        assert weight_of(pair.kind, pair.reasons) == pytest.approx(pair.weight, abs=1e-6)


def _person(key: str, **details: str) -> Given:
    return Given(key, "person", details)


def test_twins_and_neighbours_are_not_proposed() -> None:
    born = "2008-04-05"
    twins = [
        _person("a", given_names="Sanne", surname="Bedacht", birth_date=born),
        _person("b", given_names="Ruben", surname="Bedacht", birth_date=born),
    ]
    house = {"street": "Kerkstraat", "postcode": "1234 AB", "place": "Voorbeeldstad"}
    doors = [Given(key, "address", {**house, "number": "12", "addition": key}) for key in ("a", "b", "c")]
    names = [
        Given("s", "organisation", {"name": "Stichting De Brug"}),
        Given("t", "organisation", {"name": "De Brug B.V."}),
    ]
    assert alike([*twins, *doors, *names]) == []


def test_objects_in_other_forms_are_proposed_with_their_reasons() -> None:
    found = alike(
        [
            Given(
                "a",
                "address",
                {"street": "Kerkstr.", "number": "12", "addition": "A", "place": "Voorbeeldstad"},
            ),
            Given("b", "address", {"street": "Kerkstraat", "number": "12-a", "place": "voorbeeldstad"}),
            Given("c", "vehicle", {"plate": "XO-12-BS", "make": "Proefauto"}),
            Given("d", "vehicle", {"plate": "X0-12-BS", "make": "Proefauto GT"}),
            Given("e", "organisation", {"name": "Café Het Hoekje B.V.", "kvk": "12345678"}),
            Given("f", "organisation", {"name": "Cafe 't Hoekje", "kvk": "12345678"}),
            Given("g", "group", {"name": "Pleingroep"}),
            Given("h", "group", {"name": "Pleingroep"}),
        ]
    )
    assert {(pair.left, pair.right) for pair in found} == {("a", "b"), ("c", "d"), ("e", "f")}
    plate = next(pair for pair in found if pair.kind == "vehicle")
    assert plate.reasons["plate"] == "confused"


def test_why_is_said_in_words_and_never_as_a_score() -> None:
    found = alike(
        [
            _person("a", given_names="Youssef", surname="Proefkamp", birth_date="2004-03-05"),
            _person("b", given_names="Jousef", surname="Proefcamp", birth_date="2004-03-06"),
        ]
    )
    why = sentences.why("person", found[0].reasons)
    assert (
        why.text == "achternaam klinkt gelijk, voornaam klinkt gelijk, geboortedatum op één cijfer na gelijk"
    )
    assert not any(letter.isdigit() for letter in why.text + sentences.strength_words(found[0].strength))


def test_one_who_asks_is_found_among_others_and_not_the_others_among_each_other() -> None:
    others = [
        _person("a", given_names="S.", surname="van Verzonnen", birth_date="2004-02-01"),
        _person("b", given_names="Sam", surname="Verzonnen", birth_date="2004-02-01"),
        _person("c", given_names="Kim", surname="Bedacht"),
        Given("d", "address", {"street": "Kerkstraat", "number": "1", "place": "X"}),
    ]
    asks = _person("it's me", given_names="Sam", surname="Verzonnen", birth_date="2004-02-01")
    found = alike_to(asks, others)
    assert {pair.left for pair in found} == {"a", "b"}
    assert {pair.right for pair in found} == {"it's me"}
