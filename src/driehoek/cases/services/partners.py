"""Compartments, and who takes part in a case (CX04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access import services as access
from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Level, Origin
from driehoek.cases.models import Case, Compartment, CompartmentKind, Participation
from driehoek.cases.services.cases import lead_compartment
from driehoek.cases.services.common import record
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation, Person


@transaction.atomic
def add_compartment(*, identity: Identity, case: Case, name: str, purpose: str = "") -> Compartment:
    """Make a compartment of which only those see something whom the case's directors let in.

    Raises:
        IntegrityError: the case has a compartment of that name.
    """
    made = Compartment(
        municipality_id=identity.municipality,
        case=case,
        kind=CompartmentKind.OWN,
        name=name,
        purpose=purpose,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    lead_compartment(identity, case, made)
    made.save(force_insert=True)
    record(case, "cases:compartment:added", subject=made.pk, compartment=made)
    return made


@dataclass(frozen=True)
class Invitation:
    """Who is let into a case.

    Attributes:
        person, organisation: who comes, and for whom.
        until: when it ends; there is no invitation without an end.
        reason: why this partner is needed.
        compartments: what they see beside the shared compartment.
        level: `FILE` to read, `WORK` to write as well.
    """

    person: Person
    organisation: Organisation
    until: datetime
    reason: str
    compartments: Sequence[Compartment] = ()
    level: Level = Level.WORK


@transaction.atomic
def invite(*, identity: Identity, case: Case, new: Invitation) -> Participation:
    """Let a partner into a case: an overview of the problem, the shared compartment, and those that are named.

    Raises:
        ProgrammingError: who acts does not lead the case or one of the compartments.
        IntegrityError: this person takes part already, or the end is not after now.
    """
    made = Participation.objects.create(
        municipality_id=identity.municipality,
        case=case,
        person=new.person,
        organisation=new.organisation,
        reason=new.reason,
        invited_by_id=identity.person,
        since=timezone.now(),
        until=new.until,
    )
    shared = case.compartments.get(kind=CompartmentKind.SHARED)
    chosen = {one.pk for one in (shared, *new.compartments)}
    for problem, level in [(case.problem_id, Level.OVERVIEW), *((one, new.level) for one in sorted(chosen))]:
        access.grant(
            identity=identity,
            person=new.person.pk,
            problem=problem,
            level=level,
            reason=new.reason,
            valid_until=new.until,
        )
    record(case, "cases:partner:invited", {"compartments": len(chosen)}, subject=made.pk)
    return made


@transaction.atomic
def end_sooner(*, identity: Identity, participation: Participation, version: int, until: datetime) -> None:
    """Let an invitation, read at `version`, end sooner than it would; it never ends later than it said.

    Raises:
        ValueError: not after now, or not before the end that it has.
        VersionConflict: it was changed meanwhile.
    """
    if not timezone.now() < until < participation.until:
        raise ValueError("sooner, and not yet past")
    update_once(Participation.objects.filter(ended_at=None), participation, version, until=until)
    for grant in _invitations(participation).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=until)):
        Grant.objects.filter(pk=grant.pk).update(valid_until=until)
    record(participation.case, "cases:partner:shortened", subject=participation.pk)


def _invitations(participation: Participation) -> QuerySet[Grant]:
    """Return what still runs of what an invitation gave: to the problem of the case and to its compartments."""
    case = participation.case
    return Grant.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
        person=participation.person_id,
        problem__in=[case.problem_id, *case.compartments.values_list("pk", flat=True)],
        origin=Origin.INVITATION,
    )


@transaction.atomic
def end_participation(*, identity: Identity, participation: Participation) -> None:
    """End what someone sees of a case now: every invitation to it and to its compartments."""
    for grant in _invitations(participation):
        access.end_grant(identity=identity, grant=grant)
    Participation.objects.filter(pk=participation.pk, ended_at=None).update(ended_at=Now())
    record(participation.case, "cases:partner:ended", subject=participation.pk)
