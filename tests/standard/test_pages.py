"""Pages about norms as their readers get them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.access.rules import hears
from driehoek.analysis.services import detect_deviations
from driehoek.areas.models import Area
from driehoek.deadlines.models import Deadline
from driehoek.figures.models import Direction, Frequency, Indicator, Source
from driehoek.parties.models import Function
from driehoek.standard import services, sets
from driehoek.standard.models import Norm, NormType, Span
from driehoek.standard.norms import Absent, State
from tests.analysis.support import Figures, months, with_outbreak
from tests.standard.conftest import lay_down
from tests.standard.support import THREE_HIGH, judged, text_of
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, make_agreement, make_need


@pytest.mark.story("ST01")
def test_a_theme_has_one_line_that_says_what_how_far_since_when_and_how_sure(
    cast: Cast, figures: Figures, broken: Norm
) -> None:
    client = cast.client(Function.MAYOR)
    said = text_of(client, "standard:norms")
    assert "Norm niet gehaald" in said
    assert (
        "Woninginbraak: 26 misdrijven in augustus 2022, 6 boven de norm van 20, "
        "al 3 maanden op rij, sinds juni 2022 (zekerheid hoog)." in said
    )
    assert "Norm: hooguit 20 misdrijven per maand" in said
    page = client.get(reverse("standard:norms")).content.decode()
    assert "dh-spark" in page
    assert f"{reverse('position:question_new')}?over=figures.indicator&amp;id={broken.indicator_id}" in page


@pytest.mark.story("ST02")
def test_only_exceptions_stand_there_and_everything_can_be_opened(
    cast: Cast, figures: Figures, broken: Norm
) -> None:
    other = Figures(cast.home, key="rustig")
    calm = other.indicator("Fietsdiefstal")
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        Area.objects.filter(pk=other.town.pk).update(municipality_code="GM0599", inhabitants=10_000)
    other.series(calm, other.town, [5.0] * 36)
    lay_down(cast, calm)
    bare = Figures(cast.home, key="zonder")
    bare.series(bare.indicator("Vernieling"), bare.town, [5.0] * 3)
    client = cast.client(Function.MAYOR)
    few, everything = text_of(client, "standard:norms"), text_of(client, "standard:norms", alles="ja")
    assert "Fietsdiefstal" not in few
    assert "1 thema haalt de norm. 1 thema met cijfers heeft geen norm." in few
    assert "Fietsdiefstal: 5 misdrijven in augustus 2022, 15 onder de norm van 20" in everything
    assert everything.index("Norm niet gehaald") < everything.index("Norm gehaald")
    assert bare.theme.name in everything


def test_what_is_not_measured_or_not_yet_known_has_its_own_words(cast: Cast, figures: Figures) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        taken = services.take_set(identity=identity, wanted=sets.sets()["vm"])
    mark = next(one for one in taken.made if one.key == "vm-cijfer")
    last = timezone.localdate().year - 1
    measured = last if last % 2 else last - 1
    figures.series(mark, figures.town, [6.1], latest=date(measured - 2, 1, 1))
    norm = lay_down(cast, mark, target=7.0, valid_from=date(measured - 2, 1, 1))
    one = judged(cast, norm)
    assert one.judgement.state == (State.NOT_YET_KNOWN if measured == last else State.NOT_MEASURED)
    assert one.judgement.exception
    said = text_of(cast.client(Function.MAYOR), "standard:norm", norm.pk)
    known = f"Over {last} is nog niets bekend." if measured == last else f"In {last} is niet gemeten."
    assert known in said
    assert "Norm niet gehaald" in said
    assert f"6,1 van 10 in {measured - 2}, 0,9 onder de norm van 7,0" in said


def test_what_is_about_something_that_ended_is_left_out(cast: Cast, broken: Norm) -> None:
    client = cast.client(Function.MAYOR)
    assert "Woninginbraak" in text_of(client, "standard:norms")
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        Indicator.objects.filter(pk=broken.indicator_id).update(ended_at=timezone.now())
    assert "Woninginbraak" not in text_of(client, "standard:norms")


def test_who_keeps_no_norms_does_not_hear_of_them() -> None:
    heard = {one for one in Function if hears("standard:norm:set", frozenset({one}))}
    assert heard == {Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER}


def test_an_indicator_without_any_figure_says_so(cast: Cast, figures: Figures) -> None:
    norm = lay_down(cast, figures.indicator())
    assert judged(cast, norm).judgement.state == State.NOT_YET_KNOWN
    said = text_of(cast.client(Function.MAYOR), "standard:norm", norm.pk)
    assert "er zijn nog geen cijfers voor dit gebied" in said


def test_no_figure_since_the_norm_began_is_not_zero(cast: Cast, figures: Figures) -> None:
    indicator = figures.indicator()
    figures.series(indicator, figures.town, THREE_HIGH)
    norm = lay_down(cast, indicator, valid_from=date(2026, 1, 1))
    assert judged(cast, norm).judgement.state == State.NOT_YET_KNOWN
    said = text_of(cast.client(Function.MAYOR), "standard:norm", norm.pk)
    assert "nog geen cijfer sinds de norm geldt (1 januari 2026)" in said


def test_a_trend_a_reference_and_a_year_are_judged_over_twelve_months(
    cast: Cast, figures: Figures, country: Area
) -> None:
    indicator = figures.indicator()
    figures.series(indicator, figures.town, [10.0] * 44)  # January 2019 to August 2022
    figures.series(indicator, country, [900.0] * 44)
    trend = lay_down(cast, indicator, NormType.TREND, percentage=10.0, base_year=2019)
    year = lay_down(cast, indicator, target=130.0, span=Span.YEAR)
    near = lay_down(cast, indicator, NormType.REFERENCE, reference_area=country)
    said = [text_of(cast.client(Function.MAYOR), "standard:norm", one.pk) for one in (trend, year, near)]
    assert "120 misdrijven in het jaar tot en met augustus 2022, 12 boven de norm van 108" in said[0]
    assert "10% lager dan in 2019" in said[0]
    assert "120 misdrijven in het jaar tot en met augustus 2022, 10 onder de norm van 130" in said[1]
    assert "12,0 per 1.000 inwoners" in said[2]
    assert "1,2 boven de norm van 10,8, niet hoger dan Nederland" in said[2]


def test_the_base_year_must_be_whole(cast: Cast, figures: Figures) -> None:
    indicator = figures.indicator()
    figures.series(indicator, figures.town, [10.0] * 40)  # from May 2019
    norm = lay_down(cast, indicator, NormType.TREND, percentage=10.0, base_year=2019)
    assert judged(cast, norm).judgement.why == Absent.NO_BOUND


def test_a_signal_norm_takes_over_what_surveillance_found(cast: Cast, figures: Figures) -> None:
    quiet, loud = figures.indicator("Stil"), figures.indicator("Luid")
    figures.series(quiet, figures.town, months(3))
    figures.series(loud, figures.town, with_outbreak(months(4), 60))
    detect_deviations(municipality=cast.home.pk)
    norms = [lay_down(cast, one, NormType.SIGNAL) for one in (quiet, loud)]
    states = [judged(cast, norm).judgement.state for norm in norms]
    assert states == [State.MET, State.BROKEN]
    short = figures.indicator("Kort")
    figures.series(short, figures.town, [4.0, 5.0])
    assert judged(cast, lay_down(cast, short, NormType.SIGNAL)).judgement.state == State.UNKNOWN


def test_an_agreement_is_kept_on_time_or_not(cast: Cast, figures: Figures) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        agreement = make_agreement(identity, make_need(identity, figures.theme))
        late = timezone.now() - timedelta(days=2, hours=3)
        due = first_delivery(agreement).deadline
        assert due is not None
        Deadline.objects.filter(pk=due.pk).update(due_at=late, late_after=late)
    norm = lay_down(cast, None, NormType.PROCESS, agreement=agreement)
    one = judged(cast, norm)
    assert (one.judgement.state, one.judgement.run) == (State.BROKEN, 1)
    said = text_of(cast.client(Function.MAYOR), "standard:theme", figures.theme.pk)
    assert "is 3 dagen te laat, voor het eerst" in said
    # Who keeps no watch over the agreement does not learn that it is late.
    for function in (Function.TEAM_CHIEF, Function.ANALYST):
        assert cast.client(function).get(reverse("standard:norm", args=[norm.pk])).status_code == 404
        assert "te laat" not in text_of(cast.client(function), "standard:theme", figures.theme.pk)


@pytest.mark.story("ST13")
def test_registered_and_experienced_stand_beside_each_other(cast: Cast, figures: Figures) -> None:
    indicator = figures.indicator()
    figures.series(indicator, figures.town, [10.0] * 12 + [8.0] * 12)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        survey = Source.objects.create(municipality=cast.home, key="VM", name="VM", attribution="CBS")
    mark = figures.indicator(
        "Rapportcijfer", source=survey, frequency=Frequency.YEAR, direction=Direction.HIGHER,
        decimals=1, unit="van 10",
    )  # fmt: skip
    figures.series(mark, figures.town, [7.0, 6.4], latest=date(2021, 1, 1))
    said = text_of(cast.client(Function.ANALYST), "standard:theme", figures.theme.pk)
    assert "De registratie en de ervaring gaan niet dezelfde kant op" in said
    assert "96 misdrijven in het jaar tot en met augustus 2022; daarvoor 120 misdrijven" in said
    assert "6,4 van 10 in 2021; daarvoor 7,0 van 10" in said
    assert said.index("Wat is geregistreerd") < said.index("Wat inwoners ervaren")


@pytest.mark.story("ST14")
def test_a_comparison_is_per_thousand_and_says_what_is_not_there(
    cast: Cast, figures: Figures, country: Area
) -> None:
    indicator = figures.indicator()
    figures.series(indicator, figures.town, [10.0] * 12 + [8.0] * 12)
    client = cast.client(Function.ANALYST)
    alone = text_of(client, "standard:theme", figures.theme.pk)
    assert "Geen cijfers van: Nederland, de regio, gemeenten van deze grootte." in alone
    figures.series(indicator, country, [500.0] * 24)
    both = text_of(client, "standard:theme", figures.theme.pk)
    assert "Voorbeeldstad 9,6 12,0 −20%" in both
    assert "Nederland 6,0 6,0 0%" in both
    assert "Geen cijfers van: de regio, gemeenten van deze grootte." in both
    assert "8 misdrijven in augustus 2022, tegen 10 misdrijven in dezelfde periode een jaar eerder" in both


def test_without_a_number_of_inhabitants_there_are_counts(cast: Cast, figures: Figures) -> None:
    Area.objects.filter(pk=figures.town.pk).update(inhabitants=None)
    figures.series(figures.indicator(), figures.town, [10.0] * 12 + [8.0] * 12)
    said = text_of(cast.client(Function.ANALYST), "standard:theme", figures.theme.pk)
    assert "Voorbeeldstad 96 misdrijven 120 misdrijven −20%" in said
    assert "aantallen, want het inwonertal is niet bekend" in said


def test_a_municipality_of_about_the_same_size_is_compared(cast: Cast, figures: Figures) -> None:
    indicator = figures.indicator()
    figures.series(indicator, figures.town, [10.0] * 12)
    sizes = {"Ver": 900_000, "Dichtbij": 11_000, "Ook dichtbij": 9_500, "Buur": 12_000}
    for number, (name, size) in enumerate(sizes.items()):
        area = Area.objects.create(
            year=figures.town.year, code=f"GM9{number}", name=name, level="municipality",
            municipality_code=f"GM9{number}", inhabitants=size,
        )  # fmt: skip
        figures.series(indicator, area, [5.0] * 12)
    said = text_of(cast.client(Function.ANALYST), "standard:theme", figures.theme.pk)
    assert said.index("Ook dichtbij") < said.index(" Dichtbij") < said.index("Buur")
    assert " Ver " not in said
