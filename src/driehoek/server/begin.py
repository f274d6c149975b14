"""Beginning a real installation, and the commands that go straight to Django."""

from __future__ import annotations

import argparse
import getpass
import os
import re
import sys
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone, translation

from driehoek.access.identity import acting_as_system
from driehoek.installation.arguments import Arguments
from driehoek.installation.database import DatabaseAddress
from driehoek.installation.places import InstallationError
from driehoek.installation.setup import migrate as bring_up_to_date
from driehoek.ledger import services as ledger
from driehoek.parties.models import (
    Appointment,
    Function,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
)

CBS_CODE = re.compile(r"GM\d{4}")
PASSWORD_VARIABLE = "DRIEHOEK_ADMIN_PASSWORD"  # noqa: S105


def main(argv: Sequence[str]) -> int:
    """Make the tables, a municipality, and the administrator who lets everyone else in."""
    chosen = _parse(argv)
    if settings.DEMO:
        raise InstallationError(
            "setup: a real municipality does not belong in the demo database; leave out --demo."
        )
    if not CBS_CODE.fullmatch(chosen.municipality):
        raise InstallationError(
            f"--municipality {chosen.municipality}: a CBS code is GM and four digits, as GM0599."
        )
    email = _email(chosen.admin_email)
    bring_up_to_date(_address())
    if Person.objects.filter(email=email).exists():
        raise InstallationError(f"--admin-email {email}: this person has an account already.")
    password = _password(email, chosen.admin_name)
    begin(
        cbs_code=chosen.municipality,
        name=chosen.name,
        email=email,
        admin_name=chosen.admin_name,
        password=password,
    )
    print(f"{chosen.name} has begun. Start `driehoek serve`, sign in as {email}, set up a second factor.")
    return 0


def begin(*, cbs_code: str, name: str, email: str, admin_name: str, password: str) -> uuid.UUID:
    """Make a municipality with its organisation and administrator, in one transaction; return its id.

    Raises:
        InstallationError: the municipality is on this installation already.
    """
    from django.db import IntegrityError

    place = uuid.uuid4()
    try:
        with acting_as_system(municipality=place):
            municipality = Municipality(id=place, cbs_code=cbs_code, name=name)
            municipality.save(force_insert=True)
            home = Organisation.objects.create(
                municipality=municipality, name=f"Gemeente {name}", kind=OrganisationKind.MUNICIPALITY
            )
            person = Person.objects.create_user(email, admin_name, password)
            appointment = Appointment.objects.create(
                municipality=municipality,
                person=person,
                organisation=home,
                function=Function.ADMIN,
                valid_from=timezone.now(),
            )
            ledger.append(
                municipality=place,
                action="parties:municipality:begun",
                subject=place,
                data={"cbs_code": cbs_code, "appointment": str(appointment.pk)},
            )
    except IntegrityError as error:
        raise InstallationError(f"--municipality {cbs_code}: is on this installation already.") from error
    return place


def migrate(argv: Sequence[str]) -> int:
    """Run `driehoek migrate`."""
    Arguments(prog="driehoek migrate", description="Bring the tables up to date.").parse_args(list(argv))
    bring_up_to_date(_address())
    return 0


def manage(argv: Sequence[str]) -> int:
    """Run one of Django's own commands, such as `driehoek manage check`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["driehoek manage", *argv])
    return 0


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = Arguments(prog="driehoek setup", description=main.__doc__)
    parser.add_argument("--municipality", required=True, metavar="CODE", help="CBS code, as GM0599")
    parser.add_argument("--name", required=True, help="of the municipality")
    parser.add_argument("--admin-email", required=True, help="with which the administrator signs in")
    parser.add_argument("--admin-name", default="Beheerder", help="default: %(default)s")
    parser.epilog = f"The password is asked for, or taken from {PASSWORD_VARIABLE}."
    return parser.parse_args(list(argv))


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise InstallationError(f"--admin-email {text}: not an e-mail address.") from error
    return text.strip().lower()


def _password(email: str, name: str) -> str:
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password:
        if not sys.stdin.isatty():
            raise InstallationError(f"no password: set {PASSWORD_VARIABLE}, or run this on a terminal.")
        password = getpass.getpass("Password for the administrator (a sentence of 15 characters or more): ")
        if getpass.getpass("The same again: ") != password:
            raise InstallationError("the two passwords differ; nothing was made.")
    try:
        with translation.override("en"):
            validate_password(password, Person(email=email, name=name))
    except ValidationError as error:
        raise InstallationError(f"password: {' '.join(error.messages)}") from error
    return password


def _address() -> DatabaseAddress:
    """Return the addresses that `installation.setup.enter` has put in the environment."""
    if "owner" not in settings.DATABASES or DEFAULT_DB_ALIAS not in settings.DATABASES:
        raise InstallationError("this command needs the owner's connection; run it as `driehoek …`.")
    return DatabaseAddress(os.environ["DRIEHOEK_OWNER_URL"], os.environ["DRIEHOEK_APP_URL"])
