"""What was told by word of mouth: written down afterwards, and answered by the other side."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import oral_rows as rows
from driehoek.exchange.forms.oral import YES, OralForm, ReplyForm
from driehoek.exchange.giving import KEEP_DAYS, answers_of
from driehoek.exchange.models import Detail, Kind, Provision, ProvisionState
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.proposals import UNPROMPTED, proposal_of
from driehoek.exchange.queries import giving
from driehoek.exchange.queries import oral as queries
from driehoek.exchange.services import oral as services
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision
from driehoek.exchange.views.returns import unkept
from driehoek.grounds.asking import Conversation, converse
from driehoek.grounds.outcomes import outcome_of
from driehoek.parties.models import Organisation
from driehoek.web.paging import keyset_cursor, next_page

FIXED: Final = ("frequency", "trigger")
USUAL_PURPOSE: Final = "openbare_orde"


@for_functions(*PARTIES)
@require_GET
def oral_list(request: IdentifiedRequest) -> HttpResponse:
    """List what the reader's side told and was told."""
    found, more = queries.page_of_told(request.identity, keyset_cursor(request))
    own = queries.own_organisations(request.identity)
    last = found[-1].released_at if found else None
    context = {
        "rows": [rows.told_row(one, own) for one in found],
        "next_url": next_page(request, last, found[-1].pk) if more and last else "",
    }
    return render(request, "exchange/oral/list.html", context)


@for_functions(*PARTIES)
@unkept
@require_http_methods(["GET", "POST"])
def oral_new(request: IdentifiedRequest) -> HttpResponse:
    """Ask what was told; then what the law must know; then show what the law says, before it is recorded."""
    own = queries.home(request.identity)
    if own is None:
        raise PermissionDenied(_("U neemt niet deel aan de uitwisseling."))
    now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
    form = OralForm(
        request.POST or None,
        others=queries.others(request.identity, own),
        problems=giving.problems(request.identity),
        themes=giving.themes(request.identity),
        initial={"key": uuid.uuid4(), "told_at": now, "purpose": USUAL_PURPOSE},
    )
    conversation = None
    if request.method == "POST" and form.is_valid():
        conversation = _conversation(request, form, own)
        seen = form.cleaned_data["seen"] == _stamp(conversation)
        if conversation.complete and seen:
            made = _recorded(request, form, conversation, own)
            messages.success(request, _("Vastgelegd. De andere kant kan nu zeggen of het zo is verteld."))
            return redirect("exchange:oral", made.pk)
    return _form_page(request, form, conversation)


def _conversation(request: IdentifiedRequest, form: OralForm, own: Organisation) -> Conversation:
    given = form.cleaned_data
    proposal = proposal_of(
        Provision(
            giver=own,
            recipient=given["recipient"],
            purpose=given["purpose"],
            subject=given["subject"],
            data_categories=given["data_categories"],
            trigger=UNPROMPTED,
        )
    )
    fixed = {key: proposal[key] for key in FIXED}
    return converse(proposal, data=request.POST, fixed=fixed, on=timezone.localdate(given["told_at"]))


def _stamp(conversation: Conversation) -> str:
    """Return the mark of an outcome, by which is known that the writer saw it before it was recorded."""
    decision = conversation.decision
    return " ".join((decision.outcome.value, *decision.bases, *decision.rules))


def _recorded(
    request: IdentifiedRequest, form: OralForm, conversation: Conversation, own: Organisation
) -> Provision:
    given = form.cleaned_data
    facts, tags = answers_of(conversation, {})
    new = NewProvision(
        giver=own,
        recipient=given["recipient"],
        kind=Kind.ORAL,
        problem=given["problem"],
        theme=form.chosen_theme,
        title=given["title"],
        purpose=given["purpose"],
        subject=given["subject"],
        data_categories=given["data_categories"],
        trigger=UNPROMPTED,
        wpg_processing=tags,
        facts=facts,
        keep_until=timezone.localdate() + timedelta(days=KEEP_DAYS),
        key=given["key"],
    )
    parts = [NewPart(Detail.ESSENTIALS, given["text"])]
    return services.record_told(identity=request.identity, new=new, told_at=given["told_at"], parts=parts)


def _form_page(request: IdentifiedRequest, form: OralForm, conversation: Conversation | None) -> HttpResponse:
    complete = conversation is not None and conversation.complete
    context = {
        "form": form,
        "conversation": conversation,
        "complete": complete,
        "stamp": _stamp(conversation) if conversation is not None and complete else "",
        "back_url": reverse("exchange:oral_list"),
    }
    return render(request, "exchange/oral/new.html", context)


@for_functions(*PARTIES)
@require_GET
def oral(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Show what both sides may know of it; what was said is proof, and for who told it alone."""
    return _page(request, _found(request, provision))


@for_functions(*PARTIES)
@require_POST
def reply(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Say for the other side whether it was told so."""
    found = _found(request, provision)
    if found.recipient_id not in queries.own_organisations(request.identity):
        raise PermissionDenied(_("Alleen wie het verteld kreeg, zegt of het zo is verteld."))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        services.reply(
            identity=request.identity,
            provision=found,
            agrees=form.cleaned_data["agrees"] == YES,
            words=form.cleaned_data["words"],
        )
    except services.NotNowError:
        messages.info(request, _("Uw organisatie heeft hier al op geantwoord, of het is voorbij."))
        return redirect("exchange:oral", found.pk)
    messages.success(request, _("Uw antwoord is bewaard. %(who)s ziet het.") % {"who": found.giver.name})
    return redirect("exchange:oral", found.pk)


def _found(request: IdentifiedRequest, pk: uuid.UUID) -> Provision:
    found = queries.told_or_none(request.identity, pk)
    if found is None:
        raise Http404
    return found


def _page(request: IdentifiedRequest, found: Provision, form: ReplyForm | None = None) -> HttpResponse:
    own = queries.own_organisations(request.identity)
    told, answer = found.giver_id in own, queries.reply_to(found)
    running = found.state == ProvisionState.RELEASED
    asked = running and answer is None and found.recipient_id in own
    context: dict[str, Any] = {
        "provision": found,
        "tags": rows.tags_of(found, own),
        "between": rows.between(found.giver.name, found.recipient.name),
        "facts": rows.facts_of(found),
        "entries": rows.timeline_of(found, answer),
        "late": services.is_late(found),
        "told": told,
        "incident": queries.incident_of(found) if told else None,
        "outcome": outcome_of(found.decision.held()) if told and found.decision else None,
        "reply": (form or ReplyForm()) if asked else None,
        "form": form,
    }
    return render(request, "exchange/oral/page.html", context)
