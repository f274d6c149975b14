"""Which measures someone sees: those of the cases of which they have the overview; the file by its compartment."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.areas.models import Area
from driehoek.cases.models import Case, CompartmentKind
from driehoek.exchange.models import PlannedPower
from driehoek.exchange.queries.planned import planned_powers
from driehoek.grounds.models import Decision
from driehoek.grounds.queries.decisions import visible_decisions
from driehoek.measures.models import (
    AdministrativeMeasure,
    Letter,
    LetterTemplate,
    MeasureClock,
    MeasureFile,
    MeasureStep,
)
from driehoek.measures.tables import procedure
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.problems.queries import areas_of
from driehoek.subjects.models import Subject
from driehoek.web.paging import Cursor, page_of


def visible_to(identity: Identity) -> QuerySet[AdministrativeMeasure]:
    """Return the measures of the cases that `identity` may see."""
    return AdministrativeMeasure.objects.filter(
        municipality=identity.municipality, case__in=visible_problem_ids(identity)
    ).select_related("case__problem", "area", "municipality")


def narrowed(
    rows: QuerySet[AdministrativeMeasure], *, kind: str = "", show: str = ""
) -> QuerySet[AdministrativeMeasure]:
    """Narrow a list to a kind, and to what runs (`loopt`), is contested (`bezwaar`) or is over (`voorbij`)."""
    if kind:
        rows = rows.filter(kind=kind)
    table = procedure()
    if show == "loopt":
        return rows.filter(state__in=table.running)
    if show == "voorbij":
        return rows.filter(state__in=table.over)
    if show == "bezwaar":
        return rows.filter(Q(objection__in=["objected", "appealed"]) | Q(relief="requested"))
    return rows


def page_of_measures(
    identity: Identity, *, kind: str, show: str, after: Cursor | None
) -> tuple[list[AdministrativeMeasure], bool]:
    """Return a page of the register, newest first, and whether more follows."""
    return page_of(narrowed(visible_to(identity), kind=kind, show=show), "made_at", after)


def of_case(identity: Identity, case: Case) -> QuerySet[AdministrativeMeasure]:
    """Return the measures of a case, newest first."""
    return visible_to(identity).filter(case=case)


def next_clocks(measures: list[AdministrativeMeasure]) -> dict[uuid.UUID, MeasureClock]:
    """Return of each measure the running term that ends first; one query."""
    rows = MeasureClock.objects.filter(measure__in=measures, state="running").order_by("-due_on")
    return {row.measure_id: row for row in rows}


def clocks_of(measure: AdministrativeMeasure) -> list[MeasureClock]:
    """Return every term of a measure, the first to end on top."""
    return list(MeasureClock.objects.filter(measure=measure).order_by("due_on", "begins_on"))


def steps_of(measure: AdministrativeMeasure) -> list[MeasureStep]:
    """Return the steps that were taken, in order, with who took them."""
    return list(MeasureStep.objects.filter(measure=measure).select_related("taken_by"))


def file_open_to(
    identity: Identity, measure: AdministrativeMeasure, level: Level = Level.OVERVIEW
) -> MeasureFile | None:
    """Return the file of a measure for who may see its compartment at `level`."""
    shared = Q(
        compartment__kind=CompartmentKind.SHARED,
        compartment__case__in=visible_problem_ids(identity, level=max(level, Level.FILE)),
    )
    return (
        MeasureFile.objects.filter(
            Q(compartment__in=visible_problem_ids(identity, level=level)) | shared, measure=measure
        )
        .select_related("subject", "compartment", "measure__case", "measure__municipality")
        .first()
    )


def letters_of(measure: AdministrativeMeasure, file: MeasureFile) -> list[Letter]:
    """Return the letters about a measure in an open compartment, the newest first."""
    rows = Letter.objects.filter(measure=measure, compartment=file.compartment_id)
    return list(rows.select_related("made_by").defer("content_locked").order_by("-made_at"))


def letter(identity: Identity, identifier: uuid.UUID) -> Letter | None:
    """Return one letter that the reader may see."""
    found = (
        Letter.objects.filter(municipality=identity.municipality, pk=identifier)
        .select_related("measure__case", "template")
        .first()
    )
    return found if found and file_open_to(identity, found.measure) else None


def judgement_of(identity: Identity, measure: AdministrativeMeasure) -> Decision | None:
    """Return the legal judgement that a measure rests on."""
    if measure.decision is None:
        return None
    return visible_decisions(identity).filter(pk=measure.decision).first()


def templates(identity: Identity) -> list[LetterTemplate]:
    """Return the municipality's own templates in use, without the files."""
    rows = LetterTemplate.objects.filter(municipality=identity.municipality, ended_at=None)
    return list(rows.defer("body").select_related("made_by").order_by("kind"))


def template(identity: Identity, identifier: uuid.UUID) -> LetterTemplate | None:
    """Return one of the municipality's own templates, in use or not, without the file."""
    rows = LetterTemplate.objects.filter(municipality=identity.municipality, pk=identifier)
    return rows.defer("body").first()


def areas(identity: Identity) -> QuerySet[Area]:
    """Return the areas that can be chosen."""
    return areas_of(identity)


def planned(identity: Identity, case: Case) -> QuerySet[PlannedPower]:
    """Return what was put to the prosecution service about the problem of a case."""
    return planned_powers(identity).filter(problem=case.problem_id)


def subjects(case: Case, compartments: list[uuid.UUID]) -> QuerySet[Subject]:
    """Return the records that a measure can concern, in compartments that are open to the reader."""
    return Subject.objects.filter(case=case, compartment__in=compartments, ended_at=None)


def own_municipality(identity: Identity) -> Organisation | None:
    """Return the municipality's organisation for which the reader works."""
    return Organisation.objects.filter(
        pk__in=identity.organisations, kind=OrganisationKind.MUNICIPALITY
    ).first()
