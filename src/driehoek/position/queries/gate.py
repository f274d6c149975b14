"""What the data-protection officer reads of agreements with personal data: what to judge, and no content."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.parties.models import OrganisationKind
from driehoek.position.models import Agreement, AgreementState, Gate, GateJudgement
from driehoek.position.services.judging_term import GATE
from driehoek.web.paging import PAGE, Cursor, cut

# Who a kind of organisation is for the law; others the officer chooses.
AS_PARTY: Final = {
    OrganisationKind.MUNICIPALITY: "gemeente",
    OrganisationKind.PROSECUTION: "om",
    OrganisationKind.POLICE: "politie",
    OrganisationKind.SAFETY_HOUSE: "zvh",
    OrganisationKind.RIEC: "riec",
    OrganisationKind.SAFETY_REGION: "veiligheidsregio",
    OrganisationKind.HOUSING: "woningcorporatie",
    OrganisationKind.PROBATION: "reclassering",
    OrganisationKind.EDUCATION: "onderwijsinstelling",
    OrganisationKind.ENFORCEMENT: "gemeente_boa",
    OrganisationKind.CARE: "zorginstelling",
}


def gated(identity: Identity) -> QuerySet[Agreement]:
    """Return the agreements with personal data, also those about a problem that the officer may not see.

    Need, theme and problem are not read along: those are content.
    """
    return Agreement.objects.filter(municipality=identity.municipality, personal_data=True).select_related(
        "supplier", "made_by"
    )


def waiting(identity: Identity, after: Cursor | None) -> tuple[list[Agreement], bool]:
    """Return a page of the agreements that wait for a judgement, the oldest first, and whether there are more.

    Each has `judge_by`, the moment by which it is to be judged; two queries.
    """
    rows = gated(identity).filter(gate=Gate.UNTESTED).exclude(state=AgreementState.ENDED)
    if after:
        moment, last = after
        rows = rows.filter(Q(made_at__gt=moment) | Q(made_at=moment, pk__gt=last))
    found, more = cut(rows.order_by("made_at", "id")[: PAGE + 1])
    due = terms_of([one.pk for one in found])
    for one in found:
        one.judge_by = due.get(one.pk)  # type: ignore[attr-defined]
    return found, more


def terms_of(agreements: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return by agreement when it is to be judged."""
    rows = Deadline.objects.filter(kind=GATE, subject__in=agreements, state=DeadlineState.OPEN)
    return dict(rows.values_list("subject", "due_at"))


def judged(identity: Identity) -> list[Agreement]:
    """Return the agreements that were judged, by supplier, the first hundred."""
    rows = gated(identity).filter(gate__in=[Gate.ALLOWED, Gate.STOPPED]).exclude(state=AgreementState.ENDED)
    return list(rows.order_by("supplier__name", "what")[:100])


def one_gated(identity: Identity, identifier: uuid.UUID) -> Agreement | None:
    """Return one agreement with personal data."""
    return gated(identity).filter(pk=identifier).first()


def last_judgement(agreement: Agreement) -> GateJudgement | None:
    """Return what the officer said last of an agreement."""
    rows = GateJudgement.objects.filter(agreement=agreement).select_related("judged_by")
    return rows.order_by("-judged_at").first()


def first_proposal(agreement: Agreement) -> dict[str, object]:
    """Return what an agreement itself says of what the law must know, to begin the check with."""
    party = AS_PARTY.get(OrganisationKind(agreement.supplier.kind), "")
    return {
        "provider": party,
        "recipient": "burgemeester",
        "frequency": "incidental" if agreement.rhythm == "once" else "structural",
        "trigger": "unprompted" if agreement.rhythm == "event" else "on_request",
    }
