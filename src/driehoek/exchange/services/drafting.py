"""A draft of what would be given: its texts sealed from the first moment, passed on, thrown away (OM02, OM03)."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.exchange.models import (
    Channel,
    Kind,
    Part,
    Provision,
    ProvisionState,
)
from driehoek.exchange.parties import DRIEHOEK
from driehoek.exchange.proposals import ON_REQUEST, UNPROMPTED
from driehoek.exchange.services.parts import NewPart, empty_parts, put_parts, write
from driehoek.exchange.services.provision_values import NewProvision, ReleaseError, record, values_of
from driehoek.exchange.services.sides import only_home, require_side, writer_of
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation


@transaction.atomic
def draft_provision(*, identity: Identity, new: NewProvision, parts: Sequence[NewPart] = ()) -> Provision:
    """Write down what would be given, its texts sealed from the first moment; nobody outside sees it.

    The same key gives the same provision.

    Raises:
        PermissionDenied: for who does not give for this organisation, or about a request that is not theirs.
    """
    there = Provision.objects.filter(key=new.key).first()
    if there is not None:
        return there
    giver = new.giver or only_home(identity)
    require_side(identity, new.recipient.pk if new.channel == Channel.REGISTERED else giver.pk)
    _require_fit(giver, new)
    provision = Provision.objects.create(
        municipality_id=identity.municipality,
        giver=giver,
        made_by_id=identity.person,
        made_at=timezone.now(),
        kind=new.kind,
        channel=new.channel,
        request=new.request,
        standing_case=new.standing_case,
        onward_of=new.onward_of,
        key=new.key,
        **values_of(new),
    )
    put_parts(provision, parts)
    record(provision, "drafted")
    return provision


@transaction.atomic
def change_provision(
    *,
    identity: Identity,
    provision: Provision,
    version: int,
    new: NewProvision,
    parts: Sequence[NewPart] | None = None,
) -> Provision:
    """Change a draft that was read at `version`; `parts` replace all texts, None leaves them as they are.

    Raises:
        VersionConflict: it was changed or released meanwhile.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, writer_of(provision))
    values = values_of(new)
    if not new.about:
        values.pop("subject_ref")
    drafts = Provision.objects.filter(state=ProvisionState.DRAFT)
    update_once(drafts, provision, version, **values)
    for name, value in values.items():
        setattr(provision, name, value)
    if parts is not None:
        put_parts(provision, parts)
    record(provision, "changed")
    return provision


@transaction.atomic
def write_part(*, identity: Identity, provision: Provision, version: int, part: NewPart) -> Part:
    """Write one text of a draft; an empty one takes it away.

    Raises:
        VersionConflict: the draft was changed or released meanwhile.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, writer_of(provision))
    update_once(Provision.objects.filter(state=ProvisionState.DRAFT), provision, version)
    made = write(provision, part)
    record(provision, "changed")
    return made


@transaction.atomic
def drop_provision(*, identity: Identity, provision: Provision, version: int) -> None:
    """Throw a draft away: its texts are destroyed, that there was one stays.

    Raises:
        VersionConflict: it was changed or released meanwhile.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, writer_of(provision))
    drafts = Provision.objects.filter(state=ProvisionState.DRAFT)
    update_once(drafts, provision, version, state=ProvisionState.DROPPED, ended_at=timezone.now())
    provision.state = ProvisionState.DROPPED
    empty_parts(provision)
    record(provision, "dropped")


@transaction.atomic
def pass_on(
    *,
    identity: Identity,
    provision: Provision,
    to: Organisation,
    new: NewProvision,
    parts: Sequence[NewPart] = (),
) -> Provision:
    """Begin to pass on what was received, as a draft of one's own side: it goes through the check like any other.

    Args:
        identity: someone of the receiving side.
        provision: what was received and may still be read.
        to: whom it would go to.
        new: what would be given; its giver, kind and recipient are filled in here, and it ends no later.
        parts: the texts.

    Raises:
        ReleaseError: `origin`, it was recalled or ended; `driehoek`, it stays within the driehoek.
        PermissionDenied: for who does not take part for the receiving side.
    """
    require_side(identity, provision.recipient_id)
    # A notice of return serves the return alone; police and probation are asked for advice without it (Bjsg 11a).
    if provision.state != ProvisionState.RELEASED or provision.kind == Kind.RETURN:
        raise ReleaseError("origin")
    if provision.within_driehoek and to.kind not in DRIEHOEK:
        raise ReleaseError("driehoek")
    facts = dict(new.facts)
    if provision.terms.get("bases"):
        facts.setdefault("held_under", provision.terms["bases"][0])
    wanted = new.with_values(
        giver=provision.recipient,
        recipient=to,
        kind=Kind.ONWARD,
        onward_of=provision,
        trigger=new.trigger or UNPROMPTED,
        keep_until=min(new.keep_until, provision.keep_until),
        within_driehoek=new.within_driehoek or provision.within_driehoek,
        facts=facts,
    )
    return draft_provision(identity=identity, new=wanted, parts=parts)


def _require_fit(giver: Organisation, new: NewProvision) -> None:
    """Refuse a provision to oneself, or about a request of others."""
    if new.recipient.pk == giver.pk:
        raise PermissionDenied(_("U kunt uw eigen organisatie niets verstrekken."))
    if new.request is not None and (
        new.request.to_organisation_id != giver.pk
        or new.request.from_organisation_id != new.recipient.pk
        or new.trigger != ON_REQUEST
    ):
        raise PermissionDenied(_("Dit verzoek is niet aan u gericht."))
