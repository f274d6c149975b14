"""Writing down a notice of return that came in outside Driehoek; the law is asked first (OM07)."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek import law
from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange.forms.returns import NoticeForm
from driehoek.exchange.parties import RECEIVERS
from driehoek.exchange.queries import returns as queries
from driehoek.exchange.queries.planned import own_organisation
from driehoek.exchange.services import returns as services
from driehoek.exchange.services.provision_values import ReleaseError
from driehoek.exchange.views.returns import unkept
from driehoek.grounds.asking import Conversation, converse
from driehoek.parties.models import Organisation
from driehoek.position.views import uuid_of

FIXED: Final = ("frequency", "trigger")


@for_functions(*RECEIVERS)
@unkept
@require_http_methods(["GET", "POST"])
def notice_new(request: IdentifiedRequest) -> HttpResponse:
    """Ask what the notice says and what the law must know; what should not have come is not kept."""
    own = own_organisation(request.identity)
    if own is None:
        raise PermissionDenied(_("U werkt niet voor de gemeente. Vraag de adviseur om dit vast te leggen."))
    givers = queries.givers(request.identity, own)
    if not givers:
        messages.error(
            request,
            _("Er staat nog geen politie of Justid in Driehoek. Vraag de beheerder om die toe te voegen."),
        )
        return redirect("exchange:returns")
    form = NoticeForm(
        request.POST or None,
        givers=givers,
        themes=queries.themes(request.identity),
        initial={"key": uuid.uuid4(), "received_on": timezone.localdate(), "giver": givers[0].pk},
    )
    conversation = _conversation(request, givers, own)
    if request.method == "POST" and form.is_valid() and _sure(conversation):
        made = _registered(request, form, conversation, own)
        if made is not None:
            return made
    return _page(request, form, conversation)


def _conversation(request: IdentifiedRequest, givers: list[Organisation], own: Organisation) -> Conversation:
    named = uuid_of(request.POST.get("giver", ""))
    giver = next((one for one in givers if one.pk == named), givers[0])
    frame = services.frame_of(giver, own, {})
    data = request.POST if request.method == "POST" else None
    return converse(frame, data=data, fixed={key: frame[key] for key in FIXED}, further=False)


def _sure(conversation: Conversation) -> bool:
    return conversation.complete and conversation.decision.outcome == law.Outcome.ALLOWED


def _registered(
    request: IdentifiedRequest, form: NoticeForm, conversation: Conversation, own: Organisation
) -> HttpResponse | None:
    """Write it down; None with the error in the form when the law of the day it came in says no."""
    given = form.cleaned_data
    try:
        made = services.register_notice(
            identity=request.identity,
            recipient=own,
            new=services.NewNotice(
                giver=given["giver"],
                received_on=given["received_on"],
                theme=given["theme"],
                facts=conversation.proposal["facts"],
                text=given["text"],
                about=given["about"],
                key=given["key"],
            ),
        )
    except ReleaseError:
        form.add_error(
            "received_on",
            _("Op die dag mocht dit bericht nog niet komen: niet eerder dan 3 maanden voor de terugkeer."),
        )
        return None
    messages.success(request, _("Vastgelegd. De gegevens van de persoon zitten op slot."))
    return redirect("exchange:return", made.pk)


def _page(request: IdentifiedRequest, form: NoticeForm, conversation: Conversation) -> HttpResponse:
    posted = request.method == "POST"
    refused = posted and conversation.decision.outcome == law.Outcome.NOT_ALLOWED
    context = {
        "form": form,
        "conversation": conversation,
        "refused": refused,
        "unsure": posted and not refused and conversation.complete and not _sure(conversation),
        "asks": posted and bool(conversation.open_keys),
        "back_url": reverse("exchange:returns"),
    }
    return render(request, "exchange/returns/new.html", context)
