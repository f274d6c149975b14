"""The words: in Dutch as they are, in English through a catalogue, with the right plurals."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from driehoek.analysis import sentences
from driehoek.analysis.merging import DeviationLine, Standing
from driehoek.analysis.models import Deviation, Rule, Sense, Withdrawal
from driehoek.analysis.sentences import Certainty, certainty_of
from driehoek.areas.models import Area
from driehoek.figures.models import Frequency, Indicator, Series, Source

METHOD = {
    "name": "farrington_flexible",
    "version": "1",
    "parameters": {"b": 5, "w": 1, "reweight": True, "limit54": [5, 4], "alpha": 0.01},
    "years": 5,
    "tails": 20,
    "minimum_count": 5,
    "false_discovery_rate": 0.1,
    "cut": 0.00031,
    "tested": 198,
}


def made(indicator: Indicator | None = None, area: str = "Noord", **values: object) -> Deviation:
    """Make a deviation in memory."""
    source = Source(attribution="Politie/CBS 47022NED")
    kind = indicator or Indicator(name="Woninginbraak", source=source, frequency=Frequency.MONTH)
    given: dict[str, object] = {
        "series": Series(indicator=kind, area=Area(pk=hash(area) % 1000, name=area)),
        "period": date(2022, 10, 1),
        "rule": Rule.STATISTICAL,
        "sense": Sense.MORE,
        "method": METHOD,
        "observed": 34.0,
        "expected": 22.4,
        "lower": 18.0,
        "upper": 27.0,
        "p_value": 2e-5,
        "rank": 1.0,
        "run_length": 3,
    }
    return Deviation(**(given | values))


def standing(lead: Deviation, *, area: int) -> Standing:
    """Make a sibling of `lead` in another area."""
    indicator = lead.series.indicator
    return Standing(
        pk=uuid.uuid4(),
        rank=1.0,
        sense=lead.sense,
        rule=lead.rule,
        series_id=area,
        indicator_id=indicator.pk,
        indicator_name=indicator.name,
        is_total=False,
        source_id=indicator.source.pk,
        area_id=10_000 + area,
        area_name=f"Buurt {area}",
        followed=False,
    )


def test_the_sentence_says_it_as_the_mayor_reads_it() -> None:
    assert sentences.title(made()) == "Woninginbraak in Noord: meer dan verwacht"
    assert (
        sentences.sentence(made())
        == "34 in oktober 2022, verwacht 18 tot 27. Derde maand boven de grens. Zekerheid hoog."
    )
    assert sentences.meta(made()) == "Politie/CBS 47022NED, stand oktober 2022"


def test_a_neighbourhood_called_like_its_district_says_so() -> None:
    district = Area(name="Nieuw Mathenesse", level="district")
    inside = Area(name="Nieuw Mathenesse", level="neighbourhood", parent=district)
    assert sentences.area_name(inside) == "Nieuw Mathenesse (buurt)"
    assert sentences.area_name(district) == "Nieuw Mathenesse"


def test_other_rules_sides_and_rhythms_have_their_own_words() -> None:
    fixed = made(
        rule=Rule.FIXED, method={"parameters": {"threshold": 30.0, "signal_value_version": 2}}, p_value=None
    )
    assert sentences.sentence(fixed).startswith("34 in oktober 2022, signaalwaarde 30.")
    assert sentences.sentence(fixed).endswith("Zekerheid niet te zeggen.")
    change = {"parameters": {"threshold": 25.0}, "previous": 20.0, "change": 70.0}
    assert "een jaar eerder 20: 70% meer." in sentences.sentence(made(rule=Rule.CHANGE, method=change))
    fallen = change | {"previous": 60.0, "change": -43.3}
    assert "een jaar eerder 60: 43% minder." in sentences.sentence(made(rule=Rule.CHANGE, method=fallen))
    nothing = change | {"previous": 0.0, "change": None}
    assert "een jaar eerder 0." in sentences.sentence(made(rule=Rule.CHANGE, method=nothing))
    weekly = Indicator(name="Meldingen", source=Source(attribution="Gemeente"), frequency=Frequency.WEEK)
    less = made(weekly, sense=Sense.LESS, run_length=14, provisional=True)
    assert sentences.title(less) == "Meldingen in Noord: minder dan verwacht"
    assert "14e week onder de grens. Voorlopig cijfer." in sentences.sentence(less)


@pytest.mark.parametrize(
    ("values", "certainty"),
    [
        ({}, Certainty.HIGH),
        ({"p_value": 5e-4, "run_length": 1}, Certainty.FAIR),
        ({"p_value": 5e-4, "run_length": 3}, Certainty.HIGH),
        ({"p_value": 5e-4, "run_length": 1, "provisional": True}, Certainty.LOW),
        ({"p_value": 5e-5, "run_length": 1, "provisional": True}, Certainty.HIGH),
        ({"p_value": 5e-5, "run_length": 1, "observed": 7.0, "expected": 1.0}, Certainty.FAIR),
        ({"p_value": 5e-3, "run_length": 1}, Certainty.LOW),
        ({"p_value": None}, Certainty.UNKNOWN),
    ],
)
def test_certainty_weighs_chance_duration_size_and_revision(
    values: dict[str, object], certainty: Certainty
) -> None:
    assert certainty_of(made(**values)) == certainty


def test_certainty_explains_itself() -> None:
    said = sentences.certainty_meaning(made(observed=7.0, expected=1.0, provisional=True))
    assert "ongeveer één keer op de 50.000" in said
    assert "kleine aantallen" in said
    assert "voorlopig" in said
    assert "minder dan één keer op een miljoen" in sentences.chance_words(1e-9)
    assert "één keer op de 300" in sentences.chance_words(1 / 345)


def test_the_rule_is_told_with_its_settings() -> None:
    words = sentences.rule_words(made())
    assert "de afgelopen 5 jaar" in words.sentences[0]
    settings = dict(words.settings)
    assert settings["Instellingen"] == "b = 5, w = 1, reweight = ja, limit54 = 5/4, alpha = 0.01"
    assert settings["Kans bij toeval"] == "2.0e-05"
    assert "198 reeksen bekeken" in settings["Grens over alle reeksen"]
    fixed = made(
        rule=Rule.FIXED,
        method={"parameters": {"threshold": 30.0, "signal_value_version": 2}, "minimum_count": 5},
    )
    assert "Meer dan 30 geeft een melding." in sentences.rule_words(fixed).sentences[0]
    assert dict(sentences.rule_words(fixed).settings)["Signaalwaarde"] == "30 (versie 2)"


def test_where_else_it_shows_is_counted_in_the_plural() -> None:
    lead = made()
    elsewhere = [standing(lead, area=n) for n in range(5)]
    assert sentences.also_words(DeviationLine(lead, 1.0)) == ""
    assert sentences.also_words(DeviationLine(lead, 1.0, elsewhere[:2])) == "Ook in Buurt 0, Buurt 1."
    assert sentences.also_words(DeviationLine(lead, 1.0, elsewhere[:4])).endswith("Buurt 2 en nog 1 gebied.")
    assert sentences.also_words(DeviationLine(lead, 1.0, elsewhere)).endswith("Buurt 2 en nog 2 gebieden.")


def test_a_withdrawn_deviation_says_why() -> None:
    assert sentences.withdrawn_words(made()) == ""
    moment = "2022-11-01T00:00Z"
    assert "herzien" in sentences.withdrawn_words(
        made(withdrawn_at=moment, withdrawn_because=Withdrawal.FIGURES)
    )
    assert "signaalwaarde" in sentences.withdrawn_words(
        made(withdrawn_at=moment, withdrawn_because=Withdrawal.RULE)
    )


ENGLISH = {
    "%(indicator)s in %(area)s: meer dan verwacht": "%(indicator)s in %(area)s: more than expected",
    "%(observed)s in %(period)s, verwacht %(range)s.": "%(observed)s in %(period)s, expected %(range)s.",
    "%(ordinal)s maand boven de grens.": "%(ordinal)s month above the limit.",
    "Derde": "Third",
    "Zekerheid %(certainty)s.": "Certainty %(certainty)s.",
    "hoog": "high",
    "%(source)s, stand %(period)s": "%(source)s, as of %(period)s",
}


@pytest.fixture
def english() -> Iterator[None]:
    """English with the sentences of this test, whatever the catalogue holds."""
    with translation.override("en"):
        catalogue = trans_real.catalog()._catalog
        catalogue._catalogs.insert(0, ENGLISH)
        yield
        catalogue._catalogs.remove(ENGLISH)


def test_in_english_words_numbers_and_dates_follow(english: None) -> None:
    assert sentences.title(made()) == "Woninginbraak in Noord: more than expected"
    assert (
        sentences.sentence(made(observed=1034.0, upper=1027.0))
        == "1,034 in October 2022, expected 18 to 1,027. Third month above the limit. Certainty high."
    )
    assert sentences.meta(made()) == "Politie/CBS 47022NED, as of October 2022"
