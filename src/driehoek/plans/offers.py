"""What this room offers for an agenda: actions that are late, and a report that waits to be fixed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal
from driehoek.web import formatting

if TYPE_CHECKING:
    from driehoek.plans.models import Action

ACTION: Final = "plans.action"
REPORT: Final = "plans.report"
# More than a table talks about; what is late longest is on top.
MOST: Final = 10


def register() -> None:
    """Offer late actions and reports that are ready."""
    proposals.register(ACTION, late_actions, label=gettext_lazy("Maatregelen die te laat zijn"), order=30)
    proposals.register(REPORT, ready_reports, label=gettext_lazy("Kwartaalrapportages"), order=35)


def late_actions(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - what is late now
    """Propose the actions of the year plan that are late, the longest first, to those who read the plan."""
    from driehoek.plans import queries

    if not identity.holds(*queries.READERS):
        return []
    language = formatting.known(get_language())
    return [
        Proposal(
            title=action.what,
            why=_why(action, language),
            origin=ACTION,
            origin_id=str(action.pk),
            origin_url=reverse("plans:action", args=[action.pk]),
        )
        for action in queries.late_actions(identity, limit=MOST)
    ]


def ready_reports(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - what is ready now
    """Propose the reports about a quarter that is over and of which nothing was fixed, to those who write them."""
    from driehoek.plans import queries
    from driehoek.plans.quarters import Quarter, quarter_words

    if not queries.may_keep(identity):
        return []
    lines, _next = queries.report_list(identity)
    today = timezone.localdate()
    return [
        Proposal(
            title=_("Kwartaalrapportage vaststellen: %(quarter)s")
            % {"quarter": quarter_words(Quarter(line.report.year, line.report.quarter))},
            why=_("Het kwartaal is voorbij en de rapportage ligt klaar om vast te stellen."),
            origin=REPORT,
            origin_id=str(line.report.pk),
            origin_url=reverse("plans:report", args=[line.report.pk]),
        )
        for line in lines
        if line.edition is None and Quarter(line.report.year, line.report.quarter).last < today
    ]


def _why(action: Action, language: formatting.Language) -> str:
    words = _("%(who)s zou dit op %(day)s klaar hebben. Stand: %(status)s.") % {
        "who": action.owner.name,
        "day": formatting.date_long(action.due_on, language=language),
        "status": str(action.get_status_display()).lower(),
    }
    return f"{words} {action.note}".rstrip()
