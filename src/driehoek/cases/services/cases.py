"""Opening a case and changing what everyone sees of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access import services as access
from driehoek.access.identity import Identity
from driehoek.access.models import Level, Origin
from driehoek.access.queries import level_on
from driehoek.cases import table
from driehoek.cases.models import Case, Compartment, CompartmentKind, Move, ProcessModel
from driehoek.cases.services.common import record
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Person
from driehoek.problems.models import Kind, Problem

CHANGEABLE: Final = (
    "stuck_since", "stuck_reason", "next_decision", "next_decision_on", "process_director", "content_director",
)  # fmt: skip


class NotComplexError(ValueError):
    """Only a complex problem is approached as a case."""


@dataclass(frozen=True)
class NewCase:
    """What is needed to open a case.

    Attributes:
        problem: a complex problem that the acting person leads.
        model: the version of a process model that it follows.
        process_director: who keeps the process; leads the problem and every compartment.
        content_director: who leads on content, when that is known; never the same person.
    """

    problem: Problem
    model: ProcessModel
    process_director: Person
    content_director: Person | None = None
    opened_at: datetime | None = None


@transaction.atomic
def open_case(*, identity: Identity, new: NewCase) -> Case:
    """Open the case of a complex problem, with its shared compartment, in the first state of its model.

    Raises:
        NotComplexError: the problem is of another kind.
        ProgrammingError: who acts does not lead the problem.
        IntegrityError: the problem has a case already.
    """
    if new.problem.kind != Kind.COMPLEX:
        raise NotComplexError(str(new.problem.kind))
    at = new.opened_at or timezone.now()
    found = table.read(new.model.data)
    case = Case.objects.create(
        problem=new.problem,
        municipality_id=identity.municipality,
        model=new.model,
        stage=found.start,
        phase=found.state(found.start).phase,
        stage_since=at,
        process_director=new.process_director,
        content_director=new.content_director,
        opened_at=at,
    )
    _let_lead(identity, case, new.process_director.pk)
    Move.objects.create(
        municipality_id=identity.municipality,
        case=case,
        after=case.stage,
        moved_by_id=identity.person,
        moved_at=at,
    )
    shared = Compartment(
        municipality_id=identity.municipality,
        case=case,
        kind=CompartmentKind.SHARED,
        name=_("Gedeeld"),
        purpose=_("Wat iedereen weet die aan deze casus meewerkt."),
        made_by_id=identity.person,
        made_at=at,
    )
    lead_compartment(identity, case, shared)
    shared.save(force_insert=True)
    record(case, "cases:case:opened", {"model": new.model.key})
    return case


def _let_lead(identity: Identity, case: Case, person: uuid.UUID) -> None:
    """Let the process director lead the problem as well, where they do not yet."""
    if person == identity.person and level_on(identity, case.problem_id) == Level.LEAD:
        return
    access.grant(
        identity=identity,
        person=person,
        problem=case.problem_id,
        level=Level.LEAD,
        origin=Origin.INVITATION,
        reason=_("Procesregisseur van de casus"),
    )


def lead_compartment(identity: Identity, case: Case, compartment: Compartment) -> None:
    """Let who makes a compartment and who keeps the process lead it, so that they can let others in."""
    for person in sorted({identity.person, case.process_director_id}):
        access.grant(
            identity=identity,
            person=person,
            problem=compartment.pk,
            level=Level.LEAD,
            origin=Origin.FUNCTION,
        )


@transaction.atomic
def change_case(*, identity: Identity, case: Case, version: int, values: dict[str, Any]) -> list[str]:
    """Change what everyone sees of a case that was read at `version`; return the names of what changed.

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: a field that cannot be changed here.
    """
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise ValueError(f"not changed here: {', '.join(unknown)}")
    changed: list[str] = [
        name for name in CHANGEABLE if name in values and getattr(case, name) != values[name]
    ]
    if changed:
        update_once(Case.objects.all(), case, version, **{name: values[name] for name in changed})
        record(case, "cases:case:changed", {"changed": changed})
    return changed
