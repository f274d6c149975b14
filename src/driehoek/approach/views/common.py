"""What the pages of this room share: the form page, who was first, who may write."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.rules import DRIEHOEK
from driehoek.approach.models import Action, Bottleneck
from driehoek.approach.queries import actions as queries
from driehoek.cases.models import Case
from driehoek.cases.views import case_or_404
from driehoek.parties.models import Function
from driehoek.web.components import Change, Conflict

# Who weighs cases, and who sees how they were weighed.
WEIGHERS: Final = (Function.SAFETY_ADVISER, Function.CASE_DIRECTOR)
READERS_OF_WEIGHING: Final = (*DRIEHOEK, Function.CASE_DIRECTOR)


def worked_case(request: IdentifiedRequest, problem: uuid.UUID) -> Case:
    """Return a case that the reader works on."""
    return case_or_404(request, problem, Level.WORK)


def action_or_404(request: IdentifiedRequest, case: Case, action: uuid.UUID) -> Action:
    """Return an action of a case that the reader may see."""
    found = queries.visible_actions(request.identity).filter(pk=action, case=case).first()
    if found is None:
        raise Http404
    return found


def own_action_or_404(request: IdentifiedRequest, case: Case, action: uuid.UUID) -> Action:
    """Return an action of a case about which the reader may say how it stands."""
    found = action_or_404(request, case, action)
    if not queries.may_act(request.identity, found):
        raise PermissionDenied(_("Deze actie is van een andere partij. Vraag het de procesregisseur."))
    return found


def bottleneck_or_404(request: IdentifiedRequest, case: Case, bottleneck: uuid.UUID) -> Bottleneck:
    """Return a bottleneck of a case that the reader may see."""
    found = queries.visible_bottlenecks(request.identity).filter(pk=bottleneck, case=case).first()
    if found is None:
        raise Http404
    return found


def form_page(
    request: IdentifiedRequest,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    back: tuple[str, str],
    lead: str = "",
    conflict: Conflict | None = None,
) -> HttpResponse:
    """Answer with a page around one form; 409 when someone else was first. `back` is where to and its words."""
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "conflict": conflict,
        "cancel_url": back[0],
        "back_url": back[0],
        "back_label": back[1],
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


def conflict_of(changed: Any, stored: Sequence[tuple[str, object]]) -> Conflict:
    """Say who wrote a thing last and when, and what is stored now."""
    return Conflict(
        who=changed.changed_by.name if changed.changed_by else "",
        when=changed.changed_at,
        changes=[Change(label, str(value)) for label, value in stored],
    )


def tell_changed(request: IdentifiedRequest) -> None:
    """Say that someone else was first, where nothing typed can be lost."""
    messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))


def local_address(request: IdentifiedRequest, otherwise: str) -> str:
    """Return where the form says to go on, when that lies here."""
    given = request.POST.get("next", "")
    return given if url_has_allowed_host_and_scheme(given, allowed_hosts=None) else otherwise
