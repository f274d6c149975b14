"""The pages of reports: errors, two writers, one form sent twice, long lists, paper, and own forms."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.models import Deadline
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Appointment, Function, Organisation, OrganisationKind, Person
from driehoek.position.models import Delivery, DeliveryState, Item
from driehoek.position.queries.agreements import agreements_of
from driehoek.reports import queries, services
from driehoek.reports.models import Form, FormOfAgreement, Report, ReportState, Section
from driehoek.reports.ready_forms import Heading, ready_forms
from driehoek.reports.services import Content, NewFlag, NewForm
from tests.reports.conftest import Week
from tests.reports.support import BSN, body, filled, stored, write
from tests.support.cast import Cast
from tests.support.report_objects import WORDS, agree_on_reports, expected, sent_report

pytestmark = pytest.mark.django_db


def asked(client: Client, address: str) -> int:
    """How often a page asks the database."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def second_chief(cast: Cast) -> Person:
    """A colleague of the team chief."""
    with acting_as_system(municipality=cast.home.pk):
        person = Person(email=f"tweede.{cast.home.pk}@voorbeeld.invalid", name="Tweede teamchef")
        person.set_unusable_password()
        person.save(force_insert=True)
        Appointment.objects.create(
            municipality=cast.home, person=person, function=Function.TEAM_CHIEF,
            organisation=Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.POLICE),
            valid_from=timezone.now() - timedelta(days=1),
        )  # fmt: skip
    return person


def test_a_draft_is_kept_and_found_again(cast: Cast, week: Week) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    half = {"save": "1", "version": "0", "section_incidents": "Eerste regel.", "flag_title_0": "Let op"}
    answer = write(chief, week.delivery, half)
    assert answer.status_code == 302
    report = stored(cast, week.delivery)
    assert (report.state, report.delivery.state) == (ReportState.DRAFT, DeliveryState.EXPECTED)
    page = body(chief.get(answer["Location"]))
    assert "Eerste regel." in page
    assert 'value="Let op"' in page
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert not Item.objects.exists(), "nothing of a draft reaches the mayor"


def test_a_heading_that_must_be_filled_is_asked_for_at_sending_only(cast: Cast, week: Week) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    answer = write(chief, week.delivery, filled(week, section_nuisance=""))
    assert answer.status_code == 200
    assert "Schrijf dan: niets te melden." in body(answer)
    assert "Twee vechtpartijen op de Testmarkt." in body(answer), "what was typed stays"
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        report = services.save(identity=identity, delivery=week.delivery, version=None, content=Content())
        with pytest.raises(services.IncompleteError) as caught:
            services.send(identity=identity, report=report, version=report.version)
    assert [key for key, _words in caught.value.missing] == ["incidents", "nuisance", "expected"]


def test_an_identity_number_is_refused_and_not_even_kept_in_a_draft(cast: Cast, week: Week) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    text = f"De man met nummer {BSN} was erbij."
    for act in ("send", "save"):
        answer = write(
            chief,
            week.delivery,
            filled(week, send="", section_incidents=text, personal_confirmed="on") | {act: "1"},
        )
        assert answer.status_code == 200
        assert "Hier staat een burgerservicenummer." in body(answer)
        assert text in body(answer)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        assert not Report.objects.exists()
        content = Content(sections=WORDS, flags=[NewFlag("Let op", text)])
        with pytest.raises(services.ScreenedError) as caught:
            services.save(identity=identity, delivery=week.delivery, version=None, content=content)
    assert caught.value.refused
    assert [one.key for one in caught.value.findings if one.finding.refuse] == ["flag"]


def test_other_personal_data_ask_once_to_be_sure(cast: Cast, week: Week) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    doubtful = filled(week, section_incidents="Bel 06 12345678 voor de afspraak.")
    first = write(chief, week.delivery, doubtful)
    assert "een telefoonnummer" in body(first)
    assert "Ik heb het nagekeken" in body(first)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert not Report.objects.exists()
    assert write(chief, week.delivery, doubtful | {"personal_confirmed": "on"}).status_code == 302
    assert stored(cast, week.delivery).state == ReportState.SENT


