"""The cast: two municipalities and everyone who works there, named by function."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from driehoek.access.identity import acting_as_system
from driehoek.parties.models import (
    Appointment,
    Function,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
)

PASSWORD = "lange-zin-voor-de-proef"
HOME = {
    Function.MAYOR: OrganisationKind.MUNICIPALITY,
    Function.DEPUTY: OrganisationKind.MUNICIPALITY,
    Function.SAFETY_ADVISER: OrganisationKind.MUNICIPALITY,
    Function.PROSECUTOR: OrganisationKind.PROSECUTION,
    Function.TEAM_CHIEF: OrganisationKind.POLICE,
    Function.CASE_DIRECTOR: OrganisationKind.SAFETY_HOUSE,
    Function.ANALYST: OrganisationKind.MUNICIPALITY,
    Function.DPO: OrganisationKind.MUNICIPALITY,
    Function.ADMIN: OrganisationKind.MUNICIPALITY,
    Function.PARTNER: OrganisationKind.HOUSING,
    Function.COUNCIL: OrganisationKind.COUNCIL,
    Function.GUEST: OrganisationKind.OTHER,
}


@dataclass(frozen=True)
class Cast:
    """Everyone in `home` by function, and an adviser in `away` who must never see anything of `home`."""

    home: Municipality
    away: Municipality
    people: dict[Function, Person]
    stranger: Person

    def client(self, function: Function | None = None, *, person: Person | None = None) -> Client:
        """A signed-in browser for a function in `home`, or for `person`."""
        client = Client()
        who = person or (self.people[function] if function else None)
        if who is not None:
            client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session["second_factor"] = True
            session.save()
        return client


# The cast that is there for good, by the name of the database.
STANDING: dict[str, Cast] = {}


def commit_cast() -> None:
    """Make the cast of this database once for all tests; what they do with it is rolled back."""
    STANDING[str(connection.settings_dict["NAME"])] = make_cast()


def make_cast(prefix: str = "") -> Cast:
    """Return the cast that stands in this database, else make it in the current transaction."""
    if standing := STANDING.get(str(connection.settings_dict["NAME"])):
        return standing
    mark = prefix or uuid.uuid4().hex[:6]
    home, people = _municipality("GM0599", f"Voorbeeldstad {mark}", list(HOME), mark)
    away, others = _municipality("GM0363", f"Andersdam {mark}", [Function.SAFETY_ADVISER], f"{mark}-weg")
    return Cast(home=home, away=away, people=people, stranger=others[Function.SAFETY_ADVISER])


def _municipality(
    code: str, name: str, functions: list[Function], mark: str
) -> tuple[Municipality, dict[Function, Person]]:
    identifier = uuid.uuid4()
    people: dict[Function, Person] = {}
    with acting_as_system(municipality=identifier):
        municipality = Municipality(id=identifier, cbs_code=code, name=name)
        municipality.save(force_insert=True)
        kinds = {HOME[function] for function in functions}
        homes = {
            kind: Organisation.objects.create(municipality=municipality, name=str(kind.label), kind=kind)
            for kind in sorted(kinds)
        }
        for function in functions:
            person = Person(email=f"{function}.{mark}@voorbeeld.invalid", name=f"{function.label}")
            person.set_unusable_password()
            person.save(force_insert=True)
            Appointment.objects.create(
                municipality=municipality,
                person=person,
                organisation=homes[HOME[function]],
                function=function,
                valid_from=timezone.now() - timedelta(days=1),
            )
            people[function] = person
    connection.check_constraints()
    return municipality, people
