"""Studies: the list, making one, the outcome, the same on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import KEEPERS_OF_FIGURES
from driehoek.cases.views import READERS as READERS_OF_CASES
from driehoek.effects import drawing, paper, proposals, queries, rows, sayings, series, services
from driehoek.effects.forms import AreasForm, ComparisonForm, StudyForm
from driehoek.effects.models import Run, Study
from driehoek.effects.views import form_page, study_or_404
from driehoek.effects.words import READERS
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Column, Conflict
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page

CHOICES = ("comparison", "neighbours", "before", "excluded_from", "excluded_until")


@for_functions(*READERS)
@require_GET
def listing(request: IdentifiedRequest) -> HttpResponse:
    """List the studies, the newest first, each with its answer."""
    found, more = queries.listed(request.identity, keyset_cursor(request))
    context = {
        "rows": [rows.study_row(one) for one in found],
        "keeps": queries.keeps(request.identity),
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
    }
    return render(request, "effects/list.html", context)


@for_functions(*KEEPERS_OF_FIGURES)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Begin a study: what began, when, in which figures, and where; the second step only asks for the areas."""
    indicators = series.usable_indicators(request.identity)
    data = request.POST or None
    form = StudyForm(data, indicators=indicators, last=timezone.localdate())
    # The areas are those of the chosen indicator, so they are asked once it is known.
    asked = request.method == "POST" and "step" in request.POST
    page: dict[str, Any] = {
        "title": _("Nieuwe effectstudie"),
        "lead": _("Een studie zegt iets over gebieden, nooit over personen."),
        "cancel_url": reverse("effects:list"),
        "usable": bool(indicators),
    }
    if request.method != "POST" or not form.is_valid():
        return _new_page(request, form, None, 422 if request.method == "POST" else 200, page)
    areas = series.areas_with(request.identity, form.cleaned_data["indicator"])
    inside = [one for one in areas if one.level != "municipality"]
    where = AreasForm(data if asked else None, areas=inside)
    if not asked or not where.is_valid():
        return _new_page(request, form, where, 422 if asked else 200, page)
    values = {name: form.cleaned_data[name] for name in ("title", "happened", "indicator", "starts_on")}
    made = services.start_study(
        identity=request.identity, values=values | {"areas": sorted(where.cleaned_data["areas"])}
    )
    return redirect("effects:comparison", made.pk)


def _new_page(
    request: IdentifiedRequest, form: StudyForm, where: AreasForm | None, status: int, page: dict[str, Any]
) -> HttpResponse:
    context = page | {
        "form": where if where is not None and where.errors else form,
        "main": form,
        "where": where,
        "submit_label": _("Begin de studie") if where else _("Verder: kies de gebieden"),
    }
    return render(request, "effects/new.html", context, status=status)


@for_functions(*KEEPERS_OF_FIGURES)
@require_http_methods(["GET", "POST"])
def comparison(request: IdentifiedRequest, study: uuid.UUID) -> HttpResponse:
    """Choose with what a study is compared; then it is worked out."""
    found = study_or_404(request, study, keep=True)
    form = _comparison_form(request, found, request.POST or None)
    conflict, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = {
                name: form.cleaned_data[name] for name in (*CHOICES, "comparison_reason", "excluded_reason")
            }
            values["comparison"], values["neighbours"] = (
                sorted(values[name]) for name in ("comparison", "neighbours")
            )
            try:
                services.change_study(
                    identity=request.identity, study=found, version=posted_version(request), values=values
                )
            except VersionConflict:
                found = study_or_404(request, study, keep=True)
                form = _comparison_form(request, found, sent_again(request, found.version))
                who, when = queries.last_change(found) or ("", None)
                conflict, status = Conflict(who, when), 409
            else:
                services.run_study(identity=request.identity, study=found)
                return redirect("effects:study", found.pk)
    return form_page(
        request,
        form,
        status,
        title=_("Waarmee vergelijkt u?"),
        lead=_("Zonder vergelijking is een verschil een verandering en geen effect."),
        submit_label=_("Reken uit"),
        cancel_url=reverse("effects:study", args=[found.pk]),
        conflict=conflict,
    )


