"""The running actions from meetings as a table that can be exported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS
from driehoek.exports.marks import Mark
from driehoek.exports.tables import Filters, Line, Table, TypedColumn, ValueKind, listed_at
from driehoek.meetings.models import ActionState
from driehoek.meetings.queries.minutes import visible_actions
from driehoek.parties.models import Function


def _rows(identity: Identity, _filters: Filters) -> Iterator[Line]:
    rows = visible_actions(identity).filter(state=ActionState.OPEN).select_related("owner")
    today = timezone.localdate()
    for action in rows.order_by("due_on", "id").iterator(chunk_size=1000):
        yield Line(
            (
                action.text,
                action.owner.name,
                action.due_on,
                max(0, (today - action.due_on).days),
            ),
            mark=Mark.CONFIDENTIAL if action.confidential else Mark.INTERNAL,
            problem=action.problem,
            people=(action.owner_id,),
        )


TABLE: Final = Table(
    key="actions",
    title=_("Acties uit overleg"),
    row=_("Eén rij per actie die loopt."),
    columns=(
        TypedColumn(_("Wat"), wide=True),
        TypedColumn(_("Wie")),
        TypedColumn(_("Uiterlijk op"), ValueKind.DAY),
        TypedColumn(_("Te laat"), ValueKind.NUMBER, unit=_("dagen")),
    ),
    rows=_rows,
    url=listed_at("meetings:actions"),
    who=tuple(function for function in Function if function not in CONTENTLESS),
)
