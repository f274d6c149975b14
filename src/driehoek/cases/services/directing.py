"""Who directs a case: the process director keeps the process, the case director leads on content."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from driehoek.access import services as access
from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Level, Origin
from driehoek.cases.models import Case, CompartmentKind
from driehoek.cases.services.common import record
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Person


@transaction.atomic
def appoint(
    *, identity: Identity, case: Case, version: int, process_director: Person, content_director: Person | None
) -> None:
    """Let others direct a case that was read at `version`.

    A new process director leads the problem and every compartment; who kept the process before, and does not act
    here, leads the compartments no longer. A new case director works on the problem and in the shared compartment.

    Raises:
        VersionConflict: it was changed meanwhile.
        IntegrityError: one person for both.
        ProgrammingError: who acts does not lead the case.
    """
    before = case.process_director_id
    update_once(
        Case.objects.all(),
        case,
        version,
        process_director=process_director,
        content_director=content_director,
    )
    parts = list(case.compartments.values_list("pk", "kind"))
    if process_director.pk != before:
        _give(identity, process_director, [case.pk, *(pk for pk, _kind in parts)], Level.LEAD)
        if before != identity.person:
            _take(identity, before, [pk for pk, _kind in parts])
    if content_director is not None and content_director.pk != case.content_director_id:
        shared = [pk for pk, kind in parts if kind == CompartmentKind.SHARED]
        _give(identity, content_director, [case.pk, *shared], Level.WORK)
    case.process_director, case.content_director = process_director, content_director
    record(case, "cases:case:directed")


def _give(identity: Identity, person: Person, about: list[uuid.UUID], level: Level) -> None:
    for problem in about:
        access.grant(
            identity=identity,
            person=person.pk,
            problem=problem,
            level=level,
            origin=Origin.INVITATION,
            reason=_("Regisseur van de casus"),
        )


def _take(identity: Identity, person: uuid.UUID, compartments: list[uuid.UUID]) -> None:
    running = Grant.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
        person=person,
        problem__in=compartments,
        level=Level.LEAD,
    )
    for grant in running:
        access.end_grant(identity=identity, grant=grant)
