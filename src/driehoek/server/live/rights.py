"""Who is behind a session, and what that person missed: through the pages' own doors (blocks)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections, transaction
from django.http import HttpRequest

from driehoek.access.gate import has_second_factor
from driehoek.access.identity import acting_as
from driehoek.access.middleware import identity_of
from driehoek.access.rules import hears
from driehoek.ledger.models import Event, Head
from driehoek.parties.models import Function
from driehoek.server.live.events import change_message

REPLAY_LIMIT = 500


@dataclass(frozen=True)
class Admission:
    """A session that may watch.

    Attributes:
        person: who is signed in.
        municipality: where.
        persons: whose grants count: the person and those they stand in for now.
        head: the municipality's newest sequence number at that moment.
        functions: what the person is there now, in person or as a substitute.
    """

    person: uuid.UUID
    municipality: uuid.UUID
    persons: frozenset[uuid.UUID]
    head: int
    functions: frozenset[Function] = frozenset()


@dataclass(frozen=True)
class Missed:
    """What happened since a position.

    Attributes:
        head: the municipality's newest sequence number at that moment.
        rows: (sequence, message), oldest first; None when there are more than `REPLAY_LIMIT`.
    """

    head: int
    rows: list[tuple[int, bytes]] | None


def admit(session_key: str) -> Admission | None:
    """Return the admission of a running session with a second factor and a function, else None.

    Reads the session without extending it.

    Raises:
        django.db.Error: the database is away.
    """
    close_old_connections()
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    with transaction.atomic():
        request.user = get_user(request)
        if not request.user.is_authenticated or not has_second_factor(request):
            return None
        identity = identity_of(request)
        if identity is None:
            return None
        head = _head(identity.municipality)
    return Admission(
        identity.person, identity.municipality, frozenset(identity.persons), head, identity.functions
    )


def missed(admission: Admission, after: int) -> Missed:
    """Return what the person may see of the events after `after`; row-level security does the choosing.

    Raises:
        django.db.Error: the database is away.
    """
    close_old_connections()
    try:
        with acting_as(person=admission.person, municipality=admission.municipality) as identity:
            head = _head(admission.municipality)
            rows = list(
                Event.objects.filter(
                    municipality=admission.municipality, sequence__gt=after, sequence__lte=head
                )
                .order_by("sequence")
                .values_list("sequence", "action", "subject", "version", "problem")[: REPLAY_LIMIT + 1]
            )
    except PermissionError:
        return Missed(after, [])
    if len(rows) > REPLAY_LIMIT:
        return Missed(head, None)
    heard = [row[:4] for row in rows if row[4] is not None or hears(row[1], identity.functions)]
    return Missed(head, [(row[0], change_message(*row)) for row in heard])


def _head(municipality: uuid.UUID) -> int:
    return Head.objects.filter(municipality=municipality).values_list("sequence", flat=True).first() or 0
