"""Filing, checking and answering a report of the police (CX14, CX16)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.models import Case, Compartment
from driehoek.cases.services.common import record
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import add_working_days, end_of_working_day
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.measures.completeness import missing_core
from driehoek.measures.models import (
    PoliceReport,
    ReportEdition,
    ReportQuestion,
    ReportState,
    ReportTarget,
)
from driehoek.measures.tables import report_fields
from driehoek.parties.models import Organisation

DECISION: Final = "measures.report"
QUESTION: Final = "measures.question"
ANSWER_DAYS: Final = 5
STANDARD_TARGET: Final = 42
OPEN_STATES: Final = (ReportState.RECEIVED, ReportState.QUESTION)


class IncompleteError(ValueError):
    """A report cannot be called complete: `fields` holds the keys that are missing."""

    def __init__(self, fields: Sequence[str]) -> None:
        """Tell which fields are missing."""
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


@dataclass(frozen=True)
class NewReport:
    """A report as it comes in.

    Attributes:
        contents: what each field says, by key; absent or blank when it says nothing.
        none: keys of fields that the sender says do not apply.
        case, compartment: where it is laid at once, by who works there.
    """

    sender: Organisation
    reference: str
    found_on: date
    contents: Mapping[str, str]
    none: Sequence[str] = ()
    case: Case | None = None
    compartment: Compartment | None = None
    received_at: datetime | None = None


@transaction.atomic
def file_report(*, identity: Identity, new: NewReport, key: uuid.UUID) -> PoliceReport:
    """Store a report; the same form sent twice makes one.

    Raises:
        ProgrammingError: who acts works neither for the sender nor where it would lie.
    """
    there = PoliceReport.objects.filter(key=key).first()
    if there is not None:
        return there
    made = PoliceReport.objects.create(
        municipality_id=identity.municipality,
        case=new.case,
        compartment=new.compartment,
        sender=new.sender,
        filed_by_id=identity.person,
        reference=new.reference.strip(),
        found_on=new.found_on,
        received_at=new.received_at or timezone.now(),
        key=key,
    )
    _edition(identity, made, new.contents, new.none, number=1)
    if made.case is not None:
        _watch(made)
    _record(made, "filed")
    return made


def _edition(
    identity: Identity, report: PoliceReport, contents: Mapping[str, str], none: Sequence[str], *, number: int
) -> ReportEdition:
    said = {name: contents[name].strip() for name in report_fields() if contents.get(name, "").strip()}
    edition = ReportEdition(
        municipality_id=identity.municipality,
        report=report,
        number=number,
        filled=list(said),
        none=[name for name in report_fields() if name in none and name not in said],
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    edition.contents = json.dumps(said, ensure_ascii=False)
    edition.save(force_insert=True)
    return edition


@transaction.atomic
def place_report(
    *, identity: Identity, report: PoliceReport, version: int, case: Case, compartment: Compartment
) -> None:
    """Lay a report in a compartment of a case; from then on only who sees that compartment, and its sender, see it.

    Raises:
        VersionConflict: it was changed or laid in a case meanwhile.
    """
    rows = PoliceReport.objects.filter(municipality=identity.municipality, case=None)
    update_once(rows, report, version, case=case, compartment=compartment)
    report.case, report.compartment = case, compartment
    _watch(report)
    _record(report, "placed")


def _watch(report: PoliceReport) -> None:
    """Let the municipality's own target run: from the finding to the decision."""
    if report.case_id is None:
        return
    due = report.found_on + timedelta(days=target_days(report.municipality_id))
    deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=report.municipality_id,
            kind=DECISION,
            subject=report.pk,
            due_at=end_of_working_day(due),
            problem=report.case_id,
            remind=due > timezone.localdate(),
        )
    )
    PoliceReport.objects.filter(pk=report.pk).update(deadline=deadline)
    report.deadline = deadline


def target_days(municipality: uuid.UUID) -> int:
    """Return how many days the municipality gives itself from the finding to the decision."""
    found = ReportTarget.objects.filter(municipality=municipality).values_list("days", flat=True).first()
    return STANDARD_TARGET if found is None else found


