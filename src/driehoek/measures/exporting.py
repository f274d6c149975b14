"""The register of measures as a table that can be exported: no names, no addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.exports.tables import Filter, Filters, Line, Table, TypedColumn, ValueKind, listed_at
from driehoek.measures.queries import measures as queries
from driehoek.measures.tables import kinds, procedure
from driehoek.measures.words import REGISTER


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    states = procedure().states
    show = filters.get("toon", "loopt")
    rows = queries.narrowed(queries.visible_to(identity), kind=filters.get("soort", ""), show=show)
    for one in rows.order_by("-made_at", "-pk").iterator(chunk_size=1000):
        yield Line(
            (
                kinds()[one.kind].name,
                kinds()[one.kind].article,
                one.title,
                one.area.name if one.area else "",
                states["main"][one.state],
                states["objection"][one.objection],
                one.begins_on,
                one.ends_on,
                one.decided_on,
                one.announced_on,
                one.executed_on,
            ),
            problem=one.case_id,
        )


def _shows(_identity: Identity) -> dict[str, str]:
    return {
        "loopt": _("Loopt"),
        "bezwaar": _("In bezwaar of beroep"),
        "voorbij": _("Voorbij"),
        "alles": _("Alles"),
    }


TABLE: Final = Table(
    key="measures",
    title=gettext_lazy("Bestuurlijke maatregelen"),
    row=gettext_lazy("Eén rij per maatregel, zonder namen."),
    columns=(
        TypedColumn(gettext_lazy("Soort")),
        TypedColumn(gettext_lazy("Grondslag")),
        TypedColumn(gettext_lazy("Wat"), wide=True),
        TypedColumn(gettext_lazy("Gebied")),
        TypedColumn(gettext_lazy("Stand")),
        TypedColumn(gettext_lazy("Bezwaar")),
        TypedColumn(gettext_lazy("Eerste dag"), ValueKind.DAY),
        TypedColumn(gettext_lazy("Laatste dag"), ValueKind.DAY),
        TypedColumn(gettext_lazy("Besloten"), ValueKind.DAY),
        TypedColumn(gettext_lazy("Bekendgemaakt"), ValueKind.DAY),
        TypedColumn(gettext_lazy("Uitgevoerd"), ValueKind.DAY),
    ),
    rows=_rows,
    url=listed_at("measures:register"),
    who=REGISTER,
    filters=(
        Filter("toon", gettext_lazy("Welke"), _shows),
        Filter(
            "soort", gettext_lazy("Soort"), lambda _identity: {key: one.name for key, one in kinds().items()}
        ),
    ),
)
