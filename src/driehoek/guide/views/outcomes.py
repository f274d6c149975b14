"""Keeping what a session agreed: a need, an agreement or a point on the agenda."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.guide.forms import AgendaForm, NeedForm, StandingForm
from driehoek.guide.forms.acts import initial_of
from driehoek.guide.models import Workshop, WorkshopState
from driehoek.guide.services import acts, workshops
from driehoek.guide.shapes import Action, ActionKind, Case
from driehoek.guide.views.acts import new_standing
from driehoek.guide.views.workshops import workshop_or_404
from driehoek.guide.words import LEADERS
from driehoek.web.forms import is_number

KINDS = {
    "need": ActionKind.NEED,
    "agreement": ActionKind.AGREEMENT,
    "agenda": ActionKind.AGENDA,
}


@dataclass(frozen=True)
class Made:
    """What was made of an outcome: what it is, its id, and its words."""

    kind: ActionKind
    subject: uuid.UUID
    sentence: str


@for_functions(*LEADERS)
@require_http_methods(["GET", "POST"])
def keep(request: IdentifiedRequest, workshop: uuid.UUID, number: int, kind: str) -> HttpResponse:
    """Make a need, an agreement or a point on the agenda out of a step, and keep it with the session."""
    found, case = workshop_or_404(request, workshop)
    if kind not in KINDS or not 1 <= number <= len(case.steps):
        raise Http404
    if found.state != WorkshopState.RUNNING:
        messages.info(request, _("Begin de werksessie eerst, of neem haar weer op."))
        return redirect("guide:workshop", found.pk)
    proposal = _proposal(case, kind, request.GET.get("voorstel", ""))
    form = _form(request, kind, proposal)
    back = reverse("guide:workshop_step", args=[found.pk, number])
    if request.method == "POST" and form.is_valid():
        made = _make(request, found, number, proposal, form.cleaned_data)
        workshops.keep_outcome(
            identity=request.identity,
            workshop=found,
            step=number,
            kind=made.kind,
            sentence=made.sentence,
            subject=made.subject,
        )
        messages.success(request, _("Vastgelegd. Het staat bij de uitkomsten van deze werksessie."))
        return redirect(back)
    titles = {
        "need": _("Behoefte vastleggen"),
        "agreement": _("Afspraak vastleggen"),
        "agenda": _("Punt voor de agenda"),
    }
    context = {
        "form": form,
        "title": titles[kind],
        "lead": case.title,
        "submit_label": _("Vastleggen"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Terug naar de stap"),
    }
    return render(request, "web/form_page.html", context)


def _proposal(case: Case, kind: str, given: str) -> Action:
    """Return the proposal that was chosen, or an empty one of this kind."""
    if not given:
        return Action(kind=KINDS[kind])
    if not is_number(given) or int(given) >= len(case.proposals):
        raise Http404
    found = case.proposals[int(given)]
    fits = found.kind == KINDS[kind] or (kind == "agreement" and found.kind == ActionKind.STANDING_CASE)
    if not fits:
        raise Http404
    return found


def _form(request: IdentifiedRequest, kind: str, proposal: Action) -> forms.Form:
    initial = initial_of(request.identity, proposal)
    data = request.POST or None
    if kind == "agenda":
        return AgendaForm(data, initial=initial)
    if kind == "need":
        return NeedForm(data, identity=request.identity, initial=initial)
    return StandingForm(data, identity=request.identity, initial=initial)


def _make(
    request: IdentifiedRequest, workshop: Workshop, number: int, proposal: Action, values: dict[str, Any]
) -> Made:
    page = reverse("guide:workshop", args=[workshop.pk])
    origin = acts.From("workshop", str(workshop.pk), page)
    identity = request.identity
    if proposal.kind == ActionKind.AGENDA:
        # Each point is one of its own, also when two are put forward at one step.
        once = acts.From("workshop", f"{workshop.pk}:{number}:{uuid.uuid4().hex[:12]}", page)
        point = acts.put_on_agenda(identity=identity, title=values["title"], text=values["text"], origin=once)
        return Made(ActionKind.AGENDA, point.pk, point.title)
    if proposal.kind == ActionKind.NEED:
        need = acts.make_need(
            identity=identity,
            action=proposal,
            sentence=values["sentence"],
            theme=values["theme"],
            partner=values["partner"],
            origin=origin,
        )
        return Made(ActionKind.NEED, need.pk, need.sentence)
    agreement = acts.make_standing(identity=identity, new=new_standing(values), origin=origin)
    kind = ActionKind.STANDING_CASE if agreement.moment else ActionKind.AGREEMENT
    return Made(kind, agreement.pk, agreement.what)
