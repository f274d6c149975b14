"""The norms with how they stand as a table that can be exported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.exports.tables import Filters, Line, Table, TypedColumn, ValueKind, listed_at
from driehoek.standard import queries, sentences
from driehoek.standard.queries.judging import Judged


def _rows(identity: Identity, _filters: Filters) -> Iterator[Line]:
    found = queries.board(identity)
    for line in (*found.exceptions, *found.others):
        for one in line.norms:
            yield _line(line.theme.name, one)


def _line(theme: str, one: Judged) -> Line:
    norm, check = one.norm, one.judgement.check
    return Line(
        (
            theme,
            sentences.what(norm),
            str(norm.get_type_display()),
            sentences.norm_words(norm),
            ", ".join(tag.label for tag in sentences.state_tags(one.judgement)),
            check.value if check else None,
            check.bound if check else None,
            norm.indicator.unit if norm.indicator else "",
            one.period,
            one.judgement.broken_run,
            sentences.sure_words(one),
            norm.indicator.source.attribution if norm.indicator else "",
        ),
        problem=norm.agreement.problem_id if norm.agreement else None,
    )


TABLE: Final = Table(
    key="norms",
    title=_("Normen"),
    row=_("Eén rij per norm, met hoe het ermee staat."),
    columns=(
        TypedColumn(_("Thema")),
        TypedColumn(_("Waarover"), wide=True),
        TypedColumn(_("Soort norm")),
        TypedColumn(_("Norm"), wide=True),
        TypedColumn(_("Hoe het staat")),
        TypedColumn(_("Gemeten"), ValueKind.NUMBER),
        TypedColumn(_("Grens"), ValueKind.NUMBER, decimals=1),
        TypedColumn(_("Eenheid")),
        TypedColumn(_("Periode vanaf"), ValueKind.DAY),
        TypedColumn(_("Perioden niet gehaald"), ValueKind.NUMBER),
        TypedColumn(_("Zekerheid")),
        TypedColumn(_("Bron")),
    ),
    rows=_rows,
    url=listed_at("standard:norms"),
    who=READERS_OF_FIGURES,
)
