"""The walls around compartments: who is not let in sees nothing, by any way (CX04)."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from driehoek.access import services as access
from driehoek.access.identity import acting_as
from driehoek.access.models import Level
from driehoek.cases import queries, services
from driehoek.cases.models import Case, Compartment, Move, Participation
from driehoek.parties.models import Function
from tests.support.cases import make_case
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_partner_sees_their_compartment_and_the_shared_one_and_no_other(cast: Cast) -> None:
    made = make_case(
        cast,
        own=("Zorg", "Politie"),
        partners=[(Function.PARTNER, ("Zorg",)), (Function.TEAM_CHIEF, ("Politie",))],
    )
    with acting_as(person=cast.people[Function.PARTNER].pk, municipality=cast.home.pk) as identity:
        assert set(Compartment.objects.values_list("name", flat=True)) == {"Gedeeld", "Zorg"}
        open_ones = queries.compartments_open_to(identity, made.case)
        assert set(open_ones.values_list("name", flat=True)) == {"Gedeeld", "Zorg"}
        assert Participation.objects.count() == 2
    with acting_as(person=cast.people[Function.MAYOR].pk, municipality=cast.home.pk) as identity:
        assert Case.objects.filter(pk=made.case.pk).exists()
        assert not queries.compartments_open_to(identity, made.case).exists()


def test_who_is_not_invited_or_works_elsewhere_sees_no_case_at_all(cast: Cast) -> None:
    make_case(cast, own=("Zorg",))
    for person, place in (
        (cast.people[Function.PARTNER], cast.home),
        (cast.people[Function.GUEST], cast.home),
        (cast.stranger, cast.away),
    ):
        with acting_as(person=person.pk, municipality=place.pk):
            assert not Case.objects.exists()
            assert not Compartment.objects.exists()
            assert not Move.objects.exists()


def test_who_takes_part_lets_nobody_in(cast: Cast) -> None:
    made = make_case(cast, own=("Zorg",), partners=[(Function.PARTNER, ("Zorg",))])
    with acting_as(person=cast.people[Function.PARTNER].pk, municipality=cast.home.pk) as identity:
        with pytest.raises(ProgrammingError), transaction.atomic():
            services.add_compartment(identity=identity, case=made.case, name="Stiekem")
        with pytest.raises(ProgrammingError), transaction.atomic():
            access.grant(
                identity=identity,
                person=cast.people[Function.GUEST].pk,
                problem=made.own["Zorg"].pk,
                level=Level.FILE,
            )


def test_the_end_of_an_invitation_closes_every_compartment(cast: Cast) -> None:
    made = make_case(cast, own=("Zorg",), partners=[(Function.PARTNER, ("Zorg",))])
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        services.end_participation(identity=identity, participation=made.partners[Function.PARTNER])
    with acting_as(person=cast.people[Function.PARTNER].pk, municipality=cast.home.pk):
        assert not Case.objects.exists()
        assert not Compartment.objects.exists()


def test_a_move_never_changes(cast: Cast) -> None:
    made = make_case(cast)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        move = Move.objects.get(case=made.case)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Move.objects.filter(pk=move.pk).update(after="closed")
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_move WHERE id = %s", [move.pk])
