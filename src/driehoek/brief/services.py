"""Recording that someone saw the page: the receipt that answers "when did the mayor know"."""

from __future__ import annotations

from datetime import datetime

from driehoek.access.identity import Identity
from driehoek.brief.queries import SEEN, Visit
from driehoek.ledger import services as ledger


def record_seen(*, identity: Identity, visit: Visit, newest: int) -> None:
    """Put a receipt on the ledger for a new visit, or when the page shows something it did not show before.

    `newest` is the last event among the changes on the page; a reload that shows nothing new leaves no line.
    """
    if not visit.is_new and newest <= visit.shown:
        return
    since_at = _text(visit.since_at)
    ledger.append(
        municipality=identity.municipality,
        action=SEEN,
        subject=identity.person,
        data={"since": visit.since, "since_at": since_at, "upto": visit.upto},
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
