"""Locks: one person works on a document until a moment, and who leads the compartment can break that."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.cases.queries import level_in
from driehoek.documents.models import Document, Lock
from driehoek.documents.queries import running_locks
from driehoek.documents.services.common import record
from driehoek.documents.services.documents import LockedByOther

LONGEST = timedelta(days=7)


@transaction.atomic
def lock(*, identity: Identity, document: Document, duration: timedelta) -> Lock:
    """Keep a document for oneself for at most a week; who has it already keeps it as it was.

    Raises:
        LockedByOther: somebody else works on it.
        ValueError: longer than a week, or no time at all.
    """
    if not timedelta() < duration <= LONGEST:
        raise ValueError("a lock lasts at most a week")
    held = Document.objects.select_for_update().get(pk=document.pk)
    running = running_locks([held]).get(held.pk)
    if running is not None:
        if running.by_id in identity.persons:
            return running
        raise LockedByOther(_("%(who)s werkt nu aan dit document.") % {"who": running.by.name})
    Lock.objects.filter(document=held, ended_at=None).update(ended_at=Now())
    now = timezone.now()
    made = Lock.objects.create(
        municipality_id=identity.municipality,
        compartment_id=held.compartment_id,
        document=held,
        by_id=identity.person,
        since=now,
        until=now + duration,
    )
    record(document, "lock:set", {"hours": int(duration.total_seconds() // 3600)}, subject=made.pk)
    return made


@transaction.atomic
def release(*, identity: Identity, document: Document) -> bool:
    """Let go of a document; tells whether it was one's own to let go of."""
    running = running_locks([document]).get(document.pk)
    if running is None or running.by_id not in identity.persons:
        return False
    Lock.objects.filter(pk=running.pk, ended_at=None).update(ended_at=Now(), ended_by_id=identity.person)
    record(document, "lock:released", subject=running.pk)
    return True


@transaction.atomic
def break_lock(*, identity: Identity, document: Document, reason: str) -> bool:
    """End somebody else's lock with a reason; tells whether there was one.

    Raises:
        PermissionDenied: who acts does not lead the compartment.
    """
    if (level_in(identity, document.compartment) or 0) < Level.LEAD:
        raise PermissionDenied(
            _("Alleen wie het compartiment leidt, kan dit doen. Vraag het de procesregisseur.")
        )
    running = running_locks([document]).get(document.pk)
    if running is None:
        return False
    running.reason = reason
    Lock.objects.filter(pk=running.pk, ended_at=None).update(
        ended_at=Now(), ended_by_id=identity.person, reason_locked=running.reason_locked
    )
    record(document, "lock:broken", subject=running.pk)
    return True
