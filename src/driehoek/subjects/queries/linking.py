"""Which cases know the same object or show the same phenomenon, among those that the reader sees (CX23)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.cases.queries import visible_to
from driehoek.subjects.models import CaseLink, CaseTag, Phenomenon, Subject
from driehoek.subjects.queries.subjects import visible_subjects


@dataclass(frozen=True)
class SameObject:
    """An object of this case that another visible case knows as well, and what was decided about it."""

    here: Subject
    there: Subject
    decided: CaseLink | None


def same_objects(identity: Identity, case: Case) -> list[SameObject]:
    """Return the objects of a case that other cases know, where the reader sees both records; three queries.

    What the reader does not see does not count: neither a record in a closed compartment nor another case.
    """
    here = [one for one in visible_subjects(identity, case).filter(restricted_at=None) if one.fingerprints]
    by_mark: Mapping[str, Subject] = {mark: one for one in here for mark in one.fingerprints}
    there = _elsewhere(identity, case).filter(fingerprints__overlap=list(by_mark)).order_by("-made_at", "-id")
    pairs = [
        (by_mark[mark], other)
        for other in there.select_related("case__problem", "compartment", "source")
        for mark in other.fingerprints
        if mark in by_mark
    ]
    standing = {
        frozenset((link.one_id, link.other_id)): link
        for link in CaseLink.objects.filter(
            Q(one_case=case) | Q(other_case=case), municipality=identity.municipality, ended_at=None
        ).select_related("decided_by")
    }
    return [SameObject(one, other, standing.get(frozenset((one.pk, other.pk)))) for one, other in pairs]


def _elsewhere(identity: Identity, case: Case) -> QuerySet[Subject]:
    """Return the running records in every compartment that is open to the reader, outside this case."""
    shared = Q(kind=CompartmentKind.SHARED, case_id__in=visible_problem_ids(identity, level=Level.FILE))
    parts = Compartment.objects.filter(
        Q(pk__in=visible_problem_ids(identity)) | shared, municipality=identity.municipality
    ).exclude(case=case)
    return Subject.objects.filter(
        municipality=identity.municipality,
        compartment__in=parts.values("pk"),
        case__in=visible_to(identity).values("pk"),
        ended_at=None,
        restricted_at=None,
    )


def same_object(identity: Identity, case: Case, here: uuid.UUID, there: uuid.UUID) -> SameObject | None:
    """Return one such pair by the ids of its records, or None when the reader does not see both."""
    found = same_objects(identity, case)
    return next((one for one in found if one.here.pk == here and one.there.pk == there), None)


def tags_of(case: Case) -> QuerySet[CaseTag]:
    """Return the phenomena of a case that the reader already sees."""
    return CaseTag.objects.filter(case=case, ended_at=None).select_related("phenomenon")


def tag(case: Case, identifier: uuid.UUID) -> CaseTag | None:
    """Return a tag of a case that the reader already sees, ended or not."""
    return CaseTag.objects.filter(case=case, pk=identifier).select_related("case").first()


def with_same_phenomena(identity: Identity, case: Case) -> QuerySet[CaseTag]:
    """Return what ties other visible cases to this one by phenomenon, by its name."""
    return (
        CaseTag.objects.filter(
            municipality=identity.municipality,
            ended_at=None,
            phenomenon__in=tags_of(case).values("phenomenon"),
            case__in=visible_to(identity).exclude(pk=case.pk).values("pk"),
        )
        .select_related("phenomenon", "case__problem")
        .order_by("phenomenon__name", "-made_at")
    )


def phenomena(identity: Identity) -> QuerySet[Phenomenon]:
    """Return the phenomena that the municipality named."""
    return Phenomenon.objects.filter(municipality=identity.municipality)
