"""The end of what was given: texts and keys destroyed on their day, after a warning; that it was there stays."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.deadlines.models import Deadline
from driehoek.exchange.models import Channel, Provision, ProvisionState
from driehoek.exchange.services import announcing, urgency
from driehoek.exchange.services.parts import empty_parts
from driehoek.exchange.services.provision_values import record
from driehoek.parties.models import OrganisationKind

# The day on which the texts go, for who received them; its subject is the provision.
EXPIRY: Final = "exchange.expiry"
WARN_DAYS: Final = 14
LIMIT: Final = 500


@transaction.atomic
def expire_due(*, municipality: uuid.UUID, now: datetime | None = None) -> int:
    """Destroy what has reached its day: what was given, what was recalled, and drafts that nobody threw away.

    Runs as the system. Returns how many provisions that were.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    due = Provision.objects.filter(municipality=municipality, keep_until__lte=today, ended_at=None)
    found = list(due.select_for_update(skip_locked=True).order_by("keep_until")[:LIMIT])
    for provision in found:
        _end(provision, moment)
    return len(found)


def _end(provision: Provision, moment: datetime) -> None:
    states = {
        ProvisionState.DRAFT: ProvisionState.DROPPED,
        ProvisionState.RELEASED: ProvisionState.EXPIRED,
    }
    state = states.get(ProvisionState(provision.state), ProvisionState(provision.state))
    Provision.objects.filter(pk=provision.pk).update(
        state=state, ended_at=moment, version=provision.version + 1
    )
    provision.state, provision.version = state, provision.version + 1
    parts = empty_parts(provision)
    urgency.stop(provision)
    deadline = Deadline.objects.filter(kind=EXPIRY, subject=provision.pk).first()
    if deadline is not None:
        deadlines.meet(deadline=deadline, at=moment)
    verb = "expired" if state == ProvisionState.EXPIRED else "destroyed"
    record(provision, "dropped" if state == ProvisionState.DROPPED else verb, {"parts": parts})


@transaction.atomic
def warn_of_expiry(*, municipality: uuid.UUID, on: date | None = None) -> int:
    """Tell the receiver of what goes within a fortnight, once; runs as the system. Returns how many that were."""
    today = on or timezone.localdate()
    soon = Provision.objects.filter(
        municipality=municipality,
        keep_until__gt=today,
        keep_until__lte=today + timedelta(days=WARN_DAYS),
        ended_at=None,
        state=ProvisionState.RELEASED,
        channel__in=[Channel.DRIEHOEK, Channel.REGISTERED],
        announced_at__isnull=False,
    ).select_related("recipient")
    found = list(soon.order_by("keep_until")[:LIMIT])
    known = set(
        Deadline.objects.filter(kind=EXPIRY, subject__in=[one.pk for one in found]).values_list(
            "subject", flat=True
        )
    )
    new = [one for one in found if one.pk not in known]
    for provision in new:
        municipal = provision.recipient.kind == OrganisationKind.MUNICIPALITY
        deadlines.set_deadline(
            new=deadlines.NewDeadline(
                municipality=municipality,
                kind=EXPIRY,
                subject=provision.pk,
                due_at=at_local(provision.keep_until, time(0, 0)),
                organisation=provision.recipient_id,
                problem=provision.problem_id if municipal else None,
                remind=False,
            )
        )
        record(provision, "ending")
        announcing.tell_readers(provision)
    return len(new)
