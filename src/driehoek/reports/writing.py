"""What stands on the one screen on which a report is written (design.md, section 7: filing a week report)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from driehoek.access.identity import Identity
from driehoek.position.models import Delivery
from driehoek.reports.models import Flag, Form, Remark, Report
from driehoek.reports.queries import (
    FigureLine,
    form_of,
    headings_for,
    open_supplement,
    prefill,
    previous_of,
    report_of_delivery,
    with_interpretations,
)
from driehoek.reports.queries.reports import remarks_of
from driehoek.reports.ready_forms import Heading


@dataclass(frozen=True)
class Screen:
    """Everything that the screen shows.

    Attributes:
        delivery: what is reported on.
        form: the form, with its headings.
        report: what was saved before; None on the first visit.
        supplements: the fixed report that is added to; None for the report itself.
        lines: the figures, with what was written about them.
        previous: text by heading of the last report that was sent, with `previous_report` itself.
        remarks: the questions with which it came back.
    """

    delivery: Delivery
    form: Form
    report: Report | None
    supplements: Report | None
    headings: Sequence[Heading]
    lines: Sequence[FigureLine]
    previous_report: Report | None = None
    previous: dict[str, str] = field(default_factory=dict)
    remarks: Sequence[Remark] = ()

    @property
    def version(self) -> int:
        """Return the version that the writer reads; 0 when nothing was saved yet."""
        return self.report.version if self.report else 0

    @property
    def open_remarks(self) -> list[Remark]:
        """Return the questions of the last time it came back, which the writer can answer now."""
        if self.report is None or self.report.sent_at is None:
            return []
        return [one for one in self.remarks if one.asked_at > self.report.sent_at]

    @property
    def told(self) -> list[Flag]:
        """Return what went to the mayor already."""
        return [one for one in self.report.flags.all() if one.item_id] if self.report else []

    @property
    def untold(self) -> list[Flag]:
        """Return what goes to the mayor at the next sending."""
        return [one for one in self.report.flags.all() if not one.item_id] if self.report else []


def screen_of(identity: Identity, delivery: Delivery) -> Screen | None:
    """Return the screen of the report on a delivery; None when its agreement has no form.

    A report that was sent keeps the form that it was sent on, whatever is chosen since.
    """
    report = report_of_delivery(identity, delivery)
    if report is not None and report.sent_at is not None:
        return _screen(identity, delivery, report.form, report, None)
    choice = form_of(delivery.agreement)
    return None if choice is None else _screen(identity, delivery, choice.form, report, None)


def supplement_screen(identity: Identity, fixed: Report) -> Screen:
    """Return the screen of the supplement to a fixed report: the same form, with nothing filled in."""
    return _screen(identity, fixed.delivery, fixed.form, open_supplement(identity, fixed), fixed)


def _screen(
    identity: Identity, delivery: Delivery, form: Form, report: Report | None, supplements: Report | None
) -> Screen:
    previous = supplements or previous_of(identity, delivery)
    return Screen(
        delivery=delivery,
        form=form,
        report=report,
        supplements=supplements,
        headings=headings_for(form, report),
        lines=with_interpretations(
            prefill(identity, delivery, report), report.figures.all() if report is not None else ()
        ),
        previous_report=previous,
        previous={one.key: one.text for one in previous.sections.all() if one.text} if previous else {},
        remarks=remarks_of(report) if report is not None else (),
    )
