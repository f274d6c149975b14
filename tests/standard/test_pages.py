"""Pages about norms as their readers get them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from driehoek.access.identity import acting_as
from driehoek.access.rules import hears
from driehoek.analysis.services import detect_deviations
from driehoek.areas.models import Area
from driehoek.deadlines.models import Deadline
from driehoek.figures.models import Direction, Frequency, Indicator, Source
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function
from driehoek.problems.models import Kind
from driehoek.problems.services import NewProblem, open_problem
from driehoek.standard import queries, services, sets
from driehoek.standard.models import Dismissal, Norm, NormRevision, NormType, Span
from driehoek.standard.norms import Absent, State
from driehoek.standard.queries import Judged
from tests.analysis.support import Figures, months, with_outbreak
from tests.standard.conftest import lay_down
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, make_agreement, make_need

THREE_HIGH = np.array([18.0] * 33 + [24.0, 25.0, 26.0])


def text_of(client: Client, name: str, *about: object, **query: object) -> str:
    response = client.get(reverse(name, args=about), {key: str(value) for key, value in query.items()})
    assert response.status_code == 200
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return re.sub(r"\s+", " ", " ".join(main.itertext()))


def judged(cast: Cast, norm: Norm, function: Function = Function.MAYOR) -> Judged:
    with acting_as(person=cast.people[function].pk) as identity:
        found = queries.norm_or_none(identity, norm.pk)
        assert found is not None
        [one] = queries.judged(identity, [found])
    return one


def actions(cast: Cast) -> list[str]:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        rows = Event.objects.filter(action__startswith="standard:").order_by("sequence")
        return list(rows.values_list("action", flat=True))


@pytest.fixture
def broken(cast: Cast, figures: Figures) -> Norm:
    """Hooguit 20 per month, broken three months in a row up to August 2022."""
    indicator = figures.indicator()
    figures.series(indicator, figures.town, THREE_HIGH)
    return lay_down(cast, indicator)


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


@pytest.mark.story("ST22")
def test_a_norm_broken_three_months_in_a_row_proposes_another_kind(
    cast: Cast, figures: Figures, broken: Norm
) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    page = reverse("standard:theme", args=[figures.theme.pk])
    said = text_of(adviser, "standard:theme", figures.theme.pk)
    assert "Is dit nu een complex probleem?" in said
    assert "De norm voor Woninginbraak is 3 maanden op rij niet gehaald." in said
    assert f"?soort=complex&amp;thema={figures.theme.pk}" in adviser.get(page).content.decode()
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        running = open_problem(
            identity=identity,
            new=NewProblem(title="Inbraken", kind=Kind.STANDARD, theme=figures.theme, owner=identity.person),
        )
    assert reverse("problems:typing", args=[running.pk]) in adviser.get(page).content.decode()

    for _again in range(2):
        adviser.post(reverse("standard:retyping_propose", args=[broken.pk]))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        point = AgendaPoint.objects.get(origin="standard.norm")
    assert point.origin_url == page
    assert "26 misdrijven in augustus 2022" in point.text
    assert "Staat op de agenda van de driehoek" in text_of(adviser, "standard:theme", figures.theme.pk)


@pytest.mark.story("ST22")
def test_a_proposal_is_set_aside_for_this_run_only_and_can_be_taken_up_again(
    cast: Cast, figures: Figures, broken: Norm
) -> None:
    mayor = cast.client(Function.MAYOR)
    address = reverse("standard:retyping_dismiss", args=[broken.pk])
    assert "Vul dit in" in mayor.post(address, {"reason": " "}).content.decode()
    mayor.post(address, {"reason": "De aanpak loopt net."})
    assert mayor.post(address, {"reason": "Nog eens."}).status_code == 302
    said = text_of(mayor, "standard:theme", figures.theme.pk)
    assert "De aanpak loopt net." in said
    assert "Op de agenda" not in said
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        dismissal = Dismissal.objects.get()
        assert dismissal.run_since == date(2022, 6, 1)
        services.dismiss_retyping(
            identity=identity, norm=broken, since=date(2022, 1, 1), reason="Een andere reeks."
        )
    mayor.post(reverse("standard:retyping_reopen", args=[dismissal.pk]))
    assert "Op de agenda" in text_of(mayor, "standard:theme", figures.theme.pk)
    assert actions(cast)[1:] == [
        "standard:retyping:dismissed",
        "standard:retyping:dismissed",
        "standard:retyping:reopened",
    ]


def test_two_months_make_no_proposal(cast: Cast, figures: Figures) -> None:
    indicator = figures.indicator()
    figures.series(indicator, figures.town, THREE_HIGH[:-1])
    norm = lay_down(cast, indicator)
    adviser = cast.client(Function.SAFETY_ADVISER)
    assert "complex probleem" not in text_of(adviser, "standard:theme", figures.theme.pk)
    adviser.post(reverse("standard:retyping_propose", args=[norm.pk]))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert not AgendaPoint.objects.exists()


@pytest.mark.story("ST05")
def test_a_ready_made_set_is_taken_over_once(cast: Cast, figures: Figures) -> None:
    analyst = cast.client(Function.ANALYST)
    assert "Neem deze set over" in text_of(analyst, "standard:sets")
    first = analyst.post(reverse("standard:set_take"), {"set": "bbv"}, follow=True)
    again = analyst.post(reverse("standard:set_take"), {"set": "bbv"}, follow=True)
    assert "7 indicatoren zijn toegevoegd." in first.content.decode()
    assert "7 waren er al: Diefstallen uit woningen" in again.content.decode()
    with acting_as(person=cast.people[Function.ANALYST].pk):
        assert Indicator.objects.filter(source__key="BBV").count() == 7
    assert actions(cast) == ["standard:set:taken"]
    assert analyst.post(reverse("standard:set_take"), {"set": "weg"}).status_code == 404


def form_of(**values: object) -> dict[str, object]:
    known = {
        "decided_on": "2022-01-01",
        "decided_by": "driehoek",
        "span": "period",
        "valid_from": "2022-01-01",
        "reason": "Veiligheidsplan.",
    }
    return known | values


def test_a_norm_is_laid_down_by_its_type(cast: Cast, figures: Figures, country: Area) -> None:
    indicator, neutral = figures.indicator(), figures.indicator("Halt", direction=Direction.NEUTRAL)
    figures.series(indicator, figures.town, THREE_HIGH)
    figures.series(neutral, country, [3.0])
    adviser = cast.client(Function.SAFETY_ADVISER)
    assert "10 procent minder dan in 2023" in text_of(adviser, "standard:norm_new")
    address = reverse("standard:norm_new")

    def send(kind: str, **values: object) -> str:
        return adviser.post(f"{address}?soort={kind}", form_of(**values), follow=True).content.decode()

    assert "Vul in wat de norm is." in send("absolute", indicator=indicator.pk)
    assert "niet of hoger of lager beter is" in send("absolute", indicator=neutral.pk, target="3")
    assert "geen cijfers bij deze indicator" in send(
        "reference", indicator=indicator.pk, reference_area=country.pk
    )
    assert "Vul in met welk jaar" in send("trend", indicator=indicator.pk, percentage="5")
    assert "hooguit 12,5 misdrijven per maand" in send("absolute", indicator=indicator.pk, target="12,5")
    assert "Zo’n norm is er al" in send("absolute", indicator=indicator.pk, target="9")
    assert "niet voor de begindatum" in send("signal", indicator=indicator.pk, valid_until="2021-12-31")


def test_a_second_editor_is_told_and_what_it_was_is_kept(cast: Cast, broken: Norm) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    address = reverse("standard:norm_change", args=[broken.pk])
    sent = form_of(target="15", span="period", version="1", valid_from="2021-01-01")
    assert adviser.post(address, sent).status_code == 302
    late = adviser.post(address, sent | {"target": "18"})
    assert late.status_code == 409
    assert "Iemand anders was u voor" in late.content.decode()
    assert 'value="18' in late.content.decode()
    said = text_of(adviser, "standard:norm", broken.pk)
    assert "Was: hooguit 20 misdrijven per maand" in said
    assert "Norm hooguit 15 misdrijven per maand" in said
    end = reverse("standard:norm_end", args=[broken.pk])
    adviser.post(end, {"version": "1"})
    assert adviser.get(end).status_code == 200
    adviser.post(end, {"version": "2"})
    assert adviser.get(end).status_code == 404
    assert "Deze norm is beëindigd" in text_of(adviser, "standard:norm", broken.pk)
    assert actions(cast) == ["standard:norm:set", "standard:norm:changed", "standard:norm:ended"]


def test_one_norm_of_a_type_runs_and_an_expired_one_makes_room(cast: Cast, broken: Norm) -> None:
    with pytest.raises(services.AlreadySetError):
        lay_down(cast, broken.indicator)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        with pytest.raises(IntegrityError), transaction.atomic():
            Norm.objects.create(
                municipality=cast.home, indicator=broken.indicator, type="absolute", target=1,
                decided_on=date(2021, 1, 1), decided_by="mayor", valid_from=date(2021, 1, 1),
                reason="x", stated_by=cast.people[Function.MAYOR],
            )  # fmt: skip
        Norm.objects.filter(pk=broken.pk).update(valid_until=date(2022, 12, 31))
    assert lay_down(cast, broken.indicator, target=10.0).version == 1
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        broken.refresh_from_db()
        assert broken.ended_at is not None
        with pytest.raises(VersionConflict):
            services.end_norm(norm=broken, version=broken.version)


def test_an_unfit_norm_is_refused(cast: Cast, figures: Figures) -> None:
    neutral = figures.indicator(direction=Direction.NEUTRAL)
    with pytest.raises(services.UnfitNormError):
        lay_down(cast, neutral)
    with pytest.raises(services.UnfitNormError):
        lay_down(cast, figures.indicator(), NormType.TREND, percentage=5.0)
    with pytest.raises(services.UnfitNormError):
        lay_down(cast, None, NormType.SIGNAL)


def test_nobody_elsewhere_sees_or_changes_a_norm(cast: Cast, figures: Figures, broken: Norm) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.dismiss_retyping(identity=identity, norm=broken, since=date(2022, 6, 1), reason="x")
    stranger = cast.client(person=cast.stranger)
    assert stranger.get(reverse("standard:theme", args=[figures.theme.pk])).status_code == 404
    assert "Woninginbraak" not in text_of(stranger, "standard:norms", alles="ja")
    for person in (cast.stranger, cast.people[Function.PARTNER], cast.people[Function.DPO]):
        with acting_as(person=person.pk):
            counts = [model.objects.count() for model in (Norm, NormRevision, Dismissal)]
            assert counts == [0, 0, 0]
            assert Norm.objects.filter(pk=broken.pk).update(target=1) == 0
    with acting_as(person=cast.people[Function.ANALYST].pk):
        assert Norm.objects.count() == 1
        assert Norm.objects.filter(pk=broken.pk).update(target=1) == 0


def test_what_a_norm_was_is_never_rewritten(cast: Cast, broken: Norm) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    sent = form_of(target="15", span="period", version="1", valid_from="2021-01-01")
    adviser.post(reverse("standard:norm_change", args=[broken.pk]), sent)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert NormRevision.objects.get().target == 20.0
        assert NormRevision.objects.update(target=1) == 0
        assert NormRevision.objects.all().delete()[0] == 0


def count(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_pages_ask_as_much_for_one_norm_as_for_many(
    cast: Cast, figures: Figures, country: Area, broken: Norm
) -> None:
    def add(number: int) -> None:
        indicator = figures.indicator(f"Soort {number}")
        figures.series(indicator, figures.town, THREE_HIGH)
        figures.series(indicator, country, THREE_HIGH)
        lay_down(cast, indicator)
        lay_down(cast, indicator, NormType.TREND, percentage=5.0, base_year=2021)
        lay_down(cast, indicator, NormType.REFERENCE, reference_area=country)
        lay_down(cast, indicator, NormType.SIGNAL)

    add(0)
    detect_deviations(municipality=cast.home.pk)
    client = cast.client(Function.MAYOR)
    pages = [reverse("standard:norms") + "?alles=ja", reverse("standard:theme", args=[figures.theme.pk])]
    few = [count(client, page) for page in pages]
    for number in range(1, 6):
        add(number)
    detect_deviations(municipality=cast.home.pk)
    assert [count(client, page) for page in pages] == few
