"""The words of reports for what is due: questions to which a supplier owes an answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.reports import sentences
from driehoek.reports.models import Report
from driehoek.reports.queries.reports import visible_reports
from driehoek.reports.rights import may_write
from driehoek.reports.services.writing import RETURNED


def register() -> None:
    """Tell the room of due dates who has the words for reports that came back."""
    kinds.register(RETURNED, _returned, label=gettext_lazy("Rapporten met vragen"))


def writing_url(report: Report) -> str:
    """Return where a report is written on: its own screen, or that of a supplement."""
    if report.supplements_id is not None:
        return reverse("reports:supplement", args=[report.supplements_id])
    return reverse("reports:write", args=[report.delivery_id])


def _returned(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    of_report = {deadline.subject: deadline.pk for deadline in deadlines}
    found = visible_reports(identity).filter(pk__in=of_report)
    return {
        of_report[report.pk]: Description(
            title=_("Vragen bij: %(what)s") % {"what": sentences.name_of(report)},
            url=writing_url(report) if may_write(identity, report.supplier_id) else sentences.url_of(report),
            detail=" · ".join(filter(None, [report.theme.name, sentences.period_of(report)])),
        )
        for report in found
    }
