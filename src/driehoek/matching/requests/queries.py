"""Which requests someone sees, and where in the cases a person may occur."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.cases.queries import compartments_open_to
from driehoek.ledger.models import ProcessingRecord
from driehoek.ledger.services import subject_digest
from driehoek.matching.linking.comparing import Alike, Given, alike_to
from driehoek.matching.models import Informing, Place, RightsRequest
from driehoek.parties.models import Function
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.subjects.queries import read_record
from driehoek.subjects.services.reading import SUBJECT

SOUGHT = "sought"
# Who asks must be found where little is known, too; a person looks at every place.
FLOOR = 0.0


@dataclass(frozen=True)
class CaseCount:
    """What the data-protection officer sees of one case: numbers, no contents.

    Attributes:
        logged: how often these records stand in the processing log.
    """

    number: str
    places: int
    decided: int
    refused: int
    logged: int


def visible_requests(identity: Identity) -> QuerySet[RightsRequest]:
    """Return the requests that the reader handles or wrote down; all of them for the data-protection officer."""
    rows = RightsRequest.objects.filter(municipality=identity.municipality).select_related("handler")
    if identity.holds(Function.DPO):
        return rows
    return rows.filter(Q(handler__in=identity.persons) | Q(made_by__in=identity.persons))


def is_handler(identity: Identity, request: RightsRequest) -> bool:
    """Tell whether the reader handles this request, in person or standing in."""
    return request.handler_id in identity.persons


def may_read_about(identity: Identity, request: RightsRequest) -> bool:
    """Tell whether the reader may see about whom the request is: who handles it or wrote it down."""
    return is_handler(identity, request) or request.made_by_id in identity.persons


def places_of(identity: Identity, request: RightsRequest) -> QuerySet[Place]:
    """Return the places of a request that are open to the reader, in the order in which they were found."""
    return (
        Place.objects.filter(request=request, compartment__in=open_everywhere(identity).values("pk"))
        .select_related("subject__source", "case__problem", "compartment", "decided_by")
        .order_by("found_at", "pk")
    )


def open_everywhere(identity: Identity, *, level: int = Level.OVERVIEW) -> QuerySet[Compartment]:
    """Return the compartments of every case that are open to the reader at `level`."""
    shared = Q(
        kind=CompartmentKind.SHARED,
        case__in=visible_problem_ids(identity, level=max(level, Level.FILE)),
    )
    return Compartment.objects.filter(
        Q(pk__in=visible_problem_ids(identity, level=level)) | shared, municipality=identity.municipality
    )


def occurrences(identity: Identity, about: Mapping[str, str]) -> list[tuple[Subject, Alike]]:
    """Return the records in which a person may occur, over the cases in which the reader may work, strongest first.

    Restricted records count too: who asks is entitled to them. One query, whatever the number of cases.
    """
    rows = {
        str(row.pk): row
        for row in Subject.objects.filter(
            municipality=identity.municipality,
            kind=SubjectKind.PERSON,
            ended_at=None,
            compartment__in=open_everywhere(identity, level=Level.WORK).values("pk"),
        ).select_related("case", "compartment")
    }
    records = [Given(key, row.kind, read_record(row).details) for key, row in rows.items()]
    found = alike_to(Given(SOUGHT, SubjectKind.PERSON, about), records, floor=FLOOR)
    return [(rows[pair.left if pair.right == SOUGHT else pair.right], pair) for pair in found]


def counts_for_officer(request: RightsRequest) -> list[CaseCount]:
    """Return per case how many places there are and what was decided; nothing for anyone but the officer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM matching_request_counts(%s)", [request.pk])
        rows = cursor.fetchall()
    digests = {subject_digest(SUBJECT, str(subject)): row[0] for row in rows for subject in row[4]}
    logged: dict[str, int] = {}
    lines = ProcessingRecord.objects.filter(municipality=request.municipality_id, data_subject_id__in=digests)
    for digest, count in lines.values_list("data_subject_id").annotate(count=Count("pk")):
        logged[digests[digest]] = logged.get(digests[digest], 0) + count
    return [CaseCount(row[0], row[1], row[2], row[3], logged.get(row[0], 0)) for row in rows]


def informings(identity: Identity, case: Case) -> dict[uuid.UUID, Informing]:
    """Return for the records of a case what is planned about informing, by the record's id."""
    parts = compartments_open_to(identity, case).values("pk")
    rows = Informing.objects.filter(case=case, compartment__in=parts)
    return {row.subject_id: row for row in rows}
