"""Handing over: choosing what goes, asking the law, giving, and what is recorded after (CX21)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Compartment
from driehoek.cases.views import case_or_404, compartment_or_404
from driehoek.grounds.asking import Conversation, converse, words_of
from driehoek.grounds.outcomes import outcome_of
from driehoek.law.decision import Outcome
from driehoek.ledger.versions import VersionConflict
from driehoek.signals import rows, services
from driehoek.signals.forms.hand_overs import GiveForm, HandOverForm, WordsForm
from driehoek.signals.models import HandOver, HandOverState, Signal
from driehoek.signals.queries import hand_overs as queries
from driehoek.signals.rights import JUDGES
from driehoek.signals.services.hand_overs import AT_GIVING, NewHandOver, items_of, proposal_of
from driehoek.signals.views import handled_or_404
from driehoek.web.components import Pair
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version
from driehoek.web.paging import keyset_cursor, next_page, page_of

FIXED = dict.fromkeys(AT_GIVING, True)


def hand_over_or_404(request: IdentifiedRequest, hand_over: uuid.UUID) -> HandOver:
    """Return a hand-over of the reader's own organisation; another does not exist."""
    found = queries.hand_overs(request.identity).filter(pk=hand_over).first()
    if found is None:
        raise Http404
    return found


@for_functions(*JUDGES)
@require_GET
def listed(request: IdentifiedRequest) -> HttpResponse:
    """List the hand-overs of one's own organisation."""
    found, more = page_of(queries.hand_overs(request.identity), "made_at", keyset_cursor(request))
    following = next_page(request, found[-1].made_at, found[-1].pk) if more else ""
    context = {"rows": [rows.hand_over_row(one) for one in found], "next_url": following}
    return render(request, "signals/hand_overs.html", context)


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def from_signal(request: IdentifiedRequest, signal: uuid.UUID) -> HttpResponse:
    """Choose what of a signal goes, and to whom."""
    found = handled_or_404(request, signal)
    back = (reverse("signals:signal", args=[found.pk]), found.number)
    return _drafted(request, queries.choices_of_signal(found), back, signal=found)


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def from_part(request: IdentifiedRequest, problem: uuid.UUID, compartment: uuid.UUID) -> HttpResponse:
    """Choose what of one compartment of a case goes, and to whom."""
    case = case_or_404(request, problem)
    part = compartment_or_404(request, case, compartment, Level.WORK)
    back = (reverse("cases:page", args=[case.pk]), case.problem.title)
    return _drafted(request, queries.choices_of_part(request.identity, part), back, part=part)


def _drafted(
    request: IdentifiedRequest,
    offered: Sequence[queries.Choice],
    back: tuple[str, str],
    *,
    signal: Signal | None = None,
    part: Compartment | None = None,
) -> HttpResponse:
    form = HandOverForm(request.POST or None, identity=request.identity, offered=offered)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = services.draft(
            identity=request.identity,
            new=NewHandOver(
                giver=given["giver"],
                recipient=given["recipient"],
                purpose=given["purpose"],
                subject=given["subject"],
                items=form.chosen(),
                signal=signal,
                compartment=part,
            ),
        )
        return redirect("signals:hand_over", made.pk)
    context = {"form": form, "back_url": back[0], "back_label": back[1]}
    return render(request, "signals/hand_over_new.html", context)


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def page(request: IdentifiedRequest, hand_over: uuid.UUID) -> HttpResponse:
    """Show a hand-over; a draft asks what the law must know, and is given from here."""
    found = hand_over_or_404(request, hand_over)
    if found.state != HandOverState.DRAFT:
        if request.method == "POST":
            messages.info(request, _("Dit is al overgedragen. Er is niets dubbel verstuurd."))
            return redirect("signals:hand_over", found.pk)
        return _shown(request, found)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and posted_version(request) != found.version:
        return _changed(request, found)
    giving = posted is not None and "give" in posted
    talk = converse(proposal_of(found), data=None if giving else posted, fixed=FIXED)
    asks_reason = talk.decision.outcome == Outcome.WARN
    form = GiveForm(
        request.POST if giving else None, asks_reason=asks_reason, initial={"version": found.version}
    )
    if giving and talk.complete and form.is_valid():
        return _given(request, found, form)
    if posted is not None and not giving:
        return _answered(request, found, talk)
    return _draft_page(request, found, talk, form)


def _answered(request: IdentifiedRequest, found: HandOver, talk: Conversation) -> HttpResponse:
    """Keep the answers; what came out of them is shown on the page that follows."""
    if talk.form.errors:
        return _draft_page(request, found, talk, _fresh(found, talk))
    try:
        with transaction.atomic():
            services.answer(
                identity=request.identity,
                hand_over=found,
                version=found.version,
                proposal=_without_fixed(talk.proposal),
            )
    except VersionConflict:
        return _changed(request, found)
    # “I don't know” is no fact, so the page is drawn from this conversation and not from what was kept.
    talk_now = converse(proposal_of(found), data=request.POST, fixed=FIXED)
    return _draft_page(request, found, talk_now, _fresh(found, talk_now))


def _without_fixed(proposal: Any) -> dict[str, Any]:
    facts = {key: value for key, value in (proposal.get("facts") or {}).items() if key not in FIXED}
    return {**proposal, "facts": facts}


def _fresh(found: HandOver, talk: Conversation) -> GiveForm:
    return GiveForm(asks_reason=talk.decision.outcome == Outcome.WARN, initial={"version": found.version})


