"""Letting a partner's data enrich a problem only after the check on covenant, purpose, DPIA and basis (CX03)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.grounds.models import Source
from driehoek.grounds.queries.sources import Check, check_step, own_organisation
from driehoek.grounds.services.judging import judge
from driehoek.ledger import services as ledger
from driehoek.parties.models import Organisation
from driehoek.problems.models import Problem

SOURCE: Final = "grounds.source"


class SourceBlockedError(Exception):
    """The step may not be taken; `checks` say what is missing."""

    def __init__(self, checks: list[Check]) -> None:
        super().__init__("blocked")
        self.checks = checks


class SourceThereError(Exception):
    """The partner is a source for this purpose already."""


@transaction.atomic
def add_source(
    *,
    identity: Identity,
    problem: Problem,
    organisation: Organisation,
    proposal: Mapping[str, Any],
    confirmation: str = "",
) -> Source:
    """Let a partner's personal data come to a problem; the law's answer is kept and the covenant noted.

    Args:
        identity: who works on the problem.
        problem: the problem.
        organisation: whose data they are.
        proposal: what was asked and answered, as `law.check` reads it.
        confirmation: why, where the law only warns.

    Raises:
        SourceBlockedError: covenant, purpose, DPIA or basis is missing or does not hold.
        SourceThereError: it is a source for this purpose already.
        law.ProposalError: the proposal is malformed.
    """
    checks = check_step(identity, organisation=organisation, proposal=proposal)
    blocked = [one for one in checks if not one.holds]
    covenant = next((one.covenant for one in checks if one.covenant is not None), None)
    if blocked or covenant is None:
        raise SourceBlockedError(checks)
    key = uuid.uuid4()
    decision = judge(
        identity=identity,
        subject_kind=SOURCE,
        subject=key,
        organisation=own_organisation(identity).pk,
        proposal=proposal,
        problem=problem.pk,
        confirmation=confirmation,
    )
    if not decision.releasable:
        raise SourceBlockedError(check_step(identity, organisation=organisation, proposal=proposal))
    made = Source(
        id=key,
        municipality_id=identity.municipality,
        problem=problem,
        organisation=organisation,
        purpose=proposal["purpose"],
        categories=sorted(proposal["data_categories"]),
        subject=proposal["subject"],
        covenant=covenant,
        decision=decision.pk,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise SourceThereError from error
    _record(made, "added")
    return made


@transaction.atomic
def end_source(*, identity: Identity, source: Source) -> bool:
    """End a source: nothing of it comes to the problem any more; tell whether it was running."""
    rows = Source.objects.filter(municipality=identity.municipality, pk=source.pk, ended_at=None)
    if not rows.update(ended_at=Now()):
        return False
    _record(source, "ended")
    return True


def _record(source: Source, verb: str) -> None:
    ledger.append(
        municipality=source.municipality_id,
        action=f"grounds:source:{verb}",
        subject=source.pk,
        problem=source.problem_id,
        data={"organisation": str(source.organisation_id), "purpose": source.purpose},
    )
