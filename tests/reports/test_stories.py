"""From the supplier's screen to the mayor's page: the stories of progress reports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.models import Deadline, DeadlineState, Notice
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position.models import DeliveryState, Item
from driehoek.position.services.must_know import MUST_KNOW
from driehoek.reports import queries
from driehoek.reports.models import Remark, ReportState
from driehoek.reports.services import RETURNED
from tests.reports.conftest import Week
from tests.reports.support import body, filled, stored, write
from tests.support.cast import Cast
from tests.support.position_objects import organisation_of
from tests.support.report_objects import agree_on_reports, expected

pytestmark = pytest.mark.django_db


@pytest.mark.story("ST10")
def test_a_week_report_goes_from_one_screen_by_the_adviser_to_the_mayor(cast: Cast, week: Week) -> None:
    chief, adviser, mayor = map(cast.client, (Function.TEAM_CHIEF, Function.SAFETY_ADVISER, Function.MAYOR))
    # The way in: what is asked of the supplier leads to the form, not to the plain one.
    to_form = chief.get(reverse("position:deliver", args=[week.delivery.pk]))
    assert to_form["Location"] == reverse("reports:write", args=[week.delivery.pk])
    screen = body(chief.get(to_form["Location"]))
    for heading in ("Incidenten", "Overlast", "Aanhoudingen met lokale impact", "Verwacht"):
        assert heading in screen
    sent = write(chief, week.delivery, filled(week))
    report = stored(cast, week.delivery)
    assert sent["Location"] == reverse("reports:report", args=[report.pk])
    assert report.state == ReportState.SENT
    assert report.delivery.state == DeliveryState.RECEIVED
    with acting_as_system(municipality=cast.home.pk):
        assert Deadline.objects.get(pk=report.delivery.deadline_id).state == DeadlineState.MET
    # The mayor waits for the check; the adviser has it on the list.
    assert mayor.get(sent["Location"]).status_code == 404
    assert "Weekrapport" in body(adviser.get(reverse("reports:to_check")))
    confirm = reverse("reports:fix", args=[report.pk])
    assert "Daarna verandert het niet meer" in body(adviser.get(confirm))
    adviser.post(confirm, {"version": str(report.version)})
    fixed = stored(cast, week.delivery)
    assert (fixed.state, fixed.number) == (ReportState.FIXED, f"R-{timezone.localdate().year}-0001")
    assert "Alles is gecontroleerd" in body(adviser.get(reverse("reports:to_check")))
    page = body(mayor.get(sent["Location"]))
    assert "Drie avonden overlast rond het Proefplein." in page
    # It is an item like any other: against the need, readable, rateable; and its supplier sees the rating.
    item = fixed.item
    assert item is not None
    assert "Drukke week op de Testmarkt" in body(mayor.get(reverse("position:items")))
    assert fixed.number in body(mayor.get(reverse("position:item", args=[item.pk])))
    mayor.post(reverse("position:item_rate", args=[item.pk]), {"verdict": "useful", "mark": "4"})
    assert "nuttig, cijfer 4 van 5" in body(chief.get(reverse("reports:reports")))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        verbs = Event.objects.filter(subject=report.pk).order_by("sequence").values_list("action", flat=True)
        assert [verb.split(":")[2] for verb in verbs] == ["saved", "sent", "checked", "fixed"]


@pytest.mark.story("ST11")
def test_what_the_mayor_must_know_goes_at_once_and_climbs_the_route_until_it_is_opened(
    cast: Cast, week: Week
) -> None:
    chief, mayor = cast.client(Function.TEAM_CHIEF), cast.client(Function.MAYOR)
    write(
        chief, week.delivery, filled(week, flag_title_0="Onrust na een schietpartij", flag_text_0="Bel mij.")
    )
    report = stored(cast, week.delivery)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        [item] = Item.objects.filter(delivery=week.delivery)
    assert (item.title, item.must_know, report.state) == (
        "Onrust na een schietpartij",
        True,
        ReportState.SENT,
    )
    assert "Onrust na een schietpartij" in body(mayor.get(reverse("brief:today")))
    assert "nog niet geopend" in body(chief.get(reverse("reports:report", args=[report.pk])))
    with acting_as_system(municipality=cast.home.pk):
        deadline = Deadline.objects.get(kind=MUST_KNOW, subject=item.pk)
        told = set()
        for hours in (3, 8, 30, 60, 90):
            deadlines.sweep(municipality=cast.home.pk, now=timezone.now() + timedelta(hours=hours))
        told = set(Notice.objects.filter(deadline=deadline).values_list("person", flat=True))
    assert cast.people[Function.MAYOR].pk in told
    assert len(told) > 1, "nobody else was called in"
    mayor.get(reverse("position:item", args=[item.pk]))
    with acting_as_system(municipality=cast.home.pk):
        assert Deadline.objects.get(pk=deadline.pk).state == DeadlineState.MET
    assert "Burgemeester zag dit" in body(chief.get(reverse("reports:report", args=[report.pk])))


@pytest.mark.story("ST12")
def test_figures_stand_there_and_reach_the_mayor_with_their_meaning_frozen(cast: Cast, week: Week) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    screen = body(chief.get(reverse("reports:write", args=[week.delivery.pk])))
    assert "9 misdrijven in januari 2024" in screen
    assert "9 in januari 2024, signaalwaarde 7." in screen, "the deviation is said"
    assert "Proefbron, stand januari 2024" in screen
    write(chief, week.delivery, filled(week))
    report = stored(cast, week.delivery)
    adviser = cast.client(Function.SAFETY_ADVISER)
    adviser.post(reverse("reports:fix", args=[report.pk]), {"version": str(report.version)})
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        # The publisher revises the figure afterwards; what was reported stays what it was.
        week.indicator.series.get().observations.update(value=4)
    page = body(cast.client(Function.MAYOR).get(reverse("reports:report", args=[report.pk])))
    assert "9 misdrijven in januari 2024" in page
    assert "De stijging komt door één dader." in page
    item = stored(cast, week.delivery).item
    assert item is not None
    assert item.meaning == "Proefdiefstal: De stijging komt door één dader."


@pytest.mark.story("ST20")
def test_a_partner_reports_on_its_measure_with_one_form(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        agreement = agree_on_reports(
            identity, week.theme, key="measure_progress", what="Voortgang verlichting",
            supplier=organisation_of(identity, OrganisationKind.HOUSING),
        )  # fmt: skip
        delivery = expected(agreement)
    partner = cast.client(Function.PARTNER)
    address = reverse("reports:write", args=[delivery.pk])
    page = body(partner.get(address))
    assert "Hoe staat de maatregel ervoor?" in page
    assert "Wat zit in de weg?" in page
    data = {"section_measure": "Lampen in de poort", "section_done": "Twaalf lampen.", "send": "1",
            "section_next_step": "Volgende maand de rest."}  # fmt: skip
    refused = partner.post(address, data)
    assert "Kies hoe de maatregel ervoor staat." in body(refused)
    partner.post(
        address, data | {"status": "behind", "section_obstacle": "De leverancier heeft te weinig lampen."}
    )
    report = stored(cast, delivery, Function.PARTNER)
    assert (report.state, report.status) == (ReportState.SENT, "behind")
    assert "loopt achter" in body(cast.client(Function.SAFETY_ADVISER).get(reverse("reports:to_check")))
    cast.client(Function.SAFETY_ADVISER).post(
        reverse("reports:fix", args=[report.pk]), {"version": str(report.version)}
    )
    # What the quarterly report reads of it: by supplier, and only what belongs to that time.
    end = delivery.period_end
    assert end is not None
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        found = queries.statuses_between(identity, end, end)
        assert {key: [str(one) for _report, one in rows] for key, rows in found.items()} == {
            delivery.supplier_id: ["behind"]
        }
        assert queries.fixed_between(identity, end - timedelta(days=9), end - timedelta(days=1)) == []


def test_a_report_goes_back_with_questions_and_comes_again(cast: Cast, week: Week) -> None:
    chief, adviser = cast.client(Function.TEAM_CHIEF), cast.client(Function.SAFETY_ADVISER)
    write(chief, week.delivery, filled(week))
    report = stored(cast, week.delivery)
    back = reverse("reports:send_back", args=[report.pk])
    assert "Stel minstens één vraag" in body(adviser.post(back, {"version": str(report.version)}))
    named = adviser.post(back, {"version": str(report.version), "whole": "Bel 06 12345678, wie is dat?"})
    assert "een telefoonnummer" in body(named), "a question is screened like a report"
    adviser.post(
        back, {"version": str(report.version), "section_nuisance": "Door wie?", "whole": "Wat stelt u voor?"}
    )
    with acting_as_system(municipality=cast.home.pk):
        due = Deadline.objects.get(kind=RETURNED, subject=report.pk)
    assert (due.state, due.organisation_id) == (DeadlineState.OPEN, week.agreement.supplier_id)
    assert "Vragen bij: Weekrapport" in body(chief.get(reverse("deadlines:coming")))
    screen = body(chief.get(reverse("reports:write", args=[week.delivery.pk])))
    assert "Door wie?" in screen
    assert "Wat stelt u voor?" in screen
    report = stored(cast, week.delivery)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        remark = Remark.objects.get(report=report, heading="nuisance")
    data = filled(
        week, version=str(report.version), section_nuisance="Drie avonden, door bezoekers van buiten."
    )
    write(chief, week.delivery, data | {f"answer_{remark.pk.hex}": "Door bezoekers van buiten de stad."})
    report = stored(cast, week.delivery)
    assert report.state == ReportState.SENT
    with acting_as_system(municipality=cast.home.pk):
        assert Deadline.objects.get(pk=due.pk).state == DeadlineState.MET
    page = body(adviser.get(reverse("reports:report", args=[report.pk])))
    assert "Door bezoekers van buiten de stad." in page
    assert "Drie avonden, door bezoekers van buiten." in page
    # Back a second time: the same due date runs again, with two new days.
    adviser.post(back, {"version": str(report.version), "whole": "Klopt dit getal?"})
    with acting_as_system(municipality=cast.home.pk):
        assert Deadline.objects.get(kind=RETURNED, subject=report.pk).state == DeadlineState.OPEN


def test_a_supplement_gets_a_number_of_its_own_and_the_fixed_report_stays(cast: Cast, week: Week) -> None:
    chief, adviser = cast.client(Function.TEAM_CHIEF), cast.client(Function.SAFETY_ADVISER)
    write(chief, week.delivery, filled(week))
    report = stored(cast, week.delivery)
    adviser.post(reverse("reports:fix", args=[report.pk]), {"version": str(report.version)})
    address = reverse("reports:supplement", args=[report.pk])
    assert "blijft zoals het is" in body(chief.get(address))
    assert "Vul dit in." in body(chief.post(address, {"send": "1"})), "an empty one is no supplement"
    sent = chief.post(
        address, {"send": "1", "section_incidents": "Het waren er drie, niet twee."}, follow=True
    )
    assert "Verstuurd" in body(sent)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        added = stored(cast, week.delivery).supplemented_by.get()
    adviser.post(reverse("reports:fix", args=[added.pk]), {"version": str(added.version)})
    mayor = cast.client(Function.MAYOR)
    first = body(mayor.get(reverse("reports:report", args=[report.pk])))
    assert "Aanvulling op R-" in first
    assert "Twee vechtpartijen op de Testmarkt." in first
    second = body(mayor.get(reverse("reports:report", args=[added.pk])))
    assert "Het waren er drie, niet twee." in second
    assert f"R-{timezone.localdate().year}-0002" in second
    with acting_as(person=cast.people[Function.MAYOR].pk):
        titles = Item.objects.filter(delivery=week.delivery).values_list("title", flat=True)
        assert min(titles).startswith("Aanvulling op R-")
