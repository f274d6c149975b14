"""ST16 and ST17 from beginning to end, through the pages that people use."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from driehoek.deadlines import queries as deadlines
from driehoek.parties.models import Function, OrganisationKind
from driehoek.plans import services
from driehoek.plans.models import Action, Edition, Goal, Plan, QuarterlyReport, ReportPart
from driehoek.plans.quarters import quarter_of
from driehoek.problems.models import Theme
from tests.analysis.support import Figures
from tests.plans.conftest import Acting, Laid, organisation
from tests.standard.conftest import lay_down
from tests.support.cast import Cast
from tests.support.plan_objects import YEAR

ADVISER, PARTNER, MAYOR = Function.SAFETY_ADVISER, Function.PARTNER, Function.MAYOR


def text_of(response: HttpResponse) -> str:
    """Return what a reader reads in the middle of a page."""
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return re.sub(r"\s+", " ", " ".join(main.itertext()))


def page(client: Client, name: str, *about: uuid.UUID, **query: str) -> str:
    response = client.get(reverse(f"plans:{name}", args=about), query)
    assert response.status_code == 200, (name, response.status_code)
    return text_of(response)


def hidden(client: Client, name: str, *about: uuid.UUID) -> dict[str, list[str]]:
    """Return what a form sends by itself: its hidden fields and ticks."""
    found: dict[str, list[str]] = {}
    response = client.get(reverse(f"plans:{name}", args=about))
    inputs = "//main//form//input[@type='hidden' or (@type='checkbox' and @checked)]"
    for one in html.fromstring(response.content.decode()).xpath(inputs):
        if one.get("name") != "csrfmiddlewaretoken":
            found.setdefault(one.get("name"), []).append(one.get("value"))
    return found


def send(client: Client, name: str, *about: uuid.UUID, **values: object) -> HttpResponse:
    return client.post(reverse(f"plans:{name}", args=about), values)


@pytest.mark.story("ST17")
def test_a_year_plan_from_goal_to_status(cast: Cast, acting: Acting, theme: Theme) -> None:
    adviser, partner = cast.client(ADVISER), cast.client(PARTNER)
    today = timezone.localdate()
    send(adviser, "plan_new", year=today.year, title="Uitvoeringsplan veiligheid")
    with acting(ADVISER):
        plan = Plan.objects.get()
        housing = organisation(cast, OrganisationKind.HOUSING).pk
    goal = {"theme": str(theme.pk), "sentence": "Minder overlast", "decider": "driehoek"}
    refused = send(adviser, "goal_new", plan.pk, **goal)
    assert "Kies een norm, of schrijf op hoe u het meet." in text_of(refused)
    send(adviser, "goal_new", plan.pk, **goal, measured_how="Met meldingen.")
    with acting(ADVISER):
        made = Goal.objects.get()
    action = {"what": "Portieken verlichten", "owner": str(housing), "starts_on": "2026-01-01"}
    refused = send(adviser, "action_new", made.pk, **action, due_on="2025-12-01")
    assert "Kies een dag die niet voor de begindatum ligt." in text_of(refused)
    due = today - timedelta(days=10)
    send(adviser, "action_new", made.pk, **action | {"starts_on": str(due)}, due_on=str(due))
    assert "Er loopt niets voor uw organisatie" in page(partner, "own")

    fields = hidden(adviser, "plan_adopt", plan.pk)
    for _tap in range(2):
        response = send(
            adviser, "plan_adopt", plan.pk, **fields, by="driehoek", on=str(today), where="Driehoek"
        )
        assert response.status_code == 302
    with acting(ADVISER):
        assert Edition.objects.count() == 1
    with acting(ADVISER):
        one = Action.objects.get()
    assert "Portieken verlichten" in page(partner, "own")
    with acting(PARTNER) as identity:
        assert deadlines.late_count(identity, kind="plans.action") in (0, 1)

    stand = page(cast.client(MAYOR), "plan", plan.pk)
    assert "1 maatregel is te laat." in stand
    assert "te laat gepland" in stand

    refused = send(partner, "action_status", one.pk, version=1, status="delayed", note="")
    assert "Schrijf in één regel waarom." in text_of(refused)
    answer = send(partner, "action_status", one.pk, version=1, status="delayed", note="De aannemer is later.")
    assert answer.status_code == 302
    stand = page(cast.client(MAYOR), "plan", plan.pk, stand="delayed")
    assert "De aannemer is later." in stand
    story = page(partner, "action", one.pk)
    assert "Vertraagd (was: gepland)" in story
    assert "Niets gevonden" in page(cast.client(MAYOR), "plan", plan.pk, stand="done")


@pytest.mark.story("ST17")
def test_effort_stands_beside_effect_and_is_never_called_one(
    cast: Cast, acting: Acting, laid: Laid, theme: Theme
) -> None:
    figures = Figures(cast.home)
    indicator = figures.indicator(theme=theme)
    figures.series(indicator, figures.town, [18.0] * 33 + [24.0, 25.0, 26.0])
    norm = lay_down(cast, indicator)
    adviser = cast.client(ADVISER)
    values = {
        "theme": str(theme.pk),
        "sentence": "Minder inbraken",
        "norm": str(norm.pk),
        "decider": "driehoek",
    }
    assert send(adviser, "goal_change", laid.goal.pk, version=1, **values).status_code == 302
    said = page(cast.client(MAYOR), "plan", laid.plan.pk)
    assert "Norm niet gehaald" in said
    assert "26 misdrijven in augustus 2022" in said
    assert "Gelijktijdig. Dat dit door de maatregelen komt, is niet bewezen." in said
    assert "Gewijzigd na de vaststelling" in page(adviser, "plan", laid.plan.pk)


def test_of_two_who_fix_the_first_edition_at_once_the_second_comes_to_it(
    cast: Cast, acting: Acting, laid: Laid, monkeypatch: pytest.MonkeyPatch
) -> None:
    adviser, quarter = cast.client(ADVISER), quarter_of(timezone.localdate())
    send(adviser, "report_start", quarter=f"{quarter.year}-{quarter.number}")
    with acting(ADVISER):
        report = QuarterlyReport.objects.get()
    seen = hidden(adviser, "report_preview", report.pk)
    plainly = services.freeze_report

    def just_after_another(**given: Any) -> Edition:
        plainly(**given)
        return plainly(**given)

    monkeypatch.setattr(services, "freeze_report", just_after_another)
    answer = send(adviser, "report_preview", report.pk, **seen)
    with acting(ADVISER):
        [edition] = Edition.objects.filter(report=report)
    assert answer["Location"] == reverse("plans:edition", args=[edition.pk])


def test_who_comes_second_keeps_the_text(cast: Cast, laid: Laid) -> None:
    partner = cast.client(PARTNER)
    first = send(partner, "action_status", laid.housing.pk, version=1, status="running", note="Begonnen.")
    assert first.status_code == 302
    second = send(partner, "action_status", laid.housing.pk, version=1, status="done", note="Al klaar.")
    assert second.status_code == 409
    body = second.content.decode()
    assert "Iemand anders was u voor" in body
    assert 'value="Al klaar."' in body
    assert "Begonnen." in body
    again = hidden_of(second)
    assert (
        send(partner, "action_status", laid.housing.pk, **again, status="done", note="Al klaar.").status_code
        == 302
    )


def hidden_of(response: HttpResponse) -> dict[str, list[str]]:
    """Return the hidden fields of the form in an answer."""
    found: dict[str, list[str]] = {}
    for one in html.fromstring(response.content.decode()).xpath("//main//form//input[@type='hidden']"):
        if one.get("name") != "csrfmiddlewaretoken":
            found.setdefault(one.get("name"), []).append(one.get("value"))
    return found


@pytest.mark.story("ST16")
def test_a_quarterly_report_from_proposal_to_corrected_edition(
    cast: Cast, acting: Acting, laid: Laid, theme: Theme
) -> None:
    adviser, mayor = cast.client(ADVISER), cast.client(MAYOR)
    quarter = quarter_of(timezone.localdate())
    assert "Er is nog geen rapportage" in page(mayor, "reports")
    send(adviser, "report_start", quarter=f"{quarter.year}-{quarter.number}")
    with acting(ADVISER):
        report = QuarterlyReport.objects.get()
    prosecutor = cast.client(Function.PROSECUTOR)
    assert "Nog niet vastgesteld" in page(prosecutor, "report", report.pk)

    fields = hidden(adviser, "report_part", report.pk, theme.pk)
    police = f"action:{laid.police.lineage}"
    ticked = sorted({*fields.pop("chosen", []), police})
    text = "De inzet loopt een maand achter."
    answer = send(adviser, "report_part", report.pk, theme.pk, **fields, chosen=ticked, text=text)
    assert answer.status_code == 302
    general = hidden(adviser, "report_general", report.pk)
    send(
        adviser,
        "report_general",
        report.pk,
        **general,
        text="Een rustig kwartaal.",
        outlook="Meer toezicht.",
        closed="Een gesprek loopt.",
    )
    preview = page(adviser, "report_preview", report.pk)
    assert "Vaste ploeg in de avond" in preview
    assert "Een rustig kwartaal." in preview
    seen = hidden(adviser, "report_preview", report.pk)
    assert send(adviser, "report_preview", report.pk, **seen).status_code == 302
    with acting(ADVISER):
        [first] = Edition.objects.filter(report=report)
    assert send(adviser, "report_preview", report.pk, **seen).status_code == 302, "twice is once"
    with acting(ADVISER):
        assert Edition.objects.filter(report=report).count() == 1

    fields = hidden(adviser, "report_part", report.pk, theme.pk)
    send(adviser, "report_part", report.pk, theme.pk, **fields, text="De inzet loopt zes weken achter.")
    send(
        cast.client(PARTNER), "action_status", laid.housing.pk, version=1, status="running", note="Begonnen."
    )
    stale = send(adviser, "report_preview", report.pk, **seen, reason="Zes weken.")
    assert stale.status_code == 409
    assert "Er is net iets veranderd" in text_of(stale)
    again = hidden_of(stale)
    assert "Vul dit in." in text_of(send(adviser, "report_preview", report.pk, **again, reason=""))
    assert (
        send(adviser, "report_preview", report.pk, **again, reason="Zes weken, geen maand.").status_code
        == 302
    )
    with acting(ADVISER):
        second = Edition.objects.get(report=report, number=2)

    response = mayor.get(reverse("plans:edition", args=[second.pk]))
    tree = html.fromstring(response.content.decode())
    assert [" ".join(one.itertext()) for one in tree.xpath("//del")] == ["[eruit:  een maand ]"]
    assert any("zes weken" in "".join(one.itertext()) for one in tree.xpath("//ins"))
    said = text_of(response)
    assert "eerst gepland, nu loopt" in said
    assert "Reden: Zes weken, geen maand." in said
    assert "Er is een nieuwere versie" in page(mayor, "edition", first.pk)
    assert "zes weken" not in page(mayor, "edition", first.pk)

    paper = mayor.get(reverse("plans:edition_pdf", args=[second.pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert b"pdfuaid" in paper.content or b"StructTreeRoot" in paper.content
    led = prosecutor.get(reverse("plans:report", args=[report.pk]))
    assert led["Location"] == reverse("plans:edition", args=[second.pk])
    assert reverse("plans:edition", args=[second.pk]) in mayor.get(reverse("plans:reports")).content.decode()


@pytest.mark.story("ST16")
def test_a_quarter_stands_beside_the_one_before(cast: Cast, acting: Acting, laid: Laid, theme: Theme) -> None:
    adviser = cast.client(ADVISER)
    with acting(ADVISER):
        Action.objects.update(status="planned")
    chosen = f"action:{laid.housing.lineage}"
    for number, status in ((1, "running"), (2, "done")):
        with acting(ADVISER):
            version = Action.objects.get(pk=laid.housing.pk).version
        send(
            cast.client(PARTNER), "action_status", laid.housing.pk, version=version, status=status, note="Zo."
        )
        with acting(ADVISER) as identity:
            report = services.start_report(identity=identity, year=YEAR, quarter=number)
        fields = hidden(adviser, "report_part", report.pk, theme.pk) | {"chosen": [chosen]}
        send(adviser, "report_part", report.pk, theme.pk, **fields, text=f"Kwartaal {number}.")
        send(adviser, "report_preview", report.pk, **hidden(adviser, "report_preview", report.pk))
    with acting(ADVISER):
        edition = Edition.objects.get(report__quarter=2)
    said = page(cast.client(MAYOR), "edition", edition.pk)
    assert f"Verschil met het 1e kwartaal {YEAR}" in said
    assert "eerst loopt, nu klaar" in said


def test_two_writers_of_one_theme_see_each_other(
    cast: Cast, acting: Acting, laid: Laid, theme: Theme
) -> None:
    adviser, deputy = cast.client(ADVISER), cast.client(Function.DEPUTY)
    send(adviser, "report_start", quarter=f"{YEAR}-4")
    with acting(ADVISER):
        report = QuarterlyReport.objects.get()
    fields = hidden(adviser, "report_part", report.pk, theme.pk)
    assert (
        send(adviser, "report_part", report.pk, theme.pk, **fields, text="Van de adviseur.").status_code
        == 302
    )
    late = send(deputy, "report_part", report.pk, theme.pk, **fields, text="Van de loco.")
    assert late.status_code == 409
    body = late.content.decode()
    assert "Van de adviseur." in body
    assert "Van de loco." in body
    with acting(ADVISER):
        assert ReportPart.objects.get(report=report, theme=theme).text == "Van de adviseur."


def test_a_service_number_is_kept_out_of_what_can_never_change(
    cast: Cast, acting: Acting, laid: Laid, theme: Theme
) -> None:
    number = "111222333"
    answer = send(
        cast.client(PARTNER),
        "action_status",
        laid.housing.pk,
        version=1,
        status="running",
        note=f"Man {number}.",
    )
    assert "Hier staat een burgerservicenummer." in text_of(answer)
    adviser = cast.client(ADVISER)
    send(adviser, "report_start", quarter=f"{YEAR}-4")
    with acting(ADVISER):
        report = QuarterlyReport.objects.get()
        assert Action.objects.get(pk=laid.housing.pk).note == ""
    fields = hidden(adviser, "report_part", report.pk, theme.pk)
    answer = send(adviser, "report_part", report.pk, theme.pk, **fields, text=f"Het gaat om {number}.")
    assert "Hier staat een burgerservicenummer." in text_of(answer)
    with acting(ADVISER):
        assert ReportPart.objects.get(report=report, theme=theme).text == ""


def test_free_text_is_never_markup(cast: Cast, acting: Acting, laid: Laid, theme: Theme) -> None:
    nasty = "<script>alert(1)</script>"
    send(cast.client(PARTNER), "action_status", laid.housing.pk, version=1, status="running", note=nasty)
    for client, name, which in (
        (cast.client(MAYOR), "plan", laid.plan.pk),
        (cast.client(MAYOR), "action", laid.housing.pk),
    ):
        assert nasty not in client.get(reverse(f"plans:{name}", args=[which])).content.decode()


def test_addresses_that_make_no_sense_narrow_nothing(cast: Cast, laid: Laid) -> None:
    said = page(cast.client(MAYOR), "plan", laid.plan.pk, thema="x", wie="'", stand="niets", doel="1")
    assert "Portieken verlichten" in said
    assert "Er is nog geen rapportage" in page(cast.client(MAYOR), "reports", na="x-9")
