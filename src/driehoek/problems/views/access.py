"""Pages about who may see a problem: with a purpose, by invitation, in an emergency."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access import services as access
from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Grant, Level
from driehoek.access.queries import grants_on, level_on, recent_purposes
from driehoek.parties.models import Function
from driehoek.problems import queries
from driehoek.problems.forms_access import EmergencyForm, InvitationForm, OpeningForm
from driehoek.problems.purposes import power_words
from driehoek.problems.views import problem_or_404
from driehoek.problems.words import MAY_BREAK_GLASS
from driehoek.web.formatting import known, moment

# Whose work can require a dossier that they only oversee.
MAY_STATE_PURPOSE = (Function.MAYOR, Function.SAFETY_ADVISER, Function.PROSECUTOR, Function.TEAM_CHIEF)


@for_functions(*MAY_STATE_PURPOSE)
@require_http_methods(["GET", "POST"])
def open_with_purpose(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Open a dossier for eight hours on a stated power or purpose (CX11); one of one's own again with one tap.

    The data-protection officer sees it at once.
    """
    found = problem_or_404(request, problem)
    if (level_on(request.identity, problem) or 0) >= Level.FILE:
        return _onward(request, problem)
    recent = recent_purposes(request.identity)
    again = next((one for one in recent if str(one.pk) == request.POST.get("again")), None)
    form = OpeningForm(None if again else request.POST or None)
    if again is not None:
        return _opened(request, problem, reason=again.reason, power=again.power)
    if request.method == "POST" and form.is_valid():
        return _opened(request, problem, **form.cleaned_data)
    context = {
        "form": form,
        "recent": [{"pk": one.pk, "power": power_words(one.power), "reason": one.reason} for one in recent],
        "problem": found,
    }
    return render(request, "problems/open.html", context)


def _opened(request: IdentifiedRequest, problem: uuid.UUID, *, reason: str, power: str) -> HttpResponse:
    made = access.open_with_reason(identity=request.identity, problem=problem, reason=reason, power=power)
    until = moment(made.valid_until, language=known(get_language())) if made.valid_until else ""
    messages.success(
        request, _("Het dossier is voor u open tot %(until)s. Uw doel is vastgelegd.") % {"until": until}
    )
    return _onward(request, problem)


def _onward(request: HttpRequest, problem: uuid.UUID) -> HttpResponse:
    """Go back to the page that asked for a purpose, `next`, when it is one of ours; else to the problem."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("problems:page", problem)


@for_functions(*MAY_BREAK_GLASS)
@require_http_methods(["GET", "POST"])
def emergency(request: IdentifiedRequest) -> HttpResponse:
    """Open a problem by its number without a grant (break-glass): a short grant, a reason, seen at once."""
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem = queries.id_of_number(form.cleaned_data["number"])
        if problem is None:
            form.add_error("number", _("Er is geen lopend probleem met dit nummer."))
        else:
            access.open_with_reason(
                identity=request.identity, problem=problem, reason=form.cleaned_data["reason"], emergency=True
            )
            messages.success(request, _("U hebt acht uur toegang. De FG is meteen op de hoogte."))
            return redirect("problems:page", problem)
    context = {
        "form": form,
        "title": _("Noodtoegang"),
        "lead": _("Voor als u nu moet handelen en niemand u toegang kan geven. U krijgt acht uur toegang."),
        "submit_label": _("Noodtoegang nemen"),
        "cancel_url": reverse("problems:list"),
        "back_url": reverse("problems:list"),
        "back_label": _("Problemen"),
    }
    return render(request, "web/form_page.html", context)


@require_http_methods(["GET", "POST"])
def grants(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show who may see this problem; its lead invites someone, with an end date where one is known."""
    found = problem_or_404(request, problem, Level.LEAD)
    form = InvitationForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        access.grant(
            identity=request.identity,
            person=values["person"].pk,
            problem=problem,
            level=Level(int(values["level"])),
            reason=values["reason"],
            valid_until=values["until"],
        )
        messages.success(request, _("%(name)s heeft toegang.") % {"name": values["person"].name})
        return redirect("problems:access", problem)
    context = {"problem": found, "grants": grants_on(problem), "form": form, "own": request.identity.person}
    return render(request, "problems/access.html", context)


@require_POST
def end(request: IdentifiedRequest, problem: uuid.UUID, grant: uuid.UUID) -> HttpResponse:
    """End a grant; the last lead stays, so that someone can always let others in."""
    problem_or_404(request, problem, Level.LEAD)
    found: Grant | None = grants_on(problem).filter(pk=grant).first()
    if found is None:
        raise Http404
    leads = grants_on(problem).filter(level=Level.LEAD).values("person").distinct().count()
    if found.level == Level.LEAD and leads == 1:
        raise PermissionDenied(
            _("Dit is de laatste leiding van het dossier. Geef eerst iemand anders de leiding.")
        )
    access.end_grant(identity=request.identity, grant=found)
    messages.success(request, _("De toegang van %(name)s is beëindigd.") % {"name": found.person.name})
    return redirect("problems:access", problem)
