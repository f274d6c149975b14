"""Pages about who has which role in a problem."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.ledger.versions import VersionConflict
from driehoek.problems import queries, services
from driehoek.problems.forms_typing import RoleForm, TaskForm
from driehoek.problems.models import Problem, ProblemRole
from driehoek.problems.sentences import roles_by_kind
from driehoek.problems.views import problem_or_404, who_was_first
from driehoek.web.forms import sent_again


@require_http_methods(["GET", "POST"])
def roles(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show who has which role, what is usual for this kind, and hand out one more."""
    found = problem_or_404(request, problem, Level.WORK)
    form = RoleForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_role(identity=request.identity, problem=found, new=form.new_role())
        except services.RoleTaken:
            form.add_error(None, _("Deze rol is al verdeeld aan deze persoon of organisatie."))
        else:
            messages.success(
                request,
                _("%(name)s is nu %(role)s.")
                % {"name": made.holder, "role": made.get_role_display().lower()},
            )
            return redirect("problems:roles", found.pk)
    context = {
        "problem": found,
        "form": form,
        "groups": roles_by_kind(queries.roles_of(found)),
        "ended": queries.ended_roles_of(found),
        "proposed": queries.proposed_roles(request.identity, found),
    }
    return render(request, "problems/roles.html", context)


@require_POST
def take_over(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Hand out every usual role that is not taken, with one tap."""
    found = problem_or_404(request, problem, Level.WORK)
    made = services.take_over_proposal(
        identity=request.identity, problem=found, proposed=queries.proposed_roles(request.identity, found)
    )
    messages.success(
        request, ngettext("%(n)s rol verdeeld.", "%(n)s rollen verdeeld.", len(made)) % {"n": len(made)}
    )
    return redirect("problems:roles", found.pk)


@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, problem: uuid.UUID, role: uuid.UUID) -> HttpResponse:
    """Change the task of a role; a second editor is told, and keeps the text."""
    found = problem_or_404(request, problem, Level.WORK)
    held = _role_or_404(found, role)
    form = TaskForm(request.POST or None, initial={"task": held.task, "version": held.version})
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.change_role(role=held, version=values["version"], values={"task": values["task"]})
        except VersionConflict:
            conflict = who_was_first(found, subject=held.pk) | {
                "changes": [{"label": _("Taak"), "value": held.task}]
            }
            form = TaskForm(sent_again(request, held.version))
        else:
            messages.success(request, _("De taak is bewaard."))
            return redirect("problems:roles", found.pk)
    back = reverse("problems:roles", args=[found.pk])
    context = {
        "form": form,
        "title": _("Taak van %(name)s") % {"name": held.holder},
        "lead": held.get_role_display(),
        "submit_label": _("Bewaren"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Rollen"),
        "conflict": conflict,
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@require_POST
def end(request: IdentifiedRequest, problem: uuid.UUID, role: uuid.UUID) -> HttpResponse:
    """End a role; the page on which one lands puts it back."""
    found = problem_or_404(request, problem, Level.WORK)
    held = _role_or_404(found, role)
    services.end_role(role=held)
    messages.success(
        request,
        _("%(name)s is geen %(role)s meer. Onder aan de pagina kunt u dit terugzetten.")
        % {"name": held.holder, "role": held.get_role_display().lower()},
    )
    return redirect("problems:roles", found.pk)


@require_POST
def restore(request: IdentifiedRequest, problem: uuid.UUID, role: uuid.UUID) -> HttpResponse:
    """Hand a role that ended out again."""
    found = problem_or_404(request, problem, Level.WORK)
    held = _role_or_404(found, role, also_ended=True)
    try:
        services.restore_role(identity=request.identity, role=held)
        messages.success(request, _("De rol is teruggezet."))
    except services.RoleTaken:
        messages.info(request, _("Deze rol is al teruggezet."))
    return redirect("problems:roles", found.pk)


def _role_or_404(problem: Problem, role: uuid.UUID, *, also_ended: bool = False) -> ProblemRole:
    """Return a role of this problem; one that ended changes no more."""
    found = queries.role_of(problem, role)
    if found is None or (found.until is not None and not also_ended):
        raise Http404
    return found
