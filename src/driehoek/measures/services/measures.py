"""Opening a measure, changing what is known of it, and the legal judgement that it rests on (CX15)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.cases.models import Case, Compartment
from driehoek.cases.services.common import record
from driehoek.exchange.models import PlannedPower
from driehoek.grounds.models import Decision
from driehoek.grounds.services.judging import judge
from driehoek.ledger.versions import update_once
from driehoek.measures.models import AdministrativeMeasure, MeasureFile, MeasureStep, PoliceReport
from driehoek.measures.ways import SUBJECT
from driehoek.subjects.models import Subject

CHANGEABLE: Final = ("prepared", "intended", "heard", "returned")


@dataclass(frozen=True)
class MeasureValues:
    """What everyone with an overview sees of a measure; see the model for the fields."""

    kind: str
    title: str
    area: Area | None = None
    uses_police_data: bool = True
    begins_on: date | None = None
    ends_on: date | None = None
    urgent_words: str = ""
    committee: bool = False
    report: PoliceReport | None = None
    planned: PlannedPower | None = None

    def as_columns(self) -> dict[str, Any]:
        """Return the values by column, texts trimmed."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}


@dataclass(frozen=True)
class FileWords:
    """Whom a measure concerns and why; see the model for the fields."""

    subject: Subject | None = None
    addressee: str = ""
    place: str = ""
    grounds: str = ""
    views: str = ""


@transaction.atomic
def open_measure(
    *,
    identity: Identity,
    case: Case,
    compartment: Compartment,
    new: MeasureValues,
    words: FileWords,
    key: uuid.UUID,
    on: date | None = None,
) -> AdministrativeMeasure:
    """Begin a measure in a case, with its file in a compartment; the same form sent twice makes one.

    Args:
        identity: who writes it down.
        case: the case.
        compartment: where its file lies.
        new: what everyone sees.
        words: whom it concerns and why.
        key: of the form it came with.
        on: the day on which it was begun; today when none is given.

    Raises:
        ProgrammingError: who acts does not work on the case or in the compartment.
    """
    there = AdministrativeMeasure.objects.filter(key=key).first()
    if there is not None:
        return there
    now = timezone.now()
    made = AdministrativeMeasure.objects.create(
        municipality_id=identity.municipality,
        case=case,
        made_by_id=identity.person,
        made_at=now,
        key=key,
        **new.as_columns(),
    )
    _write_file(
        MeasureFile(measure=made, municipality_id=made.municipality_id, compartment=compartment), words
    )
    MeasureStep.objects.create(
        municipality_id=made.municipality_id,
        case=case,
        measure=made,
        step="created",
        track="main",
        after="prepared",
        on=on or timezone.localdate(now),
        taken_by_id=identity.person,
        taken_at=now,
    )
    record(case, "measures:measure:opened", {"kind": made.kind}, subject=made.pk)
    return made


def _write_file(file: MeasureFile, words: FileWords) -> None:
    file.subject, file.changed_at = words.subject, timezone.now()
    file.addressee, file.place = words.addressee.strip(), words.place.strip()
    file.grounds, file.views = words.grounds.strip(), words.views.strip()
    file.save(force_insert=True)


@transaction.atomic
def change_measure(
    *, identity: Identity, measure: AdministrativeMeasure, version: int, values: MeasureValues
) -> None:
    """Change what was not put to the mayor yet.

    Raises:
        VersionConflict: it was changed or put to the mayor meanwhile.
    """
    rows = AdministrativeMeasure.objects.filter(municipality=identity.municipality, state__in=CHANGEABLE)
    columns = values.as_columns()
    update_once(rows, measure, version, **columns)
    for name, value in columns.items():
        setattr(measure, name, value)
    record(measure.case, "measures:measure:changed", subject=measure.pk)


@transaction.atomic
def change_file(*, identity: Identity, file: MeasureFile, version: int, words: FileWords) -> None:
    """Change whom it concerns and why; once decided only the address to which letters go.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    decided = file.measure.decided_on is not None
    now = timezone.now()
    file.addressee = words.addressee.strip()
    values: dict[str, Any] = {"addressee_locked": file.addressee_locked, "changed_at": now}
    if not decided:
        file.place, file.grounds, file.views = words.place.strip(), words.grounds.strip(), words.views.strip()
        values |= {
            "subject": words.subject,
            "place_locked": file.place_locked,
            "grounds_locked": file.grounds_locked,
            "views_locked": file.views_locked,
        }
    rows = MeasureFile.objects.filter(municipality=identity.municipality)
    update_once(rows, file, version, **values)
    case, compartment = file.measure.case, file.compartment
    record(case, "measures:file:changed", subject=file.measure_id, compartment=compartment)


@transaction.atomic
def judge_measure(
    *,
    identity: Identity,
    measure: AdministrativeMeasure,
    version: int,
    organisation: uuid.UUID,
    proposal: Mapping[str, Any],
    confirmation: str = "",
) -> Decision:
    """Ask the law whether the data may carry this measure, and keep the answer with it.

    Raises:
        VersionConflict: the measure was changed or put to the mayor meanwhile.
        law.ProposalError: the proposal is malformed.
    """
    made = judge(
        identity=identity,
        subject_kind=SUBJECT,
        subject=measure.pk,
        organisation=organisation,
        proposal=proposal,
        problem=measure.case_id,
        confirmation=confirmation,
    )
    rows = AdministrativeMeasure.objects.filter(municipality=identity.municipality, state__in=CHANGEABLE)
    update_once(rows, measure, version, decision=made.pk)
    measure.decision = made.pk
    record(measure.case, "measures:measure:judged", {"outcome": made.outcome}, subject=measure.pk)
    return made
