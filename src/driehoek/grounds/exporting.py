"""The decision log as a table that can be exported: for whoever watches over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.exports.tables import Filters, Line, Table, TypedColumn, Value, ValueKind
from driehoek.grounds.models import Decision
from driehoek.grounds.outcomes import LABELS
from driehoek.grounds.queries import every_decision
from driehoek.grounds.subjects import label_of
from driehoek.parties.models import Function


def _rows(identity: Identity, _filters: Filters) -> Iterator[Line]:
    # Without the problem: the log tells that something was judged, and needs no grant on what it was about.
    return (Line(_values(one)) for one in every_decision(identity))


def _values(one: Decision) -> tuple[Value, ...]:
    return (
        one.made_at,
        one.organisation.name,
        label_of(one.subject_kind),
        str(one.subject),
        str(LABELS[one.outcome]),
        _now("ja") if one.releasable else _now("nee"),
        ", ".join(one.bases),
        ", ".join(one.rules),
        ", ".join(one.missing),
        one.on,
        one.rule_id,
        one.trace_id,
        one.span_id,
    )


TABLE: Final = Table(
    key="legal_decisions",
    title=_("Toetsen aan de wet"),
    row=_("Eén rij per toets, zonder inhoud van wat is gegeven."),
    columns=(
        TypedColumn(_("Getoetst op"), ValueKind.MOMENT),
        TypedColumn(_("Organisatie")),
        TypedColumn(_("Wat is getoetst")),
        TypedColumn(_("Nummer van wat is getoetst")),
        TypedColumn(_("Uitkomst")),
        TypedColumn(_("Mag het")),
        TypedColumn(_("Grondslagen"), wide=True),
        TypedColumn(_("Regels"), wide=True),
        TypedColumn(_("Wat nog open is"), wide=True),
        TypedColumn(_("Getoetst voor de dag"), ValueKind.DAY),
        TypedColumn(_("Versie van de regels")),
        TypedColumn(_("Spoor")),
        TypedColumn(_("Stap")),
    ),
    rows=_rows,
    url=lambda _filters: reverse("grounds:decision_log"),
    who=(Function.DPO,),
)
