"""Judging a request on one screen, with a draft that nobody else sees (OM02)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.identity import Identity
from driehoek.exchange import giving_words as words
from driehoek.exchange.giving import Forms, Screen, answers_of, for_request, screen_of
from driehoek.exchange.models import Judgement, Request
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.queries import giving as queries
from driehoek.exchange.queries import requests as asked_queries
from driehoek.exchange.refusals import grounds_words
from driehoek.exchange.request_words import due_tag, due_words
from driehoek.exchange.services import requests as services
from driehoek.exchange.storing import store_provision, texts_of
from driehoek.exchange.views.writing import Place, law_alone, written
from driehoek.grounds.asking import Conversation
from driehoek.ledger.versions import VersionConflict
from driehoek.position.views import mark_exercise
from driehoek.web.components import Pair, Tag
from driehoek.web.forms import posted_version


def asked_or_404(request: IdentifiedRequest, asked: uuid.UUID) -> Request:
    """Return a request that was put to the reader's organisation; to others it does not exist here."""
    found = queries.request_or_none(request.identity, asked)
    if found is None:
        raise Http404
    mark_exercise(request, found.problem)
    return found


def is_open(found: Request, paper: Judgement | None) -> bool:
    """Tell whether a request still waits for a ruling."""
    return found.state in queries.WAITING and (paper is None or paper.ruled_at is None)


def screen_for(identity: Identity, found: Request, paper: Judgement | None) -> Screen:
    """Return the screen on which a request is judged, with the draft of what would be given."""
    draft = queries.draft_for(identity, found)
    provision = draft or for_request(identity, found, paper)
    texts = texts_of(identity, draft) if draft else ()
    return screen_of(identity, provision, texts=texts, request=found, judgement=paper)


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def judge(request: IdentifiedRequest, asked: uuid.UUID) -> HttpResponse:
    """Judge a request: what is asked, what the law says, what is given of it, and the ruling."""
    found = asked_or_404(request, asked)
    paper = asked_queries.judgement_of(request.identity, found)
    if not is_open(found, paper):
        if request.method == "POST":
            messages.warning(request, _("Hierover is al besloten. Er is niets dubbel opgeslagen."))
            return redirect("exchange:judge", found.pk)
        return _answered(request, found, paper)
    screen = screen_for(request.identity, found, paper)
    return written(request, screen, _place(request, screen, found))


@for_functions(*PARTIES)
@require_POST
def judge_check(request: IdentifiedRequest, asked: uuid.UUID) -> HttpResponse:
    """Say what the law says of the answers on the page."""
    found = asked_or_404(request, asked)
    return law_alone(
        request, screen_for(request.identity, found, asked_queries.judgement_of(request.identity, found))
    )


@for_functions(*PARTIES)
@require_POST
def judge_take_up(request: IdentifiedRequest, asked: uuid.UUID) -> HttpResponse:
    """Take a request up, so that it stops ringing and the asker sees that someone is on it."""
    found = asked_or_404(request, asked)
    try:
        services.take_up(identity=request.identity, request=found)
    except VersionConflict:
        messages.error(request, _("Dit verzoek is intussen ingetrokken."))
    else:
        messages.success(request, _("U hebt het opgepakt. De vrager ziet dat."))
    return redirect("exchange:judge", found.pk)


def store_judgement(
    request: IdentifiedRequest, screen: Screen, forms: Forms, conversation: Conversation
) -> None:
    """Keep the working paper and, when something is to be given, the draft of it; one transaction.

    Raises:
        VersionConflict: a colleague saved either of them meanwhile, or it was decided.
    """
    if screen.request is None or forms.ruling is None:
        raise TypeError("a judgement is about a request")
    facts, tags = answers_of(conversation, screen.approvals)
    paper, version = screen.judgement, posted_version(request)
    if paper is None:
        paper = services.take_up(identity=request.identity, request=screen.request)
        version = version or paper.version
    given = forms.ruling.cleaned_data
    services.save_judgement(
        identity=request.identity,
        judgement=paper,
        version=version,
        values=services.JudgementValues(
            facts=facts,
            wpg_processing=tags,
            ruling=given["ruling"],
            words=given["words"],
            notes=given["notes"],
            refusal_grounds=given["grounds"],
        ),
    )
    if forms.gives or screen.stored:
        store_provision(screen, forms, facts, tags)


def _place(request: IdentifiedRequest, screen: Screen, found: Request) -> Place:
    tags = [Tag(_("spoed"), "crisis")] if found.urgent else []
    due = due_tag(found)
    if due is not None:
        tags.append(due)
    here = reverse("exchange:judge", args=[found.pk])

    def store(forms: Forms, conversation: Conversation) -> None:
        store_judgement(request, screen, forms, conversation)

    def again() -> Screen | None:
        now = asked_or_404(request, found.pk)
        paper = asked_queries.judgement_of(request.identity, now)
        return screen_for(request.identity, now, paper) if is_open(now, paper) else None

    return Place(
        title=_("Verzoek %(number)s") % {"number": found.number},
        lead=_("%(who)s vraagt iets; %(due)s.")
        % {"who": found.from_organisation.name, "due": due_words(found)},
        tags=tags,
        back=(reverse("exchange:inbox"), _("Wat bij u wacht")),
        action=here,
        check=reverse("exchange:judge_check", args=[found.pk]),
        asked=words.asked_pairs(found),
        store=store,
        decide=lambda: reverse("exchange:judge_decide", args=[found.pk]),
        kept=lambda: here,
        again=again,
        take_up=reverse("exchange:judge_take_up", args=[found.pk]) if screen.judgement is None else "",
    )


def _answered(request: IdentifiedRequest, found: Request, paper: Judgement | None) -> HttpResponse:
    """Show a request that was answered or withdrawn, with what was given."""
    gave = queries.answered_with(request.identity, found)
    ruling = []
    if paper is not None and paper.ruled_at is not None:
        ruling = [
            Pair(_("Besluit"), str(paper.get_ruling_display())),
            Pair(_("Waarom"), ", ".join(grounds_words(paper.refusal_grounds))),
            Pair(_("Uw woorden aan de vrager"), paper.words),
            Pair(_("Eigen aantekening"), paper.notes),
            Pair(_("Besloten door"), paper.ruled_by.name if paper.ruled_by else ""),
        ]
    context = {
        "title": _("Verzoek %(number)s") % {"number": found.number},
        "lead": _lead_of(found, paper),
        "tags": [Tag(str(found.get_state_display()).lower())],
        "asked": words.asked_pairs(found),
        "ruling": [pair for pair in ruling if pair.value],
        "gave": [words.given_row(one) for one in gave],
    }
    return render(request, "exchange/giving/answered.html", context)


def _lead_of(found: Request, paper: Judgement | None) -> str:
    if found.state in queries.WAITING and paper is not None and paper.ruled_at is not None:
        return _("U hebt besloten. De vrager hoort het zodra er iets vrij is.")
    if found.received_at is not None:
        return _("De vrager bevestigde de ontvangst van uw antwoord.")
    return _("Dit verzoek is afgehandeld.")
