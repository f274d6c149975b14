"""What the services of this room share: who may, one line on the ledger, numbers without holes."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.ledger import services as ledger
from driehoek.ledger.services import EventData
from driehoek.parties.models import Function

LEADERS = (Function.MAYOR, Function.DEPUTY)


class NotNowError(PermissionDenied):
    """It stands at a stage at which this cannot be done."""


class RefusedTextError(ValueError):
    """A text holds something that may not go out, such as a citizen service number."""


def require_keeper(identity: Identity) -> None:
    """Let only those through who prepare what goes to the council.

    Raises:
        PermissionDenied: for others.
    """
    if not identity.holds(*KEEPERS_OF_POSITION):
        raise PermissionDenied(_("Dit is voor wie stukken voor de raad voorbereidt."))


def require_leader(identity: Identity) -> None:
    """Let only the mayor and the deputy through, who answer to the council (article 169 and 180 Gemeentewet).

    Raises:
        PermissionDenied: for others.
    """
    if not identity.holds(*LEADERS):
        raise PermissionDenied(_("Alleen de burgemeester of de locoburgemeester doet dit."))


def one_at_a_time(municipality: uuid.UUID, what: str) -> None:
    """Let no other transaction give out a number of the same kind until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{what}:{municipality}"])


def record(
    identity: Identity, action: str, subject: uuid.UUID, *, version: int = 0, data: EventData | None = None
) -> None:
    """Put one line on the ledger."""
    ledger.append(
        municipality=identity.municipality,
        action=f"council:{action}",
        subject=subject,
        version=version,
        data=data,
    )
