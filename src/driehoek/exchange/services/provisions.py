"""Giving: a draft with its sealed parts, judged by the law, released in stages, recalled (OM02, OM03, OM10).

Nothing leaves without a decision of today over exactly this proposal; the database refuses it too (walls.sql).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.exchange.models import (
    Channel,
    Kind,
    Part,
    Provision,
    ProvisionState,
    Request,
    RequestState,
)
from driehoek.exchange.proposals import ON_REQUEST, PROVISION, UNPROMPTED, proposal_of
from driehoek.exchange.services import announcing, urgency
from driehoek.exchange.services.expiring import expire_due
from driehoek.exchange.services.in_position import about_persons
from driehoek.exchange.services.notices import out_of_use_on
from driehoek.exchange.services.parts import NewPart, empty_parts, put_parts, write
from driehoek.exchange.services.provision_values import NewProvision, ReleaseError, record, values_of
from driehoek.exchange.services.sides import only_home, require_side, writer_of
from driehoek.grounds import services as grounds
from driehoek.grounds.models import Decision
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.problems.models import Classification

__all__ = [
    "AT_RELEASE",
    "NewPart",
    "NewProvision",
    "ReleaseError",
    "change_provision",
    "destroy_recalled",
    "draft_provision",
    "drop_provision",
    "expire_due",
    "judge_provision",
    "let_go",
    "move_embargo",
    "newest_decision",
    "pass_on",
    "recall",
    "record_oral",
    "release",
    "shorten",
    "terms_of",
    "write_part",
]

# What a person confirms at the moment of release, with the rule that asks it (rule-record, rule-secrecy-notice).
AT_RELEASE: Final = ("record_written", "secrecy_notice")
OPEN_MARKS: Final = (Classification.PUBLIC, Classification.INTERNAL)
LEAST_WORDS: Final = 3


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
def judge_provision(
    *,
    identity: Identity,
    provision: Provision,
    confirmation: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Decision:
    """Ask the law about a draft as it stands, and keep the answer; what was confirmed stays with the draft.

    Agreements count as they stand on record (grounds approvals), never as the draft says.

    Args:
        identity: someone of the giving side.
        provision: a draft.
        confirmation: why it may be given in spite of a warning.
        facts: what was confirmed besides.

    Raises:
        law.ProposalError: a fact that the rules do not know; the message names the key.
        ReleaseError: `state`, it is no draft.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, writer_of(provision))
    if provision.state != ProvisionState.DRAFT:
        raise ReleaseError("state")
    return _judged(identity, provision, confirmation, facts or {}, None)


def newest_decision(provision: Provision) -> Decision | None:
    """Return the newest judgement of a provision, for its own side."""
    found = Decision.objects.filter(subject_kind=PROVISION, subject=provision.pk)
    return found.order_by("-made_at", "-id").first()


