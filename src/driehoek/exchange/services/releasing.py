"""Letting a provision go: judged by the law as it stands now, and only what may leave leaves (OM02, OM03).

Nothing leaves without a decision of today over exactly this proposal; the database refuses it too (walls.sql).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.exchange.models import (
    Channel,
    Kind,
    Provision,
    ProvisionState,
    Request,
    RequestState,
)
from driehoek.exchange.proposals import PROVISION, proposal_of
from driehoek.exchange.services import announcing
from driehoek.exchange.services.drafting import draft_provision
from driehoek.exchange.services.in_position import about_persons
from driehoek.exchange.services.notices import out_of_use_on
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision, ReleaseError, record
from driehoek.exchange.services.sides import require_side, writer_of
from driehoek.grounds import services as grounds
from driehoek.grounds.models import Decision
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import OrganisationKind
from driehoek.problems.models import Classification

# What a person confirms at the moment of release, with the rule that asks it (rule-record, rule-secrecy-notice).
AT_RELEASE: Final = ("record_written", "secrecy_notice")
OPEN_MARKS: Final = (Classification.PUBLIC, Classification.INTERNAL)


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

    Parts that are not held back go at once, or at the end of their embargo. When the law says no, that judgement is
    kept all the same: who calls this within a savepoint of their own keeps it with `keep_refusal`.

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
    decision = _allowed(identity, provision, confirmation, facts or {})
    now = timezone.now()
    return _let_out(identity, provision, version, decision, given_at if given_at and registered else now)


def judge_again(*, identity: Identity, provision: Provision) -> Decision:
    """Judge a released provision by the law of today, before more of it goes; what was confirmed at release holds.

    Raises:
        ReleaseError: `law`, with the decision, which is kept.
    """
    confirmed = provision.decision.confirmation if provision.decision else ""
    return _allowed(identity, provision, confirmed, {})


def keep_refusal(*, identity: Identity, error: ReleaseError) -> None:
    """Keep a judgement that says no, when the act that asked for it was undone with it."""
    if (said := error.decision) is not None and not Decision.objects.filter(pk=said.pk).exists():
        grounds.judge(
            identity=identity,
            subject_kind=said.subject_kind,
            subject=said.subject,
            organisation=said.organisation_id,
            proposal=said.proposal,
            problem=said.problem,
            on=said.on,
        )


def _allowed(
    identity: Identity, provision: Provision, confirmation: str, facts: Mapping[str, Any]
) -> Decision:
    decision = _judged(identity, provision, confirmation, facts, None)
    # The law leaves nothing open about a notice of return: what is not known is asked of who sent it.
    sure = provision.kind != Kind.RETURN or decision.outcome == law.Outcome.ALLOWED
    if not decision.releasable or not sure:
        raise ReleaseError("law", decision)
    return decision


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


@transaction.atomic
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
