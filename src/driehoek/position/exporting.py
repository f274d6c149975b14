"""Needs, agreements and the gap as tables that can be exported."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_POSITION, SUPPLIERS
from driehoek.exports.tables import (
    Filter,
    Filters,
    Line,
    Table,
    TypedColumn,
    ValueKind,
    choices_of,
    in_chunks,
    listed_at,
)
from driehoek.position import gap_words, sentences
from driehoek.position.models import AgreementState, InfoKind
from driehoek.position.queries import agreements, needs
from driehoek.position.queries.history import last_months
from driehoek.position.queries.matrix import matrix
from driehoek.position.queries.needs import partners_of, themes_of
from driehoek.problems.models import SafetyField

_ALL: Final = "alle"
_TRAINING: Final = "oefening"
_BY_PLACE: Final = (
    Filter("thema", _("Thema"), lambda who: {str(one.pk): one.name for one in themes_of(who)}),
    Filter("partner", _("Partner"), lambda who: {str(one.pk): one.name for one in partners_of(who)}),
    Filter(_TRAINING, _("Oefeningen"), lambda _identity: {"ja": str(_("alleen oefeningen"))}),
)


def _id(filters: Filters, name: str) -> uuid.UUID | None:
    return uuid.UUID(filters[name]) if name in filters else None


def _is_training(filters: Filters) -> bool:
    return _TRAINING in filters


def _needs(identity: Identity, filters: Filters) -> Iterator[Line]:
    chosen = needs.NeedFilter(
        standing=needs.Standing(filters.get("staat", needs.Standing.RUNNING)),
        theme=_id(filters, "thema"),
        partner=_id(filters, "partner"),
        training=_is_training(filters),
    )
    rows = needs.narrowed(identity, chosen).order_by("-stated_at", "-id")
    for chunk in in_chunks(rows.iterator(chunk_size=1000)):
        needs.mark_standing(chunk)
        for need in chunk:
            yield Line(
                (
                    need.sentence,
                    need.theme.name,
                    need.partner.name if need.partner else "",
                    ", ".join(tag.label for tag in sentences.need_tags(need)),
                    str(need.get_info_kind_display()),
                    sentences.often(need.rhythm),
                    need.wanted_mark,
                    need.problem.number if need.problem else None,
                    need.stated_at,
                    need.stated_by.name,
                ),
                problem=need.problem_id,
                people=(need.stated_by_id,),
            )


def _agreements(identity: Identity, filters: Filters) -> Iterator[Line]:
    given = filters.get("staat", AgreementState.ACTIVE)
    chosen = agreements.AgreementFilter(
        state=None if given == _ALL else AgreementState(given),
        theme=_id(filters, "thema"),
        partner=_id(filters, "partner"),
        training=_is_training(filters),
        personal_data="persoonsgegevens" in filters,
    )
    rows = agreements.narrowed(identity, chosen).order_by("supplier__name", "what", "id")
    for chunk in in_chunks(rows.iterator(chunk_size=1000)):
        agreements.mark_next(chunk)
        for one in chunk:
            yield Line(
                (
                    one.supplier.name,
                    one.what,
                    one.need.theme.name,
                    str(one.get_state_display()),
                    sentences.rhythm_words(one),
                    getattr(one, "next_due", None),
                    str(_("ja")) if getattr(one, "late", False) else str(_("nee")),
                    str(_("ja")) if one.personal_data else str(_("nee")),
                    one.contact.name if one.contact else "",
                    one.starts_on,
                    one.review_on,
                ),
                problem=one.problem_id,
                people=(one.contact_id,) if one.contact_id else (),
            )


def _gap(identity: Identity, filters: Filters) -> Iterator[Line]:
    month = filters.get("maand")
    found = matrix(
        identity,
        month=date.fromisoformat(f"{month}-01") if month else None,
        field=SafetyField(filters["veld"]) if "veld" in filters else None,
        only_gaps="gaten" in filters,
    )
    for row in found.rows:
        for theme, cell in zip(found.themes, row.cells, strict=True):
            for line in cell.lines:
                yield Line(
                    (
                        gap_words.partner_name(row.partner),
                        str(theme.field.label),
                        theme.name,
                        line.sentence,
                        str(line.kind.label),
                        line.since,
                        line.what,
                        str(InfoKind(line.info_kind).label),
                        line.late_number,
                    ),
                    problem=line.problem,
                )


def _months(_identity: Identity) -> dict[str, str]:
    days = [timezone.localtime(one.starts).date() for one in last_months()[:-1]]
    return {day.isoformat()[:7]: gap_words.month(day) for day in days}


def _states(_identity: Identity) -> dict[str, str]:
    return {str(one): str(one.label) for one in AgreementState} | {_ALL: str(_("alle"))}


NEEDS: Final = Table(
    key="needs",
    title=_("Behoeften"),
    row=_("Eén rij per ding dat de burgemeester wil weten, en of het is afgesproken."),
    columns=(
        TypedColumn(_("Behoefte"), wide=True),
        TypedColumn(_("Thema")),
        TypedColumn(_("Partner")),
        TypedColumn(_("Staat")),
        TypedColumn(_("Soort informatie")),
        TypedColumn(_("Hoe vaak")),
        TypedColumn(_("Gewenst cijfer"), ValueKind.NUMBER, unit=_("van 5")),
        TypedColumn(_("Probleem"), ValueKind.NUMBER, unit=_("nummer")),
        TypedColumn(_("Genoemd op"), ValueKind.MOMENT),
        TypedColumn(_("Genoemd door")),
    ),
    rows=_needs,
    url=listed_at("position:needs"),
    who=READERS_OF_POSITION,
    filters=(Filter("staat", _("Staat"), choices_of(needs.Standing)), *_BY_PLACE),
    training=_is_training,
)
AGREEMENTS: Final = Table(
    key="agreements",
    title=_("Afspraken"),
    row=_("Eén rij per afspraak: wie levert wat, hoe vaak, en wanneer het volgende komt."),
    columns=(
        TypedColumn(_("Leverancier")),
        TypedColumn(_("Wat"), wide=True),
        TypedColumn(_("Thema")),
        TypedColumn(_("Staat")),
        TypedColumn(_("Hoe vaak")),
        TypedColumn(_("Volgende"), ValueKind.MOMENT),
        TypedColumn(_("Te laat")),
        TypedColumn(_("Persoonsgegevens")),
        TypedColumn(_("Contact")),
        TypedColumn(_("Vanaf"), ValueKind.DAY),
        TypedColumn(_("Opnieuw bekijken"), ValueKind.DAY),
    ),
    rows=_agreements,
    url=listed_at("position:agreements"),
    who=(*READERS_OF_POSITION, *SUPPLIERS),
    filters=(
        Filter("staat", _("Staat"), _states),
        *_BY_PLACE,
        Filter("persoonsgegevens", _("Persoonsgegevens"), lambda _identity: {"ja": str(_("alleen met"))}),
    ),
    training=_is_training,
)
GAP: Final = Table(
    key="gap",
    title=_("Informatiepositie"),
    row=_("Eén rij per behoefte en partner, met hoe het ermee staat."),
    columns=(
        TypedColumn(_("Partner")),
        TypedColumn(_("Veiligheidsveld")),
        TypedColumn(_("Thema")),
        TypedColumn(_("Behoefte"), wide=True),
        TypedColumn(_("Hoe het staat")),
        TypedColumn(_("Sinds"), ValueKind.MOMENT),
        TypedColumn(_("Afgesproken")),
        TypedColumn(_("Soort informatie")),
        TypedColumn(_("Te laat"), ValueKind.NUMBER, unit=_("leveringen")),
    ),
    rows=_gap,
    url=listed_at("position:matrix"),
    who=(*READERS_OF_POSITION, *SUPPLIERS),
    filters=(
        Filter("veld", _("Veiligheidsveld"), choices_of(SafetyField)),
        Filter("maand", _("Moment"), _months),
        Filter("gaten", _("Alleen de gaten"), lambda _identity: {"1": str(_("ja"))}),
    ),
)
TABLES: Final = (NEEDS, AGREEMENTS, GAP)
