"""Reports in words: rows, what was done with them, the clock, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.measures.completeness import FieldStands
from driehoek.measures.models import PoliceReport, ReportEdition, ReportQuestion, ReportState
from driehoek.measures.services.reports import target_days
from driehoek.measures.terms import days_between
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair, Row, Tag, TagKind


def language() -> formatting.Language:
    """Return the reader's language."""
    return formatting.known(get_language())


def day(value: object) -> str:
    """Write a day out, in the reader's language."""
    return formatting.date_long(value, language=language()) if value else ""  # type: ignore[arg-type]


def clock_words(report: PoliceReport) -> str:
    """Say how long it took from the finding to the decision, or how long it has taken."""
    end = report.decided_on or timezone.localdate()
    count = days_between(report.found_on, end)
    if report.decided_on:
        return ngettext(
            "%(count)s dag van bevinding tot besluit", "%(count)s dagen van bevinding tot besluit", count
        ) % {"count": count}
    return ngettext("%(count)s dag sinds de bevinding", "%(count)s dagen sinds de bevinding", count) % {
        "count": count
    }


def tags_of(report: PoliceReport, *, target: int) -> tuple[Tag, ...]:
    """Say what was done with a report and how its clock stands."""
    look: dict[str, TagKind] = {ReportState.QUESTION: "ask", ReportState.CHECKED: "calm"}
    found = [Tag(str(report.get_state_display()), look.get(report.state, ""))]
    late = report.decided_on is None and days_between(report.found_on, timezone.localdate()) > target
    found.append(Tag(clock_words(report), "ask" if late else ""))
    return tuple(found)


def report_row(report: PoliceReport, *, target: int) -> Row:
    """Make a list row; nothing of what is in the report."""
    return Row(
        title=_("Rapportage %(reference)s") % {"reference": report.reference},
        url=reverse("measures:report", args=[report.pk]),
        tags=tags_of(report, target=target),
        text=next_words(report),
        meta=" · ".join((report.sender.name, formatting.moment(report.received_at, language=language()))),
    )


def lacking_row(lack: FieldStands) -> Row:
    """Say what is missing or asked about, and why it matters in court."""
    word = _("gevraagd") if lack.stands == "weak" else _("mist")
    return Row(title=lack.field.name, tags=(Tag(word, "ask"),), text=lack.field.why)


def next_words(report: PoliceReport) -> str:
    """Say in a sentence what comes next, in words that the sender may read."""
    return {
        ReportState.RECEIVED: _("De gemeente controleert of de rapportage volledig is."),
        ReportState.QUESTION: _("De gemeente wacht op een aanvulling van de afzender."),
        ReportState.CHECKED: _("De rapportage is volledig. De gemeente bereidt een besluit voor."),
        ReportState.INTENTION: _("De burgemeester is een maatregel van plan."),
        ReportState.DECIDED: _("De burgemeester heeft een maatregel genomen."),
        ReportState.CLOSED: _("De burgemeester neemt geen maatregel."),
    }[ReportState(report.state)]


def facts_of(report: PoliceReport, *, in_case: bool) -> list[Pair]:
    """List what is known of a report; its case only for who sees it."""
    pairs = [
        Pair(_("Van"), report.sender.name),
        Pair(_("Kenmerk"), report.reference),
        Pair(_("Bevinding"), day(report.found_on)),
        Pair(_("Ontvangen"), formatting.moment(report.received_at, language=language())),
        Pair(_("Tijd"), clock_words(report)),
        Pair(_("Streeftijd"), _("%(days)s dagen") % {"days": target_days(report.municipality_id)}),
    ]
    if report.decided_on:
        pairs.append(Pair(_("Besloten"), day(report.decided_on)))
    if in_case and report.case is not None:
        url = reverse("measures:of_case", args=[report.case_id])
        pairs.append(Pair(_("Casus"), report.case.problem.title, url, _("Bekijk")))
    return pairs


def entries_of(
    report: PoliceReport, editions: Sequence[ReportEdition], questions: Sequence[ReportQuestion]
) -> list[Entry]:
    """Tell what happened with a report, the newest first."""
    told = [Entry(one.made_at, _edition_words(one)) for one in editions]
    for question in questions:
        count = len(question.fields)
        title = ngettext("Gevraagd: %(count)s punt", "Gevraagd: %(count)s punten", count) % {"count": count}
        told.append(Entry(question.asked_at, title, text=question.words, kind="ask"))
    if report.checked_at:
        told.append(Entry(report.checked_at, _("Volledig bevonden")))
    if report.decided_on:
        title = str(ReportState(report.state).label)
        told.append(Entry(report.decided_on, title, kind="decision"))
    return sorted(told, key=lambda one: str(one.when), reverse=True)


def _edition_words(edition: ReportEdition) -> str:
    if edition.number == 1:
        return _("Ontvangen")
    return _("Aangevuld: versie %(number)s") % {"number": edition.number}
