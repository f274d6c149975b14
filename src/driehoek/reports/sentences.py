"""How reports read on a screen and on paper: name, period, state, figures in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.deadlines.calendar import working_days_between
from driehoek.deadlines.lines import lateness
from driehoek.deadlines.models import Deadline
from driehoek.figures import words
from driehoek.figures.models import Indicator
from driehoek.position import sentences as position_words
from driehoek.reports.models import Figure, Flag, Report, ReportState, Standing
from driehoek.reports.queries.figures import FigureLine
from driehoek.web import formatting
from driehoek.web.components import Row, Tag, TagKind

STATE_TAGS: Final[dict[str, TagKind]] = {
    ReportState.DRAFT: "unknown",
    ReportState.SENT: "accent",
    ReportState.RETURNED: "ask",
    ReportState.CHECKED: "accent",
    ReportState.FIXED: "calm",
}
STANDING_TAGS: Final[dict[str, TagKind]] = {
    Standing.ON_SCHEDULE: "calm",
    Standing.AT_RISK: "ask",
    Standing.BEHIND: "ask",
    Standing.DONE: "calm",
}


def name_of(report: Report) -> str:
    """Name a report as its supplier would: what was agreed, or that it adds to another."""
    if report.supplements is not None:
        return _("Aanvulling op %(number)s") % {"number": report.supplements.number}
    return report.delivery.agreement.what


def period_of(report: Report) -> str:
    """Say which days a report is about: "16 tot en met 22 november"; empty when it is about none."""
    return position_words.days_words(report.delivery, in_full=True)


def item_title(report: Report) -> str:
    """Name a report on the mayor's page: what it says in one line, else what it is."""
    if report.supplements is not None:
        return ": ".join(filter(None, [name_of(report), report.gist]))
    return report.gist or " ".join(
        filter(None, [name_of(report), position_words.period_words(report.delivery)])
    )


def state_tag(report: Report) -> Tag:
    """Say where a report stands."""
    return Tag(position_words.lower(ReportState(report.state).label), STATE_TAGS[report.state])


def tags_of(report: Report) -> tuple[Tag, ...]:
    """Return what a reader must know of a report before opening it; `flagged` is that of queries.lists."""
    tags = [state_tag(report)]
    if getattr(report, "flagged", False):
        tags.append(Tag(_("moet de burgemeester weten"), "ask"))
    if came_late(report):
        tags.append(Tag(_("te laat binnen"), "ask"))
    if report.status:
        tags.append(standing_tag(report))
    if report.on_behalf:
        tags.append(Tag(_("namens de leverancier"), "unknown"))
    return tuple(tags)


def standing_tag(report: Report) -> Tag:
    """Say how a measure stands."""
    return Tag(position_words.lower(Standing(report.status).label), STANDING_TAGS[report.status])


def came_late(report: Report) -> bool:
    """Tell whether the delivery came after its grace; a supplement never does."""
    delivery = report.delivery
    if report.supplements_id is not None or delivery.deadline is None or delivery.received_at is None:
        return False
    return delivery.received_at > delivery.deadline.late_after


def report_row(report: Report) -> Row:
    """Make the row of a report: what, over which days, how it stands, and what readers thought of it."""
    facts = [report.number, report.supplier.name, report.theme.name, moment_of(report), *ratings_of(report)]
    return Row(
        title=name_of(report),
        url=url_of(report),
        kind=position_words.period_words(report.delivery),
        text=report.gist,
        tags=tags_of(report),
        meta=" · ".join(filter(None, facts)),
    )


def period_row(report: Report) -> Row:
    """Make the row of a report on the page of its agreement, whose name and supplier need not be said again."""
    period = period_of(report)
    facts = [report.number, moment_of(report), *ratings_of(report)]
    row = replace(report_row(report), meta=" · ".join(filter(None, facts)))
    if not period or report.supplements_id is not None:
        return row
    return replace(row, title=position_words.opening(period), kind="")


def check_row(report: Report) -> Row:
    """Make the row of a report that waits to be checked: how long it has waited."""
    return Row(
        title=name_of(report),
        url=url_of(report),
        kind=position_words.period_words(report.delivery),
        text=report.gist,
        tags=tags_of(report),
        meta=f"{report.supplier.name} · {waiting_words(report)}",
    )