def _comparison_form(request: IdentifiedRequest, study: Study, data: Any) -> ComparisonForm:
    own, others = proposals.same_kind(request.identity, study)
    near = proposals.neighbours_of(own, others)
    beside = {one.pk for one in near}
    alike = proposals.alike(request.identity, study, [one for one in others if one.pk not in beside])
    initial = {name: getattr(study, name) for name in CHOICES}
    initial |= {name: value.isoformat() if (value := getattr(study, name)) else "" for name in CHOICES[3:]}
    initial |= {
        "comparison_reason": study.comparison_reason,
        "excluded_reason": study.excluded_reason,
        "version": study.version,
    }
    return ComparisonForm(
        data, initial=initial, alike=alike, others=others, near=near, last=timezone.localdate()
    )


@for_functions(*KEEPERS_OF_FIGURES)
@require_POST
def run(request: IdentifiedRequest, study: uuid.UUID) -> HttpResponse:
    """Work a study out again on the figures of now."""
    found = study_or_404(request, study, keep=True)
    made = services.run_study(identity=request.identity, study=found)
    messages.success(request, _("Uitkomst %(number)s staat hieronder.") % {"number": made.number})
    return redirect("effects:study", found.pk)


@for_functions(*READERS_OF_CASES)
@require_GET
def page(request: IdentifiedRequest, study: uuid.UUID) -> HttpResponse:
    """Show the last outcome of a study."""
    found = study_or_404(request, study)
    runs = queries.runs_of(request.identity, found)
    return _shown(request, found, runs, runs[0] if runs else None)


@for_functions(*READERS_OF_CASES)
@require_GET
def outcome(request: IdentifiedRequest, study: uuid.UUID, number: int) -> HttpResponse:
    """Show one outcome; an older one says that there is a newer."""
    found = study_or_404(request, study)
    runs = queries.runs_of(request.identity, found)
    return _shown(request, found, runs, _numbered(runs, number))


@for_functions(*READERS_OF_CASES)
@require_GET
def pdf(request: IdentifiedRequest, study: uuid.UUID, number: int) -> HttpResponse:
    """Hand out an outcome as a PDF; that it was taken stands on the ledger."""
    found = study_or_404(request, study)
    chosen = _numbered(queries.runs_of(request.identity, found), number)
    content = paper.study_pdf(request.identity, found, chosen)
    services.take_copy(study=found, number=number)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="effect-uitkomst-{number}.pdf"'
    return answer


def _numbered(runs: list[Run], number: int) -> Run:
    found = next((one for one in runs if one.number == number), None)
    if found is None:
        raise Http404
    return found


def _shown(request: IdentifiedRequest, study: Study, runs: list[Run], shown: Run | None) -> HttpResponse:
    context: dict[str, Any] = {
        "study": study,
        "run": shown,
        "keeps": queries.keeps(request.identity),
        "listed": request.identity.holds(*READERS),
    }
    if shown is not None:
        context |= {
            "answer": sayings.answer(study, shown),
            "tag": sayings.tag(shown),
            "facts": sayings.facts(study, shown),
            "reasons": sayings.reasons(shown),
            "warnings": sayings.warnings(shown),
            "chart": drawing.chart_of(study, shown),
            "variants": sayings.variant_rows(shown),
            "variant_columns": [
                Column(_("Andere keuze")),
                Column(_("Verschil")),
                Column(_("95 van de 100 keer")),
            ],
            "fakes": sayings.placebo_words(shown),
            "stale": shown is runs[0] and queries.is_stale(request.identity, study, shown),
            "newest": runs[0].number,
            "earlier": [one for one in runs if one.number != shown.number],
        }
    return render(request, "effects/page.html", context)
