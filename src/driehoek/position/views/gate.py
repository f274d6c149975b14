"""The legal gate of agreements: what waits for the officer, judging it, and the covenant under it (TZ05)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek import law
from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.grounds.asking import Conversation, ProposalForm, converse
from driehoek.grounds.queries.covenants import dpia_fact, resting_of
from driehoek.grounds.services.covenants import rest_no_more, rest_on
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.position import sentences
from driehoek.position.forms.gate import UnderCovenantForm, VerdictForm
from driehoek.position.models import Agreement, Gate
from driehoek.position.queries import gate as queries
from driehoek.position.services.gate import NotReleasableError, judge_agreement
from driehoek.position.services.judging_term import AGREEMENT
from driehoek.position.views import KEEPERS, agreement_or_404
from driehoek.web import formatting
from driehoek.web.components import Pair, Row, Tag
from driehoek.web.forms import posted_version
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(Function.DPO)
@require_GET
def waiting(request: IdentifiedRequest) -> HttpResponse:
    """List the agreements with personal data that wait for a judgement, and what was judged."""
    found, more = queries.waiting(request.identity, keyset_cursor(request))
    context = {
        "rows": [_waiting(one) for one in found],
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
        "judged": [_judged(one) for one in queries.judged(request.identity)],
    }
    return render(request, "position/gate.html", context)


def _waiting(one: Agreement) -> Row:
    due = one.judge_by  # type: ignore[attr-defined]
    late = due is not None and due < timezone.now()
    by = formatting.date_short(due, language=sentences.language()) if due else ""
    return Row(
        one.what,
        reverse("position:gate_judge", args=[one.pk]),
        _("%(supplier)s, %(often)s") % {"supplier": one.supplier.name, "often": sentences.rhythm_words(one)},
        tags=(Tag(_("te laat"), "crisis"),) if late else (),
        meta=_("toets voor %(day)s") % {"day": by} if by else "",
    )


def _judged(one: Agreement) -> Row:
    stopped = one.gate == Gate.STOPPED
    return Row(
        one.what,
        reverse("position:gate_judge", args=[one.pk]),
        one.supplier.name,
        tags=(Tag(_("gestopt"), "barred") if stopped else Tag(_("mag"), "calm"),),
    )


@for_functions(Function.DPO)
@require_http_methods(["GET", "POST"])
def judge(request: IdentifiedRequest, agreement: uuid.UUID) -> HttpResponse:
    """Check an agreement with the law, question by question, and allow or stop it."""
    found = queries.one_gated(request.identity, agreement)
    if found is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = ProposalForm(posted, initial=queries.first_proposal(found))
    verdict = VerdictForm(posted, initial={"version": found.version})
    conversation = None
    if posted is not None and form.is_valid():
        conversation = converse(
            form.proposal(), data=posted, fixed=_known(request, found, form.proposal()), approvals=True
        )
        if posted.get("act") in ("allow", "stop") and verdict.is_valid():
            answer = _decide(request, found, conversation, verdict)
            if answer is not None:
                return answer
    context = {
        "agreement": found,
        "form": form,
        "verdict": verdict,
        "conversation": conversation,
        "facts": _facts(found),
        "last": queries.last_judgement(found),
    }
    return render(request, "position/gate_judge.html", context)


def _known(request: IdentifiedRequest, found: Agreement, proposal: dict[str, Any]) -> dict[str, Any]:
    """Return what the registers know: whether a DPIA was done under the covenant that the agreement rests on."""
    under = resting_of(AGREEMENT, found.pk)
    if under is None:
        return {}
    parties = set(under.covenant.parties.values_list("organisation", flat=True))
    done = dpia_fact(
        request.identity,
        parties=parties,
        purpose=proposal["purpose"],
        categories=proposal["data_categories"],
        on=timezone.localdate(),
    )
    return {} if done is None else {"dpia_done": done}


def _decide(
    request: IdentifiedRequest, found: Agreement, conversation: Conversation, verdict: VerdictForm
) -> HttpResponse | None:
    allow = request.POST["act"] == "allow"
    reason = verdict.cleaned_data["reason"]
    if not allow and not reason.strip():
        verdict.add_error("reason", _("Zeg in een zin waarom deze afspraak niet mag."))
        return None
    try:
        judge_agreement(
            identity=request.identity,
            agreement=found,
            version=posted_version(request),
            verdict=Gate.ALLOWED if allow else Gate.STOPPED,
            proposal=conversation.proposal,
            reason=reason,
            confirmation=reason if allow and conversation.decision.outcome == law.Outcome.WARN else "",
        )
    except NotReleasableError as error:
        verdict.add_error(None, str(error))
        return None
    except VersionConflict:
        messages.error(request, _("Deze afspraak is net gewijzigd. Kijk eerst wat er nu staat."))
        return redirect("position:gate_judge", found.pk)
    said = (
        _("De afspraak mag. Het oordeel is bewaard.")
        if allow
        else _("De afspraak is gestopt. Er mag niets meer komen.")
    )
    messages.success(request, said)
    return redirect("position:gate")


def _facts(agreement: Agreement) -> list[Pair]:
    under = resting_of(AGREEMENT, agreement.pk)
    made = formatting.date_long(agreement.made_at, language=sentences.language())
    pairs = [
        Pair(_("Van wie"), agreement.supplier.name),
        Pair(_("Hoe vaak"), sentences.rhythm_words(agreement)),
        Pair(_("Hoe het komt"), sentences.lower(agreement.get_channel_display())),
        Pair(_("Soort informatie"), sentences.lower(agreement.get_info_kind_display())),
        Pair(_("Juridische toets"), sentences.lower(agreement.get_gate_display())),
        Pair(_("Gemaakt door"), f"{agreement.made_by.name}, {made}"),
    ]
    if under is not None:
        url = reverse("grounds:covenant", args=[under.covenant_id])
        pairs.insert(4, Pair(_("Convenant"), under.covenant.title, url, _("Bekijk")))
    return pairs


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def covenant(request: IdentifiedRequest, agreement: uuid.UUID) -> HttpResponse:
    """Say on which covenant an agreement rests; it rests and runs with it."""
    found = agreement_or_404(request, agreement)
    under = resting_of(AGREEMENT, found.pk)
    form = UnderCovenantForm(
        request.POST or None,
        identity=request.identity,
        initial={"covenant": under.covenant_id if under else None},
    )
    back = reverse("position:agreement", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["covenant"]
        if chosen is None:
            rest_no_more(identity=request.identity, subject_kind=AGREEMENT, subject=found.pk)
        else:
            rest_on(
                identity=request.identity,
                covenant=chosen,
                subject_kind=AGREEMENT,
                subject=found.pk,
                problem=found.problem_id,
            )
        messages.success(request, _("Bewaard onder welk convenant deze afspraak valt."))
        return redirect(back)
    context = {
        "form": form,
        "title": _("Convenant van deze afspraak"),
        "submit_label": _("Bewaren"),
        "cancel_url": back,
        "back_url": back,
        "back_label": found.what,
    }
    return render(request, "web/form_page.html", context)


def agreement_page(agreement: uuid.UUID) -> str:
    """Return the address of the page of an agreement."""
    return reverse("position:agreement", args=[agreement])


def gate_part(request: IdentifiedRequest, agreement: Agreement) -> dict[str, Any] | None:
    """Show on the page of an agreement with personal data how the gate stands, and on which covenant it rests."""
    if not agreement.personal_data:
        return None
    return {
        "last": queries.last_judgement(agreement),
        "under": resting_of(AGREEMENT, agreement.pk),
        "may_judge": request.identity.holds(Function.DPO),
        "may_choose": request.identity.holds(*KEEPERS),
    }
