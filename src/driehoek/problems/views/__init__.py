"""Pages about problems."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.problems import queries, services
from driehoek.problems.forms import ChangeProblemForm, DossierForm
from driehoek.problems.models import Kind, Problem, Status
from driehoek.problems.words import FIELDS
from driehoek.web.forms import is_number, sent_again
from driehoek.web.paging import keyset_cursor, next_page

OPENERS = (Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER, Function.CASE_DIRECTOR)


def problem_or_404(request: IdentifiedRequest, problem: uuid.UUID, level: Level = Level.OVERVIEW) -> Problem:
    """Return a visible problem; an invisible one does not exist, and a level that is missing is said plainly."""
    found = queries.visible_to(request.identity).filter(pk=problem).select_related("owner").first()
    if found is None:
        raise Http404
    if level > Level.OVERVIEW and (level_on(request.identity, problem) or 0) < level:
        raise PermissionDenied(_("U mag dit probleem zien, maar dit niet doen. Vraag het de eigenaar."))
    request.training = found.training  # type: ignore[attr-defined]
    return found


@require_GET
def problem_list(request: IdentifiedRequest) -> HttpResponse:
    """List the visible problems, last changed first."""
    chosen = _filter(request)
    rows, more = queries.problem_list(request.identity, chosen, after=keyset_cursor(request))
    following = next_page(request, rows[-1].changed_at, rows[-1].pk) if more else ""
    context = {
        "rows": rows,
        "next_url": following,
        "chosen": chosen,
        "kinds": Kind.choices,
        "statuses": Status.choices,
        "may_open": request.identity.holds(*OPENERS),
        "narrowed": bool(chosen.kind or chosen.status or chosen.theme),
    }
    return render(request, "problems/list.html", context)


@require_GET
def timeline(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the older part of a problem's timeline."""
    found = problem_or_404(request, problem)
    given = request.GET.get("voor", "")
    entries, before = queries.timeline(found, before=int(given) if is_number(given) else None)
    return render(request, "problems/timeline.html", {"problem": found, "entries": entries, "before": before})


@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Change a problem's fields; a second editor is told, and keeps the text."""
    found = problem_or_404(request, problem, Level.WORK)
    form = ChangeProblemForm(
        request.POST or None, identity=request.identity, initial=ChangeProblemForm.initial_of(found)
    )
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            changed = services.change_problem(
                identity=request.identity, problem=found, version=values.pop("version"), values=values
            )
        except VersionConflict:
            conflict = _conflict(found, form)
            form = _again(request, form, found.version, identity=request.identity)
        else:
            messages.success(
                request, _("De wijziging is bewaard.") if changed else _("Er is niets gewijzigd.")
            )
            return redirect("problems:page", found.pk)
    context = _form_context(found, form, _("Probleem wijzigen")) | {"conflict": conflict}
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@require_http_methods(["GET", "POST"])
def dossier(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Change the dossier's text; a second editor is told, and keeps the text."""
    found = problem_or_404(request, problem, Level.WORK)
    current = queries.dossier_of(found)
    if current is None:
        raise Http404
    form = DossierForm(request.POST or None, initial={"text": current.text, "version": current.version})
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_dossier(
                problem=found, version=form.cleaned_data["version"], text=form.cleaned_data["text"]
            )
        except VersionConflict:
            conflict = who_was_first(found) | {
                "changes": [{"label": _("Dossiertekst"), "value": current.text}]
            }
            form = DossierForm(sent_again(request, current.version))
        else:
            messages.success(request, _("De dossiertekst is bewaard."))
            return redirect("problems:page", found.pk)
    context = _form_context(found, form, _("Dossiertekst wijzigen")) | {"conflict": conflict}
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@require_POST
def status(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Close, follow or reopen a problem; the same button undoes it."""
    found = problem_or_404(request, problem, Level.WORK)
    wanted, version = request.POST.get("status", ""), request.POST.get("version", "")
    if wanted not in Status.values or not is_number(version):
        raise Http404
    try:
        services.change_status(problem=found, version=int(version), status=Status(wanted))
        messages.success(request, _("De status is nu: %(status)s.") % {"status": Status(wanted).label})
    except VersionConflict:
        messages.error(
            request, _("Iemand anders heeft dit probleem net gewijzigd. Kijk eerst wat er veranderd is.")
        )
    return redirect("problems:page", found.pk)


def _filter(request: HttpRequest) -> queries.ProblemFilter:
    kind, wanted = request.GET.get("soort", ""), request.GET.get("status", "")
    try:
        theme = uuid.UUID(request.GET["thema"]) if request.GET.get("thema") else None
    except ValueError:
        theme = None
    return queries.ProblemFilter(
        kind=kind if kind in Kind.values else "",
        status=wanted if wanted in Status.values else "",
        theme=theme,
        training=request.GET.get("oefening") == "ja",
    )


def _form_context(problem: Problem, form: Any, title: str) -> dict[str, Any]:
    back = reverse("problems:page", args=[problem.pk])
    return {
        "form": form,
        "title": title,
        "submit_label": _("Bewaren"),
        "cancel_url": back,
        "back_url": back,
        "back_label": problem.title,
    }


def who_was_first(problem: Problem, subject: uuid.UUID | None = None) -> dict[str, Any]:
    """Return who changed a problem, or something in it, last and when, for the notice of a conflict."""
    last = queries.last_change(problem, subject)
    return {"who": last[0], "when": last[1]} if last else {"who": "", "when": None}


def _conflict(problem: Problem, form: ChangeProblemForm) -> dict[str, Any]:
    """Say who was first, and lay the stored values beside those of the form where they differ."""
    now = ChangeProblemForm.initial_of(problem)
    different = [
        name
        for name in FIELDS
        if name in now and name != "areas" and str(now[name]) != str(form.cleaned_data.get(name))
    ]
    shown = {"classification": problem.get_classification_display()}
    changes = [
        {"label": str(FIELDS[name]).capitalize(), "value": shown.get(name, now[name])} for name in different
    ]
    return who_was_first(problem) | {"changes": changes}


def _again(request: HttpRequest, form: ChangeProblemForm, version: int, **kwargs: Any) -> ChangeProblemForm:
    """Return the form with the text that was typed, ready to be saved over the newer version."""
    return type(form)(sent_again(request, version), **kwargs)
