"""What every write about a problem needs."""

from __future__ import annotations

import uuid

from django.db.models import Q
from django.db.models.functions import Now

from driehoek.access import services as access
from driehoek.ledger import services as ledger
from driehoek.parties.models import Appointment
from driehoek.problems.models import Problem


def record(problem: Problem, verb: str, data: ledger.EventData) -> None:
    """Put one line about a problem on the ledger."""
    ledger.append(
        municipality=problem.municipality_id,
        action=f"problems:problem:{verb}",
        subject=problem.id,
        problem=problem.id,
        version=problem.version,
        data=data,
    )


def hand_out_by_function(*, municipality: uuid.UUID, problem: Problem) -> None:
    """Give every function what access.rules hands out on a problem of its kind."""
    access.grant_by_function(
        municipality=municipality,
        problems=[(problem.id, problem.kind)],
        appointments=list(
            Appointment.objects.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gt=Now()), valid_from__lte=Now()
            )
        ),
    )
