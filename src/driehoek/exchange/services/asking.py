"""Asking: a draft of one's own, submitted with a number and a term, withdrawn, and received (OM01)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.exchange.models import Detail, ProvisionState, Request, RequestState
from driehoek.exchange.services import in_position, urgency
from driehoek.exchange.services.sides import only_home, require_side
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import Organisation
from driehoek.problems.models import Problem, Theme

# The due date of an answer, on the boards of the room `deadlines`; its subject is the request.
REQUEST: Final = "exchange.request"
WAITING: Final = (RequestState.SUBMITTED, RequestState.JUDGING)
ANSWERED: Final = (RequestState.GRANTED, RequestState.PART, RequestState.REFUSED)
WRITTEN: Final = (
    "to_organisation", "problem", "theme", "purpose", "subject", "data_categories", "decision_for", "necessity",
    "what", "detail", "facts", "due_at", "urgent",
)  # fmt: skip
ASKED: Final = ("purpose", "subject", "data_categories", "decision_for", "necessity", "what")


class IncompleteError(ValueError):
    """A request cannot be submitted like this.

    Attributes:
        fields: names of the fields that are empty or impossible; `due_at` when it lies in the past.
    """

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


@dataclass(frozen=True)
class NewRequest:
    """A request as its form holds it; a draft may have empty places. See the model for the fields.

    Attributes:
        from_organisation: for whom; None for the asker's own.
        key: of the form it came with, so that sending it twice makes one.
    """

    to_organisation: Organisation
    theme: Theme
    due_at: datetime
    from_organisation: Organisation | None = None
    problem: Problem | None = None
    purpose: str = ""
    subject: str = ""
    data_categories: Sequence[str] = ()
    decision_for: str = ""
    necessity: str = ""
    what: str = ""
    detail: str = Detail.HEADLINE
    facts: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def draft_request(*, identity: Identity, new: NewRequest) -> Request:
    """Write down a request that nobody else sees yet; the same key gives the same request.

    Raises:
        PermissionDenied: for who does not ask for this organisation.
    """
    there = Request.objects.filter(key=new.key).first()
    if there is not None:
        return there
    home = new.from_organisation or only_home(identity)
    require_side(identity, home.pk)
    if home.pk == new.to_organisation.pk:
        raise PermissionDenied(_("U kunt uw eigen organisatie niets vragen."))
    request = Request.objects.create(
        municipality_id=identity.municipality,
        from_organisation=home,
        made_by_id=identity.person,
        made_at=timezone.now(),
        key=new.key,
        **_values(new),
    )
    record(request, "drafted")
    return request


@transaction.atomic
def change_request(*, identity: Identity, request: Request, version: int, new: NewRequest) -> Request:
    """Change a draft that was read at `version`.

    Raises:
        VersionConflict: it was changed or submitted meanwhile.
        PermissionDenied: for who does not ask for this organisation.
    """
    require_side(identity, request.from_organisation_id)
    values = _values(new)
    update_once(Request.objects.filter(state=RequestState.DRAFT), request, version, **values)
    for name, value in values.items():
        setattr(request, name, value)
    record(request, "changed")
    return request


@transaction.atomic
def submit_request(*, identity: Identity, request: Request, version: int) -> Request:
    """Put a request to the other side: it gets a number and a term, and its content stands still.

    What the municipality asks becomes an agreement that happens once, so that it counts in the position. A request
    that cannot wait rings along the contact route of the other side until someone takes it up (OM08).

    Raises:
        IncompleteError: with the fields that are empty.
        VersionConflict: it was changed or submitted meanwhile.
        PermissionDenied: for who does not ask for this organisation.
    """
    require_side(identity, request.from_organisation_id)
    empty = [name for name in ASKED if not getattr(request, name)]
    if request.due_at <= timezone.now():
        empty.append("due_at")
    if empty:
        raise IncompleteError(empty)
    # The number is given by the database, so that none can be tried out.
    update_once(
        Request.objects.filter(state=RequestState.DRAFT),
        request,
        version,
        state=RequestState.SUBMITTED,
        submitted_at=timezone.now(),
    )
    request.refresh_from_db()
    agreement, deadline = in_position.expect(identity, request, REQUEST)
    Request.objects.filter(pk=request.pk).update(agreement=agreement, deadline=deadline)
    request.refresh_from_db()
    record(request, "submitted", {"urgent": request.urgent, "detail": str(request.detail)})
    if request.urgent:
        urgency.ring_for_request(request)
    return request


@transaction.atomic
def withdraw_request(*, identity: Identity, request: Request, version: int) -> None:
    """Take a request back; a draft is thrown away.

    Raises:
        VersionConflict: it was changed or answered meanwhile.
        PermissionDenied: for who does not ask for this organisation.
    """
    require_side(identity, request.from_organisation_id)
    if request.state == RequestState.DRAFT:
        drafts = Request.objects.filter(pk=request.pk, state=RequestState.DRAFT, version=version)
        if not drafts.exists():
            raise VersionConflict
        record(request, "discarded")
        drafts.delete()
        return
    update_once(Request.objects.filter(state__in=WAITING), request, version, state=RequestState.WITHDRAWN)
    request.state = RequestState.WITHDRAWN
    in_position.forget(request)
    if request.deadline is not None:
        deadlines.withdraw(deadline=request.deadline)
    urgency.stop(request)
    record(request, "withdrawn")


@transaction.atomic
def confirm_receipt(*, identity: Identity, request: Request) -> None:
    """Say that the answer came in, and everything that was given with it so far; saying it twice changes nothing.

    Raises:
        PermissionDenied: for who does not ask for this organisation, or while there is no answer.
    """
    from driehoek.exchange.services.receiving import confirm_provision

    require_side(identity, request.from_organisation_id)
    if request.state not in ANSWERED:
        raise PermissionDenied(_("Er is nog geen antwoord."))
    now = timezone.now()
    waiting = Request.objects.filter(pk=request.pk, received_at=None)
    if not waiting.update(received_at=now, received_by_id=identity.person):
        return
    request.received_at, request.received_by_id = now, identity.person
    record(request, "received")
    for provision in request.provisions.filter(received_at=None, state=ProvisionState.RELEASED):
        confirm_provision(identity=identity, provision=provision)


def record(request: Request, verb: str, data: ledger.EventData | None = None) -> None:
    """Put an act on a request on the ledger; not on its problem's page, which has more readers."""
    ledger.append(
        municipality=request.municipality_id,
        action=f"exchange:request:{verb}",
        subject=request.pk,
        version=request.version,
        data=data,
    )


def _values(new: NewRequest) -> dict[str, Any]:
    values = {name: getattr(new, name) for name in WRITTEN}
    for name in ("decision_for", "necessity", "what"):
        values[name] = values[name].strip()
    return values | {"data_categories": list(new.data_categories), "facts": dict(new.facts)}
