"""The calendar of risk moments as a table that can be exported: a year ahead, every time that something takes place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.exports.marks import Mark
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
from driehoek.moments.models import MomentKind
from driehoek.moments.queries import MomentFilter, choosable_areas, occurrences
from driehoek.moments.rights import READERS

AHEAD: Final = timedelta(days=365)


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    now = timezone.now()
    chosen = MomentFilter(
        kind=filters.get("soort", ""), area=int(filters["gebied"]) if "gebied" in filters else None
    )
    for one in occurrences(identity, after=now, before=now + AHEAD, chosen=chosen):
        moment = one.moment
        yield Line(
            (
                moment.title,
                str(moment.get_kind_display()),
                one.starts_at,
                one.ends_at,
                ", ".join(one.places),
                moment.expected,
                str(_("gaat niet door")) if one.cancelled else str(moment.get_state_display()).lower(),
                one.problem,
            ),
            mark=Mark.CONFIDENTIAL if moment.confidential else Mark.INTERNAL,
            problem=moment.problem,
        )


TABLE: Final = Table(
    key="moments",
    title=_("Kalender van risicomomenten"),
    row=_("Eén rij per keer dat iets plaatsvindt, een jaar vooruit."),
    columns=(
        TypedColumn(_("Wat"), wide=True),
        TypedColumn(_("Soort")),
        TypedColumn(_("Begint"), ValueKind.MOMENT),
        TypedColumn(_("Eindigt"), ValueKind.MOMENT),
        TypedColumn(_("Waar")),
        TypedColumn(_("Verwachte bezoekers"), ValueKind.NUMBER),
        TypedColumn(_("Hoe zeker")),
        TypedColumn(_("Probleem")),
    ),
    rows=_rows,
    url=listed_at("moments:calendar"),
    who=READERS,
    filters=(
        Filter("soort", _("Soort"), choices_of(MomentKind)),
        Filter("gebied", _("Gebied"), lambda who: {str(one.pk): one.name for one in choosable_areas(who)}),
    ),
)
