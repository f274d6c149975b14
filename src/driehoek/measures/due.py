"""Terms of measures and reports on the boards of what is due, and what a move of a case may require."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.cases import requirements
from driehoek.cases.models import Case
from driehoek.cases.requirements import Requirement
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.measures.models import AdministrativeMeasure, MeasureClock, PoliceReport, ReportQuestion
from driehoek.measures.queries import measures as measure_queries
from driehoek.measures.queries import reports as report_queries
from driehoek.measures.services.clocks import CLOCK
from driehoek.measures.services.reports import DECISION, QUESTION
from driehoek.measures.tables import procedure


def register() -> None:
    """Tell the rooms of due dates and cases who has the words."""
    kinds.register(CLOCK, _clocks, label=gettext_lazy("Termijnen van maatregelen"))
    kinds.register(DECISION, _reports, label=gettext_lazy("Besluiten na een rapportage"))
    kinds.register(QUESTION, _questions, label=gettext_lazy("Vragen over een rapportage"))
    requirements.register(
        "measures.report_checked", gettext_lazy("De rapportage van de politie is volledig."), report_checked
    )
    requirements.register(
        "measures.decided", gettext_lazy("De burgemeester heeft over een maatregel besloten."), decided
    )


def _clocks(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    seen = measure_queries.visible_to(identity).values("pk")
    rows = MeasureClock.objects.filter(deadline__in=[one.pk for one in deadlines], measure__in=seen)
    return {
        row.deadline_id: Description(
            title=f"{procedure().clocks[row.kind].ends}: {row.measure.title}",
            url=reverse("measures:measure", args=[row.measure_id]),
            detail=procedure().clocks[row.kind].name,
        )
        for row in rows.select_related("measure")
        if row.deadline_id
    }


def _reports(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    title = _("Besluit na een rapportage van de politie")
    found = {
        one.pk: Description(title=title, url=reverse("measures:of_case", args=[one.problem]))
        for one in deadlines
        if one.problem
    }
    rows = report_queries.visible_reports(identity).filter(deadline__in=[one.pk for one in deadlines])
    return found | {
        row.deadline_id: Description(
            title=title, url=reverse("measures:report", args=[row.pk]), detail=row.reference
        )
        for row in rows
        if row.deadline_id
    }


def _questions(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    title = _("Rapportage aanvullen")
    seen = report_queries.visible_reports(identity).values("pk")
    rows = ReportQuestion.objects.filter(
        deadline__in=[one.pk for one in deadlines], report__in=seen
    ).select_related("report")
    return {one.pk: Description(title=title) for one in deadlines} | {
        row.deadline_id: Description(
            title=title, url=reverse("measures:report", args=[row.report_id]), detail=row.report.reference
        )
        for row in rows
        if row.deadline_id
    }


def report_checked(case: Case) -> Requirement:
    """Tell whether a report of this case was found complete, or already led to a measure."""
    done = ("checked", "intention", "decided")
    if PoliceReport.objects.filter(case=case, state__in=done).exists():
        return Requirement(met=True)
    return Requirement(
        met=False,
        text=_("Er is nog geen rapportage die volledig is. Controleer haar eerst."),
        url=reverse("measures:of_case", args=[case.problem_id]),
    )


def decided(case: Case) -> Requirement:
    """Tell whether the mayor decided about a measure in this case, to impose it or not."""
    rows = AdministrativeMeasure.objects.filter(case=case)
    refused = rows.filter(steps__step="refuse")
    if rows.exclude(decided_on=None).exists() or refused.exists():
        return Requirement(met=True)
    return Requirement(
        met=False,
        text=_("De burgemeester heeft nog niet over een maatregel besloten."),
        url=reverse("measures:of_case", args=[case.problem_id]),
    )
