"""The definition of a problem: writing it, putting it before the driehoek, recording what was decided (CX06)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.rules import DRIEHOEK
from driehoek.approach import composing
from driehoek.approach.models import Definition, Outcome, Prioritisation
from driehoek.approach.snapshot import canonical, digest
from driehoek.cases.models import Case
from driehoek.cases.services.common import record
from driehoek.ledger.versions import update_once
from driehoek.meetings.services import put_forward

ORIGIN: Final = "approach.definition"
FIELDS: Final = ("what", "since", "why", "for_whom", "tried", "asked", "options", "advice")


class IncompleteError(ValueError):
    """Something that the driehoek needs is not there yet."""


@transaction.atomic
def save_definition(*, identity: Identity, case: Case, version: int, values: Mapping[str, Any]) -> Definition:
    """Write the definition that was read at `version`, 0 when there was none; what was offered is taken back.

    Raises:
        VersionConflict: someone else wrote it meanwhile.
    """
    found, _made = Definition.objects.get_or_create(
        case=case,
        defaults={"municipality_id": identity.municipality, "changed_at": timezone.now(), "version": 0},
    )
    given = {name: values[name] for name in FIELDS}
    changed = [name for name in FIELDS if getattr(found, name) != given[name]]
    update_once(
        Definition.objects.all(),
        found,
        version,
        **given,
        offered_at=None,
        changed_by_id=identity.person,
        changed_at=timezone.now(),
    )
    found.refresh_from_db()
    record(case, "approach:definition:written", {"fields": changed})
    return found


@transaction.atomic
def offer(*, identity: Identity, definition: Definition, version: int) -> bool:
    """Make a definition ready for the driehoek; who prepares the agenda puts it there at once.

    For others it stands among the proposals of the next agenda. Return whether it stands on the agenda now.

    Raises:
        IncompleteError: a field is empty.
        VersionConflict: it was changed meanwhile.
    """
    if composing.missing_in(definition):
        raise IncompleteError
    case = definition.case
    update_once(Definition.objects.all(), definition, version, offered_at=timezone.now())
    on_agenda = identity.holds(*DRIEHOEK)
    if on_agenda:
        put_forward(
            identity=identity,
            title=_("Prioriteit voor: %(title)s") % {"title": case.problem.title},
            text=f"{definition.asked}\n{_('Advies')}: {definition.advice}",
            origin=ORIGIN,
            origin_id=str(case.pk),
            origin_url=reverse("approach:definition", args=[case.pk]),
            problem=case.pk,
        )
    record(case, "approach:definition:offered", {"agenda": on_agenda})
    return on_agenda


@dataclass(frozen=True)
class NewPrioritisation:
    """What the driehoek decided; see the model for the fields."""

    outcome: Outcome
    reason: str
    decided_on: date
    again_on: date | None = None
    point: uuid.UUID | None = None


@transaction.atomic
def prioritise(*, identity: Identity, definition: Definition, new: NewPrioritisation) -> Prioritisation:
    """Record what the driehoek decided on a definition, with the definition as it lay there.

    Raises:
        IncompleteError: the definition is not complete, so nothing can have been decided on it.
        IntegrityError: `later` without a day on which it comes back, or another outcome with one.
    """
    if composing.missing_in(definition):
        raise IncompleteError
    contents = canonical(composing.of_definition(definition))
    made = Prioritisation.objects.create(
        municipality_id=identity.municipality,
        case=definition.case,
        **vars(new),
        contents=contents,
        sha256=digest(contents),
        recorded_by_id=identity.person,
        recorded_at=timezone.now(),
    )
    record(
        definition.case,
        "approach:case:prioritised",
        {"outcome": str(new.outcome), "meeting": new.point is not None},
        subject=made.pk,
    )
    return made
