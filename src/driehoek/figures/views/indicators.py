"""Pages with indicators: the list, one indicator, and the forms to make, change and end one (ST05)."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.areas.models import AreaLevel
from driehoek.figures import queries, services
from driehoek.figures.forms import FIELDS, IndicatorForm
from driehoek.figures.models import Frequency, Indicator, Observation, ObservationStatus
from driehoek.figures.queries import AreaLine, IndicatorLine
from driehoek.figures.views import KEEPERS, READERS
from driehoek.figures.words import (
    said_certainty,
    said_comparison,
    said_period,
    said_source,
    said_value,
    spoken,
)
from driehoek.ledger.versions import VersionConflict
from driehoek.problems.models import SafetyField
from driehoek.web import formatting
from driehoek.web.charts import Point, SeriesChart, series_chart
from driehoek.web.components import Cell, Column, Figure, Pair
from driehoek.web.forms import posted_version, sent_again

OBSERVATIONS_SHOWN = 24
CHART_PERIODS = 84


@for_functions(*READERS)
@require_GET
def indicator_list(request: IdentifiedRequest) -> HttpResponse:
    """List the indicators by safety field with their last value for the whole municipality."""
    wanted = request.GET.get("veld", "")
    field = SafetyField(wanted) if wanted in SafetyField.values else None
    everything = request.GET.get("alle") == "ja"
    groups = queries.indicator_list(request.identity, field=field, with_series_only=not everything)
    context = {
        "groups": [
            {"field": name.label, "id": name.value, "rows": [_row(line) for line in lines]}
            for name, lines in groups
        ],
        "columns": _list_columns(),
        "fields": SafetyField.choices,
        "chosen": field.value if field else "",
        "everything": everything,
        "keeps": request.identity.holds(*KEEPERS),
    }
    return render(request, "figures/list.html", context)


@for_functions(*READERS)
@require_GET
def indicator(request: IdentifiedRequest, indicator: uuid.UUID) -> HttpResponse:
    """Show one indicator: the chart of one area, all areas, the source rows and what was revised."""
    found = _found(request, indicator)
    lines = queries.area_lines(request.identity, found)
    chosen = _chosen(lines, request.GET.get("gebied", ""))
    observations = list(queries.observations_of(chosen.latest.series)) if chosen else []
    state = max((line.latest.period for line in lines), default=None)
    source = said_source(found.source, state, found.frequency)
    context: dict[str, Any] = {
        "indicator": found,
        "facts": _facts(found),
        "keeps": request.identity.holds(*KEEPERS),
        "source": source,
        "line": chosen,
        "figure": _figure(found, chosen, source) if chosen else None,
        "chart": _chart(found, chosen, observations, source) if chosen else None,
        "area_columns": _area_columns(found),
        "area_rows": [_area_row(request, found, line) for line in lines],
        "row_columns": _observation_columns(found),
        "source_rows": [_observation_row(found, row) for row in reversed(observations[-OBSERVATIONS_SHOWN:])],
        "revision_columns": _revision_columns(),
        "revision_rows": _revision_rows(found, chosen) if chosen else [],
    }
    return render(request, "figures/indicator.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Add an indicator."""
    initial = {"base": "absolute", "direction": "lower", "owner": request.user.pk}
    form = IndicatorForm(request.POST or None, identity=request.identity, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.add_indicator(municipality=request.identity.municipality, values=form.values())
        messages.success(request, _("De indicator is toegevoegd. Lees er nu cijfers voor in."))
        return redirect("figures:indicator", made.pk)
    context = {
        "form": form,
        "title": _("Indicator toevoegen"),
        "submit_label": _("Indicator toevoegen"),
        "cancel_url": reverse("figures:list"),
        "back_url": reverse("figures:list"),
        "back_label": _("Cijfers"),
    }
    return render(request, "web/form_page.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, indicator: uuid.UUID) -> HttpResponse:
    """Change an indicator; a second editor is told, and keeps what was filled in."""
    found = _found(request, indicator)
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(
        data, identity=request.identity, indicator=found, initial=IndicatorForm.initial_of(found)
    )
    conflict: dict[str, Any] | None = None
    if data is not None and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            changed = services.change_indicator(indicator=found, version=version, values=form.values())
        except VersionConflict:
            conflict = _conflict(found, form)
            form = IndicatorForm(
                sent_again(request, found.version), identity=request.identity, indicator=found
            )
        else:
            messages.success(
                request, _("De wijziging is bewaard.") if changed else _("Er is niets gewijzigd.")
            )
            return redirect("figures:indicator", found.pk)
    back = reverse("figures:indicator", args=[found.pk])
    context = {
        "form": form,
        "conflict": conflict,
        "title": _("Indicator wijzigen"),
        "submit_label": _("Bewaren"),
        "cancel_url": back,
        "back_url": back,
        "back_label": found.name,
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@for_functions(*KEEPERS)
@require_POST
def end(request: IdentifiedRequest, indicator: uuid.UUID) -> HttpResponse:
    """End an indicator; the same page brings it back."""
    return _end_or_restore(request, indicator, ended=True)


@for_functions(*KEEPERS)
@require_POST
def restore(request: IdentifiedRequest, indicator: uuid.UUID) -> HttpResponse:
    """Bring an ended indicator back."""
    return _end_or_restore(request, indicator, ended=False)


def _end_or_restore(request: IdentifiedRequest, indicator: uuid.UUID, *, ended: bool) -> HttpResponse:
    found = _found(request, indicator)
    try:
        act = services.end_indicator if ended else services.restore_indicator
        act(indicator=found, version=posted_version(request))
    except VersionConflict:
        messages.error(
            request, _("Iemand anders heeft deze indicator net gewijzigd. Kijk eerst wat er staat.")
        )
    else:
        words = _("De indicator is beëindigd. De cijfers blijven.") if ended else _("De indicator is terug.")
        messages.success(request, words)
    return redirect("figures:indicator", found.pk)


def _found(request: IdentifiedRequest, indicator: uuid.UUID) -> Indicator:
    found = queries.indicator_or_none(request.identity, indicator)
    if found is None:
        raise Http404
    return found


def _list_columns() -> list[Column]:
    return [
        Column(_("Indicator")),
        Column(_("Thema")),
        Column(_("Laatste cijfer"), numeric=True),
        Column(_("Periode")),
        Column(_("Vergelijking")),
        Column(_("Zekerheid")),
        Column(_("Bron")),
    ]


def _row(line: IndicatorLine) -> list[Cell]:
    found, latest = line.indicator, line.latest
    parent = found.theme.parent
    name = (
        found.name
        if found.frequency == Frequency.MONTH
        else f"{found.name} ({found.get_frequency_display()})"
    )
    start = [
        Cell(name, reverse("figures:indicator", args=[found.pk])),
        Cell(f"{parent.name}: {found.theme.name}" if parent else found.theme.name),
    ]
    source = Cell(said_source(found.source))
    if found.hidden:
        why = Cell(_("Deze soort verschijnt alleen per jaar."))
        return [*start, Cell(_("verborgen"), tag="unknown"), Cell("–"), why, Cell("–"), source]
    if latest is None:
        why = Cell(_("Geen cijfer voor de hele gemeente; kijk per gebied."))
        return [*start, Cell("–"), Cell("–"), why, Cell("–"), source]
    return [
        *start,
        Cell(said_value(latest.value, found.decimals)),
        Cell(said_period(found.frequency, latest.period)),
        Cell(said_comparison(found, latest)),
        Cell(said_certainty(provisional=latest.provisional)),
        source,
    ]


def _chosen(lines: list[AreaLine], code: str) -> AreaLine | None:
    """Return the area that was asked for, else the municipality, else the first."""
    return next((line for line in lines if line.area.code == code), lines[0] if lines else None)


def _facts(found: Indicator) -> list[Pair]:
    return [
        Pair(_("Thema"), f"{found.theme.get_field_display()}: {found.theme.name}"),
        Pair(_("Bron"), said_source(found.source)),
        Pair(_("Code in de bron"), found.key),
        Pair(_("Eenheid"), found.unit),
        Pair(_("Uitgedrukt als"), found.get_base_display()),
        Pair(_("Periode"), found.get_frequency_display()),
        Pair(_("Richting"), found.get_direction_display()),
        Pair(_("Soort norm"), found.get_norm_type_display()),
        Pair(_("Eigenaar"), found.owner.name if found.owner else "–"),
    ]


def _figure(found: Indicator, line: AreaLine, source: str) -> Figure:
    latest = line.latest
    missing = "" if latest.value is not None else _("De bron geeft dit cijfer niet.")
    return Figure(
        label=line.area.name,
        value=said_value(latest.value, found.decimals),
        unit=found.unit,
        period=said_period(found.frequency, latest.period),
        comparison=said_comparison(found, latest),
        certainty=said_certainty(provisional=latest.provisional),
        source=source,
        missing=missing,
        missing_label=_("onbekend"),
    )


def _chart(found: Indicator, line: AreaLine, observations: list[Observation], source: str) -> Any:
    """Draw the last periods of one area; what can be negative has no chart, its table is enough."""
    shown = observations[-CHART_PERIODS:]
    if not shown or any(row.value is not None and row.value < 0 for row in shown):
        return None
    points = tuple(
        Point(row.period, row.value, provisional=row.status == ObservationStatus.PROVISIONAL) for row in shown
    )
    title = _("%(name)s in %(area)s") % {"name": found.name, "area": line.area.name}
    frequency = cast("formatting.Frequency", found.frequency)
    return series_chart(SeriesChart(title, found.unit, frequency, points, source=source))


def _area_columns(found: Indicator) -> list[Column]:
    return [
        Column(_("Gebied")),
        Column(_("Soort gebied")),
        Column(_("Laatste cijfer"), numeric=True),
        Column(_("Een jaar eerder"), numeric=True),
        Column(
            _("Laatste 12 maanden") if found.frequency == Frequency.MONTH else _("Laatste jaar"), numeric=True
        ),
        Column(_("Per 1.000 inwoners"), numeric=True),
    ]


def _area_row(request: HttpRequest, found: Indicator, line: AreaLine) -> list[Cell]:
    few = line.area.inhabitants is not None and line.area.inhabitants < queries.INHABITANTS_LEAST
    per_thousand = formatting.number(line.per_thousand, 1, language=spoken())
    level = AreaLevel(line.area.level)
    return [
        Cell(line.area.name, f"{request.path}?gebied={line.area.code}"),
        Cell(str(level.label)),
        Cell(said_value(line.latest.value, found.decimals)),
        Cell(formatting.number(line.latest.year_before, found.decimals, language=spoken())),
        Cell(formatting.number(line.year_total, found.decimals, language=spoken())),
        Cell(_("te weinig inwoners") if few else per_thousand),
    ]


def _observation_columns(found: Indicator) -> list[Column]:
    return [
        Column(_("Periode")),
        Column(found.unit.capitalize(), numeric=True),
        Column(_("Zekerheid")),
        Column(_("Opmerking")),
        Column(_("Bestand")),
        Column(_("Regelnummer"), numeric=True),
    ]


def _observation_row(found: Indicator, row: Observation) -> list[Cell]:
    return [
        Cell(said_period(found.frequency, row.period)),
        Cell(said_value(row.value, found.decimals)),
        Cell(str(row.get_status_display())),
        Cell(str(row.get_flag_display()) if row.flag else "–"),
        Cell(row.run.file_name),
        Cell(str(row.line)),
    ]


def _revision_columns() -> list[Column]:
    return [
        Column(_("Periode")),
        Column(_("Was"), numeric=True),
        Column(_("Zekerheid toen")),
        Column(_("Uit")),
        Column(_("Vervangen op")),
        Column(_("Door")),
    ]


def _revision_rows(found: Indicator, line: AreaLine) -> list[list[Cell]]:
    return [
        [
            Cell(said_period(found.frequency, row.period)),
            Cell(said_value(row.value, found.decimals)),
            Cell(str(row.get_status_display())),
            Cell(row.run.file_name),
            Cell(formatting.date_long(row.replaced_at, language=spoken())),
            Cell(row.replaced_by.file_name),
        ]
        for row in queries.revisions_of(line.latest.series)
    ]


def _conflict(found: Indicator, form: IndicatorForm) -> dict[str, Any]:
    """Lay the stored values beside those of the form where they differ."""
    found.refresh_from_db()
    differing = [name for name in FIELDS if str(getattr(found, name)) != str(form.cleaned_data.get(name))]
    changes = [
        {"label": str(form.fields[name].label), "value": str(_shown(found, name))} for name in differing
    ]
    return {"who": "", "when": None, "changes": changes}


def _shown(found: Indicator, name: str) -> Any:
    display = getattr(found, f"get_{name}_display", None)
    return display() if display else getattr(found, name)