@transaction.atomic
def release(
    *,
    identity: Identity,
    provision: Provision,
    version: int,
    confirmation: str = "",
    facts: Mapping[str, Any] | None = None,
    given_at: datetime | None = None,
) -> Provision:
    """Let a provision go: it is judged once more as it stands now, and only what may leave leaves.

    Parts that are not held back go at once, or at the end of their embargo.

    Args:
        identity: someone of the giving side.
        provision: a draft as it was read at `version`.
        version: of the provision.
        confirmation: for a warning, why it may be given all the same.
        facts: what was confirmed at the moment of release, such as `record_written` and `secrecy_notice`.
        given_at: when it came, for what is written down by who received it; now when none is named.

    Raises:
        ReleaseError: with a code; with `decision` when the law says no.
        VersionConflict: it was changed or released meanwhile.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, writer_of(provision))
    _require_draft(provision, version)
    confirmed = {**provision.facts, **(facts or {})}
    registered = provision.channel == Channel.REGISTERED
    missing = [one for one in AT_RELEASE if confirmed.get(one) is not True]
    if missing and not registered:
        raise ReleaseError(missing[0])
    decision = _judged(identity, provision, confirmation, facts or {}, None)
    # The law leaves nothing open about a notice of return: what is not known is asked of who sent it.
    sure = provision.kind != Kind.RETURN or decision.outcome == law.Outcome.ALLOWED
    if not decision.releasable or not sure:
        raise ReleaseError("law", decision)
    now = timezone.now()
    return _let_out(identity, provision, version, decision, given_at if given_at and registered else now)


def _require_draft(provision: Provision, version: int) -> None:
    if provision.state != ProvisionState.DRAFT or provision.version != version:
        raise VersionConflict
    parts = [one for one in provision.parts.all() if one.body is not None]
    if not parts:
        raise ReleaseError("empty")
    if all(one.held for one in parts):
        raise ReleaseError("held")
    if not provision.title.strip():
        raise ReleaseError("title")
    if not provision.readers:
        raise ReleaseError("readers")
    if provision.keep_until <= timezone.localdate():
        raise ReleaseError("keep_until")
    if about_persons(provision.data_categories) and provision.mark in OPEN_MARKS:
        raise ReleaseError("mark")
    if (
        provision.kind == Kind.RETURN
        and provision.channel == Channel.DRIEHOEK
        and provision.keep_until > out_of_use_on(timezone.localdate())
    ):
        raise ReleaseError("keep_until")
    _require_request(provision)
    _require_origin(provision)


def _require_request(provision: Provision) -> None:
    """A request that was taken back or refused gets nothing any more."""
    if provision.request_id is None:
        return
    state = Request.objects.values_list("state", flat=True).get(pk=provision.request_id)
    if state in (RequestState.WITHDRAWN, RequestState.REFUSED, RequestState.DRAFT):
        raise ReleaseError("request")


def _require_origin(provision: Provision) -> None:
    """What was received is passed on while it may be read, and kept no longer than it was given for."""
    if provision.onward_of_id is None:
        return
    origin = Provision.objects.filter(pk=provision.onward_of_id, state=ProvisionState.RELEASED).first()
    if origin is None:
        raise ReleaseError("origin")
    if provision.keep_until > origin.keep_until:
        raise ReleaseError("keep_until")


def _judged(
    identity: Identity, provision: Provision, confirmation: str, facts: Mapping[str, Any], on: datetime | None
) -> Decision:
    approvers = law.load().approvers
    own = {key: value for key, value in {**provision.facts, **facts}.items() if key not in approvers}
    provision.facts = own
    # On the page of the problem the receiver would read that something is in the making.
    own_problem = provision.giver.kind == OrganisationKind.MUNICIPALITY
    decision = grounds.judge(
        identity=identity,
        subject_kind=PROVISION,
        subject=provision.pk,
        organisation=writer_of(provision),
        proposal=proposal_of(provision),
        problem=provision.problem_id if own_problem else None,
        confirmation=confirmation,
        on=timezone.localdate(on) if on else timezone.localdate(),
    )
    # What is stored is what was judged, agreements included: the database compares the two at release.
    held = dict(decision.proposal["facts"])
    Provision.objects.filter(pk=provision.pk, state=ProvisionState.DRAFT).update(facts=held)
    provision.facts = held
    return decision


def _let_out(
    identity: Identity, provision: Provision, version: int, decision: Decision, given_at: datetime
) -> Provision:
    now = timezone.now()
    update_once(
        Provision.objects.filter(state=ProvisionState.DRAFT),
        provision,
        version,
        state=ProvisionState.RELEASED,
        decision=decision,
        terms=terms_of(decision),
        released_at=now,
        released_by_id=identity.person,
        given_at=given_at,
    )
    going = provision.parts.filter(held=False, body__isnull=False)
    going.update(let_go_at=now, let_go_by_id=identity.person)
    provision.refresh_from_db()
    record(provision, "released", {"decision": str(decision.pk), "outcome": decision.outcome})
    announcing.announce_if_free(provision)
    return provision


def terms_of(decision: Decision) -> dict[str, Any]:
    """Return what goes along for the receiver, who does not read decisions of others: in both languages."""
    held = decision.held()
    names = ("keep_until", "onward", "secrecy", "conditions")
    return {name: held[name] for name in names} | {
        "bases": list(held["bases"]),
        "rule_version": held["rule_version"],
    }


@transaction.atomic
def let_go(*, identity: Identity, part: Part, version: int, embargo_until: datetime | None = None) -> Part:
    """Let a part go that was held back, at once or from a moment on (OM10).

    Raises:
        VersionConflict: it was let go meanwhile, or the provision was recalled.
        ReleaseError: `embargo`, the moment lies in the past.
        PermissionDenied: for who does not give for this organisation.
    """
    provision = part.provision
    require_side(identity, writer_of(provision))
    now = timezone.now()
    if embargo_until is not None and embargo_until <= now:
        raise ReleaseError("embargo")
    if provision.state != ProvisionState.RELEASED:
        raise VersionConflict
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
        ReleaseError: `origin`, it was recalled or ended.
        PermissionDenied: for who does not take part for the receiving side.
    """
    require_side(identity, provision.recipient_id)
    # A notice of return serves the return alone; police and probation are asked for advice without it (Bjsg 11a).
    if provision.state != ProvisionState.RELEASED or provision.kind == Kind.RETURN:
        raise ReleaseError("origin")
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
        facts=facts,
    )
    return draft_provision(identity=identity, new=wanted, parts=parts)


@transaction.atomic
def record_oral(
    *,
    identity: Identity,
    new: NewProvision,
    told_at: datetime,
    parts: Sequence[NewPart],
    confirmation: str = "",
) -> tuple[Provision, Decision]:
    """Write down afterwards what was told by word of mouth, judged by the law of the day on which it was told.

    Whatever the law says of it, it happened: it is recorded with that decision. Nobody at the receiver reads the
    text; it serves as proof.

    Raises:
        ReleaseError: `told_at`, that moment is still to come; `empty`, nothing was written.
        PermissionDenied: for who does not give for this organisation.
    """
    if told_at > timezone.now():
        raise ReleaseError("told_at")
    if not any(one.text.strip() for one in parts):
        raise ReleaseError("empty")
    there = Provision.objects.filter(key=new.key, state=ProvisionState.RELEASED).first()
    if there is not None and there.decision is not None:
        return there, there.decision
    wanted = new.with_values(kind=Kind.ORAL, channel=Channel.ORAL, readers=())
    provision = draft_provision(identity=identity, new=wanted, parts=parts)
    decision = _judged(identity, provision, confirmation, {}, told_at)
    return _let_out(identity, provision, provision.version, decision, told_at), decision


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
