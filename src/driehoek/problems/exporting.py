"""The list of problems as a table that can be exported, and how problems stand for every other table."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import KEPT_APART
from driehoek.exports.marks import mark_of
from driehoek.exports.tables import (
    Filter,
    Filters,
    Line,
    Standing,
    Table,
    TypedColumn,
    ValueKind,
    choices_of,
    listed_at,
)
from driehoek.parties.models import Function
from driehoek.problems import queries
from driehoek.problems.models import Kind, Status, Theme

TRAINING: Final = "oefening"


def standings(identity: Identity, problems: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Standing]:
    """Say of the problems that `identity` may see how confidential each is, and whether it is an exercise."""
    found = queries.visible_to(identity).filter(pk__in=problems).order_by()
    return {
        pk: Standing(mark_of(classification), training)
        for pk, classification, training in found.values_list("pk", "classification", "training")
    }


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    chosen = queries.ProblemFilter(
        kind=filters.get("soort", ""),
        status=filters.get("status", ""),
        theme=uuid.UUID(filters["thema"]) if "thema" in filters else None,
        training=TRAINING in filters,
    )
    for problem in (
        queries.narrowed(identity, chosen).order_by("-changed_at", "-id").iterator(chunk_size=1000)
    ):
        yield Line(
            values=(
                problem.number,
                problem.title,
                str(problem.get_kind_display()),
                str(problem.get_status_display()),
                problem.theme.name,
                problem.owner.name,
                str(problem.get_classification_display()),
                problem.opened_at,
                problem.changed_at,
                problem.closed_at,
                problem.summary,
            ),
            mark=mark_of(problem.classification),
            problem=problem.pk,
            people=(problem.owner_id,),
        )


def _themes(identity: Identity) -> dict[str, str]:
    themes = Theme.objects.filter(municipality=identity.municipality).values_list("pk", "name")
    return {str(pk): name for pk, name in themes}


TABLE: Final = Table(
    key="problems",
    title=_("Problemen"),
    row=_("Eén rij per probleem dat u mag zien, zonder het dossier."),
    columns=(
        TypedColumn(_("Nummer"), ValueKind.NUMBER),
        TypedColumn(_("Titel"), wide=True),
        TypedColumn(_("Soort")),
        TypedColumn(_("Status")),
        TypedColumn(_("Thema")),
        TypedColumn(_("Eigenaar")),
        TypedColumn(_("Vertrouwelijkheid")),
        TypedColumn(_("Geopend"), ValueKind.MOMENT),
        TypedColumn(_("Gewijzigd"), ValueKind.MOMENT),
        TypedColumn(_("Afgesloten"), ValueKind.MOMENT),
        TypedColumn(_("Kern"), wide=True),
    ),
    rows=_rows,
    url=listed_at("problems:list"),
    who=tuple(function for function in Function if function not in KEPT_APART),
    filters=(
        Filter("soort", _("Soort"), choices_of(Kind)),
        Filter("status", _("Status"), choices_of(Status)),
        Filter("thema", _("Thema"), _themes),
        Filter(TRAINING, _("Oefeningen"), lambda _identity: {"ja": str(_("alleen oefeningen"))}),
    ),
    training=lambda filters: TRAINING in filters,
)
