"""The legal gate of agreements: the officer's judgement, and the covenant that an agreement rests on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as_system
from driehoek.grounds.models import Decision
from driehoek.grounds.services import judge
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.position.models import Agreement, AgreementState, Gate, GateJudgement
from driehoek.position.services.agreements import (
    drop_expected,
    drop_what_is_not_due,
    plan_deliveries,
    record,
)
from driehoek.position.services.judging_term import AGREEMENT, await_judgement


class NotReleasableError(Exception):
    """The law does not let this agreement be allowed; the message says why, for the reader."""


@transaction.atomic
def judge_agreement(
    *,
    identity: Identity,
    agreement: Agreement,
    version: int,
    verdict: Gate,
    proposal: Mapping[str, Any],
    reason: str = "",
    confirmation: str = "",
) -> GateJudgement:
    """Allow or stop an agreement with personal data; what the law said is kept with it.

    Args:
        identity: the data-protection officer.
        agreement: the agreement, as it was read at `version`.
        version: the version that was read.
        verdict: ALLOWED, which needs a decision of the law that lets it go, or STOPPED.
        proposal: what was judged, as `law.check` reads it.
        reason: why; always said when it is stopped.
        confirmation: why it is allowed where the law only warns.

    Raises:
        NotReleasableError: it may not be allowed; the message says why.
        VersionConflict: the agreement changed meanwhile.
        ValueError: another verdict, or stopped without a reason.
        law.ProposalError: the proposal is malformed.
    """
    if verdict not in (Gate.ALLOWED, Gate.STOPPED) or (verdict == Gate.STOPPED and not reason.strip()):
        raise ValueError("allow, or stop with a reason")
    decision: Decision = judge(
        identity=identity,
        subject_kind=AGREEMENT,
        subject=agreement.pk,
        organisation=_own_organisation(identity),
        proposal=proposal,
        problem=agreement.problem_id,
        confirmation=confirmation,
    )
    if verdict == Gate.ALLOWED and not decision.releasable:
        raise NotReleasableError(decision.why_not())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position_set_gate(%s, %s, %s, %s)", [agreement.pk, version, str(verdict), decision.pk]
        )
        row = cursor.fetchone()
    if not row or not row[0]:
        raise VersionConflict
    made = GateJudgement.objects.create(
        municipality_id=identity.municipality,
        agreement=agreement,
        verdict=verdict,
        reason=reason.strip(),
        decision=decision.pk,
        judged_by_id=identity.person,
        judged_at=timezone.now(),
    )
    agreement.gate, agreement.version = verdict, version + 1
    record(agreement, "allowed" if verdict == Gate.ALLOWED else "stopped", {"decision": str(decision.pk)})
    # What follows concerns deliveries, which the officer does not keep.
    with acting_as_system(municipality=identity.municipality):
        await_judgement(agreement)
        if verdict == Gate.STOPPED:
            drop_expected(agreement=agreement)
        else:
            plan_deliveries(agreement=Agreement.objects.select_related("need").get(pk=agreement.pk))
    return made


def _own_organisation(identity: Identity) -> uuid.UUID:
    return min(identity.organisations)


@transaction.atomic
def rest_under_covenant(*, agreement: Agreement, covenant: uuid.UUID) -> bool:
    """Let an active agreement rest because the covenant under it does not hold; tell whether it was active."""
    if agreement.state != AgreementState.ACTIVE:
        return False
    active = Agreement.objects.filter(state=AgreementState.ACTIVE)
    update_once(active, agreement, agreement.version, state=AgreementState.PAUSED)
    agreement.state = AgreementState.PAUSED
    drop_what_is_not_due(agreement)
    record(agreement, "paused", {"covenant": str(covenant)})
    return True


@transaction.atomic
def run_under_covenant(*, agreement: Agreement, covenant: uuid.UUID) -> bool:
    """Let an agreement run again that rested for its covenant; tell whether it still did."""
    if agreement.state != AgreementState.PAUSED:
        return False
    resting = Agreement.objects.filter(state=AgreementState.PAUSED)
    update_once(resting, agreement, agreement.version, state=AgreementState.ACTIVE)
    agreement.state = AgreementState.ACTIVE
    plan_deliveries(agreement=agreement)
    record(agreement, "resumed", {"covenant": str(covenant)})
    return True
