"""Studies beside a case."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.effects import queries, rows, services
from driehoek.effects.forms import LinkForm
from driehoek.effects.words import READERS as READERS_OF_STUDIES
from driehoek.web.components import Action


@for_functions(*READERS)
@require_GET
def of_case(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the studies beside a case; who works on the case lays them there."""
    return _page(request, case_or_404(request, problem), None)


@for_functions(*READERS)
@require_POST
def link(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Lay a study beside a case."""
    case = case_or_404(request, problem, Level.WORK)
    form = LinkForm(request.POST, studies=queries.visible_studies(request.identity))
    if not form.is_valid():
        return _page(request, case, form, 422)
    services.link(identity=request.identity, case=case, study=form.cleaned_data["study"])
    messages.success(request, _("De studie ligt bij de casus. Wie de casus ziet, leest haar nu ook."))
    return redirect("effects:of_case", problem)


@for_functions(*READERS)
@require_POST
def unlink(request: IdentifiedRequest, problem: uuid.UUID, study: uuid.UUID) -> HttpResponse:
    """Take a study away from a case; laying it back is one tap."""
    case = case_or_404(request, problem, Level.WORK)
    if queries.find(request.identity, study) is None:
        raise Http404
    found = queries.link_or_none(request.identity, case, study)
    if found is not None:
        services.unlink(case=case, found=found)
    messages.success(
        request, _("De studie hoort niet meer bij deze casus. U kunt haar hieronder terugleggen.")
    )
    return redirect("effects:of_case", problem)


def _page(request: IdentifiedRequest, case: Case, form: LinkForm | None, status: int = 200) -> HttpResponse:
    may_link = (level_on(request.identity, case.problem_id) or 0) >= Level.WORK
    found = queries.studies_of(request.identity, case)
    choosing = may_link and request.identity.holds(*READERS_OF_STUDIES)
    others = queries.linkable(request.identity, case) if choosing else None
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "effects"),
        "rows": [
            rows.study_row(one, actions=_actions(case, one.pk, one.title) if may_link else ())
            for one in found
        ],
        "form": form or (LinkForm(studies=others) if others is not None and others.exists() else None),
        "keeps": queries.keeps(request.identity),
        "may_link": may_link,
    }
    return render(request, "effects/case.html", context, status=status)


def _actions(case: Case, study: uuid.UUID, title: str) -> tuple[Action, ...]:
    url = reverse("effects:unlink", args=[case.problem_id, study])
    return (Action(_("Haal weg bij deze casus"), url, post=True, about=title),)
