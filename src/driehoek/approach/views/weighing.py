"""Pages of weighing: the order of cases against capacity, scores, weights, and moving one up (CX05)."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.approach import rows, services
from driehoek.approach.forms import CapacityForm, ScoresForm, ShiftForm, WeightsForm
from driehoek.approach.queries import weighing as queries
from driehoek.approach.views.common import READERS_OF_WEIGHING, WEIGHERS, form_page, worked_case
from driehoek.cases.models import ENDED_PHASES
from driehoek.cases.queries import visible_to
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Organisation
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import is_number

SHOWN = 40
QUARTER = timedelta(days=91)


@require_GET
@for_functions(*READERS_OF_WEIGHING)
def ranking(request: IdentifiedRequest) -> HttpResponse:
    """Show the cases in order, why they stand there, and where capacity ends."""
    given = request.GET.get("vanaf", "")
    first = max(int(given), 1) if is_number(given) else 1
    found = queries.ranking(request.identity, timezone.localdate())
    criteria = queries.criteria(request.identity)
    weighs = request.identity.holds(*WEIGHERS)
    above = [one for one in found.rows if found.line is None or one.place < found.line]
    below = [one for one in found.rows if found.line is not None and one.place >= found.line]
    upto = first + SHOWN
    context = {
        "above": [
            rows.ranked_row(one, criteria, weighs=weighs) for one in above if first <= one.place < upto
        ],
        "below": [
            rows.ranked_row(one, criteria, weighs=weighs) for one in below if first <= one.place < upto
        ],
        "line": rows.line_words(found),
        "free": [rows.free_pair(one) for one in found.free],
        "unweighed": [rows.unweighed_row(one, weighs=weighs) for one in found.unweighed[:SHOWN]],
        "criteria": criteria,
        "weighs": weighs,
        "start": first,
        "next_url": f"?vanaf={upto}" if len(found.rows) >= upto else "",
    }
    return render(request, "approach/ranking.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*WEIGHERS)
def weights(request: IdentifiedRequest) -> HttpResponse:
    """Set how heavily each criterion counts."""
    found, conflict = queries.criteria(request.identity), None
    form = WeightsForm(request.POST or None, criteria=found)
    if request.method == "POST" and found and form.is_valid():
        said = form.cleaned_data
        try:
            for one in found:
                services.set_weight(
                    identity=request.identity,
                    criterion=one,
                    version=said[f"version_{one.key}"],
                    weight=said[f"weight_{one.key}"],
                )
        except VersionConflict:
            stored = queries.criteria(request.identity)
            conflict = Conflict(changes=[Change(one.name, str(one.weight)) for one in stored])
            data = request.POST.copy()
            for one in stored:
                data[f"version_{one.key}"] = str(one.version)
            form = WeightsForm(data, criteria=stored)
        else:
            messages.success(request, _("De gewichten zijn bewaard. De volgorde is opnieuw berekend."))
            return redirect("approach:ranking")
    return form_page(
        request,
        form,
        title=_("Wat weegt hoe zwaar?"),
        lead=_("0 telt niet mee, 5 telt het zwaarst. Dit geldt voor alle casussen."),
        submit=_("Bewaren"),
        back=(reverse("approach:ranking"), _("Volgorde van casussen")),
        conflict=conflict,
    )


@require_POST
@for_functions(*WEIGHERS)
def begin(request: IdentifiedRequest) -> HttpResponse:
    """Begin with the standard criteria."""
    services.ensure_criteria(municipality=request.identity.municipality)
    messages.success(request, _("De criteria staan klaar. Pas de gewichten aan waar dat nodig is."))
    return redirect("approach:weights")


@require_http_methods(["GET", "POST"])
@for_functions(*WEIGHERS)
def capacity(request: IdentifiedRequest) -> HttpResponse:
    """Write down what organisations have for complex cases."""
    here = Organisation.objects.filter(municipality=request.identity.municipality, ended_at=None)
    today = timezone.localdate()
    form = CapacityForm(
        request.POST or None, organisations=here, initial={"first": today, "last": today + QUARTER}
    )
    if request.method == "POST" and form.is_valid():
        services.set_capacity(identity=request.identity, new=form.new())
        messages.success(request, _("De capaciteit is bewaard. De volgorde is opnieuw berekend."))
        return redirect("approach:capacity")
    context = {
        "form": form,
        "rows": [rows.capacity_row(one) for one in queries.capacities(request.identity)[:SHOWN]],
    }
    return render(request, "approach/capacity.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*WEIGHERS)
def scores(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Score a case, and say what it asks of whom."""
    case = worked_case(request, problem)
    criteria = queries.criteria(request.identity)
    if not criteria:
        messages.info(request, _("Kies eerst waarop u weegt."))
        return redirect("approach:ranking")
    known = queries.newest_scores([case.pk])
    form = ScoresForm(
        request.POST or None,
        criteria=criteria,
        parties=queries.parties_of(request.identity, case),
        scores={criterion: score for (_case, criterion), score in known.items()},
        hours=queries.newest_demands([case.pk]).get(case.pk, {}),
    )
    if request.method == "POST" and form.is_valid():
        services.weigh(identity=request.identity, case=case, scores=form.scores())
        services.state_demand(identity=request.identity, case=case, hours=form.hours())
        messages.success(request, _("De weging is bewaard. Wat er eerder stond, blijft bewaard."))
        return redirect("approach:ranking")
    return form_page(
        request,
        form,
        title=_("Casus wegen"),
        lead=case.problem.title,
        submit=_("Bewaren"),
        back=(reverse("approach:ranking"), _("Volgorde van casussen")),
    )


@require_http_methods(["GET", "POST"])
@for_functions(*WEIGHERS)
def shift(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Put a case above another, with a reason that everyone reads."""
    case = worked_case(request, problem)
    others = visible_to(request.identity).exclude(pk=case.pk).exclude(phase__in=ENDED_PHASES)
    form = ShiftForm(request.POST or None, others=others.filter(approach_scores__isnull=False).distinct())
    if request.method == "POST" and form.is_valid():
        services.shift(
            identity=request.identity,
            case=case,
            above=form.cleaned_data["above"],
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("De casus staat nu hoger. Uw reden staat erbij."))
        return redirect("approach:ranking")
    return form_page(
        request,
        form,
        title=_("Hoger zetten"),
        lead=case.problem.title,
        submit=_("Zet hoger"),
        back=(reverse("approach:ranking"), _("Volgorde van casussen")),
    )
