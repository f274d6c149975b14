"""Which reports someone sees: their own organisation's, those of open compartments, and what still has no case."""

from __future__ import annotations

import json
import uuid

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.measures.models import PoliceReport, ReportEdition, ReportQuestion, ReportTarget
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.web.paging import Cursor, page_of


def _open_parts(identity: Identity, level: Level) -> Q:
    """Return which compartments are open to the reader (cases.walls)."""
    shared = Q(
        compartment__kind=CompartmentKind.SHARED,
        case__in=visible_problem_ids(identity, level=max(level, Level.FILE)),
    )
    return Q(compartment__in=visible_problem_ids(identity, level=level)) | shared


def visible_reports(identity: Identity, *, level: Level = Level.OVERVIEW) -> QuerySet[PoliceReport]:
    """Return the reports that `identity` may see, or with a higher level may work on for the municipality."""
    seen = _open_parts(identity, level)
    if identity.holds(Function.SAFETY_ADVISER):
        seen |= Q(case=None)
    if level == Level.OVERVIEW:
        seen |= Q(sender__in=identity.organisations)
    return PoliceReport.objects.filter(seen, municipality=identity.municipality).select_related(
        "sender", "case__problem", "compartment"
    )


def page_of_reports(identity: Identity, after: Cursor | None) -> tuple[list[PoliceReport], bool]:
    """Return a page of the visible reports, newest first, and whether more follows; one query."""
    return page_of(visible_reports(identity), "received_at", after)


def of_case(identity: Identity, case: Case) -> QuerySet[PoliceReport]:
    """Return the reports in the compartments of a case that are open to the reader, newest first."""
    return (
        PoliceReport.objects.filter(_open_parts(identity, Level.OVERVIEW), case=case)
        .select_related("sender")
        .order_by("-received_at")
    )


def newest_edition(report: PoliceReport) -> ReportEdition | None:
    """Return what a report says now."""
    return ReportEdition.objects.filter(report=report).order_by("-number").first()


def texts_of(edition: ReportEdition | None) -> dict[str, str]:
    """Return what the fields of an edition say, out of the lock."""
    found: dict[str, str] = json.loads(edition.contents) if edition else {}
    return found


def open_question(report: PoliceReport) -> ReportQuestion | None:
    """Return the question that waits for an answer."""
    return ReportQuestion.objects.filter(report=report, answer=None).select_related("deadline").first()


def senders(identity: Identity) -> QuerySet[Organisation]:
    """Return the organisations that such a report comes from."""
    return Organisation.objects.filter(
        municipality=identity.municipality, kind=OrganisationKind.POLICE, ended_at=None
    ).order_by("name")


def own_sender(identity: Identity) -> Organisation | None:
    """Return the reader's own organisation, if such reports come from it."""
    return senders(identity).filter(pk__in=identity.organisations).first()


def cases_to_place(identity: Identity) -> QuerySet[Compartment]:
    """Return the compartments in which the reader may lay a report."""
    shared = Q(kind=CompartmentKind.SHARED, case__in=visible_problem_ids(identity, level=Level.WORK))
    return (
        Compartment.objects.filter(
            Q(pk__in=visible_problem_ids(identity, level=Level.WORK)) | shared,
            municipality=identity.municipality,
            ended_at=None,
            case__ended_at=None,
        )
        .select_related("case__problem")
        .order_by("case__problem__title", "-kind", "name")
    )


def target(municipality: uuid.UUID) -> ReportTarget | None:
    """Return the municipality's own target, if it set one."""
    return ReportTarget.objects.filter(municipality=municipality).first()
