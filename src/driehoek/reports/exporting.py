"""The list of progress reports as a table that can be exported; what a report says in full stays in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.exports.tables import (
    Filter,
    Filters,
    Line,
    Table,
    TypedColumn,
    ValueKind,
    choices_of,
    listed_at,
)
from driehoek.position.queries.needs import themes_of
from driehoek.reports.models import ReportState
from driehoek.reports.queries.lists import ReportFilter, narrowed, suppliers_with_reports
from driehoek.reports.rights import READERS_AND_WRITERS

_TRAINING: Final = "oefening"


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    chosen = ReportFilter(
        state=filters.get("stand", ""),
        supplier=uuid.UUID(filters["partner"]) if "partner" in filters else None,
        theme=uuid.UUID(filters["thema"]) if "thema" in filters else None,
        training=_TRAINING in filters,
    )
    rows = narrowed(identity, chosen).select_related("delivery", "supplier", "theme", "author")
    for report in rows.order_by("-saved_at", "-id").iterator(chunk_size=1000):
        yield Line(
            (
                report.number,
                report.supplier.name,
                report.form_name,
                report.theme.name,
                report.gist,
                str(report.get_status_display()),
                str(report.get_state_display()),
                report.delivery.period_end,
                report.author.name,
                report.sent_at,
                report.fixed_at,
            ),
            problem=report.problem_id,
            people=(report.author_id,),
        )


TABLE: Final = Table(
    key="reports",
    title=_("Rapporten"),
    row=_("Eén rij per rapport, met de kern in één regel."),
    columns=(
        TypedColumn(_("Nummer")),
        TypedColumn(_("Partner")),
        TypedColumn(_("Formulier")),
        TypedColumn(_("Thema")),
        TypedColumn(_("In één regel"), wide=True),
        TypedColumn(_("Hoe het staat")),
        TypedColumn(_("Stand")),
        TypedColumn(_("Periode tot en met"), ValueKind.DAY),
        TypedColumn(_("Geschreven door")),
        TypedColumn(_("Verstuurd"), ValueKind.MOMENT),
        TypedColumn(_("Vastgesteld"), ValueKind.MOMENT),
    ),
    rows=_rows,
    url=listed_at("reports:reports"),
    who=READERS_AND_WRITERS,
    filters=(
        Filter("stand", _("Stand"), choices_of(ReportState)),
        Filter("thema", _("Thema"), lambda who: {str(one.pk): one.name for one in themes_of(who)}),
        Filter(
            "partner",
            _("Partner"),
            lambda who: {str(one.pk): one.name for one in suppliers_with_reports(who)},
        ),
        Filter(_TRAINING, _("Oefeningen"), lambda _identity: {"ja": str(_("alleen oefeningen"))}),
    ),
    training=lambda filters: _TRAINING in filters,
)
