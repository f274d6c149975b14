"""Opening a problem: straight away with a kind, or with help of the ten questions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.problems import services, typing
from driehoek.problems.forms import NewProblemForm
from driehoek.problems.forms_typing import QuestionsForm
from driehoek.problems.models import Kind
from driehoek.problems.views import OPENERS


@for_functions(*OPENERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Open a problem; answers to the questions come along in the address, as codes."""
    answers = typing.accepted(request.GET.dict())
    proposal = typing.propose(answers) if answers else None
    proposed = proposal.kind if proposal else None
    initial = {
        "owner": request.user.pk,
        "kind": request.GET.get("soort", "") or proposed,
        "theme": request.GET.get("thema", ""),
    }
    form = NewProblemForm(request.POST or None, identity=request.identity, initial=initial, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        problem = services.open_problem(
            identity=request.identity,
            new=services.NewProblem(
                title=values["title"],
                kind=Kind(values["kind"]),
                theme=values["theme"],
                owner=values["owner"].pk,
                summary=values["summary"],
                classification=values["classification"],
                training=values["training"],
                areas=tuple(values["areas"]),
                dossier=values["dossier"],
                answers=answers,
                reason=values["reason"],
            ),
        )
        messages.success(request, _("Het probleem is geopend. U hebt de leiding over het dossier."))
        return redirect("problems:page", problem.pk)
    context = {
        "form": form,
        "title": _("Probleem openen"),
        "submit_label": _("Probleem openen"),
        "cancel_url": reverse("problems:list"),
        "back_url": reverse("problems:list"),
        "back_label": _("Problemen"),
        "proposal": proposal,
        "asked": request.GET.urlencode() if answers else "",
    }
    return render(request, "problems/new.html", context)


@for_functions(*OPENERS)
@require_GET
def questions(request: IdentifiedRequest) -> HttpResponse:
    """Ask the ten questions before a problem is opened; the answers go on to the form as codes."""
    context = {
        "form": QuestionsForm(initial=typing.accepted(request.GET.dict())),
        "title": _("Welke soort probleem is dit?"),
        "lead": _("Tien korte vragen. Weet u iets niet, sla het dan over. U beslist zelf."),
        "action": reverse("problems:new"),
        "submit_label": _("Bekijk het voorstel"),
        "cancel_url": reverse("problems:new"),
        "back_url": reverse("problems:new"),
        "back_label": _("Probleem openen"),
    }
    return render(request, "problems/questions.html", context)
