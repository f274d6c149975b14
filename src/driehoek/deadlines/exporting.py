"""The late board as a table that can be exported: a keeper's all, a supplier's own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines import kinds, queries
from driehoek.deadlines.calendar import local_day, working_days_between
from driehoek.deadlines.kinds import describe_all
from driehoek.deadlines.lines import from_whom
from driehoek.deadlines.routes import SUPPLIERS
from driehoek.exports.tables import (
    Filter,
    Filters,
    Line,
    Table,
    TypedColumn,
    ValueKind,
    in_chunks,
    listed_at,
)


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    now = timezone.now()
    rows = queries.late_rows(
        identity,
        organisation=uuid.UUID(filters["partner"]) if "partner" in filters else None,
        kind=filters.get("soort", ""),
    )
    labels = dict(kinds.labels())
    for chunk in in_chunks(rows.order_by("due_at", "id").iterator(chunk_size=1000)):
        words = describe_all(identity, chunk)
        for one in chunk:
            about = words[one.pk]
            yield Line(
                (
                    about.title,
                    about.detail,
                    labels.get(one.kind, one.kind),
                    from_whom(one),
                    one.due_at,
                    now - one.due_at,
                    working_days_between(local_day(one.due_at), local_day(now)),
                    one.reminded_at,
                    one.reminded_by.name if one.reminded_by else "",
                ),
                problem=one.problem,
                people=tuple(person for person in (one.responsible_id, one.reminded_by_id) if person),
            )


def _partners(identity: Identity) -> dict[str, str]:
    # A supplier finds its own on the board, and has nothing to choose.
    if not identity.holds(*KEEPERS_OF_POSITION):
        return {}
    return {str(one.pk): one.name for one in queries.partners(identity)}


TABLE: Final = Table(
    key="late",
    title=_("Te laat"),
    row=_("Eén rij per ding dat er had moeten zijn en er niet is."),
    columns=(
        TypedColumn(_("Wat"), wide=True),
        TypedColumn(_("Toelichting")),
        TypedColumn(_("Soort")),
        TypedColumn(_("Van wie")),
        TypedColumn(_("Verwacht"), ValueKind.MOMENT),
        TypedColumn(_("Te laat"), ValueKind.DURATION, unit=_("uren:minuten")),
        TypedColumn(_("Te laat"), ValueKind.NUMBER, unit=_("werkdagen")),
        TypedColumn(_("Herinnerd"), ValueKind.MOMENT),
        TypedColumn(_("Herinnerd door")),
    ),
    rows=_rows,
    url=listed_at("deadlines:late"),
    who=(*KEEPERS_OF_POSITION, *SUPPLIERS),
    filters=(
        Filter("partner", _("Partner"), _partners),
        Filter("soort", _("Soort"), lambda _identity: dict(kinds.labels())),
    ),
)
