"""Pages about problems."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.access.queries import grants_on, level_on
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.problems import queries, services
from driehoek.problems.forms import ChangeProblemForm, DossierForm, NewProblemForm
from driehoek.problems.models import Kind, Problem, Status
from driehoek.problems.words import FIELDS
from driehoek.web.forms import sent_again

OPENERS = (Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER, Function.CASE_DIRECTOR)


def problem_or_404(request: IdentifiedRequest, problem: uuid.UUID, level: Level = Level.OVERVIEW) -> Problem:
    """Return a visible problem; an invisible one does not exist, and a level that is missing is said plainly."""
    found = queries.visible_to(request.identity).filter(pk=problem).first()
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
    rows, more = queries.problem_list(request.identity, chosen, after=_cursor(request.GET.get("na", "")))
    following = ""
    if more:
        kept = {key: str(value) for key, value in request.GET.items() if key != "na"}
        following = "?" + urlencode(kept | {"na": f"{rows[-1].changed_at.isoformat()}_{rows[-1].pk}"})
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


@for_functions(*OPENERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Open a problem."""
    initial = {"owner": request.user.pk, "kind": request.GET.get("soort", "")}
    form = NewProblemForm(request.POST or None, identity=request.identity, initial=initial)
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
    }
    return render(request, "web/form_page.html", context)


@require_GET
def page(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show one problem: its core, its dossier for whom it is, its timeline."""
    found = problem_or_404(request, problem)
    level = level_on(request.identity, problem) or Level.OVERVIEW
    entries, before = queries.timeline(found)
    context = {
        "problem": found,
        "areas": found.areas.all(),
        "level": level,
        "may_read_file": level >= Level.FILE,
        "may_work": level >= Level.WORK,
        "may_lead": level >= Level.LEAD,
        "dossier": queries.dossier_of(found),
        "entries": entries,
        "before": before,
        "grants": grants_on(found.pk) if level >= Level.LEAD else (),
        "statuses": [choice for choice in Status.choices if choice[0] != found.status],
    }
    return render(request, "problems/page.html", context)


@require_GET
def timeline(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the older part of a problem's timeline."""
    found = problem_or_404(request, problem)
    given = request.GET.get("voor", "")
    entries, before = queries.timeline(found, before=int(given) if given.isdigit() else None)
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
        values["owner"], values["kind"] = values["owner"], Kind(values["kind"])
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
            conflict = _who(found) | {"changes": [{"label": _("Dossiertekst"), "value": current.text}]}
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
    if wanted not in Status.values or not version.isdigit():
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


def _cursor(given: str) -> tuple[datetime, uuid.UUID] | None:
    moment, _sep, identifier = given.partition("_")
    try:
        return datetime.fromisoformat(moment), uuid.UUID(identifier)
    except ValueError:
        return None


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


def _who(problem: Problem) -> dict[str, Any]:
    last = queries.last_change(problem)
    return {"who": last[0], "when": last[1]} if last else {"who": "", "when": None}


def _conflict(problem: Problem, form: ChangeProblemForm) -> dict[str, Any]:
    """Say who was first, and lay the stored values beside those of the form where they differ."""
    now = ChangeProblemForm.initial_of(problem)
    different = [
        name for name in FIELDS if name != "areas" and str(now[name]) != str(form.cleaned_data.get(name))
    ]
    shown = {
        "kind": problem.get_kind_display(),
        "classification": problem.get_classification_display(),
    }
    changes = [
        {"label": str(FIELDS[name]).capitalize(), "value": shown.get(name, now[name])} for name in different
    ]
    return _who(problem) | {"changes": changes}


def _again(request: HttpRequest, form: ChangeProblemForm, version: int, **kwargs: Any) -> ChangeProblemForm:
    """Return the form with the text that was typed, ready to be saved over the newer version."""
    return type(form)(sent_again(request, version), **kwargs)