def _given(request: IdentifiedRequest, found: HandOver, form: GiveForm) -> HttpResponse:
    try:
        with transaction.atomic():
            services.give(
                identity=request.identity,
                hand_over=found,
                version=form.cleaned_data["version"],
                confirmation=form.cleaned_data.get("confirmation", ""),
            )
    except VersionConflict:
        return _changed(request, found)
    except services.HandOverError as error:
        why = error.decision.why_not() if error.decision else ""
        messages.error(request, why or _("Dit kan nu niet worden overgedragen."))
    else:
        messages.success(request, _("Overgedragen. De brief staat klaar om mee te geven."))
    return redirect("signals:hand_over", found.pk)


def _changed(request: IdentifiedRequest, found: HandOver) -> HttpResponse:
    messages.warning(request, _("Dit is gewijzigd sinds u de pagina opende. Kijk het na en ga dan verder."))
    return redirect("signals:hand_over", found.pk)


def _draft_page(
    request: IdentifiedRequest, found: HandOver, talk: Conversation, form: GiveForm
) -> HttpResponse:
    barred = talk.decision.outcome in (Outcome.NOT_ALLOWED, Outcome.NEEDS_APPROVAL)
    context = {
        **_what(found),
        "conversation": talk,
        "form": form,
        "may_give": talk.complete and not barred,
    }
    return render(request, "signals/hand_over_draft.html", context)


def _shown(request: IdentifiedRequest, found: HandOver) -> HttpResponse:
    decision = found.decision
    context = {
        **_what(found),
        "outcome": outcome_of(decision.held()) if decision else None,
        "awaits": found.state == HandOverState.GIVEN,
        "may_take_back": found.state in (HandOverState.GIVEN, HandOverState.RECEIVED),
    }
    return render(request, "signals/hand_over.html", context)


def _what(found: HandOver) -> dict[str, Any]:
    return {
        "hand_over": found,
        "tag": rows.hand_over_tag(found),
        "pairs": rows.hand_over_pairs(found),
        "items": [
            Pair(f"{one.label} ({words_of('data_categories', one.category)})", one.text)
            for one in items_of(found)
        ],
    }


@for_functions(*JUDGES)
@require_GET
def letter(request: IdentifiedRequest, hand_over: uuid.UUID) -> HttpResponse:
    """Give the letter of what went, as it went."""
    from driehoek.signals.paper import letter_pdf

    found = hand_over_or_404(request, hand_over)
    if found.state == HandOverState.DRAFT:
        raise Http404
    answer = HttpResponse(letter_pdf(request.identity, found), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="overdracht.pdf"'
    return answer


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def received(request: IdentifiedRequest, hand_over: uuid.UUID) -> HttpResponse:
    """Record that the other side confirmed receipt."""
    found = hand_over_or_404(request, hand_over)
    if found.state != HandOverState.GIVEN:
        return _changed(request, found)
    form = WordsForm(
        request.POST or None,
        label=_("Wie bevestigde de ontvangst, en hoe?"),
        initial={"version": found.version},
    )

    def act(version: int, words: str) -> None:
        services.confirm_receipt(identity=request.identity, hand_over=found, version=version, by=words)

    return _acted(request, found, form, act, _("Ontvangst vastleggen"))


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def taken_back(request: IdentifiedRequest, hand_over: uuid.UUID) -> HttpResponse:
    """Record that a hand-over was taken back."""
    found = hand_over_or_404(request, hand_over)
    if found.state not in (HandOverState.GIVEN, HandOverState.RECEIVED):
        return _changed(request, found)
    form = WordsForm(
        request.POST or None,
        label=_("Waarom neemt u dit terug?"),
        initial={"version": found.version},
    )

    def act(version: int, words: str) -> None:
        services.take_back(identity=request.identity, hand_over=found, version=version, reason=words)

    return _acted(request, found, form, act, _("Terugname vastleggen"))


def _acted(
    request: IdentifiedRequest, found: HandOver, form: WordsForm, act: Any, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                act(form.cleaned_data["version"], form.cleaned_data["words"])
        except VersionConflict:
            return _changed(request, found)
        messages.success(request, _("Vastgelegd."))
        return redirect("signals:hand_over", found.pk)
    back = reverse("signals:hand_over", args=[found.pk])
    context = {
        "title": title,
        "lead": _("Aan %(who)s") % {"who": found.recipient.name},
        "form": form,
        "submit_label": _("Vastleggen"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("De overdracht"),
    }
    return render(request, "web/form_page.html", context)


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def thrown_away(request: IdentifiedRequest, hand_over: uuid.UUID) -> HttpResponse:
    """Throw a draft away, after asking once more."""
    found = hand_over_or_404(request, hand_over)
    if found.state != HandOverState.DRAFT:
        return _changed(request, found)
    back = (reverse("signals:hand_over", args=[found.pk]), _("De overdracht"))
    if request.method == "POST":
        try:
            with transaction.atomic():
                services.throw_away(
                    identity=request.identity, hand_over=found, version=posted_version(request)
                )
        except VersionConflict:
            return _changed(request, found)
        messages.success(request, _("Het concept is weggegooid."))
        return redirect("signals:hand_overs")
    return confirm_page(
        request,
        title=_("Dit concept weggooien?"),
        consequence=_("Wat u koos en beantwoordde, gaat weg. Er is nog niets overgedragen."),
        submit=_("Ja, weggooien"),
        version=found.version,
        back=back,
    )
