"""The legal gate of agreements: the officer allows or stops one, and the database holds to that (TZ05)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.calendar import working_days_after
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.grounds.models import Decision
from driehoek.grounds.services import covenants
from driehoek.grounds.services.covenants import CovenantValues
from driehoek.parties.models import Function, Organisation
from driehoek.position import services
from driehoek.position.models import Agreement, AgreementState, Delivery, DeliveryState, Gate, GateJudgement
from driehoek.position.queries.matrix import matrix
from driehoek.position.services.gate import judge_agreement
from driehoek.problems.models import Kind, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.position.support import body, count_queries
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, make_agreement, make_need

PROPOSAL = {
    "provider": "politie",
    "recipient": "burgemeester",
    "purpose": "openbare_orde",
    "data_categories": ["politiegegevens"],
    "subject": "overlastgever",
    "frequency": "structural",
    "trigger": "on_request",
}
FACTS = ("recipient_task_named", "om_coordination_done", "necessary", "minimised", "quality_checked")


def made(cast: Cast, theme: Theme, *, secret: bool = False, **other: Any) -> Agreement:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        problem = None
        if secret:
            new = NewProblem(title="Dossier nachtvlinder", kind=Kind.COMPLEX, theme=theme, owner=adviser.pk)
            problem = open_problem(identity=identity, new=new)
        need = make_need(identity, theme, **({"problem": problem} if problem else {}))
        return make_agreement(identity, need, what="Lijst van overlastgevers", personal_data=True, **other)


def answered(
    client: Any, address: str, first: dict[str, Any], otherwise: str = "yes", **more: str
) -> dict[str, Any]:
    """Answer what is asked until nothing is open; return the whole form."""
    data: dict[str, Any] = PROPOSAL | first
    for _round in range(5):
        conversation = client.post(address, data).context["conversation"]
        if not conversation.open_keys:
            return data | {conversation.asked_name: conversation.asked}
        data[conversation.asked_name] = conversation.asked
        for key in conversation.open_keys:
            data[f"fact-{key}"] = more.get(key, "8" if key == "wpg_processing" else otherwise)
    raise AssertionError("still open")


@pytest.mark.story("TZ05")
def test_the_officer_allows_one_agreement_and_stops_another(cast: Cast, theme: Theme) -> None:
    good, bad = made(cast, theme), made(cast, theme, secret=True)
    officer = cast.client(Function.DPO)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        due = Deadline.objects.get(kind="position.gate", subject=good.pk)
    assert due.responsible_id == cast.people[Function.DPO].pk
    assert abs(due.due_at - working_days_after(timezone.now(), 10)) < timedelta(minutes=5)
    listed = body(officer.get(reverse("position:gate")))
    assert listed.count("Lijst van overlastgevers") == 2
    assert "nachtvlinder" not in listed
    address = reverse("position:gate_judge", args=[good.pk])
    assert "Wie geeft de informatie?" in body(officer.get(address))
    form = answered(officer, address, {"version": good.version})
    assert "Dit mag" in body(officer.post(address, form))
    assert officer.post(address, form | {"act": "allow", "reason": ""}).status_code == 302
    other = reverse("position:gate_judge", args=[bad.pk])
    form = answered(officer, other, {"version": bad.version}, otherwise="no")
    assert "Dit mag niet" in body(officer.post(other, form))
    forced = body(officer.post(other, form | {"act": "allow", "reason": "Ik wil het toch."}))
    assert "Geen wet staat dit zo toe" in forced
    assert "Zeg in een zin" in body(officer.post(other, form | {"act": "stop", "reason": ""}))
    stopped = officer.post(other, form | {"act": "stop", "reason": "De lijst is niet nodig voor de taak."})
    assert stopped.status_code == 302
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        good.refresh_from_db()
        bad.refresh_from_db()
        assert (good.gate, bad.gate) == (Gate.ALLOWED, Gate.STOPPED)
        assert Delivery.objects.filter(agreement=good, state=DeliveryState.EXPECTED).exists()
        assert not Delivery.objects.filter(agreement=bad, state=DeliveryState.EXPECTED).exists()
        due.refresh_from_db()
        assert due.state == DeadlineState.WITHDRAWN
        kinds = {
            line.agreement: line.kind
            for row in matrix(identity).rows
            for cell in row.cells
            for line in cell.lines
        }
        assert kinds[bad.pk] == "barred"
        assert kinds[good.pk] == "agreed"
    with acting_as(person=cast.people[Function.DPO].pk):
        assert Decision.objects.get(pk=GateJudgement.objects.get(agreement=good).decision).releasable
        assert GateJudgement.objects.get(agreement=bad).reason == "De lijst is niet nodig voor de taak."
    shown = body(cast.client(Function.SAFETY_ADVISER).get(reverse("position:agreement", args=[bad.pk])))
    assert "De functionaris heeft deze afspraak gestopt" in shown
    assert "Geen afspraak wacht op u" in body(officer.get(reverse("position:gate")))


def judged(cast: Cast, agreement: Agreement, verdict: Gate) -> None:
    facts = dict.fromkeys(FACTS, verdict == Gate.ALLOWED)
    with acting_as(person=cast.people[Function.DPO].pk) as identity:
        judge_agreement(
            identity=identity,
            agreement=agreement,
            version=agreement.version,
            verdict=verdict,
            proposal=PROPOSAL | {"wpg_processing": ["8"], "facts": facts},
            reason="Zo geoordeeld in de proef.",
        )


def test_nothing_is_delivered_under_a_stopped_agreement_by_no_way(cast: Cast, theme: Theme) -> None:
    agreement = made(cast, theme)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        delivery = first_delivery(agreement)
    judged(cast, agreement, Gate.STOPPED)
    chief = cast.people[Function.TEAM_CHIEF]
    with acting_as(person=chief.pk) as identity:
        delivery.agreement.refresh_from_db()
        with pytest.raises(PermissionDenied, match="gestopt"):
            services.deliver(
                identity=identity,
                delivery=delivery,
                version=delivery.version,
                items=[services.NewItem(title="Toch een lijst")],
            )
        new = Delivery(
            municipality=cast.home,
            agreement=agreement,
            supplier=agreement.supplier,
            theme=theme,
            state=DeliveryState.RECEIVED,
            received_at=timezone.now(),
        )
        with pytest.raises(ProgrammingError, match="stopped"), transaction.atomic():
            new.save(force_insert=True)


@pytest.mark.parametrize(
    "function", [Function.SAFETY_ADVISER, Function.MAYOR, Function.ADMIN, Function.TEAM_CHIEF]
)
def test_nobody_but_the_officer_sets_the_gate(cast: Cast, theme: Theme, function: Function) -> None:
    agreement = made(cast, theme)
    with acting_as(person=cast.people[function].pk):
        with pytest.raises(ProgrammingError), transaction.atomic():
            _sql(
                "SELECT position_set_gate(%s, 1, 'stopped', gen_random_uuid())",
                agreement.pk,
            )
        if function in (Function.SAFETY_ADVISER, Function.MAYOR):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Agreement.objects.filter(pk=agreement.pk).update(gate="allowed")
    with acting_as(person=cast.people[Function.DPO].pk):
        with pytest.raises(ProgrammingError), transaction.atomic():
            _sql("SELECT position_set_gate(%s, 1, 'allowed', gen_random_uuid())", agreement.pk)
        agreement.refresh_from_db()
    assert agreement.gate == Gate.UNTESTED


def _sql(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def test_a_judged_agreement_that_becomes_another_is_judged_again_and_a_stop_stays(
    cast: Cast, theme: Theme
) -> None:
    allowed, stopped = made(cast, theme), made(cast, theme)
    judged(cast, allowed, Gate.ALLOWED)
    judged(cast, stopped, Gate.STOPPED)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for one in (allowed, stopped):
            one.refresh_from_db()
            services.change_agreement(
                identity=identity, agreement=one, version=one.version, values={"what": "Een langere lijst"}
            )
            one.refresh_from_db()
        assert Deadline.objects.get(kind="position.gate", subject=allowed.pk).state == DeadlineState.OPEN
        services.change_agreement(
            identity=identity, agreement=allowed, version=allowed.version, values={"grace_days": 3}
        )
        allowed.refresh_from_db()
        assert (allowed.gate, stopped.gate) == (Gate.UNTESTED, Gate.STOPPED)
        # Saying that there are no personal data any more is no way around it either.
        with pytest.raises(PermissionDenied, match="gestopt"):
            services.change_agreement(
                identity=identity, agreement=stopped, version=stopped.version, values={"personal_data": False}
            )
        for values in ({"gate": "untested"}, {"gate": "not_needed", "personal_data": False}):
            with pytest.raises(ProgrammingError, match="judged again"), transaction.atomic():
                Agreement.objects.filter(pk=stopped.pk).update(**values)


def test_an_agreement_rests_and_runs_with_its_covenant(cast: Cast, theme: Theme) -> None:
    agreement, paused = made(cast, theme, secret=True), made(cast, theme)
    adviser = cast.people[Function.SAFETY_ADVISER]
    today = timezone.localdate()
    with acting_as(person=adviser.pk) as identity:
        parties = tuple(Organisation.objects.filter(kind__in=["municipality", "police"]))

        def values(until: int) -> CovenantValues:
            return CovenantValues(
                title="Convenant uitgaan",
                parties=parties,
                purposes=("openbare_orde",),
                categories=("politiegegevens",),
                valid_from=today - timedelta(days=99),
                valid_until=today + timedelta(days=until),
                location="Z-9",
                keeper=adviser,
            )

        covenant = covenants.make_covenant(identity=identity, values=values(9))
        services.pause_agreement(identity=identity, agreement=paused, version=paused.version)
    keeper = cast.client(Function.SAFETY_ADVISER)
    for one in (agreement, paused):
        keeper.post(reverse("position:agreement_covenant", args=[one.pk]), {"covenant": str(covenant.pk)})
    # The officer may see neither the problem nor change agreements; the covenant takes them along all the same.
    cast.client(Function.DPO).post(
        reverse("grounds:covenant_change", args=[covenant.pk]),
        {
            "version": 1, "title": "Convenant uitgaan", "parties": [str(one.pk) for one in parties],
            "purposes": ["openbare_orde"], "categories": ["politiegegevens"], "location": "Z-9",
            "valid_from": (today - timedelta(days=99)).isoformat(), "keeper": str(adviser.pk),
            "valid_until": (today - timedelta(days=1)).isoformat(),
        },
    )  # fmt: skip
    page = body(keeper.get(reverse("grounds:covenant", args=[covenant.pk])))
    assert "rust, want het convenant geldt niet" in page
    with acting_as(person=adviser.pk) as identity:
        agreement.refresh_from_db()
        assert agreement.state == AgreementState.PAUSED
        with pytest.raises(PermissionDenied, match="convenant"):
            services.resume_agreement(identity=identity, agreement=agreement, version=agreement.version)
        covenant.refresh_from_db()
        covenants.change_covenant(
            identity=identity, covenant=covenant, version=covenant.version, values=values(300)
        )
        agreement.refresh_from_db()
        paused.refresh_from_db()
        assert Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED).exists()
    # What somebody let rest of their own accord stays at rest.
    assert (agreement.state, paused.state) == (AgreementState.ACTIVE, AgreementState.PAUSED)


def test_the_list_asks_as_many_questions_for_many_agreements_as_for_one(cast: Cast, theme: Theme) -> None:
    officer, address = cast.client(Function.DPO), reverse("position:gate")
    made(cast, theme)
    first = count_queries(officer, address)
    for _more in range(3):
        made(cast, theme)
    assert count_queries(officer, address) == first


def test_what_the_exchange_asks_is_judged_there_and_waits_for_nobody_here(cast: Cast, theme: Theme) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        need = make_need(identity, theme, origin="exchange")
        agreement = make_agreement(identity, need, what="Antwoord op verzoek V-1", personal_data=True)
        assert agreement.gate == Gate.EACH_TIME
        assert not Deadline.objects.filter(kind="position.gate", subject=agreement.pk).exists()
    assert "V-1" not in body(cast.client(Function.DPO).get(reverse("position:gate")))
