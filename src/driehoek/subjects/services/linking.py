"""Deciding whether cases that know the same object belong together, and naming phenomena (CX23)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.models import Case
from driehoek.cases.services.common import record
from driehoek.subjects.models import CaseLink, CaseTag, Phenomenon, Subject, Together


@dataclass(frozen=True)
class NewDecision:
    """What is decided about an object that two cases know, and why (without names)."""

    here: Subject
    there: Subject
    decision: Together
    reason: str


@transaction.atomic
def decide_together(*, identity: Identity, new: NewDecision) -> CaseLink:
    """Decide whether two cases belong together over an object; a decision that stands is taken back first.

    Raises:
        ValueError: without a reason.
        ProgrammingError: who acts does not lead both cases, or the records are not the same object.
    """
    if not new.reason.strip():
        raise ValueError("a decision says why")
    one, other = sorted((new.here, new.there), key=lambda subject: subject.pk)
    CaseLink.objects.filter(one=one, other=other, ended_at=None).update(ended_at=Now())
    made = CaseLink.objects.create(
        municipality_id=identity.municipality,
        one_case_id=one.case_id,
        other_case_id=other.case_id,
        one=one,
        other=other,
        one_part_id=one.compartment_id,
        other_part_id=other.compartment_id,
        decision=new.decision,
        reason=new.reason.strip(),
        decided_by_id=identity.person,
        decided_at=timezone.now(),
    )
    # The line lies in the compartment of the record at hand: the other case's people learn nothing by it.
    record(
        new.here.case,
        "subjects:caselink:decided",
        {"decision": made.decision},
        subject=made.pk,
        compartment=new.here.compartment,
    )
    return made


@transaction.atomic
def take_back(*, identity: Identity, link: CaseLink, here: Subject) -> bool:
    """Take a decision about two cases back; tell whether it still stood."""
    rows = CaseLink.objects.filter(municipality=identity.municipality, pk=link.pk, ended_at=None)
    if not rows.update(ended_at=Now()):
        return False
    record(here.case, "subjects:caselink:ended", subject=link.pk, compartment=here.compartment)
    return True


@transaction.atomic
def add_phenomenon(*, identity: Identity, case: Case, name: str) -> CaseTag:
    """Say that a case shows a phenomenon; one of that name is used again, however it was capitalised.

    Raises:
        ValueError: without a name.
        ProgrammingError: who acts may not work on the case.
    """
    plain = " ".join(name.split())
    if not plain:
        raise ValueError("a phenomenon has a name")
    known = Phenomenon.objects.filter(municipality=identity.municipality, name__iexact=plain).first()
    phenomenon = known or Phenomenon.objects.create(
        municipality_id=identity.municipality, name=plain, made_by_id=identity.person, made_at=timezone.now()
    )
    made, new = CaseTag.objects.get_or_create(
        municipality_id=identity.municipality,
        case=case,
        phenomenon=phenomenon,
        ended_at=None,
        defaults={"made_by_id": identity.person, "made_at": timezone.now()},
    )
    if new:
        record(case, "subjects:phenomenon:added", subject=made.pk)
    return made


@transaction.atomic
def end_phenomenon(*, identity: Identity, tag: CaseTag) -> bool:
    """Take a phenomenon off a case; tell whether it was still there."""
    rows = CaseTag.objects.filter(municipality=identity.municipality, pk=tag.pk, ended_at=None)
    if not rows.update(ended_at=Now()):
        return False
    record(tag.case, "subjects:phenomenon:ended", subject=tag.pk)
    return True
