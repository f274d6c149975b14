"""Identity: who acts, where, with whose grants."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.parties.models import Appointment, Function, Organisation, Substitution
from tests.support.cast import Cast


def test_nothing_is_visible_without_an_identity(cast: Cast) -> None:
    assert not Organisation.objects.exists()
    assert not Appointment.objects.exists()


def test_a_person_sees_the_own_municipality_only(cast: Cast) -> None:
    with acting_as(person=cast.stranger.pk):
        assert set(Organisation.objects.values_list("municipality", flat=True)) == {cast.away.pk}


def test_an_ended_function_closes_the_door(cast: Cast) -> None:
    mayor = cast.people[Function.MAYOR]
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=mayor).update(valid_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(PermissionError), acting_as(person=mayor.pk):
        pass


def test_a_substitute_holds_the_functions_of_the_other_until_the_end(cast: Cast) -> None:
    mayor, deputy = cast.people[Function.MAYOR], cast.people[Function.DEPUTY]
    now = timezone.now()
    with acting_as_system(municipality=cast.home.pk):
        made = Substitution.objects.create(
            id=uuid.uuid4(),
            municipality=cast.home,
            principal=mayor,
            substitute=deputy,
            valid_from=now - timedelta(hours=1),
            valid_until=now + timedelta(hours=1),
        )
    with acting_as(person=deputy.pk) as identity:
        assert identity.holds(Function.MAYOR)
        assert Function.MAYOR not in identity.own_functions
        assert mayor.pk in identity.persons
    with acting_as_system(municipality=cast.home.pk):
        Substitution.objects.filter(pk=made.pk).update(valid_until=now - timedelta(minutes=1))
    with acting_as(person=deputy.pk) as identity:
        assert not identity.holds(Function.MAYOR)


def test_a_function_that_ended_in_the_chosen_municipality_does_not_lock_out_of_the_other(cast: Cast) -> None:
    partner = cast.people[Function.PARTNER]
    with acting_as_system(municipality=cast.away.pk):
        organisation = Organisation.objects.get()
        Appointment.objects.create(
            municipality=cast.away,
            person=partner,
            organisation=organisation,
            function=Function.ANALYST,
            valid_from=timezone.now() - timedelta(days=1),
        )
    client = cast.client(Function.PARTNER)
    session = client.session
    session["municipality"] = str(cast.home.pk)
    session.save()
    assert cast.home.name in client.get("/vandaag/").content.decode()
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=partner).update(valid_until=timezone.now() - timedelta(minutes=1))
    page = client.get("/vandaag/").content.decode()
    assert cast.away.name in page
    assert cast.home.name not in page
