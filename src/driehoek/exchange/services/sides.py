"""Who stands on which side, and how the services ask for it; the database asks the same (walls.sql)."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.queries import level_on
from driehoek.exchange.models import Channel, Provision
from driehoek.exchange.parties import RECEIVERS, home_of
from driehoek.parties.models import Appointment, Organisation, OrganisationKind


def require_side(identity: Identity, organisation: uuid.UUID) -> None:
    """Refuse who does not take part in the exchange for an organisation.

    Raises:
        PermissionDenied: with a sentence.
    """
    if not home_of(identity).filter(pk=organisation).exists():
        raise PermissionDenied(_("Dit doet alleen wie hier voor deze organisatie verzoekt of verstrekt."))


def stands_for(identity: Identity, organisation: uuid.UUID) -> bool:
    """Tell whether someone takes part in the exchange for an organisation."""
    return home_of(identity).filter(pk=organisation).exists()


def writer_of(provision: Provision) -> uuid.UUID:
    """Return whose provision it is to write: its giver's, or who received it elsewhere and writes it down here."""
    registered = provision.channel == Channel.REGISTERED
    return provision.recipient_id if registered else provision.giver_id


def only_home(identity: Identity) -> Organisation:
    """Return the organisation for which someone takes part; the municipality's when there are several.

    Raises:
        PermissionDenied: for who takes part for none.
    """
    found = sorted(home_of(identity), key=lambda one: one.kind != OrganisationKind.MUNICIPALITY)
    if not found:
        raise PermissionDenied(_("U neemt niet deel aan de uitwisseling."))
    return found[0]


def holders(
    organisation: uuid.UUID, functions: Collection[str], *, municipality: uuid.UUID
) -> list[Appointment]:
    """Return who holds one of some functions at an organisation now, in the order in which they are asked."""
    now = timezone.now()
    rows = (
        Appointment.objects.filter(
            municipality=municipality,
            organisation=organisation,
            function__in=list(functions),
            person__is_active=True,
            valid_from__lte=now,
        )
        .exclude(valid_until__lte=now)
        .order_by("valid_from", "pk")
    )
    order = [str(function) for function in RECEIVERS]
    return sorted(rows, key=lambda one: order.index(one.function) if one.function in order else len(order))


def has_file(identity: Identity, problem: uuid.UUID) -> bool:
    """Tell whether someone may read the file of a problem now."""
    from driehoek.access.models import Level

    level = level_on(identity, problem)
    return level is not None and level >= Level.FILE
