"""Taking a template over (TZ11): all at once, nothing twice, and back again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.figures.models import Indicator
from driehoek.ledger.models import Event
from driehoek.meetings.models import AgendaPoint, PointState
from driehoek.moments.models import Moment, MomentState
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.position import services as position
from driehoek.position.models import Agreement, AgreementState, Delivery, Need, NeedState
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from driehoek.reports.models import Form, FormOfAgreement
from driehoek.standard.models import Norm, NormType
from driehoek.theme_templates import services
from driehoek.theme_templates.models import Adoption, AdoptionState, Made, MadeKind
from driehoek.theme_templates.plan import Standing, plan
from tests.support.cast import Cast
from tests.support.template_objects import ready, take


def adviser(cast: Cast):  # type: ignore[no-untyped-def]  # a context manager
    return acting_as(person=cast.people[Function.SAFETY_ADVISER].pk)


@pytest.mark.story("TZ11")
def test_a_municipality_is_ready_for_a_theme_in_two_pages(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    address = reverse("theme_templates:adopt", args=["nightlife"])
    page = client.get(address).content.decode()
    for words in ("Rol: wie doet mee?", "Proces: hoe loopt het?", "Informatie: wat wilt u weten?"):
        assert words in page
    assert "bestaat al" not in page
    with adviser(cast) as identity:
        found = plan(identity, ready())
    police = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.POLICE)
    assert found.partners["police"] == police
    assert found.partners["horeca"] is None
    sent = {
        # A week ago, so that the first step is near whatever the hour.
        "starts_on": (timezone.localdate() - timedelta(days=7)).isoformat(),
        "owner": str(cast.people[Function.SAFETY_ADVISER].pk),
        "decided_by": "driehoek",
        "theme": "",
        "take": [line.name for line in found.lines],
        "moment-festival": (timezone.localdate() + timedelta(days=30)).isoformat(),
        **{f"partner-{key}": str(one.pk) for key, one in found.partners.items() if one},
    }
    answer = client.post(address, sent, follow=True)
    said = answer.content.decode()
    assert "Het sjabloon is overgenomen." in said
    assert "Voor deze partner is geen organisatie gekozen" in said or "Kies eerst een organisatie" in said
    for step in ("1. Oriëntatie", "7. Evaluatie"):
        assert step in said
    with adviser(cast):
        theme = Theme.objects.get(name="Veilig uitgaan")
        assert theme.field == SafetyField.BUSINESS
        assert Need.objects.filter(theme=theme, origin="template").count() == 6
        made = Agreement.objects.filter(need__theme=theme).order_by("what")
        assert {one.supplier.kind for one in made} == {"police", "prosecution"}
        night = made.get(what="Bericht over de uitgaansavonden")
        assert night.rule == "FREQ=WEEKLY;BYDAY=TU"
        assert Delivery.objects.filter(agreement=night).count() >= 12
        assert FormOfAgreement.objects.get(agreement=night).form.name == "Bericht over de uitgaansavonden"
        assert len(Form.objects.get(name="Bericht over de uitgaansavonden").headings) == 4
        assert Indicator.objects.filter(name__startswith="Uitgaansgeweld").get().theme == theme
        assert Norm.objects.filter(type=NormType.PROCESS, agreement=night).exists()
        trend = Norm.objects.get(type=NormType.TREND)
        assert trend.base_year == timezone.localdate().year - 1
        festival = Moment.objects.get(title="Festivalweekend in de binnenstad")
        assert festival.starts_on == timezone.localdate() + timedelta(days=30)
        assert Moment.objects.filter(uid="landelijk:carnaval").exists()
        assert (
            AgendaPoint.objects.filter(origin="theme_templates.point", state=PointState.PROPOSED).count() == 3
        )
        adoption = Adoption.objects.get()
        due = list(adoption.steps.values_list("due_on", flat=True))
        assert due == sorted(due)
        assert Deadline.objects.filter(kind="theme_templates.step").count() == 7
        [event] = Event.objects.filter(action="theme_templates:adoption:begun")
        assert json.loads(event.data)["made"] == Made.objects.count()
    mine = cast.client(Function.SAFETY_ADVISER).get(reverse("deadlines:coming")).content.decode()
    assert "Stap 1: Oriëntatie" in mine


def test_what_is_there_already_is_said_and_not_made_again(cast: Cast) -> None:
    with adviser(cast) as identity:
        theme = ensure_theme(municipality=cast.home.pk, field=SafetyField.BUSINESS, path=("Veilig uitgaan",))
        own = position.state_need(
            identity=identity,
            new=position.NewNeed(
                sentence="Doen de horecaondernemers wat is afgesproken, en merken zij effect?", theme=theme
            ),
        )
        line = plan(identity, ready()).by_name["needs:measures"]
        assert (line.standing, line.thing) == (Standing.THERE, own.pk)
        take(identity)
        assert Need.objects.filter(theme=theme).count() == 6
        assert not Made.objects.filter(kind=MadeKind.NEED, key="measures").exists()
    page = cast.client(Function.MAYOR).get(reverse("theme_templates:adopt", args=["nightlife"]))
    assert "bestaat al" in page.content.decode()
    assert "Dit sjabloon loopt al" in page.content.decode()


def counts() -> list[int]:
    return [
        model.objects.count()
        for model in (Need, Agreement, Norm, Indicator, Form, Moment, AgendaPoint, Delivery, Made, Adoption)
    ]


def test_taking_over_twice_makes_nothing_twice(cast: Cast) -> None:
    with adviser(cast) as identity:
        first = take(identity)
        before = counts()
        again = take(identity)
        assert counts() == before
        assert (again.adoption, again.made, again.begun) == (first.adoption, 0, False)
        # What was left out the first time can still come.
        housing = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.HOUSING)
        more = take(identity, partners={**plan(identity, ready()).partners, "horeca": housing})
        assert more.made == 1
        assert Agreement.objects.filter(supplier=housing).get().what == "Voortgang van de horecamaatregelen"


def test_a_point_that_was_talked_about_does_not_come_back(cast: Cast) -> None:
    with adviser(cast) as identity:
        take(identity)
        AgendaPoint.objects.filter(origin="theme_templates.point").update(
            state=PointState.HANDLED, handled_at=timezone.now()
        )
        assert take(identity).made == 0


def test_only_what_was_chosen_is_made_and_what_rests_on_it_is_said(cast: Cast) -> None:
    with adviser(cast) as identity:
        taken = take(
            identity,
            chosen={"agreements:night-report", "norms:mark-target", "norms:night-on-time"},
            owner=None,
        )
        assert taken.made == 0
        assert [one.why for one in taken.skipped] == [
            "De behoefte waar deze afspraak bij hoort, is niet gekozen.",
            "Waar deze norm over gaat, is niet gekozen.",
            "Waar deze norm over gaat, is niet gekozen.",
        ]
        assert not taken.adoption.steps.exists()


def test_within_a_day_it_can_be_taken_back(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    with adviser(cast) as identity:
        adoption = take(identity).adoption
    address = reverse("theme_templates:undo", args=[adoption.pk])
    assert "Rapportformulieren blijven bestaan" in client.get(address).content.decode()
    client.post(address, {"version": adoption.version})
    with adviser(cast) as identity:
        assert Adoption.objects.get().state == AdoptionState.UNDONE
        assert not Need.objects.exclude(state=NeedState.ENDED).exists()
        assert not Agreement.objects.exclude(state=AgreementState.ENDED).exists()
        assert not Norm.objects.filter(ended_at=None).exists()
        assert not Indicator.objects.filter(ended_at=None).exists()
        assert not Delivery.objects.exists()
        assert not Moment.objects.exclude(state=MomentState.CANCELLED).exists()
        assert not AgendaPoint.objects.filter(state=PointState.PROPOSED).exists()
        assert not Deadline.objects.filter(kind="theme_templates.step", state=DeadlineState.OPEN).exists()
        # And it can be taken over anew: what was ended comes back as new, indicators as themselves.
        again = take(identity)
        assert again.begun
        assert Need.objects.exclude(state=NeedState.ENDED).count() == 6
        assert Indicator.objects.filter(ended_at=None, name__startswith="Uitgaansgeweld").count() == 1


def test_once_something_arrived_it_ends_by_name(cast: Cast) -> None:
    with adviser(cast) as identity:
        adoption = take(identity).adoption
        delivery = Delivery.objects.filter(agreement__what="Bericht over de uitgaansavonden")[0]
        position.deliver(
            identity=identity,
            delivery=delivery,
            version=delivery.version,
            items=[position.NewItem(title="Weekend", text="Rustig.", meaning="Regen.")],
        )
        assert not services.may_undo(adoption)
        with pytest.raises(services.TooLateError):
            services.undo(identity=identity, adoption=adoption, version=adoption.version)
        night = Made.objects.get(key="night-report", kind=MadeKind.AGREEMENT)
    client = cast.client(Function.MAYOR)
    address = reverse("theme_templates:end", args=[adoption.pk])
    assert "Bericht over de uitgaansavonden" in client.get(address).content.decode()
    client.post(address, {"version": adoption.version, "end": [str(night.pk), "onzin"]})
    with adviser(cast):
        assert Adoption.objects.get().state == AdoptionState.ENDED
        assert Agreement.objects.get(pk=night.thing).state == AgreementState.ENDED
        assert Agreement.objects.filter(state=AgreementState.ACTIVE).exists()
        assert Delivery.objects.get(pk=delivery.pk).received_at is not None
    assert client.get(address).status_code == 302


def test_the_database_keeps_what_was_taken_over(cast: Cast) -> None:
    with adviser(cast) as identity:
        adoption = take(identity).adoption
        for change in ({"content": {}}, {"name": "Anders"}, {"round": 9}):
            with (
                pytest.raises(IntegrityError, match="kept as it was"),
                transaction.atomic(),
            ):
                Adoption.objects.filter(pk=adoption.pk).update(**change)
        assert Made.objects.filter(adoption=adoption).delete()[0] == 0
        assert Made.objects.filter(adoption=adoption).update(key="x") == 0
        services.end(identity=identity, adoption=adoption, version=adoption.version, ending=())
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            Adoption.objects.filter(pk=adoption.pk).update(state="running", closed_at=None, closed_by=None)
        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            adoption.steps.update(note="Anders")


def test_a_wrong_day_keeps_the_ticks(cast: Cast) -> None:
    client = cast.client(Function.MAYOR)
    address = reverse("theme_templates:adopt", args=["nightlife"])
    page = client.post(address, {"starts_on": "", "take": ["needs:night"]}).content.decode()
    assert "Vul dit in" in page or "Vul een" in page
    assert 'value="needs:night" checked' in page
    assert 'value="needs:cases" checked' not in page
    with adviser(cast):
        assert not Adoption.objects.exists()


def test_the_page_asks_the_same_few_things_whatever_there_is(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    address = reverse("theme_templates:adopt", args=["nightlife"])
    client.get(address)
    with CaptureQueriesContext(connection) as empty:
        client.get(address)
    with adviser(cast) as identity:
        take(identity, ready("burglary"))
        take(identity)
    with CaptureQueriesContext(connection) as full:
        client.get(address)
    assert len(full) <= len(empty) + 5
