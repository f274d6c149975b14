"""Proposals and judgements, for tests that need one of each."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.grounds import services
from driehoek.grounds.models import Decision
from driehoek.parties.models import Function, Organisation
from tests.support.cast import HOME, Cast

KIND = "exchange.provision"
FACTS: dict[str, Any] = dict.fromkeys(
    ("necessary", "recipient_task_named", "om_coordination_done", "minimised", "quality_checked"), True
)
# The police tell the mayor what public order asks (Wpg 16(1)(b)).
ALLOWED: dict[str, Any] = {
    "provider": "politie",
    "recipient": "burgemeester",
    "purpose": "openbare_orde",
    "data_categories": ["politiegegevens"],
    "subject": "overlastgever",
    "frequency": "incidental",
    "trigger": "on_request",
    "wpg_processing": ["8"],
    "facts": FACTS,
}
UNSURE: dict[str, Any] = {**ALLOWED, "facts": {}}
REFUSED: dict[str, Any] = {**ALLOWED, "facts": {**FACTS, "minimised": False}}
REASON = "De wijkagent bevestigde vanmorgen dat dit nodig is."


def organisation_of(cast: Cast, function: Function) -> Organisation:
    """The organisation for which a function of the cast works."""
    return Organisation.objects.get(municipality=cast.home, kind=HOME[function])


def judged(
    identity: Identity,
    organisation: uuid.UUID,
    proposal: dict[str, Any] | None = None,
    *,
    subject: uuid.UUID | None = None,
    days_ago: int = 0,
    **values: Any,
) -> Decision:
    """A stored judgement about a provision, by the law of some days ago."""
    return services.judge(
        identity=identity,
        subject_kind=KIND,
        subject=subject or uuid.uuid4(),
        organisation=organisation,
        proposal=proposal or ALLOWED,
        on=timezone.localdate() - timedelta(days=days_ago),
        **values,
    )
