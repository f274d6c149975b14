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
