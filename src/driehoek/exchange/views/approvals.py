"""Asking who must agree before something is given, and writing down what they said (OM02)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek import law
from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import giving_words as words
from driehoek.exchange.forms.deciding import AnswerApprovalForm, AskApprovalForm
from driehoek.exchange.giving import approver_words
from driehoek.exchange.models import Provision, ProvisionState
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.proposals import PROVISION
from driehoek.exchange.queries import giving as queries
from driehoek.exchange.views.unasked import provision_or_404
from driehoek.grounds import services as grounds
from driehoek.grounds.models import ApprovalRecord, ApprovalState
from driehoek.grounds.queries.approvals import approval_records
from driehoek.grounds.services.approvals import ApprovalError
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Pair


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def approval(request: IdentifiedRequest, provision: uuid.UUID, fact: str) -> HttpResponse:
    """Ask for an agreement, or write down the answer to what was asked."""
    found = provision_or_404(request, provision)
    approver = law.load().approvers.get(fact)
    if approver is None:
        raise Http404
    if found.state != ProvisionState.DRAFT:
        messages.info(request, _("Dit is al verstrekt of weggegooid."))
        return redirect("exchange:provision", found.pk)
    rows = approval_records(request.identity, PROVISION, found.pk, organisation=found.giver_id)
    record = next((one for one in rows if one.fact == fact), None)
    if record is not None and record.state == ApprovalState.ASKED:
        return _answer(request, found, record)
    return _ask(request, found, fact, approver)


def back_of(found: Provision) -> str:
    """Return where a draft is judged or written."""
    if found.request_id is not None:
        return reverse("exchange:judge", args=[found.request_id])
    return reverse("exchange:provision_write", args=[found.pk])


def _ask(request: IdentifiedRequest, found: Provision, fact: str, approver: str) -> HttpResponse:
    colleagues = queries.colleagues(request.identity, found.giver)
    form = AskApprovalForm(request.POST if request.method == "POST" else None, people=colleagues)
    if request.method == "POST" and form.is_valid():
        asked_of = form.cleaned_data.get("asked_of")
        grounds.ask_approval(
            identity=request.identity,
            subject_kind=PROVISION,
            subject=found.pk,
            organisation=found.giver_id,
            fact=fact,
            problem=found.problem_id,
            asked_of=asked_of.pk if asked_of else None,
        )
        messages.success(request, _("Toestemming gevraagd. Leg het antwoord hier vast zodra het er is."))
        return redirect(f"{back_of(found)}#approvals")
    context = {
        "form": form,
        "title": _("Toestemming vragen"),
        "consequence_title": _("Dit gebeurt er"),
        "consequence": _("Driehoek bewaakt het antwoord. Vraag het zelf aan wie buiten Driehoek staat."),
        "summary": [Pair(_("Van wie"), approver_words(approver)), *words.leaving_pairs(found)[:1]],
        "submit_label": _("Vraag toestemming"),
        "cancel_url": back_of(found),
        "back_url": back_of(found),
        "back_label": found.title or _("Concept"),
    }
    return render(request, "web/confirm.html", context)


def _answer(request: IdentifiedRequest, found: Provision, record: ApprovalRecord) -> HttpResponse:
    form = AnswerApprovalForm(
        request.POST or None, outside=not record.four_eyes, initial={"version": record.version}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act = grounds.give_approval if given["answer"] == "given" else grounds.refuse_approval
        try:
            act(
                identity=request.identity,
                record=record,
                version=given["version"],
                reference=given["reference"],
            )
        except (ApprovalError, PermissionDenied) as error:
            form.add_error(None, str(error))
        except VersionConflict:
            messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
            return redirect(f"{back_of(found)}#approvals")
        else:
            messages.success(request, _("Het antwoord is vastgelegd."))
            return redirect(f"{back_of(found)}#approvals")
    own = record.four_eyes and record.asked_by_id == request.identity.person
    context = {
        "form": form,
        "title": _("Antwoord vastleggen"),
        "consequence_title": _("Vier ogen"),
        "consequence": _("U vroeg dit zelf. Een ander in uw organisatie legt het antwoord vast.")
        if own
        else "",
        "summary": [
            Pair(_("Van wie"), approver_words(record.approver)),
            Pair(_("Gevraagd door"), record.asked_by.name),
            *words.leaving_pairs(found)[:1],
        ],
        "submit_label": _("Leg vast"),
        "cancel_url": back_of(found),
        "back_url": back_of(found),
        "back_label": found.title or _("Concept"),
    }
    return render(request, "web/confirm.html", context)
