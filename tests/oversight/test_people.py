"""The administrator's acts: accounts, functions with an end, substitutes; each leaves its two lines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.ledger.models import Event, ProcessingRecord
from driehoek.oversight import services
from driehoek.parties.models import Appointment, Function, Organisation, Person, Substitution
from tests.support.cast import Cast


def test_a_new_person_gets_a_mail_without_any_name_in_it(cast: Cast) -> None:
    admin = cast.client(Function.ADMIN)
    with acting_as(person=cast.people[Function.ADMIN].pk):
        organisation = Organisation.objects.get(kind="police")
    answer = admin.post(
        reverse("oversight:person_new"),
        {"name": "Nieuwe Teamchef", "email": "Nieuw@Voorbeeld.invalid", "function": "team_chief",
         "organisation": organisation.pk, "until": ""},
    )  # fmt: skip
    assert answer.status_code == 302
    person = Person.objects.get(email="nieuw@voorbeeld.invalid")
    assert not person.has_usable_password()
    assert [message.to for message in mail.outbox] == [["nieuw@voorbeeld.invalid"]]
    assert "Nieuwe Teamchef" not in mail.outbox[0].body


def test_each_act_leaves_an_event_and_a_processing_record(cast: Cast) -> None:
    partner = cast.people[Function.PARTNER]
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        organisation = Organisation.objects.get(kind="housing")
        services.appoint(
            identity=identity, person=partner, organisation=organisation, function=Function.ANALYST
        )
        event = Event.objects.get(action="oversight:appointment:given")
    with acting_as(person=cast.people[Function.DPO].pk):
        record = ProcessingRecord.objects.get()
    assert record.trace_id == event.trace
    assert str(partner.pk) != record.data_subject_id


def test_the_last_administrator_stays(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        own = Appointment.objects.get(function=Function.ADMIN)
        with pytest.raises(services.NotAllowed):
            services.end_appointment(identity=identity, appointment=own)


def test_a_function_that_ends_takes_its_grants_along(cast: Cast) -> None:
    from driehoek.access.models import Grant
    from tests.problems.test_services import opened

    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        opened(identity)
    chief = cast.people[Function.TEAM_CHIEF]
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        services.end_appointment(identity=identity, appointment=Appointment.objects.get(person=chief))
        assert Grant.objects.get(person=chief).valid_until is not None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"substitute": "principal"}, "zichzelf niet vervangen"),
        ({"last_day": "2020-01-01", "first_day": "2020-01-01"}, "nog niet voorbij"),
        ({"first_day": "2099-01-02", "last_day": "2099-01-01"}, "vóór de eerste dag"),
        ({"principal": ""}, "Kies wie weg is"),
    ],
)
def test_a_wrong_substitution_is_refused_with_the_reason(
    cast: Cast, change: dict[str, str], message: str
) -> None:
    mayor, deputy = cast.people[Function.MAYOR], cast.people[Function.DEPUTY]
    data = {
        "principal": str(mayor.pk),
        "substitute": str(deputy.pk),
        "first_day": "2099-01-01",
        "last_day": "2099-01-08",
    }
    data |= {key: str(mayor.pk) if value == "principal" else value for key, value in change.items()}
    page = cast.client(Function.ADMIN).post(reverse("oversight:substitutions"), data).content.decode()
    assert message in page
    with acting_as(person=cast.people[Function.ADMIN].pk):
        assert not Substitution.objects.exists()


def test_a_running_substitution_is_ended_not_erased(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        now = timezone.now()
        made = services.substitute(
            identity=identity,
            principal=cast.people[Function.MAYOR],
            by=cast.people[Function.DEPUTY],
            valid_from=now - timedelta(days=1),
            valid_until=now + timedelta(days=1),
        )
        services.end_substitution(identity=identity, substitution=made)
        assert Substitution.objects.get(pk=made.pk).valid_until <= timezone.now()
