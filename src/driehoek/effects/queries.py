"""Every read of effect studies; each begins at what the reader may see."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.access.rules import KEEPERS_OF_FIGURES
from driehoek.cases.models import Case
from driehoek.effects.models import CaseLink, Run, Study
from driehoek.effects.series import inputs_of, seal
from driehoek.effects.words import READERS
from driehoek.ledger.models import Event
from driehoek.parties.models import Person
from driehoek.web.paging import page_of


def keeps(identity: Identity) -> bool:
    """Tell whether the reader makes studies."""
    return identity.holds(*KEEPERS_OF_FIGURES)


def links_of(identity: Identity) -> QuerySet[CaseLink]:
    """Return the links with cases that the reader may see."""
    return CaseLink.objects.filter(
        municipality=identity.municipality, case_id__in=visible_problem_ids(identity, level=Level.OVERVIEW)
    )


def visible_studies(identity: Identity) -> QuerySet[Study]:
    """Return the studies that the reader may read: by function, else those of the cases that they take part in."""
    rows = Study.objects.filter(municipality=identity.municipality)
    if not identity.holds(*READERS):
        rows = rows.filter(pk__in=links_of(identity).values("study"))
    return rows.select_related("indicator__source", "made_by")


def listed(identity: Identity, after: tuple[datetime, uuid.UUID] | None) -> tuple[list[Study], bool]:
    """Return a page of studies, the newest first, each with its last outcome as `last_run`."""
    found, more = page_of(visible_studies(identity), "made_at", after)
    with_last_run(identity, found)
    return found, more


def with_last_run(identity: Identity, studies: list[Study]) -> None:
    """Put the last outcome of each study on it as `last_run`, None without one; one query."""
    newest = Run.objects.filter(study=OuterRef("study")).order_by("-number").values("pk")[:1]
    runs = Run.objects.filter(
        municipality=identity.municipality, study__in=[one.pk for one in studies], pk=Subquery(newest)
    )
    by_study = {one.study_id: one for one in runs.select_related("study__indicator__source")}
    for study in studies:
        study.last_run = by_study.get(study.pk)  # type: ignore[attr-defined]


def find(identity: Identity, study: uuid.UUID) -> Study | None:
    """Return one study that the reader may read."""
    return visible_studies(identity).filter(pk=study).first()


def runs_of(identity: Identity, study: Study) -> list[Run]:
    """Return the outcomes of a study, the newest first, without what they were made of but the newest."""
    rows = Run.objects.filter(municipality=identity.municipality, study=study)
    return list(rows.select_related("run_by").order_by("-number")[:50])


def run_of(identity: Identity, study: Study, number: int) -> Run | None:
    """Return one outcome of a study."""
    rows = Run.objects.filter(municipality=identity.municipality, study=study, number=number)
    return rows.select_related("run_by", "study__indicator__source").first()


def is_stale(identity: Identity, study: Study, run: Run) -> bool:
    """Tell whether figures or choices changed since an outcome was made."""
    return seal(inputs_of(identity, study)) != run.sha256


def studies_of(identity: Identity, case: Case) -> list[Study]:
    """Return the studies that were laid beside a case, the last laid first, each with its `last_run`."""
    links = links_of(identity).filter(case=case)
    found = list(visible_studies(identity).filter(pk__in=links.values("study")))
    with_last_run(identity, found)
    return found


def linkable(identity: Identity, case: Case) -> QuerySet[Study]:
    """Return the studies that can still be laid beside a case."""
    return visible_studies(identity).exclude(pk__in=links_of(identity).filter(case=case).values("study"))


def link_or_none(identity: Identity, case: Case, study: uuid.UUID) -> CaseLink | None:
    """Return the link between a case and a study."""
    return links_of(identity).filter(case=case, study=study).select_related("study").first()


def last_change(study: Study) -> tuple[str, datetime] | None:
    """Return who changed a study last, and when."""
    rows = Event.objects.filter(municipality=study.municipality_id, subject=study.pk)
    event = rows.order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at
