"""Setting norms, taking over sets, proposals; who sees nothing of it; how much the pages ask."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.analysis.services import detect_deviations
from driehoek.areas.models import Area
from driehoek.figures.models import Direction, Indicator
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function
from driehoek.problems.models import Kind
from driehoek.problems.services import NewProblem, open_problem
from driehoek.standard import services
from driehoek.standard.models import Dismissal, Norm, NormRevision, NormType
from tests.analysis.support import Figures
from tests.standard.conftest import lay_down
from tests.standard.support import THREE_HIGH, actions, text_of
from tests.support.cast import Cast


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
