"""What the database holds by itself: who is which party, in which order states go, what is due for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.models import Deadline
from driehoek.exchange.models import Provision, Request, RequestState
from driehoek.exchange.parties import NAMES, home_of
from driehoek.exchange.services import receiving
from driehoek.exchange.services import requests as services
from driehoek.law import load
from driehoek.parties.models import Function, OrganisationKind, Substitution
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import released, submitted

pytestmark = pytest.mark.django_db
ORDER = [
    RequestState.DRAFT, RequestState.SUBMITTED, RequestState.JUDGING, RequestState.GRANTED, RequestState.PART,
    RequestState.REFUSED, RequestState.WITHDRAWN,
]  # fmt: skip


def asked(statement: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def test_the_database_knows_the_same_parties_as_the_application() -> None:
    known = load().vocabulary
    for kind in OrganisationKind:
        assert set(NAMES[kind]) <= known["provider"] & known["recipient"]
        for party in sorted(known["provider"]):
            assert asked("SELECT exchange_may_be(%s, %s)", kind, party) == (party in NAMES[kind]), (
                kind,
                party,
            )


def test_the_database_knows_the_same_sides_as_the_application(cast: Cast) -> None:
    for function, person in cast.people.items():
        with acting_as(person=person.pk) as identity:
            said = set(home_of(identity).values_list("pk", flat=True))
            assert set(asked("SELECT exchange_home()") or []) == said, function  # type: ignore[call-overload]


def test_who_stands_in_stands_on_the_same_side(cast: Cast, theme: Theme) -> None:
    submitted(cast, theme)
    mayor, partner = cast.people[Function.MAYOR], cast.people[Function.PARTNER]
    with acting_as_system(municipality=cast.home.pk):
        now = timezone.now()
        Substitution.objects.create(
            municipality=cast.home, principal=mayor, substitute=partner, valid_from=now,
            valid_until=now + timedelta(days=1),
        )  # fmt: skip
    with acting_as(person=partner.pk) as identity:
        assert Request.objects.count() == 1
        kinds = set(home_of(identity).values_list("kind", flat=True))
        assert kinds == {OrganisationKind.MUNICIPALITY, OrganisationKind.HOUSING}


@pytest.mark.parametrize("function", [Function.ANALYST, Function.DPO, Function.COUNCIL])
def test_a_number_tells_how_many_there_are_to_parties_alone(cast: Cast, function: Function) -> None:
    with (
        acting_as(person=cast.people[function].pk),
        pytest.raises(DatabaseError, match="No number"),
        transaction.atomic(),
    ):
        asked("SELECT exchange_next_number('V', 2026)")


def test_states_go_forward_only(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        found = Request.objects.get(pk=request.pk)
        services.rule(
            identity=identity, request=found, version=found.version, ruling="refuse", words="Nee, nu niet.",
            refusal_grounds=["investigation"],
        )  # fmt: skip
        for state in ORDER:
            if state == RequestState.REFUSED:
                continue
            with pytest.raises(DatabaseError), transaction.atomic():
                Request.objects.filter(pk=request.pk).update(state=state)
        for change in ({"ruling_words": "Anders"}, {"refusal_grounds": []}, {"answered_at": timezone.now()}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Request.objects.filter(pk=request.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            found.judgement.delete()


def test_what_is_due_is_there_for_the_two_sides_and_nobody_else(cast: Cast, theme: Theme) -> None:
    submitted(cast, theme, urgent=True)
    released(cast, theme)
    there = {
        Function.MAYOR: {"exchange.request", "exchange.urgent", "exchange.receipt"},
        Function.PROSECUTOR: {"exchange.request", "exchange.urgent", "exchange.receipt"},
    }
    for function in (
        Function.MAYOR,
        Function.PROSECUTOR,
        Function.ANALYST,
        Function.DPO,
        Function.TEAM_CHIEF,
    ):
        with acting_as(person=cast.people[function].pk):
            kinds = set(Deadline.objects.filter(kind__startswith="exchange.").values_list("kind", flat=True))
            assert kinds <= there.get(function, set()), function
            assert ("exchange.request" in kinds) == (function in there)


def test_receipt_is_confirmed_once_and_use_never_changes(cast: Cast, theme: Theme) -> None:
    given = released(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        got = Provision.objects.get(pk=given.pk)
        receiving.confirm_provision(identity=identity, provision=got)
        new = receiving.NewUse("Toezicht op het plein", timezone.localdate())
        made = receiving.record_use(identity=identity, provision=got, new=new)
        with pytest.raises(DatabaseError), transaction.atomic():
            Provision.objects.filter(pk=given.pk).update(received_at=timezone.now() + timedelta(hours=1))
        with pytest.raises(DatabaseError), transaction.atomic():
            Provision.objects.filter(pk=given.pk).update(received_at=None)
        assert type(made).objects.update(helped=False) == 0
        assert type(made).objects.all().delete()[0] == 0


def test_who_sets_the_settings_by_hand_stands_on_no_side(cast: Cast, theme: Theme) -> None:
    submitted(cast, theme)
    mayor = cast.people[Function.MAYOR].pk
    with acting_as(person=cast.people[Function.ANALYST].pk):
        for name, value in (
            ("app.person", str(mayor)),
            ("app.persons", str(mayor)),
            ("app.functions", "mayor,system"),
        ):
            asked("SELECT set_config(%s, %s, true)", name, value)
        assert asked("SELECT exchange_home()") in (None, [])
        assert asked("SELECT exchange_is_system()") is False
        assert asked("SELECT count(*) FROM exchange_request") == 0
    found = asked(
        "SELECT count(*) FROM pg_proc WHERE proname LIKE 'exchange\\_%%'"
        " AND prosrc ~ 'current_setting\\(''app\\.(person|persons|functions|municipality)'''"
    )
    assert found == 0