def test_the_service_asks_too_when_no_form_did(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        content = Content(sections=WORDS | {"nuisance": "Bel 06 12345678."})
        report = services.save(identity=identity, delivery=week.delivery, version=None, content=content)
        with pytest.raises(services.ScreenedError) as caught:
            services.send(identity=identity, report=report, version=report.version)
        assert not caught.value.refused
        assert [(one.key, one.label) for one in caught.value.findings] == [("nuisance", "Overlast")]
        services.send(identity=identity, report=report, version=report.version, confirmed=True)
        with pytest.raises(services.UnknownPlaceError, match="bestaat_niet"):
            services.save(
                identity=identity, delivery=expected(week.agreement), version=None,
                content=Content(sections={"bestaat_niet": "x"}),
            )  # fmt: skip


def test_sent_twice_is_sent_once(cast: Cast, week: Week) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    data = filled(week, flag_title_0="Onrust in de wijk")
    write(chief, week.delivery, data)
    again = chief.post(reverse("reports:write", args=[week.delivery.pk]), data, follow=True)
    assert "Er is niets dubbel opgeslagen." in body(again)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert Item.objects.filter(delivery=week.delivery).count() == 1
    report = stored(cast, week.delivery)
    adviser = cast.client(Function.SAFETY_ADVISER)
    address = reverse("reports:fix", args=[report.pk])
    for _time in range(2):
        adviser.post(address, {"version": str(report.version)})
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert Item.objects.filter(delivery=week.delivery).count() == 2
        assert Event.objects.filter(subject=report.pk, action="reports:report:fixed").count() == 1


def test_a_draft_saved_twice_is_one(cast: Cast, week: Week) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    data = {"save": "1", "version": "0", "section_incidents": "Eerste regel."}
    for _time in range(2):
        assert write(chief, week.delivery, data).status_code == 302
    report = stored(cast, week.delivery)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert Event.objects.filter(subject=report.pk).count() == 1


def test_two_writers_lose_nothing(cast: Cast, week: Week) -> None:
    chief, colleague = cast.client(Function.TEAM_CHIEF), cast.client(person=second_chief(cast))
    write(chief, week.delivery, {"save": "1", "section_incidents": "Van de eerste."})
    version = str(stored(cast, week.delivery).version)
    write(colleague, week.delivery, {"save": "1", "version": version, "section_incidents": "Van de tweede."})
    late = write(
        chief, week.delivery, {"save": "1", "version": version, "section_incidents": "Weer van de eerste."}
    )
    assert late.status_code == 409
    page = body(late)
    assert "Tweede teamchef wijzigde dit" in page
    assert "Van de tweede." in page
    assert "Weer van de eerste." in page
    fresh = str(stored(cast, week.delivery).version)
    assert f'name="version" value="{fresh}"' in page
    assert (
        write(
            chief, week.delivery, {"save": "1", "version": fresh, "section_incidents": "Weer van de eerste."}
        ).status_code
        == 302
    )
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert (
            Section.objects.get(report__delivery=week.delivery, key="incidents").text == "Weer van de eerste."
        )


def test_two_advisers_check_one_report_once(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        report = sent_report(identity, week.delivery)
    version = report.version
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.check(identity=identity, report=report, version=version)
    answer = cast.client(Function.DEPUTY).post(
        reverse("reports:fix", args=[report.pk]), {"version": str(version)}, follow=True
    )
    assert "Iemand anders heeft dit net gewijzigd." in body(answer)
    assert stored(cast, week.delivery).state == ReportState.CHECKED


def test_the_adviser_hears_that_the_supplier_began_already(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        services.save(
            identity=identity, delivery=week.delivery, version=None, content=Content(gist="Geheim concept")
        )
    adviser = cast.client(Function.SAFETY_ADVISER)
    page = body(adviser.get(reverse("reports:write", args=[week.delivery.pk])))
    assert "Geheim concept" not in page
    data = filled(week, send="", save="1")
    answer = body(write(adviser, week.delivery, data))
    assert "De leverancier is zelf al aan dit rapport begonnen." in answer
    assert "Geheim concept" not in answer


def test_the_adviser_registers_what_came_another_way_on_the_day_it_came(cast: Cast, week: Week) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    came = timezone.localdate() - timedelta(days=2)
    write(adviser, week.delivery, filled(week, received_on=came.isoformat()))
    report = stored(cast, week.delivery)
    assert report.on_behalf
    assert report.delivery.received_at is not None
    assert timezone.localdate(report.delivery.received_at) == came


def test_what_was_written_last_time_is_copied_with_one_tap(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        sent_report(identity, week.delivery, nuisance="Zelfde groep als altijd.")
        following = expected(week.agreement)
    chief = cast.client(Function.TEAM_CHIEF)
    screen = body(chief.get(reverse("reports:write", args=[following.pk])))
    assert "Vorige keer" in screen
    copied = body(
        write(chief, following, {"copy": "nuisance", "section_incidents": "Nieuw.", "version": "0"})
    )
    assert ">\nZelfde groep als altijd.</textarea>" in copied
    assert ">\nNieuw.</textarea>" in copied
    assert write(chief, following, {"copy": "bestaat-niet"}).status_code == 404


def test_a_report_on_what_is_not_awaited_is_not_kept(cast: Cast, week: Week) -> None:
    with acting_as_system(municipality=cast.home.pk):
        Delivery.objects.filter(pk=week.delivery.pk).update(state=DeliveryState.DROPPED)
    answer = cast.client(Function.TEAM_CHIEF).post(
        reverse("reports:write", args=[week.delivery.pk]), filled(week), follow=True
    )
    assert "Dit rapport wordt niet meer verwacht." in body(answer)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert not Report.objects.exists()


def test_a_late_report_says_so(cast: Cast, week: Week) -> None:
    with acting_as_system(municipality=cast.home.pk):
        past = timezone.now() - timedelta(days=9)
        Deadline.objects.filter(pk=week.delivery.deadline_id).update(due_at=past, late_after=past)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert queries.late_count(identity) == 1
    write(cast.client(Function.TEAM_CHIEF), week.delivery, filled(week))
    adviser = cast.client(Function.SAFETY_ADVISER)
    assert "te laat binnen" in body(adviser.get(reverse("reports:to_check")))


def many(cast: Cast, week: Week, number: int) -> None:
    """Fixed reports in bulk, straight into the tables: as many as years of them."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        first = sent_report(identity, expected(week.agreement))
        first = services.fix(identity=identity, report=first, version=first.version)
        delivery = first.delivery
    rows = []
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        for place in range(number):
            copied = Delivery(
                municipality_id=delivery.municipality_id, agreement_id=delivery.agreement_id,
                supplier_id=delivery.supplier_id, theme_id=delivery.theme_id, state=DeliveryState.RECEIVED,
                received_at=timezone.now(), period_end=timezone.localdate() - timedelta(days=400 + place),
            )  # fmt: skip
            rows.append(copied)
        Delivery.objects.bulk_create(rows)
        now = timezone.now()
        reports = Report.objects.bulk_create(
            Report(
                municipality_id=delivery.municipality_id, delivery=one, supplier_id=delivery.supplier_id,
                theme_id=delivery.theme_id, form_id=first.form_id, form_name="Formulier", form_version=1,
                author_id=identity.person, made_at=now, saved_at=now - timedelta(minutes=place), on_behalf=True,
            )
            for place, one in enumerate(rows)
        )  # fmt: skip
        ids = [one.pk for one in reports]
        found = Report.objects.filter(pk__in=ids)
        found.update(state="sent", sent_at=now)
        found.update(state="checked", checked_at=now)
        for place, one in enumerate(ids):
            Report.objects.filter(pk=one).update(
                state="fixed", number=f"R-2020-{place:04d}", fixed_at=now, fixed_by=identity.person
            )


def test_lists_ask_as_often_for_many_as_for_few(cast: Cast, week: Week) -> None:
    mayor, adviser = cast.client(Function.MAYOR), cast.client(Function.SAFETY_ADVISER)
    many(cast, week, 9)
    address = reverse("reports:reports")
    few = asked(mayor, address), asked(adviser, address)
    many(cast, week, 0)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for _time in range(3):
            sent_report(identity, expected(week.agreement))
    waiting = asked(adviser, reverse("reports:to_check"))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for _time in range(4):
            sent_report(identity, expected(week.agreement))
    assert asked(adviser, reverse("reports:to_check")) == waiting
    assert (asked(mayor, address), asked(adviser, address)) == few


def test_a_long_list_goes_on_without_a_row_twice(cast: Cast, week: Week) -> None:
    many(cast, week, 210)
    mayor = cast.client(Function.MAYOR)
    address, seen = reverse("reports:reports"), []
    following = address
    while following:
        answer = mayor.get(following)
        seen += [row.url for row in answer.context["rows"]]
        following = address + answer.context["next_url"] if answer.context["next_url"] else ""
    assert len(seen) == len(set(seen)) == 211
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        today = timezone.localdate()
        with CaptureQueriesContext(connection) as caught:
            found = queries.fixed_between(identity, today - timedelta(days=700), today - timedelta(days=400))
            assert [one.sections.all() for one in found]
        assert len(found) == 210
        assert len(caught) <= 8


def test_the_paper_is_tagged_and_only_of_what_is_fixed(cast: Cast, week: Week) -> None:
    write(cast.client(Function.TEAM_CHIEF), week.delivery, filled(week, flag_title_0="Onrust in de wijk"))
    report = stored(cast, week.delivery)
    adviser = cast.client(Function.SAFETY_ADVISER)
    address = reverse("reports:pdf", args=[report.pk])
    assert adviser.get(address).status_code == 404
    adviser.post(reverse("reports:fix", args=[report.pk]), {"version": str(report.version)})
    answer = cast.client(Function.MAYOR).get(address)
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="rapport-R-{timezone.localdate().year}-0001.pdf"'
    )
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert paper.Root.MarkInfo.Marked
        assert "pdfuaid" in str(paper.open_metadata())
        assert str(paper.Root.Lang) == "nl"
        assert "R-" in str(paper.docinfo["/Title"])
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert Event.objects.filter(subject=report.pk, action="reports:report:taken").count() == 1


def test_a_keeper_makes_and_changes_a_form_and_what_was_sent_keeps_its_headings(
    cast: Cast, week: Week
) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        report = sent_report(identity, week.delivery)
    adviser = cast.client(Function.SAFETY_ADVISER)
    form_id = report.form_id
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        version = Form.objects.get(pk=form_id).version
    address = reverse("reports:form_change", args=[form_id])
    assert "Incidenten" in body(adviser.get(address))
    rows = {
        "rubriek-TOTAL_FORMS": "2",
        "rubriek-INITIAL_FORMS": "2",
        "rubriek-0-key": "incidents",
        "rubriek-0-label": "Voorvallen",
        "rubriek-1-label": "Wat viel u mee?",
        "rubriek-1-required": "on",
    }
    data = rows | {"version": str(version), "name": "Weekbericht"}
    assert adviser.post(address, data).status_code == 302
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        form = Form.objects.get(pk=form_id)
        assert [(one.key, one.required) for one in queries.headings_of(form)] == [
            ("incidents", False), ("wat_viel_u_mee", True),
        ]  # fmt: skip
        with pytest.raises(VersionConflict):
            services.change_form(
                identity=identity, form=form, version=version, new=NewForm("Anders", (Heading("a", "A"),))
            )
    assert adviser.post(address, data).status_code == 409, "the second of two keepers is told"
    assert "Incidenten" in body(adviser.get(reverse("reports:report", args=[report.pk])))
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        following = expected(week.agreement)
    screen = body(cast.client(Function.TEAM_CHIEF).get(reverse("reports:write", args=[following.pk])))
    assert "Wat viel u mee?" in screen
    assert "Voorvallen" in screen


def test_a_keeper_chooses_a_form_and_its_figures_on_the_page_of_an_agreement(cast: Cast, week: Week) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    page = body(adviser.get(reverse("position:agreement", args=[week.agreement.pk])))
    assert "De leverancier vult in: Weekbericht politie." in page
    address = reverse("reports:choose", args=[week.agreement.pk])
    assert "Cijfers die al ingevuld staan" in body(adviser.get(address))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        version = FormOfAgreement.objects.get(agreement=week.agreement).version
    data = {"form": "klaar:generic", "version": str(version), "indicator_0": str(week.indicator.pk)}
    twice = adviser.post(address, data | {"indicator_1": str(week.indicator.pk)})
    assert "Dit cijfer is al gekozen." in body(twice)
    assert adviser.post(address, data).status_code == 302
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        agreement = agreements_of(identity).get(pk=week.agreement.pk)
        choice = queries.form_of(agreement)
        assert choice is not None
        assert choice.form.name == "Voortgangsrapportage"
        assert [one.indicator.pk for one in queries.prefill(identity, week.delivery)] == [week.indicator.pk]
        version = choice.version
    adviser.post(reverse("reports:form_drop", args=[week.agreement.pk]), {"version": str(version)})
    chief = cast.client(Function.TEAM_CHIEF)
    assert chief.get(reverse("position:deliver", args=[week.delivery.pk])).status_code == 200, (
        "the plain form again"
    )


def test_a_partner_without_a_right_to_norms_still_gets_the_figures_chosen_for_it(
    cast: Cast, week: Week
) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        agreement = agree_on_reports(
            identity, week.theme, week.indicator, key="generic", what="Voortgang deurbeleid",
            supplier=Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.HOUSING),
        )  # fmt: skip
        delivery = expected(agreement)
    with acting_as(person=cast.people[Function.PARTNER].pk) as identity:
        [line] = queries.prefill(identity, delivery)
    assert (line.value, line.norm) == (9.0, "")
    assert line.comparison == "geen cijfer van een jaar eerder"


def test_the_ready_made_forms_are_whole() -> None:
    forms = ready_forms()
    assert {"police_week", "measure_progress", "prosecution_month", "nightlife", "generic"} <= set(forms)
    assert all(any(heading.required for heading in one.headings) for one in forms.values())
