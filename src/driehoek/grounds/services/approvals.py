"""Asking who must agree, and writing down what they said."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import working_days_after
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.services import NewDeadline
from driehoek.grounds.due import APPROVAL
from driehoek.grounds.models import ApprovalRecord, ApprovalState
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Function, Organisation, OrganisationKind

ANSWERED_WITHIN_DAYS: Final = 3
# Whom the rules ask, where that is someone within the organisation that gives: the kinds of organisation and the
# functions that may answer there. Everyone else answers from outside, and the answer is written down.
WITHIN: Final[dict[str, tuple[frozenset[OrganisationKind], tuple[Function, ...]]]] = {
    "om": (frozenset({OrganisationKind.PROSECUTION}), (Function.PROSECUTOR,)),
    "gezag_over_politie": (
        frozenset({OrganisationKind.PROSECUTION, OrganisationKind.MUNICIPALITY}),
        (Function.PROSECUTOR, Function.MAYOR, Function.DEPUTY),
    ),
    "burgemeester_of_minister": (
        frozenset({OrganisationKind.MUNICIPALITY}),
        (Function.MAYOR, Function.DEPUTY),
    ),
}


class ApprovalError(ValueError):
    """An approval that cannot be asked or answered so; the message says what to do."""


@transaction.atomic
def ask_approval(
    *,
    identity: Identity,
    subject_kind: str,
    subject: uuid.UUID,
    organisation: uuid.UUID,
    fact: str,
    problem: uuid.UUID | None = None,
    asked_of: uuid.UUID | None = None,
    due_at: datetime | None = None,
) -> ApprovalRecord:
    """Write down that someone is asked to agree; asked twice, it stands there once.

    Args:
        identity: who asks.
        subject_kind: about what, as for `judge`.
        subject: its id.
        organisation: whose judgement it is about.
        fact: the fact of the rules, as an open approval of the decision names it.
        problem: the problem that it is about.
        asked_of: the person who is asked, when that is someone here.
        due_at: when the answer should be there; in three working days when nothing is said.

    Raises:
        ApprovalError: the rules know nobody who gives this.
    """
    approver = law.load().approvers.get(fact)
    if approver is None:
        raise ApprovalError(_("Voor dit feit vraagt de wet niemand om toestemming."))
    about = {"subject_kind": subject_kind, "subject": subject, "organisation_id": organisation, "fact": fact}
    standing = ApprovalRecord.objects.filter(
        **about, state__in=[ApprovalState.ASKED, ApprovalState.GIVEN]
    ).first()
    if standing is not None:
        return standing
    made = ApprovalRecord.objects.create(
        municipality_id=identity.municipality,
        **about,
        problem=problem,
        approver=approver,
        four_eyes=_within(approver, organisation),
        asked_by_id=identity.person,
        asked_of_id=asked_of,
        asked_at=timezone.now(),
    )
    deadlines.set_deadline(
        new=NewDeadline(
            municipality=identity.municipality,
            kind=APPROVAL,
            subject=made.pk,
            due_at=due_at or working_days_after(timezone.now(), ANSWERED_WITHIN_DAYS),
            organisation=organisation,
            responsible=asked_of or identity.person,
            # Nobody outside the organisation is called in about a judgement that is not theirs, and whoever
            # answers needs no grant on the problem.
            remind=False,
        )
    )
    _append(identity, made, "asked")
    return made


def give_approval(
    *, identity: Identity, record: ApprovalRecord, version: int, reference: str = ""
) -> ApprovalRecord:
    """Write down that the approval was given; see `_answer` for what may go wrong."""
    return _answer(identity, record, version, reference, ApprovalState.GIVEN)


def refuse_approval(
    *, identity: Identity, record: ApprovalRecord, version: int, reference: str = ""
) -> ApprovalRecord:
    """Write down that the approval was refused; see `_answer` for what may go wrong."""
    return _answer(identity, record, version, reference, ApprovalState.REFUSED)


@transaction.atomic
def lapse_approvals(*, identity: Identity, subject_kind: str, subject: uuid.UUID) -> int:
    """Let what is still asked about a subject lapse, because it is not needed any more; return how many."""
    open_ones = ApprovalRecord.objects.filter(
        municipality=identity.municipality,
        subject_kind=subject_kind,
        subject=subject,
        state=ApprovalState.ASKED,
    )
    found = list(open_ones)
    for one in found:
        _close(identity, one, one.version, ApprovalState.LAPSED, "")
    return len(found)


@transaction.atomic
def _answer(
    identity: Identity, record: ApprovalRecord, version: int, reference: str, state: ApprovalState
) -> ApprovalRecord:
    """Answer an approval once.

    Raises:
        PermissionDenied: this one may not answer: who asked does not also answer, and another function may not.
        ApprovalError: an answer from outside needs a reference, or it was answered already otherwise.
        VersionConflict: someone else answered meanwhile.
    """
    if record.state == state:
        return record
    if record.state != ApprovalState.ASKED:
        raise ApprovalError(_("Hierop is al geantwoord. Vraag opnieuw toestemming."))
    said = " ".join(reference.split())
    if record.four_eyes:
        _refuse_who_may_not(identity, record)
    elif not said:
        raise ApprovalError(_("Schrijf op waar het antwoord staat, zoals het nummer van de brief."))
    _close(identity, record, version, state, said)
    return record


def _refuse_who_may_not(identity: Identity, record: ApprovalRecord) -> None:
    if identity.person == record.asked_by_id:
        raise PermissionDenied(_("U vroeg dit zelf. Een ander moet antwoorden."))
    _kinds, functions = WITHIN[record.approver]
    if record.organisation_id not in identity.organisations or not identity.holds(*functions):
        raise PermissionDenied(_("Dit antwoord geeft iemand met een andere functie."))


def _close(
    identity: Identity, record: ApprovalRecord, version: int, state: ApprovalState, reference: str
) -> None:
    values = {
        "state": state,
        "answered_by_id": identity.person,
        "answered_at": timezone.now(),
        "reference": reference,
    }
    rows = ApprovalRecord.objects.filter(state=ApprovalState.ASKED)
    update_once(rows, record, version, **values)
    for name, value in values.items():
        setattr(record, name, value)
    for deadline in Deadline.objects.filter(kind=APPROVAL, subject=record.pk):
        if state == ApprovalState.LAPSED:
            deadlines.withdraw(deadline=deadline)
        else:
            deadlines.meet(deadline=deadline)
    _append(identity, record, str(state))


def _within(approver: str, organisation: uuid.UUID) -> bool:
    kinds = WITHIN[approver][0] if approver in WITHIN else frozenset()
    return Organisation.objects.filter(pk=organisation, kind__in=kinds).exists()


def _append(identity: Identity, record: ApprovalRecord, act: str) -> None:
    ledger.append(
        municipality=identity.municipality,
        action=f"grounds:approval:{act}",
        subject=record.subject,
        problem=record.problem,
        version=record.version,
        data={
            "approval": str(record.pk),
            "kind": record.subject_kind,
            "fact": record.fact,
            "approver": record.approver,
        },
    )
