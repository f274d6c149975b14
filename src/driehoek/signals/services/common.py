"""What every write about a signal needs."""

from __future__ import annotations

from driehoek.cases.models import Compartment
from driehoek.ledger import services as ledger
from driehoek.signals.models import HandOver, Signal


def record(
    about: Signal | HandOver,
    verb: str,
    data: ledger.EventData | None = None,
    *,
    compartment: Compartment | None = None,
) -> None:
    """Put one line on the ledger about a signal or hand-over; in a case only its own compartment hears of it."""
    thing = "signal" if isinstance(about, Signal) else "handover"
    placed = compartment.pk if compartment else about.compartment_id
    ledger.append(
        municipality=about.municipality_id,
        action=f"signals:{thing}:{verb}",
        subject=about.pk,
        problem=placed,
        version=about.version,
        data=data or {},
    )
