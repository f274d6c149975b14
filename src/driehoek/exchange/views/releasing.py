"""The last page before something leaves that nobody asked for (OM03, OM11)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange.forms.deciding import ReleaseForm
from driehoek.exchange.models import ProvisionState
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.services import provisions
from driehoek.exchange.services.provision_values import ReleaseError
from driehoek.exchange.views.deciding import (
    CONFIRMED,
    changed_since,
    decide_page,
    release_words,
    released_words,
    standing_of,
)
from driehoek.exchange.views.unasked import draft_screen, provision_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.forms import posted_version


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def provision_release(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Show what nobody asked for as it will go, and let it go."""
    found = provision_or_404(request, provision)
    if found.state != ProvisionState.DRAFT:
        messages.info(request, _("Dit is al verstrekt of weggegooid. Er is niets dubbel verstuurd."))
        return redirect("exchange:provision", found.pk)
    if found.request_id is not None:
        return redirect("exchange:judge_decide", found.request_id)
    screen = draft_screen(request.identity, found)
    standing = standing_of(screen)
    form = ReleaseForm(
        request.POST or None, asks_reason=standing.asks_reason, initial={"version": found.version}
    )
    problem = ""
    if request.method == "POST" and posted_version(request) != found.version:
        return changed_since(request, reverse("exchange:provision_write", args=[found.pk]))
    if request.method == "POST" and not standing.barred and form.is_valid():
        try:
            provisions.release(
                identity=request.identity,
                provision=screen.provision,
                version=form.cleaned_data["version"],
                confirmation=form.cleaned_data.get("confirmation", ""),
                facts=CONFIRMED,
            )
        except VersionConflict:
            return changed_since(request, reverse("exchange:provision_write", args=[found.pk]))
        except ReleaseError as error:
            problem = release_words(error)
        else:
            messages.success(request, released_words(screen))
            return redirect("exchange:provision", found.pk)
    context = {
        "title": _("Verstrekken aan %(who)s?") % {"who": found.recipient.name},
        "action": request.path,
        "back_url": reverse("exchange:provision_write", args=[found.pk]),
        "back_label": found.title,
    }
    return decide_page(request, screen, standing, form, context, problem)
