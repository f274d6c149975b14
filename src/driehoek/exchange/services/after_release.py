"""After release: further parts let go, an embargo put off, an earlier end, and taking it back (OM06, OM10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.exchange.models import (
    Part,
    Provision,
    ProvisionState,
)
from driehoek.exchange.services import announcing, urgency
from driehoek.exchange.services.parts import empty_parts
from driehoek.exchange.services.provision_values import ReleaseError, record
from driehoek.exchange.services.releasing import judge_again
from driehoek.exchange.services.sides import require_side, writer_of
from driehoek.ledger.versions import VersionConflict, update_once

LEAST_WORDS: Final = 3


def let_go(*, identity: Identity, part: Part, version: int, embargo_until: datetime | None = None) -> Part:
    """Let a part go that was held back, at once or from a moment on (OM10); the law of today judges it once more.

    Raises:
        VersionConflict: it was let go meanwhile, or the provision was recalled.
        ReleaseError: `embargo`, the moment lies in the past; `law`, it may not be given any more, which is kept.
        PermissionDenied: for who does not give for this organisation.
    """
    provision = part.provision
    require_side(identity, writer_of(provision))
    now = timezone.now()
    if embargo_until is not None and embargo_until <= now:
        raise ReleaseError("embargo")
    if provision.state != ProvisionState.RELEASED:
        raise VersionConflict
    if part.let_go_at is not None:
        raise VersionConflict
    judge_again(identity=identity, provision=provision)
    with transaction.atomic():
        return _let_go(identity, part, version, embargo_until, now)


def _let_go(
    identity: Identity, part: Part, version: int, embargo_until: datetime | None, now: datetime
) -> Part:
    provision = part.provision
    waiting = Part.objects.filter(let_go_at=None, body__isnull=False)
    values: dict[str, Any] = {"let_go_at": now, "let_go_by_id": identity.person, "held": False}
    update_once(waiting, part, version, embargo_until=embargo_until or part.embargo_until, **values)
    part.refresh_from_db()
    provision.refresh_from_db()
    record(provision, "part_let_go", {"detail": str(part.detail)})
    announcing.announce_if_free(provision)
    return part


@transaction.atomic
def move_embargo(*, identity: Identity, part: Part, version: int, embargo_until: datetime) -> Part:
    """Put off the moment from which a part may be read; only later, and only before it came.

    Raises:
        VersionConflict: it was changed meanwhile.
        ReleaseError: `embargo`, it is free already, or the moment is not later.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, part.provision.giver_id)
    now = timezone.now()
    begun = part.let_go_at is not None and (part.embargo_until is None or part.embargo_until <= now)
    if begun or embargo_until <= max(now, part.embargo_until or now):
        raise ReleaseError("embargo")
    update_once(Part.objects.filter(destroyed_at=None), part, version, embargo_until=embargo_until)
    part.refresh_from_db()
    record(part.provision, "embargo_moved", {"detail": str(part.detail)})
    return part


@transaction.atomic
def shorten(*, identity: Identity, provision: Provision, version: int, keep_until: Any) -> Provision:
    """Let a provision end sooner than was agreed; never later.

    Raises:
        VersionConflict: it was changed meanwhile.
        ReleaseError: `keep_until`, it is not sooner, or lies in the past.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, writer_of(provision))
    if not timezone.localdate() <= keep_until < provision.keep_until:
        raise ReleaseError("keep_until")
    rows = Provision.objects.filter(state=ProvisionState.RELEASED)
    update_once(rows, provision, version, keep_until=keep_until)
    provision.keep_until = keep_until
    record(provision, "shortened")
    return provision


@transaction.atomic
def recall(
    *, identity: Identity, provision: Provision, version: int, words: str, destroy: bool = False
) -> Provision:
    """Take a provision back: from this moment nobody at the receiver can read it; who saw what stays.

    Args:
        identity: someone of the giving side.
        provision: as it was read at `version`.
        version: of the provision.
        words: the reason, as the receiver reads it.
        destroy: whether its texts are destroyed at once, for the giver too.

    Raises:
        ReleaseError: `words`, without a reason the receiver cannot act on it.
        VersionConflict: it was recalled or ended meanwhile.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, writer_of(provision))
    if len(words.strip()) < LEAST_WORDS:
        raise ReleaseError("words")
    known = provision.known_from is not None and provision.known_from <= timezone.now()
    update_once(
        Provision.objects.filter(state=ProvisionState.RELEASED),
        provision,
        version,
        state=ProvisionState.RECALLED,
        recalled_at=timezone.now(),
        recalled_by_id=identity.person,
        recall_words=words.strip(),
    )
    provision.refresh_from_db()
    urgency.stop(provision)
    if destroy:
        destroy_recalled(identity=identity, provision=provision)
    record(provision, "recalled", {"known": known, "destroyed": destroy})
    if known:
        announcing.tell_readers(provision)
    return provision


@transaction.atomic
def destroy_recalled(*, identity: Identity, provision: Provision) -> None:
    """Destroy the texts of a recalled provision for the giver too, before its day.

    Raises:
        ReleaseError: `state`, it was not recalled.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, writer_of(provision))
    if provision.state != ProvisionState.RECALLED:
        raise ReleaseError("state")
    if empty_parts(provision):
        Provision.objects.filter(pk=provision.pk, ended_at=None).update(ended_at=timezone.now())
        record(provision, "destroyed")
