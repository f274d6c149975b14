"""Telling the receiver what became free: at once, or when an embargo ends; a mail says only that something waits."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from driehoek.access.identity import acting_as_system
from driehoek.access.models import Grant, Level
from driehoek.deadlines import tasks
from driehoek.deadlines.routes import running
from driehoek.exchange.models import Channel, Kind, Part, Provision, ProvisionState
from driehoek.exchange.services import in_position, judging, notices, urgency
from driehoek.exchange.services.provision_values import record
from driehoek.exchange.services.sides import holders
from driehoek.parties.models import OrganisationKind

LIMIT: Final = 200


def free(now: datetime) -> Q:
    """Return the condition that a part was let go and its embargo, if any, is over."""
    return Q(let_go_at__lte=now) & (Q(embargo_until=None) | Q(embargo_until__lte=now))


@transaction.atomic
def announce(*, municipality: uuid.UUID, now: datetime | None = None) -> int:
    """Tell the receivers of what became free by time; return how many provisions that was. Runs as the system."""
    moment = now or timezone.now()
    waiting = Part.objects.filter(
        free(moment),
        municipality=municipality,
        announced_at=None,
        destroyed_at=None,
        provision__state=ProvisionState.RELEASED,
    )
    found = list(dict.fromkeys(waiting.order_by("let_go_at").values_list("provision", flat=True)[:LIMIT]))
    rows = Provision.objects.filter(pk__in=found).select_related("request", "giver", "recipient", "theme")
    for provision in rows.select_for_update(of=("self",), skip_locked=True):
        announce_if_free(provision, moment)
    return len(found)


def announce_if_free(provision: Provision, now: datetime | None = None) -> bool:
    """Tell the receiver of the parts that are free and were not told of; return whether there were any."""
    moment = now or timezone.now()
    parts = Part.objects.filter(free(moment), provision=provision, announced_at=None, body__isnull=False)
    if provision.state != ProvisionState.RELEASED or not parts.update(announced_at=moment):
        return False
    if provision.announced_at is None:
        _first(provision, moment)
        record(provision, "announced", {"urgent": provision.urgent, "kind": str(provision.kind)})
    else:
        record(provision, "part_free")
    if provision.channel != Channel.ORAL:
        tell_readers(provision)
    return True


def tell_readers(provision: Provision) -> None:
    """Queue a mail to who may read it at the receiver; nothing of what it is stands in it."""
    with acting_as_system(municipality=provision.municipality_id):
        found = {
            one.person_id
            for one in holders(
                provision.recipient_id, provision.readers, municipality=provision.municipality_id
            )
        }
        if provision.problem_id is not None and provision.recipient.kind == OrganisationKind.MUNICIPALITY:
            granted = Grant.objects.filter(
                running(timezone.now()),
                problem=provision.problem_id,
                level__gte=Level.OVERVIEW,
                person__in=found,
            )
            found &= set(granted.values_list("person", flat=True))
        tasks.tell(municipality=provision.municipality_id, persons=found)


def _first(provision: Provision, moment: datetime) -> None:
    """Let it reach the mayor, ask for receipt, and let a request that it answers have its answer."""
    values: dict[str, object] = {"announced_at": moment}
    if provision.channel == Channel.DRIEHOEK:
        # A notice of return is for the mayor's own people; items of the position have more readers.
        returns = provision.kind == Kind.RETURN
        item = None if returns else in_position.deliver(provision, provision.known_from or moment)
        deadline = urgency.ring_for_provision(provision)
        values |= {"item_id": item.pk if item else None, "deadline_id": deadline.pk}
    Provision.objects.filter(pk=provision.pk).update(**values, version=F("version") + 1)
    provision.refresh_from_db()
    if provision.kind == Kind.RETURN:
        notices.open_notice(provision)
    if provision.request_id is not None:
        paper = judging.waiting_answer(provision.request_id)
        if paper is not None:
            judging.answer(paper.request, paper.request.version, paper, moment)
