"""Reports from a spreadsheet: template out, file in, a look, then drafts or sent; again changes nothing."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position.models import Agreement, Delivery, DeliveryState, Item
from driehoek.problems.models import SafetyField
from driehoek.problems.services import ensure_theme
from driehoek.reports import services
from driehoek.reports.intake.layout import GIST, STATUS
from driehoek.reports.intake.models import Intake
from driehoek.reports.intake.services import drop_offers
from driehoek.reports.models import Report, ReportState
from tests.support.cast import Cast
from tests.support.position_objects import make_agreement, make_need, organisation_of
from tests.support.report_objects import agree_on_reports, expected

SERVICE_NUMBER = "999990019"


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    """The week report of the police, three weeks behind."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.LIVING, path=("Wonen",))
        return agree_on_reports(identity, theme)


@pytest.fixture
def other(cast: Cast, agreement: Agreement) -> Agreement:
    """A second agreement of the police, with another form that asks how a measure stands."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",))
        return agree_on_reports(identity, theme, key="measure_progress", what="Voortgang camera's")


@pytest.fixture
def police(cast: Cast, agreement: Agreement) -> Client:
    return cast.client(Function.TEAM_CHIEF)


def due(cast: Cast, agreement: Agreement) -> Delivery:
    """What is expected first under an agreement."""
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        return expected(agreement)


def template(client: Client) -> list[list[str]]:
    answer = client.get(reverse("reports:intake_csv"))
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def filled(rows: list[list[str]], *changes: dict[str, str]) -> bytes:
    """The template with the first rows filled in; rows without a change are left out."""
    header = rows[0]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header)
    for row, change in zip(rows[1:], changes, strict=False):
        assert set(change) <= set(header), set(change) - set(header)
        writer.writerow([change.get(name, cell) for name, cell in zip(header, row, strict=True)])
    return text.getvalue().encode()


def offered(client: Client, content: bytes, name: str = "week.csv") -> Intake:
    answer = client.post(reverse("reports:intake"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return Intake.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def taken(
    client: Client, content: bytes, *, act: str = "save", name: str = "week.csv", **data: str
) -> HttpResponse:
    """Offer a file and store it, as a person does; returns the page afterwards."""
    answer = client.post(reverse("reports:intake"), {"file": SimpleUploadedFile(name, content)})
    address = answer["Location"]
    return client.post(f"{address}bewaren/", {"act": act} | data, follow=True)


def reports_of(cast: Cast) -> list[Report]:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        return list(Report.objects.prefetch_related("sections", "flags").order_by("delivery__period_end"))


def last_intake(cast: Cast) -> Intake:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        return Intake.objects.order_by("-at")[0]


GOOD = {
    "Incidenten": "Twee vechtpartijen op de Testmarkt;\nbeide gesust.",
    "Overlast": "Drie avonden overlast.",
    "Verwacht": "Koopavond.",
    GIST: "Rustige week",
}


def test_the_template_has_a_row_for_each_expected_report_and_a_column_for_each_heading(
    cast: Cast, police: Client, agreement: Agreement
) -> None:
    rows = template(police)
    assert rows[0][:3] == ["levering", "afspraak", "periode"]
    assert {"Incidenten", "Overlast", "Verwacht", GIST, "vandaag weten"} <= set(rows[0])
    assert len(rows) > 3
    assert {row[1] for row in rows[1:]} == {agreement.what}
    assert str(due(cast, agreement).pk) == rows[1][0]


@pytest.mark.story("ST10")
def test_a_file_is_looked_at_first_and_then_kept_as_drafts(cast: Cast, police: Client) -> None:
    intake_page = taken(police, filled(template(police), GOOD, GOOD | {GIST: "Tweede week"}))
    assert "2 concepten zijn bewaard" in intake_page.content.decode()
    first, second = reports_of(cast)
    assert (first.state, second.state) == (ReportState.DRAFT, ReportState.DRAFT)
    assert {one.key: one.text for one in first.sections.all()}["incidents"] == GOOD["Incidenten"]
    assert (first.gist, second.gist) == ("Rustige week", "Tweede week")


def test_looking_stores_no_report(cast: Cast, police: Client) -> None:
    found = offered(police, filled(template(police), GOOD))
    page = police.get(reverse("reports:intake_run", args=[found.pk])).content.decode()
    assert "1 rapport is nieuw of anders" in page
    assert "Rustige week" in page
    assert reports_of(cast) == []


@pytest.mark.story("ST11")
def test_a_file_can_be_sent_at_once_and_what_cannot_wait_reaches_the_mayor(
    cast: Cast, police: Client, agreement: Agreement
) -> None:
    delivery = due(cast, agreement)
    content = filled(template(police), GOOD | {"vandaag weten": "Schietpartij bij het Proefplein"})
    page = taken(police, content, act="send").content.decode()
    assert "1 rapport is verstuurd" in page
    [report] = reports_of(cast)
    assert report.state == ReportState.SENT
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert Delivery.objects.get(pk=delivery.pk).state == DeliveryState.RECEIVED
        assert Item.objects.filter(must_know=True, title="Schietpartij bij het Proefplein").count() == 1


def test_the_same_file_again_changes_nothing(cast: Cast, police: Client) -> None:
    content = filled(template(police), GOOD, GOOD)
    taken(police, content)
    before = [(one.pk, one.version, one.saved_at) for one in reports_of(cast)]
    lines = Event.objects.filter(action="reports:report:saved").count()
    assert "Er is niets veranderd" in taken(police, content).content.decode()
    assert [(one.pk, one.version, one.saved_at) for one in reports_of(cast)] == before
    taken(police, content, act="send")
    sent = [(one.pk, one.version, one.sent_at) for one in reports_of(cast)]
    taken(police, content, act="send")
    assert [(one.pk, one.version, one.sent_at) for one in reports_of(cast)] == sent
    assert Event.objects.filter(action="reports:report:saved").count() == lines


def test_storing_the_same_look_twice_stores_once(cast: Cast, police: Client) -> None:
    found = offered(police, filled(template(police), GOOD))
    address = reverse("reports:intake_confirm", args=[found.pk])
    police.post(address, {"act": "save"})
    page = police.post(address, {"act": "send"}, follow=True)
    assert "al bewaard" in page.content.decode()
    assert [one.state for one in reports_of(cast)] == [ReportState.DRAFT]


def test_bad_rows_come_back_with_line_column_value_and_reason_and_good_ones_stay(
    cast: Cast, police: Client
) -> None:
    rows = template(police)
    content = filled(
        rows,
        GOOD,
        GOOD | {"levering": str(uuid.uuid4())},
        GOOD | {"Overlast": f"De man met nummer {SERVICE_NUMBER} is gezien."},
        GOOD | {"Verwacht": "=1+1"},
        GOOD | {GIST: "x" * 141},
    )
    page = taken(police, content).content.decode()
    assert "1 concept is bewaard" in page
    rejects = last_intake(cast).rejects
    # The first row holds a line end, so what comes after it stands a line further.
    assert [(one["line"], one["column"]) for one in rejects] == [
        (4, "levering"), (6, "Overlast"), (8, "Verwacht"), (10, GIST),
    ]  # fmt: skip
    assert all(one["reason"] for one in rejects)
    assert rejects[2]["value"] == "=1+1"
    assert SERVICE_NUMBER not in page
    assert SERVICE_NUMBER not in str(rejects)
    assert len(reports_of(cast)) == 1


def test_what_seems_personal_is_pointed_out_and_stays_a_draft_until_it_is_confirmed(
    cast: Cast, police: Client
) -> None:
    content = filled(template(police), GOOD | {"Overlast": "Bel de melder op 06-12345678."})
    found = offered(police, content)
    page = police.get(reverse("reports:intake_run", args=[found.pk])).content.decode()
    assert "Overlast: Dit lijkt een persoonsgegeven: een telefoonnummer" in page
    assert "personal_confirmed" in page
    police.post(reverse("reports:intake_confirm", args=[found.pk]), {"act": "send"})
    [report] = reports_of(cast)
    assert report.state == ReportState.DRAFT
    assert "persoonsgegevens" in last_intake(cast).rejects[0]["reason"]
    taken(police, content, act="send", personal_confirmed="on")
    assert [one.state for one in reports_of(cast)] == [ReportState.SENT]


def test_a_report_that_lacks_what_must_be_there_stays_a_draft_and_says_what(
    cast: Cast, police: Client
) -> None:
    taken(police, filled(template(police), {GIST: "Alleen een regel"}), act="send")
    [report] = reports_of(cast)
    assert report.state == ReportState.DRAFT
    assert {one["column"] for one in last_intake(cast).rejects} >= {"Incidenten"}


def test_one_file_serves_several_agreements_each_with_its_own_form(
    cast: Cast, police: Client, agreement: Agreement, other: Agreement
) -> None:
    header = ["afspraak", "periode", "Incidenten", "Overlast", "Verwacht", "Wat is er gedaan?", STATUS, GIST]
    assert {"Incidenten", STATUS} <= set(template(police)[0])
    first, second = due(cast, agreement), due(cast, other)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    week = second.period_start.isocalendar()
    writer.writerow(["Weekrapport", first.period_end.isoformat(), "Een", "Twee", "Drie", "", "", "Week"])
    writer.writerow(
        ["Voortgang camera's", f"{week.year}-W{week.week:02d}", "", "", "", "Geplaatst", "op schema", ""]
    )
    writer.writerow(["Voortgang camera's", "2031-W01", "", "", "", "Geplaatst", "op schema", ""])
    writer.writerow(["Weekrapport", "1999-01-01", "", "", "", "Geplaatst", "", ""])
    writer.writerow(["Bestaat niet", "2026-W01", "Een", "", "", "", "", ""])
    taken(police, text.getvalue().encode())
    kept = {one.delivery_id: one for one in reports_of(cast)}
    assert set(kept) == {first.pk, second.pk}
    assert kept[second.pk].status == "on_schedule"
    assert [one["column"] for one in last_intake(cast).rejects] == ["periode", "periode", "afspraak"]


def test_a_column_of_another_form_is_refused_for_the_row(
    cast: Cast, police: Client, agreement: Agreement, other: Agreement
) -> None:
    text = f"levering,Wat is er gedaan?\n{due(cast, agreement).pk},Iets\n"
    found = offered(police, text.encode())
    assert found.outcome == Intake.Outcome.REFUSED or found.rejects[0]["column"] == "Wat is er gedaan?"
    assert "hoort niet bij het formulier" in found.rejects[0]["reason"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"levering,Zomaar\n1,2\n", "kennen wij niet"),
        (b"levering,levering\n1,2\n", "twee keer"),
        (b"Incidenten\nx\n", "geen kolom"),
        (b"PK\x03\x04 geen zip", "geen leesbaar XLSX"),
        (b'levering,Incidenten\n"open,1\n', "aanhalingsteken"),
        (b"levering,Incidenten\n\xff\xfe,1\n", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(cast: Cast, police: Client, content: bytes, said: str) -> None:
    found = offered(police, content)
    assert found.outcome == Intake.Outcome.REFUSED
    assert said in found.rejects[0]["reason"]
    assert said in police.get(reverse("reports:intake_run", args=[found.pk])).content.decode()


def test_a_report_that_stands_in_the_file_twice_is_refused_both_times(cast: Cast, police: Client) -> None:
    rows = template(police)
    content = filled([rows[0], rows[1], rows[1], rows[2]], GOOD, GOOD | {GIST: "Anders"}, GOOD)
    found = offered(police, content)
    assert found.counts["new"] == 1
    assert [one["column"] for one in found.rejects] == ["levering", "levering"]


def test_the_spreadsheet_goes_out_and_comes_back(cast: Cast, police: Client, agreement: Agreement) -> None:
    answer = police.get(reverse("reports:intake_xlsx_of", args=[agreement.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    for name, text in GOOD.items():
        sheet.cell(2, header.index(name) + 1, text)
    assert book.worksheets[1]["A2"].value == "levering"
    made = io.BytesIO()
    book.save(made)
    page = taken(police, made.getvalue(), name="week.xlsx")
    assert "1 concept is bewaard" in page.content.decode()
    [report] = reports_of(cast)
    assert {one.key: one.text for one in report.sections.all()}["incidents"] == GOOD["Incidenten"]
    # The rows that were left empty made no drafts of nothing.
    assert report.gist == "Rustige week"
    assert last_intake(cast).rejects == []


def test_a_formula_in_a_spreadsheet_is_refused(cast: Cast, police: Client, agreement: Agreement) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["levering", "Incidenten"])
    sheet.append([str(due(cast, agreement).pk), '=HYPERLINK("x")'])
    made = io.BytesIO()
    book.save(made)
    found = offered(police, made.getvalue(), "week.xlsx")
    assert found.outcome == Intake.Outcome.REFUSED
    assert "B2" in found.rejects[0]["reason"]


def test_a_sent_report_does_not_change_by_a_file(cast: Cast, police: Client) -> None:
    rows = template(police)
    taken(police, filled(rows, GOOD), act="send")
    found = offered(police, filled(rows, GOOD | {"Overlast": "Toch anders."}))
    assert "al verstuurd" in found.rejects[0]["reason"]


def test_a_long_file_asks_the_database_as_often_as_a_short_one(police: Client) -> None:
    rows = template(police)
    changes = [{"Incidenten": "Niets te melden.", "Overlast": "Geen."} for _row in rows[1:]]
    assert len(changes) > 3
    header = {name: place for place, name in enumerate(rows[0])}
    without = [
        ["" if place == header["levering"] else cell for place, cell in enumerate(row)] for row in rows[1:]
    ]
    counts = []
    for content in (
        filled(rows, changes[0]), filled(rows, *changes), filled([rows[0], *without], *changes)
    ):  # fmt: skip
        taken(police, content)
        looked = offered(police, content)
        with CaptureQueriesContext(connection) as caught:
            page = police.get(reverse("reports:intake_run", args=[looked.pk]))
        assert page.context["rows"]
        counts.append(len(caught))
    assert len(set(counts)) == 1, counts


def test_nobody_else_sees_a_file_nor_stores_it(cast: Cast, police: Client) -> None:
    found = offered(police, filled(template(police), GOOD))
    for function in (Function.SAFETY_ADVISER, Function.PARTNER, Function.PROSECUTOR):
        client = cast.client(function)
        assert client.get(reverse("reports:intake_run", args=[found.pk])).status_code == 404
        assert (
            client.post(reverse("reports:intake_confirm", args=[found.pk]), {"act": "save"}).status_code
            == 404
        )
    assert cast.client(Function.MAYOR).get(reverse("reports:intake")).status_code == 403
    for person in (cast.people[Function.PARTNER], cast.people[Function.MAYOR], cast.stranger):
        with acting_as(person=person.pk):
            assert not Intake.objects.filter(pk=found.pk).exists()


def test_another_supplier_cannot_report_on_a_delivery_that_is_not_theirs(
    cast: Cast, police: Client, agreement: Agreement
) -> None:
    rows = template(police)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",))
        housing = organisation_of(identity, OrganisationKind.HOUSING)
        need = make_need(identity, theme, partner=housing)
        own = make_agreement(identity, need, what="Van wonen")
        form = services.take_form(identity=identity, key="generic")
        services.choose_form(identity=identity, agreement=own, form=form, indicators=())
    partner = cast.client(Function.PARTNER)
    answer = offered(partner, f"levering,in één regel\n{rows[1][0]},Vreemd\n".encode())
    assert "kennen wij niet" in answer.rejects[0]["reason"]
    assert partner.get(reverse("reports:intake_xlsx_of", args=[own.pk])).status_code == 200
    assert partner.get(reverse("reports:intake_xlsx_of", args=[agreement.pk])).status_code == 404


def test_files_that_nobody_stored_are_gone_after_a_day(cast: Cast, police: Client) -> None:
    found = offered(police, filled(template(police), GOOD))
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        Intake.objects.filter(pk=found.pk).update(at=timezone.now() - timedelta(hours=25))
    with acting_as_system(municipality=cast.home.pk):
        assert drop_offers(municipality=cast.home.pk) == 1
        assert not Intake.objects.exists()


def test_nothing_of_a_report_is_on_the_ledger(cast: Cast, police: Client) -> None:
    taken(police, filled(template(police), GOOD), act="send")
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        said = "".join(
            Event.objects.filter(action__startswith="reports:intake:").values_list("data", flat=True)
        )
    assert "Testmarkt" not in said
    assert '"sent":1' in said
