"""What every write of this room shares: refusals and the line on the ledger."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.ledger.services import EventData
from driehoek.plans.models import Plan, PlanState
from driehoek.plans.queries.walls import may_keep


class NotAtThisStage(PermissionDenied):
    """What was asked does not fit where the plan stands."""


def require_keeper(identity: Identity) -> None:
    """Refuse who does not write plans and reports.

    Raises:
        PermissionDenied: with a sentence that says who does.
    """
    if not may_keep(identity):
        raise PermissionDenied(_("Dit is voor de burgemeester, de loco en de adviseur."))


def require_open(plan: Plan) -> None:
    """Refuse to change a plan that is closed.

    Raises:
        NotAtThisStage: with a sentence that says what to do.
    """
    if plan.state == PlanState.CLOSED:
        raise NotAtThisStage(_("Dit jaarplan is afgesloten. Open het eerst weer."))


def record(
    municipality: uuid.UUID,
    act: str,
    subject: uuid.UUID,
    version: int = 0,
    data: EventData | None = None,
) -> None:
    """Put one act on the ledger, `plans:subject:verb`; ids, codes and numbers only."""
    ledger.append(
        municipality=municipality, action=f"plans:{act}", subject=subject, version=version, data=data
    )
