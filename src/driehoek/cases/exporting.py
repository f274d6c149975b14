"""All complex problems as a table that can be exported: what the mayor oversees, without personal data."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS
from driehoek.cases import queries, rows
from driehoek.cases.models import Case, Phase
from driehoek.cases.queries import overview
from driehoek.exports.marks import mark_of
from driehoek.exports.tables import (
    Filter,
    Filters,
    Line,
    Table,
    TypedColumn,
    Value,
    ValueKind,
    in_chunks,
    listed_at,
)
from driehoek.parties.models import Function
from driehoek.problems.models import Problem


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    chosen = overview.Chosen(
        phase=filters.get("fase", ""),
        stuck="vast" in filters,
        theme=uuid.UUID(filters["thema"]) if "thema" in filters else None,
    )
    found = overview.narrowed(identity, chosen).order_by("-opened_at", "-pk")
    for chunk in in_chunks(found.iterator(chunk_size=500)):
        counts = queries.partner_counts([one.pk for one in chunk])
        for problem in chunk:
            yield Line(
                values=(
                    problem.number,
                    problem.title,
                    problem.theme.name,
                    problem.opened_at,
                    *_case(problem, counts),
                ),
                mark=mark_of(problem.classification),
                problem=problem.pk,
            )


def _case(problem: Problem, counts: dict[uuid.UUID, int]) -> tuple[Value, ...]:
    case: Case | None = getattr(problem, "case", None)
    if case is None:
        return ("", "", "", None, None, "", "", None, 0)
    return (
        case.model.name,
        rows.stage_name(case),
        str(case.get_phase_display()),
        case.stage_since,
        case.stuck_since,
        case.stuck_reason,
        case.next_decision,
        case.next_decision_on,
        counts.get(case.pk, 0),
    )


def _phases(_identity: Identity) -> dict[str, str]:
    return {overview.NO_CASE: str(_("Nog geen proces"))} | {str(one): str(one.label) for one in Phase}


def _themes(identity: Identity) -> dict[str, str]:
    return {str(pk): name for pk, name in overview.themes(identity)}


TABLE: Final = Table(
    key="complex",
    title=_("Complexe problemen"),
    row=_("Eén rij per complex probleem dat loopt en dat u mag zien, zonder persoonsgegevens."),
    columns=(
        TypedColumn(_("Nummer"), ValueKind.NUMBER),
        TypedColumn(_("Titel"), wide=True),
        TypedColumn(_("Thema")),
        TypedColumn(_("Loopt sinds"), ValueKind.MOMENT),
        TypedColumn(_("Procesmodel")),
        TypedColumn(_("Stap")),
        TypedColumn(_("Fase")),
        TypedColumn(_("In deze stap sinds"), ValueKind.MOMENT),
        TypedColumn(_("Zit vast sinds"), ValueKind.MOMENT),
        TypedColumn(_("Waarom het vastzit"), wide=True),
        TypedColumn(_("Volgende besluit"), wide=True),
        TypedColumn(_("Wanneer"), ValueKind.DAY),
        TypedColumn(_("Aantal partijen"), ValueKind.NUMBER),
    ),
    rows=_rows,
    url=listed_at("cases:overview"),
    who=tuple(function for function in Function if function not in CONTENTLESS),
    filters=(
        Filter("fase", _("Fase"), _phases),
        Filter("vast", _("Zit vast"), lambda _identity: {"ja": str(_("alleen wat vastzit"))}),
        Filter("thema", _("Thema"), _themes),
    ),
)