@transaction.atomic
def set_target(*, identity: Identity, days: int, version: int) -> None:
    """Set the target; reports that come in from now on are watched by it.

    Raises:
        VersionConflict: it was changed meanwhile.
        IntegrityError: not between 1 and 365 days.
    """
    found, _made = ReportTarget.objects.get_or_create(
        municipality_id=identity.municipality, defaults={"days": STANDARD_TARGET}
    )
    update_once(ReportTarget.objects.all(), found, version, days=days)
    ledger.append(
        municipality=identity.municipality,
        action="measures:target:set",
        subject=identity.municipality,
        data={"days": days},
    )


@transaction.atomic
def ask_sender(
    *, identity: Identity, report: PoliceReport, version: int, fields: Sequence[str], words: str = ""
) -> ReportQuestion:
    """Ask the sender for what is missing; they answer in the form in which they filed it.

    Raises:
        VersionConflict: the report was changed, checked or asked about meanwhile.
        ValueError: no fields, or a field that does not exist.
    """
    asked = [name for name in report_fields() if name in fields]
    if not asked or set(fields) - set(asked):
        raise ValueError("name the fields that are missing")
    rows = PoliceReport.objects.filter(state__in=[ReportState.RECEIVED, ReportState.CHECKED])
    update_once(rows, report, version, state=ReportState.QUESTION, checked_at=None)
    report.state = ReportState.QUESTION
    now = timezone.now()
    question = ReportQuestion(
        municipality_id=identity.municipality,
        report=report,
        fields=asked,
        asked_by_id=identity.person,
        asked_at=now,
    )
    question.words = words.strip()
    question.deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=identity.municipality,
            kind=QUESTION,
            subject=question.pk,
            due_at=end_of_working_day(add_working_days(timezone.localdate(now), ANSWER_DAYS)),
            organisation=report.sender_id,
            responsible=report.filed_by_id if report.sender_id not in identity.organisations else None,
        )
    )
    question.save(force_insert=True)
    _record(report, "asked", {"fields": asked})
    return question


@transaction.atomic
def answer_question(
    *,
    identity: Identity,
    question: ReportQuestion,
    contents: Mapping[str, str],
    none: Sequence[str],
) -> ReportEdition:
    """Answer with the next edition of the report; the municipality checks it again.

    Raises:
        VersionConflict: it was answered already.
    """
    locked = ReportQuestion.objects.select_for_update().filter(pk=question.pk, answer=None).first()
    if locked is None:
        raise VersionConflict
    report = PoliceReport.objects.select_for_update().get(pk=question.report_id)
    number = report.editions.count() + 1
    edition = _edition(identity, report, contents, none, number=number)
    locked.answer, locked.answered_at = edition, edition.made_at
    locked.save(update_fields=["answer", "answered_at"])
    update_once(PoliceReport.objects.all(), report, report.version, state=ReportState.RECEIVED)
    if locked.deadline is not None:
        deadlines.meet(deadline=locked.deadline)
    _record(report, "answered", {"edition": number})
    return edition


@transaction.atomic
def mark_checked(*, identity: Identity, report: PoliceReport, version: int) -> None:
    """Call a report complete: every core field says something, or that it does not apply.

    Raises:
        IncompleteError: core fields are missing.
        VersionConflict: it was changed meanwhile, or it waits for an answer.
    """
    missing = missing_core(report.editions.first())
    if missing:
        raise IncompleteError(missing)
    rows = PoliceReport.objects.filter(state=ReportState.RECEIVED)
    update_once(
        rows,
        report,
        version,
        state=ReportState.CHECKED,
        checked_at=timezone.now(),
        checked_by_id=identity.person,
    )
    _record(report, "checked")


@transaction.atomic
def close_report(*, identity: Identity, report: PoliceReport, version: int) -> None:
    """Say that no measure follows; the sender sees it.

    Raises:
        VersionConflict: it was changed meanwhile, or a measure is under way.
    """
    rows = PoliceReport.objects.filter(
        municipality=identity.municipality, state__in=[ReportState.RECEIVED, ReportState.CHECKED]
    )
    day = max(timezone.localdate(), report.found_on)
    update_once(rows, report, version, state=ReportState.CLOSED, decided_on=day)
    if report.deadline is not None:
        deadlines.withdraw(deadline=report.deadline)
    _record(report, "closed")


def _record(report: PoliceReport, verb: str, data: ledger.EventData | None = None) -> None:
    action = f"measures:report:{verb}"
    if report.case is not None:
        record(report.case, action, data, subject=report.pk, compartment=report.compartment)
        return
    ledger.append(municipality=report.municipality_id, action=action, subject=report.pk, data=data)
