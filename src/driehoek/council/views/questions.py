"""Answering a question of the council: registering, picking facts, writing, checking, approving, sending."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.council import facts as known
from driehoek.council import queries
from driehoek.council.composing import doubts_in
from driehoek.council.facts import Offer, Offers
from driehoek.council.forms import BSN, AnswerForm, ApproveForm, FactsForm, QuestionForm
from driehoek.council.models import AnswerState, CouncilQuestion, Fact
from driehoek.council.presenting import source_words
from driehoek.council.rows import due_words
from driehoek.council.services import questions as services
from driehoek.council.services.common import RefusedTextError
from driehoek.council.views.common import (
    KEEPERS,
    LEADERS,
    back_to_desk,
    conflict_of,
    form_page,
    no_draft,
    question_or_404,
)
from driehoek.council.words import BARRED_WORDS, DOUBT_WORDS
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Pair, Row
from driehoek.web.forms import posted_version, sent_again


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def question_new(request: IdentifiedRequest) -> HttpResponse:
    """Register a question that came in."""
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_question(identity=request.identity, new=form.new_question())
        except RefusedTextError:
            form.add_error("text", str(BSN))
        else:
            messages.success(request, _("De vraag is vastgelegd. Kies nu de feiten voor het antwoord."))
            return redirect("council:question", made.pk)
    return form_page(
        request,
        form,
        title=_("Raadsvraag vastleggen"),
        lead=_("Een schriftelijke vraag van een raadslid (artikel 155 Gemeentewet)."),
        submit=_("Vastleggen"),
        back=reverse("council:desk"),
        back_label=back_to_desk(),
    )


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def question_change(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Change what was registered; a second editor is told, and keeps what was filled in."""
    found = question_or_404(request, question)
    conflict = None
    form = QuestionForm(request.POST or None, initial=QuestionForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_question(
                identity=request.identity,
                found=found,
                version=posted_version(request),
                new=form.new_question(),
            )
        except RefusedTextError:
            form.add_error("text", str(BSN))
        except VersionConflict:
            found = question_or_404(request, question)
            if found.state != AnswerState.DRAFT:
                return no_draft(request, found)
            conflict = conflict_of(
                request, found.pk, [(_("Onderwerp"), found.title), (_("De vraag"), found.text)]
            )
            form = QuestionForm(sent_again(request, found.version))
        else:
            messages.success(request, _("De vraag is gewijzigd. De termijn loopt mee."))
            return redirect("council:question", found.pk)
    return form_page(
        request,
        form,
        title=_("Raadsvraag wijzigen"),
        submit=_("Bewaren"),
        back=reverse("council:question", args=[found.pk]),
        back_label=found.title,
        conflict=conflict,
    )


@for_functions(*KEEPERS)
@require_GET
def question(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Show a question with its answer in the making, its facts, and what has changed in them since."""
    found = question_or_404(request, question)
    sent = found.state == AnswerState.SENT
    changed = {} if sent else known.changed_since(request.identity, found)
    facts = list(found.facts.all())
    used = {int(one) for one in services.REFERENCE.findall(found.answer)}
    context = {
        "question": found,
        "due": due_words(found),
        "number": f"{found.year}-{found.number}",
        "facts": [_fact(one, changed, used) for one in facts],
        "changed": len(changed),
        "draft": found.state == AnswerState.DRAFT,
        "checked": found.state == AnswerState.CHECKED,
        "approved": found.state == AnswerState.APPROVED,
        "sent": found.sent if sent else None,
        "doubts": [] if sent else _doubts(found),
        "may_approve": request.identity.holds(*LEADERS) and found.state == AnswerState.CHECKED,
    }
    return render(request, "council/question.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def facts(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Choose facts from what is approved; say how many cannot be used and why, never which."""
    found = question_or_404(request, question)
    if found.state != AnswerState.DRAFT:
        return no_draft(request, found)
    offered = known.offers(request.identity)
    form = FactsForm(request.POST or None, offers=offered)
    if request.method == "POST" and form.is_valid():
        count = services.pick_facts(identity=request.identity, found=found, codes=form.cleaned_data["facts"])
        words = ngettext("%(count)s feit is vastgelegd.", "%(count)s feiten zijn vastgelegd.", count)
        messages.success(request, words % {"count": count})
        return redirect("council:question", found.pk)
    context = {
        "question": found,
        "form": form,
        "groups": _groups(offered, found, set(request.POST.getlist("facts"))),
        "barred": _barred(offered),
    }
    return render(request, "council/facts.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def fact_drop(request: IdentifiedRequest, fact: uuid.UUID) -> HttpResponse:
    """Ask once more, then take a fact away."""
    found = _fact_or_404(request, fact)
    if request.method == "POST":
        services.drop_fact(identity=request.identity, fact=found)
        messages.success(request, _("Het feit is weg. Kijk of de tekst er nog naar verwijst."))
        return redirect("council:question", found.question_id)
    back = reverse("council:question", args=[found.question_id])
    context = {
        "title": _("Feit weghalen?"),
        "summary": [Pair(f"[{found.number}]", found.statement), Pair(_("Bron"), source_words(found))],
        "submit_label": _("Ja, haal weg"),
        "negative": True,
        "cancel_url": back,
        "back_url": back,
        "back_label": found.question.title,
    }
    return render(request, "web/confirm.html", context)


@for_functions(*KEEPERS)
@require_POST
def fact_renew(request: IdentifiedRequest, fact: uuid.UUID) -> HttpResponse:
    """Take a fact as it is now."""
    found = _fact_or_404(request, fact)
    if services.renew_fact(identity=request.identity, fact=found):
        messages.success(request, _("Het feit is bijgewerkt. Lees de tekst na."))
    else:
        messages.error(
            request, _("Dit feit is niet meer te gebruiken. Haal het weg, of laat het bewust staan.")
        )
    return redirect("council:question", found.question_id)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def answer_write(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Write the answer with the facts beside it; a second writer is told, and keeps the text."""
    found = question_or_404(request, question)
    if found.state != AnswerState.DRAFT:
        return no_draft(request, found)
    conflict = None
    form = AnswerForm(request.POST or None, initial={"answer": found.answer, "version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.write_answer(
                identity=request.identity,
                found=found,
                version=posted_version(request),
                answer=form.cleaned_data["answer"],
            )
        except RefusedTextError:
            form.add_error("answer", str(BSN))
        except services.UnknownReferenceError as error:
            numbers = ", ".join(f"[{number}]" for number in error.numbers)
            form.add_error(
                "answer",
                _("Er is geen feit %(numbers)s. Kies het eerst, of haal de verwijzing weg.")
                % {"numbers": numbers},
            )
        except VersionConflict:
            found = question_or_404(request, question)
            if found.state != AnswerState.DRAFT:
                return no_draft(request, found)
            conflict = conflict_of(request, found.pk, [(_("Antwoord"), found.answer)])
            form = AnswerForm(sent_again(request, found.version))
        else:
            messages.success(request, _("Het antwoord is bewaard."))
            return redirect("council:question", found.pk)
    return form_page(
        request,
        form,
        title=_("Antwoord schrijven"),
        lead=found.title,
        submit=_("Bewaren"),
        back=reverse("council:question", args=[found.pk]),
        back_label=_("De vraag"),
        conflict=conflict,
        template="council/write.html",
        more={"question": found, "facts": [(one, source_words(one)) for one in found.facts.all()]},
    )


@for_functions(*KEEPERS)
@require_POST
def check(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Say that an answer was checked."""
    found = question_or_404(request, question)
    try:
        services.check(identity=request.identity, found=found, version=posted_version(request))
    except services.EmptyAnswerError:
        messages.error(request, _("Er is nog geen antwoord. Schrijf het eerst."))
    except services.UnknownReferenceError:
        messages.error(request, _("Het antwoord verwijst naar een feit dat weg is. Pas de tekst aan."))
    except VersionConflict:
        messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    else:
        messages.success(request, _("Gecontroleerd. De burgemeester kan het antwoord nu goedkeuren."))
    return redirect("council:question", found.pk)


@for_functions(*KEEPERS)
@require_POST
def answer_reopen(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Make an answer a draft again."""
    found = question_or_404(request, question)
    try:
        services.reopen(identity=request.identity, found=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    else:
        messages.success(request, _("Het antwoord is weer een concept."))
    return redirect("council:question", found.pk)


@for_functions(*LEADERS)
@require_http_methods(["GET", "POST"])
def approve(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Approve an answer; facts that changed since must be accepted with a tick."""
    found = question_or_404(request, question)
    if found.state != AnswerState.CHECKED:
        messages.info(request, _("Dit antwoord is niet gecontroleerd of al goedgekeurd."))
        return redirect("council:question", found.pk)
    changed = known.changed_since(request.identity, found)
    form = ApproveForm(request.POST or None, initial={"version": found.version})
    if not changed:
        del form.fields["on_old_facts"]
    if request.method == "POST" and form.is_valid():
        try:
            services.approve(
                identity=request.identity,
                found=found,
                version=posted_version(request),
                on_old_facts=bool(form.cleaned_data.get("on_old_facts")),
            )
        except services.ChangedFactsError:
            form.add_error("on_old_facts", _("Vink dit aan, of laat het antwoord eerst bijwerken."))
        except VersionConflict:
            messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
            return redirect("council:question", found.pk)
        else:
            messages.success(request, _("Goedgekeurd. Het antwoord kan naar de raad."))
            return redirect("council:question", found.pk)
    context: dict[str, Any] = {
        "question": found,
        "form": form,
        "facts": [_fact(one, changed, set()) for one in found.facts.all() if one.number in changed],
        "title": _("Antwoord goedkeuren?"),
        "submit_label": _("Ja, keur goed"),
        "back_url": reverse("council:question", args=[found.pk]),
    }
    return render(request, "council/approve.html", context)


@for_functions(*KEEPERS)
@require_POST
def send(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Send an approved answer to the council."""
    found = question_or_404(request, question)
    try:
        made = services.send(identity=request.identity, found=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
        return redirect("council:question", found.pk)
    messages.success(request, _("Verzonden. Raadsleden kunnen het antwoord nu lezen."))
    return redirect("council:answer", made.pk)


def _fact_or_404(request: IdentifiedRequest, fact: uuid.UUID) -> Fact:
    found = queries.fact_or_none(request.identity, fact)
    if found is None:
        raise Http404
    return found


def _fact(one: Fact, changed: dict[int, Offer | None], used: set[int]) -> dict[str, Any]:
    """Return a fact as the page shows it: with what it says now, when that is something else."""
    now = changed.get(one.number)
    return {
        "fact": one,
        "source": source_words(one),
        "changed": one.number in changed,
        "gone": one.number in changed and now is None,
        "now": now.statement if now else "",
        "used": one.number in used,
    }


def _doubts(found: CouncilQuestion) -> list[Row]:
    texts = ((_("De vraag"), found.text), (_("Antwoord"), found.answer))
    return [
        Row(title=f"“{one.fragment}”", kind=one.heading, text=str(DOUBT_WORDS[one.kind]))
        for heading, text in texts
        for one in doubts_in(heading, text)
    ]


def _groups(
    offered: Offers, found: CouncilQuestion, ticked: set[str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what can be chosen, by what it is about, with what was picked before marked."""
    there = {known.code_of(fact) for fact in found.facts.all()}
    rows = sorted(offered.usable, key=lambda offer: offer.kind != "norm")
    return [
        (
            group,
            [
                {
                    "offer": offer,
                    "source": source_words(offer),
                    "there": offer.code in there,
                    "ticked": offer.code in ticked,
                }
                for offer in inside
            ],
        )
        for group, inside in groupby(rows, key=lambda offer: offer.group)
    ]


def _barred(offered: Offers) -> list[str]:
    return [f"{count} × {BARRED_WORDS[why]}" for why, count in offered.barred.items()]
