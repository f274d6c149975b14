"""From a report with gaps to a closure that is objected to, through everyone's own browser (CX14, CX15, CX16)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.cases import requirements
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.ledger.models import Event
from driehoek.measures.models import AdministrativeMeasure, MeasureClock, PoliceReport, ReportState
from driehoek.measures.tables import report_fields
from driehoek.measures.terms import last_day
from driehoek.parties.models import Function
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast
from tests.support.measure_objects import (
    ALLOWED,
    REASON,
    SECRET,
    as_person,
    closure,
    filed,
    full_contents,
    go,
    placed,
)

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"measures:{name}", args=args))
    assert answer.status_code == 200, answer.content.decode()[-600:]
    return answer.content.decode()


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


@pytest.fixture
def made(cast: Cast) -> MadeCase:
    return make_case(cast, own=("Zorg",), partners=[(Function.PARTNER, ("Zorg",))], title="Pand Proefkade")


@pytest.mark.story("CX14")
@pytest.mark.story("CX16")
def test_a_report_with_gaps_is_asked_about_answered_and_found_complete(cast: Cast, made: MadeCase) -> None:
    police, adviser = cast.client(Function.TEAM_CHIEF), cast.client(Function.SAFETY_ADVISER)
    sent = hidden(page(police, "report_new")) | {
        "reference": "PL-2026-0815",
        "found_on": (timezone.localdate() - timedelta(days=10)).isoformat(),
    }
    sent |= {f"text_{key}": text for key, text in full_contents().items() if key not in ("minors", "danger")}
    first = police.post(reverse("measures:report_new"), sent)
    again = police.post(reverse("measures:report_new"), sent)
    assert (first.status_code, first.headers["Location"]) == (302, again.headers["Location"])
    with as_person(cast, Function.SAFETY_ADVISER):
        report = PoliceReport.objects.get()
    shown = page(adviser, "report", report.pk)
    assert "Er missen 2 punten" in shown
    assert report_fields()["minors"].why in shown
    assert "10 dagen sinds de bevinding" in shown

    # One tap makes the question with what is missing; the answer is given in the same form.
    asked = re.findall(r'name="fields_asked" value="(\w+)"[^>]*checked', shown)
    assert sorted(asked) == ["danger", "minors"]
    version = hidden(shown)["version"]
    adviser.post(
        reverse("measures:report_ask", args=[report.pk]), {"version": version, "fields_asked": asked}
    )
    assert "De gemeente wacht op een aanvulling" in page(police, "reports")
    form = page(police, "report_answer", report.pk)
    assert SECRET in form
    answer = sent | {"text_minors": "Geen minderjarigen.", "none_danger": "on"}
    police.post(reverse("measures:report_answer", args=[report.pk]), answer)
    shown = page(adviser, "report", report.pk)
    assert "Alle punten waar de rechter naar vraagt" in shown

    adviser.post(
        reverse("measures:report_place", args=[report.pk]),
        {"version": _version(cast, report), "compartment": made.shared.pk},
    )
    assert not requirements.check(made.case, "measures.report_checked").met
    adviser.post(reverse("measures:report_checked", args=[report.pk]), {"version": _version(cast, report)})
    with as_person(cast, Function.SAFETY_ADVISER):
        assert PoliceReport.objects.get().state == ReportState.CHECKED
        assert requirements.check(made.case, "measures.report_checked").met
        due = Deadline.objects.get(kind="measures.report")
        assert due.problem == made.id
    # The police see what was done, and nothing of the case.
    told = page(police, "report", report.pk)
    assert "De rapportage is volledig" in told
    assert "Pand Proefkade" not in told
    assert "Vul de rapportage aan" not in told


def _version(cast: Cast, report: PoliceReport) -> int:
    with as_person(cast, Function.SAFETY_ADVISER):
        return PoliceReport.objects.get(pk=report.pk).version


def _step(client: Client, measure: AdministrativeMeasure, step: str, **values: str) -> str:
    url = reverse("measures:step", args=[measure.pk, step])
    shown = client.get(url)
    assert shown.status_code == 200, step
    sent = (
        hidden(shown.content.decode()) | {"on": timezone.localdate().isoformat(), "reason": REASON} | values
    )
    return client.post(url, sent, follow=True).content.decode()


@pytest.mark.story("CX15")
@pytest.mark.story("CX16")
def test_a_closure_goes_from_intention_to_objection_and_the_mayor_decides(cast: Cast, made: MadeCase) -> None:
    adviser, mayor = cast.client(Function.SAFETY_ADVISER), cast.client(Function.MAYOR)
    report = placed(cast, made, filed(cast))
    form = page(adviser, "new", made.id)
    today = timezone.localdate()
    sent = hidden(form) | {
        "kind": "closure_13b",
        "title": "Sluiting van een pand aan de kade",
        "begins_on": today.isoformat(),
        "ends_on": (today + timedelta(days=89)).isoformat(),
        "uses_police_data": "on",
        "report": str(report.pk),
        "compartment": str(made.shared.pk),
    }
    adviser.post(reverse("measures:new", args=[made.id]), sent)
    with as_person(cast, Function.SAFETY_ADVISER):
        measure = AdministrativeMeasure.objects.get()
    file = hidden(page(adviser, "file", measure.pk)) | {
        "addressee": SECRET,
        "place": "Proefkade",
        "grounds": REASON,
    }
    adviser.post(reverse("measures:file", args=[measure.pk]), file)

    assert "Voornemen verstuurd" in _step(adviser, measure, "intend")
    assert "Zienswijze" in page(adviser, "measure", measure.pk)
    _step(adviser, measure, "hear")
    # Without a judgement of the law it does not reach the mayor.
    assert "Toets de maatregel vandaag eerst aan de wet" in _step(adviser, measure, "ask")
    _judge(adviser, measure)
    _step(adviser, measure, "ask")

    asked = page(mayor, "measure", measure.pk)
    assert "U besluit" in asked
    assert SECRET not in asked
    case_page = mayor.get(reverse("cases:page", args=[made.id])).content.decode()
    waiting = case_page.partition("Wacht op de burgemeester")[2]
    assert "Sluiting van een pand aan de kade" in waiting.partition("</section>")[0]
    assert "De burgemeester besluit" in mayor.get("/vandaag/").content.decode()
    assert "minstens 20 tekens" in _step(mayor, measure, "decide", reason="Ja.")
    _step(mayor, measure, "decide")
    assert adviser.get(reverse("measures:step", args=[measure.pk, "execute"])).status_code == 302
    _step(adviser, measure, "announce")
    _step(adviser, measure, "execute")
    _step(adviser, measure, "object")
    _step(adviser, measure, "ask_relief")

    with as_person(cast, Function.SAFETY_ADVISER):
        now = AdministrativeMeasure.objects.get(pk=measure.pk)
        assert (now.state, now.objection, now.relief) == ("in_force", "objected", "requested")
        term = MeasureClock.objects.get(measure=now, kind="objection")
        decision = MeasureClock.objects.get(measure=now, kind="objection_decision")
        assert term.due_on == last_day(today, {"weeks": 6}, extends=True)
        # Awb 7:10: six weeks after the end of the term to object, whenever the objection came.
        assert decision.due_on == last_day(term.due_on, {"weeks": 6}, extends=True)
        assert Deadline.objects.get(subject=decision.pk).state == DeadlineState.OPEN
        assert requirements.check(made.case, "measures.decided").met
        assert PoliceReport.objects.get().state == ReportState.DECIDED
        lines = Event.objects.filter(action__startswith="measures:").values_list("data", flat=True)
        assert SECRET not in "".join(map(str, lines))
    assert "De burgemeester heeft een maatregel genomen" in page(
        cast.client(Function.TEAM_CHIEF), "report", report.pk
    )
    listed = mayor.get(reverse("measures:register") + "?toon=bezwaar").content.decode()
    assert "Sluiting van een pand aan de kade" in listed
    assert SECRET not in listed


def _judge(client: Client, measure: AdministrativeMeasure) -> None:
    """Answer the questions of the law until the answer can be kept."""
    url = reverse("measures:judge", args=[measure.pk])
    sent: dict[str, object] = {**hidden(client.get(url).content.decode())}
    sent |= {name: value for name, value in ALLOWED.items() if name not in ("facts", "wpg_processing")}
    for _round in range(4):
        shown = client.post(url, sent).content.decode()
        names = re.search(r'name="fact-asked" value="([^"]*)"', shown)
        assert names is not None
        sent["fact-asked"] = names.group(1)
        sent |= {"fact-wpg_processing": "8"} | {f"fact-{name}": "yes" for name in ALLOWED["facts"]}
        if 'name="keep"' in shown:
            break
    done = client.post(url, sent | {"keep": "1", "confirmation": REASON}, follow=True).content.decode()
    assert "Ja, getoetst op" in done


def test_the_mayor_sends_back_with_a_question_and_nothing_is_lost(cast: Cast, made: MadeCase) -> None:
    measure = closure(cast, made)
    go(cast, measure, "intend", "hear", "ask", "send_back", "ask_again", "decide", "announce", "execute")
    go(cast, measure, "withdraw")
    with as_person(cast, Function.MAYOR):
        keys = [one.step for one in measure.steps.all()]
        assert keys[:5] == ["created", "intend", "hear", "ask", "send_back"]
        ended = MeasureClock.objects.get(measure=measure, kind="end")
        assert ended.state == "stopped"
    assert REASON in page(cast.client(Function.MAYOR), "measure", measure.pk)


def test_a_change_over_a_colleague_s_is_kept_and_said(cast: Cast, made: MadeCase) -> None:
    measure = closure(cast, made)
    adviser = cast.client(Function.SAFETY_ADVISER)
    url = reverse("measures:change", args=[measure.pk])
    sent = {
        "kind": "closure_13b",
        "title": "Sluiting, aangepast",
        "uses_police_data": "on",
        "version": "1",
    }
    assert adviser.post(url, sent).status_code == 302
    second = adviser.post(url, sent | {"title": "Mijn eigen woorden"})
    assert second.status_code == 409
    assert "Mijn eigen woorden" in second.content.decode()
    assert adviser.post(reverse("measures:letter_make", args=[uuid.uuid4()]), {}).status_code == 404
