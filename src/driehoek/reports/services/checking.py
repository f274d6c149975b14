"""Checking a report, sending it back with questions, and fixing it (progress reports of domain.md, section 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.text import Truncator

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import add_working_days, end_of_working_day
from driehoek.deadlines.models import DeadlineState
from driehoek.figures.words import said_source
from driehoek.ledger.versions import update_once
from driehoek.position import services as position
from driehoek.position.models import InfoKind
from driehoek.reports import sentences
from driehoek.reports.content import NotAtThisStageError
from driehoek.reports.models import Figure, Remark, Report, ReportState, Section
from driehoek.reports.queries.figures import RECORD_LANGUAGE
from driehoek.reports.rights import require_checker
from driehoek.reports.services.writing import RETURNED, deadline_of_return, record

# How many working days a supplier has to answer questions about a report.
ANSWER_WITHIN: Final = 2
LONGEST_TEXT: Final = 8000
LONGEST_MEANING: Final = 4000


@dataclass(frozen=True)
class NewQuestion:
    """A question about a report.

    Attributes:
        text: the question.
        heading: key of the heading, or of the indicator, that it is about; empty for the whole report.
        label: that place in words.
    """

    text: str
    heading: str = ""
    label: str = ""


@transaction.atomic
def return_with_questions(
    *, identity: Identity, report: Report, version: int, questions: Sequence[NewQuestion]
) -> Report:
    """Send a report back with questions; the supplier gets two working days, and the delivery stays in.

    Raises:
        ValueError: without a question there is nothing to send back.
        NotAtThisStageError: it is not waiting to be checked or fixed.
        VersionConflict: someone else checked it meanwhile.
        PermissionDenied: for who does not check reports.
    """
    require_checker(identity)
    if not questions:
        raise ValueError("a report goes back with a question")
    _require(report, ReportState.SENT, ReportState.CHECKED)
    now = timezone.now()
    update_once(
        Report.objects.filter(state__in=(ReportState.SENT, ReportState.CHECKED)),
        report,
        version,
        state=ReportState.RETURNED,
        checked_at=None,
        checked_by=None,
    )
    Remark.objects.bulk_create(
        Remark(
            municipality_id=report.municipality_id,
            report=report,
            heading=one.heading,
            label=one.label,
            text=one.text.strip(),
            asked_by_id=identity.person,
            asked_at=now,
        )
        for one in questions
    )
    _ask_for_answer(report)
    report.refresh_from_db()
    record(report, "returned", {"questions": len(questions)})
    return report


@transaction.atomic
def check(*, identity: Identity, report: Report, version: int) -> Report:
    """Say that a report was read and is right.

    Raises:
        NotAtThisStageError: it is not waiting to be checked.
        VersionConflict: someone else checked it meanwhile.
        PermissionDenied: for who does not check reports.
    """
    require_checker(identity)
    _require(report, ReportState.SENT)
    update_once(
        Report.objects.filter(state=ReportState.SENT),
        report,
        version,
        state=ReportState.CHECKED,
        checked_at=timezone.now(),
        checked_by_id=identity.person,
    )
    report.refresh_from_db()
    record(report, "checked")
    return report


@transaction.atomic
def fix(*, identity: Identity, report: Report, version: int) -> Report:
    """Fix a report: it gets its number, reaches the mayor as an item, and never changes again.

    One that was sent and not checked is checked in the same act.

    Raises:
        NotAtThisStageError: it is not waiting to be checked or fixed.
        VersionConflict: someone else checked or fixed it meanwhile.
        PermissionDenied: for who does not check reports.
    """
    require_checker(identity)
    if report.state == ReportState.SENT:
        report = check(identity=identity, report=report, version=version)
        version = report.version
    _require(report, ReportState.CHECKED)
    report.number = _next_number()
    (item,) = position.add_items(
        identity=identity, delivery=report.delivery, items=[_item(report)], provided_by=report.author_id
    )
    update_once(
        Report.objects.filter(state=ReportState.CHECKED),
        report,
        version,
        state=ReportState.FIXED,
        number=report.number,
        item=item,
        fixed_at=timezone.now(),
        fixed_by_id=identity.person,
    )
    report.refresh_from_db()
    record(report, "fixed", {"number": report.number})
    return report


def _require(report: Report, *states: ReportState) -> None:
    if report.state not in states:
        raise NotAtThisStageError


def _ask_for_answer(report: Report) -> None:
    """Make an answer due; a report that went back before has its due date again."""
    due_at = end_of_working_day(add_working_days(timezone.localdate(), ANSWER_WITHIN))
    agreement = report.delivery.agreement
    known = deadline_of_return(report)
    if known is None:
        deadlines.set_deadline(
            new=deadlines.NewDeadline(
                municipality=report.municipality_id,
                kind=RETURNED,
                subject=report.pk,
                due_at=due_at,
                organisation=report.supplier_id,
                responsible=agreement.contact_id or (None if report.on_behalf else report.author_id),
                substitute=agreement.substitute_id,
                problem=report.problem_id,
            )
        )
        return
    if known.state != DeadlineState.OPEN:
        deadlines.reopen(deadline=known)
    deadlines.move(deadline=known, due_at=due_at)


def _next_number() -> str:
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT reports_next_number(%s)", [year])
        found: tuple[int] = cursor.fetchone()
    return f"R-{year}-{found[0]:04d}"


def _item(report: Report) -> position.NewItem:
    """Make the item by which the mayor hears of a fixed report; the whole of it stands behind its number."""
    with translation.override(RECORD_LANGUAGE):
        every = report.figures.select_related("indicator__source").order_by("place")
        figures = [one for one in every if one.interpretation]
        sources = dict.fromkeys(said_source(one.indicator.source) for one in every)
        delivery = report.delivery
        return position.NewItem(
            title=Truncator(sentences.item_title(report)).chars(140),
            text=Truncator(_text(list(report.sections.all()))).chars(LONGEST_TEXT),
            meaning=Truncator(_meaning(figures)).chars(LONGEST_MEANING),
            info_kind=InfoKind(delivery.agreement.info_kind),
            fact_on=min(delivery.period_end, timezone.localdate()) if delivery.period_end else None,
            period=sentences.period_of(report)[:100],
            source=Truncator("; ".join(sources)).chars(140),
            reference=report.number,
        )


def _text(sections: list[Section]) -> str:
    return "\n\n".join(f"{one.label}\n{one.text}" for one in sections if one.text)


def _meaning(figures: list[Figure]) -> str:
    return "\n\n".join(f"{one.name}: {one.interpretation}" for one in figures)
