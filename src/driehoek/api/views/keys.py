"""Keys: make one and see it this once, revoke one, and the administrator's list of all."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.api import queries, services
from driehoek.api.forms import KeyForm
from driehoek.api.models import ApiKey
from driehoek.api.rights import HOLDERS, KEEPERS
from driehoek.api.rows import key_row
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*HOLDERS)
@require_http_methods(["GET", "POST"])
def keys(request: IdentifiedRequest) -> HttpResponse:
    """Show one's own keys and make a new one; its secret is in the answer and nowhere else."""
    posted = request.method == "POST"
    form = KeyForm(request.POST if posted else None)
    secret, made = "", None
    if posted and form.is_valid():
        try:
            made, secret = services.make_key(
                identity=request.identity,
                name=form.cleaned_data["name"],
                valid_until=form.valid_until(),
                may_write=form.cleaned_data["may_write"],
            )
        except services.NameTaken:
            form.add_error(
                "name", _("U hebt al een sleutel met deze naam. Kies een andere naam, of trek die in.")
            )
        except services.TooManyKeys:
            form.add_error(None, _("U hebt al tien sleutels. Trek er eerst een in."))
    now = timezone.now()
    context = {
        "form": KeyForm() if made else form,
        "secret": secret,
        "made": made,
        "rows": [key_row(key, now) for key in queries.own_keys(request.identity)],
        "example": request.build_absolute_uri(reverse("api:deliveries")),
    }
    answer = render(request, "api/keys.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@for_functions(*HOLDERS, *KEEPERS)
@require_http_methods(["GET", "POST"])
def revoke(request: IdentifiedRequest, key: uuid.UUID) -> HttpResponse:
    """Let a key stop working: one's own, or anyone's for the administrator."""
    found = _found(request, key)
    back = "api:keys" if found.person_id == request.identity.person else "api:all_keys"
    if request.method == "POST":
        if services.revoke_key(identity=request.identity, key=found):
            messages.success(request, _("De sleutel is ingetrokken. Hij werkt niet meer."))
        else:
            messages.info(request, _("Deze sleutel was al ingetrokken."))
        return redirect(back)
    context = {
        "title": _("Sleutel intrekken"),
        "consequence_title": found.name,
        "consequence": _("Het systeem met deze sleutel kan meteen niets meer lezen of aanleveren."),
        "submit_label": _("Trek de sleutel in"),
        "negative": True,
        "cancel_url": reverse(back),
    }
    return render(request, "web/confirm.html", context)


@for_functions(*KEEPERS)
@require_GET
def all_keys(request: IdentifiedRequest) -> HttpResponse:
    """List every key of the municipality, without secrets."""
    found, more = queries.all_keys(request.identity, keyset_cursor(request))
    now = timezone.now()
    context = {
        "rows": [key_row(key, now, with_owner=True) for key in found],
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
    }
    return render(request, "api/all_keys.html", context)


def _found(request: IdentifiedRequest, key: uuid.UUID) -> ApiKey:
    found = queries.key_or_none(request.identity, key)
    if found is None:
        raise Http404
    return found