def url_of(report: Report) -> str:
    """Return the address of a report's page."""
    return reverse("reports:report", args=[report.pk])


def moment_of(report: Report) -> str:
    """Say when the last step was taken: "vastgesteld ma 16 nov", "verstuurd vandaag"."""
    language = position_words.language()
    if report.fixed_at:
        return _("vastgesteld %(when)s") % {"when": formatting.date_short(report.fixed_at, language=language)}
    if report.state == ReportState.DRAFT or report.sent_at is None:
        return _("bewaard %(when)s") % {"when": formatting.moment(report.saved_at, language=language)}
    return _("verstuurd %(when)s") % {"when": formatting.moment(report.sent_at, language=language)}


def waiting_words(report: Report) -> str:
    """Say how long a report has waited to be checked, in working days."""
    if report.sent_at is None:
        return ""
    days = working_days_between(timezone.localdate(report.sent_at), timezone.localdate())
    if days <= 0:
        return _("vandaag verstuurd")
    return ngettext("wacht %(days)s werkdag", "wacht %(days)s werkdagen", days) % {"days": days}


def value_of(figure: Figure) -> str:
    """Write a frozen value with its unit and period: "35 misdrijven in oktober 2026, voorlopig"."""
    return _said_value(figure, figure.value, figure.period, figure.provisional)


def line_value(line: FigureLine) -> str:
    """Write a value that is filled in beforehand in the same way."""
    return _said_value(line.indicator, line.value, line.period, line.provisional)


def _said_value(
    measured: Indicator | Figure, value: float | None, period: date | None, provisional: bool
) -> str:
    if period is None:
        return _("nog geen cijfer")
    glue = "" if measured.unit.startswith("%") else " "
    given = {
        "value": f"{words.said_value(value, measured.decimals)}{glue}{measured.unit}",
        "period": words.said_period(measured.frequency, period),
    }
    if provisional:
        return _("%(value)s in %(period)s, voorlopig") % given
    return _("%(value)s in %(period)s") % given


def lead_of(report: Report) -> str:
    """Say under a report's name what it is: its number and its period."""
    period = position_words.opening(position_words.period_words(report.delivery))
    return " · ".join(filter(None, [report.number, period]))


def previous_name(report: Report) -> str:
    """Name the report of last time by its period."""
    return period_of(report) or report.number


def received_words(report: Report, *, on_paper: bool = False) -> str:
    """Say when a report came, and whether that was on time."""
    moment = report.sent_at if report.supplements_id else report.delivery.received_at
    if moment is None:
        return _("nog niet")
    punctual = "" if report.supplements_id else position_words.punctual_words(report.delivery)
    return ", ".join(filter(None, [day_and_time(moment) if on_paper else _moment(moment), punctual]))


def answer_due_words(deadline: Deadline) -> str:
    """Say until when questions are to be answered, or how late that is."""
    if late := lateness(deadline, timezone.now()):
        return late
    moment = formatting.moment(deadline.due_at, language=position_words.language())
    return _("antwoord uiterlijk %(moment)s") % {"moment": moment}


def ratings_of(report: Report) -> list[str]:
    """Say what readers thought of a fixed report, each in a few words."""
    if report.item is None:
        return []
    return [
        f"{one.person.name}: {position_words.rating_words(one)}"
        for one in report.item.readings.all()
        if one.verdict
    ]


def opened_words(flag: Flag, *, on_paper: bool = False) -> str:
    """Say to the supplier whether and when the mayor opened what had to be known."""
    if flag.item is None:
        return _("gaat bij het versturen meteen naar de burgemeester")
    seen = [(one.person.name, one.opened_at or one.acknowledged_at) for one in flag.item.readings.all()]
    say = day_and_time if on_paper else _moment
    return "; ".join(
        _("%(who)s zag dit %(when)s") % {"who": who, "when": say(moment)} for who, moment in seen if moment
    ) or _("nog niet geopend")


def day_and_time(moment: datetime) -> str:
    """Write a moment in full, for paper, which is read on another day: "23 november 2026, 20.42 uur"."""
    language = position_words.language()
    return f"{formatting.date_long(moment, language=language)}, {formatting.clock(moment, language=language)}"


def _moment(moment: datetime) -> str:
    return formatting.moment(moment, language=position_words.language())
