"""Every read about approvals."""

from __future__ import annotations

import uuid
from typing import Final

from driehoek.access.identity import Identity
from driehoek.grounds.models import ApprovalRecord, ApprovalState

# How a state stands in the facts of the rules.
AS_FACT: Final = {
    ApprovalState.ASKED: "pending",
    ApprovalState.GIVEN: "given",
    ApprovalState.REFUSED: "refused",
}


def approval_records(
    identity: Identity, subject_kind: str, subject: uuid.UUID, *, organisation: uuid.UUID | None = None
) -> list[ApprovalRecord]:
    """Return what was asked about a subject, the newest first, with the names of who asked and answered."""
    rows = ApprovalRecord.objects.filter(
        municipality=identity.municipality, subject_kind=subject_kind, subject=subject
    ).select_related("asked_by", "answered_by", "asked_of")
    return list(rows if organisation is None else rows.filter(organisation=organisation))


def approvals_for(
    identity: Identity, subject_kind: str, subject: uuid.UUID, *, organisation: uuid.UUID | None = None
) -> dict[str, str]:
    """Return by fact how the newest approval about a subject stands: pending, given or refused.

    The form is that of the facts of a proposal; a fact that nobody asked about, or no longer, is left out.
    """
    found: dict[str, str] = {}
    for one in approval_records(identity, subject_kind, subject, organisation=organisation):
        if one.state != ApprovalState.LAPSED:
            found.setdefault(one.fact, AS_FACT[ApprovalState(one.state)])
    return found
