"""The last page before something leaves or is refused: exactly what goes, to whom, readable when (OM02)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from driehoek import law
from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import giving_words as words
from driehoek.exchange.approving import approval_lines
from driehoek.exchange.forms.deciding import ReleaseForm, RulingReadForm
from driehoek.exchange.giving import Screen
from driehoek.exchange.models import Judgement, Request, Ruling
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.queries import requests as asked_queries
from driehoek.exchange.refusals import grounds_words
from driehoek.exchange.services import provisions
from driehoek.exchange.services import requests as services
from driehoek.exchange.services.judging import RulingError
from driehoek.exchange.services.provision_values import ReleaseError
from driehoek.exchange.services.releasing import keep_refusal
from driehoek.exchange.views.judging import asked_or_404, is_open, screen_for
from driehoek.grounds.asking import Conversation
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version

CONFIRMED: Final = {"record_written": True, "secrecy_notice": True}
# Why a release was refused at the last moment, in words; what the law says is said by the decision itself.
REFUSED: Final[dict[str, str | Promise]] = {
    "record_written": gettext_lazy("Bevestig eerst dat u het vastlegt."),
    "secrecy_notice": gettext_lazy("Bevestig eerst dat u op de geheimhouding wijst."),
    "empty": gettext_lazy("Er staat nog geen tekst. Schrijf ten minste de kop."),
    "held": gettext_lazy("U houdt alles achter. Laat ten minste één tekst gaan."),
    "title": gettext_lazy("Geef de verstrekking een regel zonder persoonsgegevens."),
    "readers": gettext_lazy("Kies wie het bij de ontvanger mag lezen."),
    "keep_until": gettext_lazy("Kies een einddatum die nog komt en niet later is dan mag."),
    "mark": gettext_lazy("Over personen gaat het nooit openbaar of intern. Kies vertrouwelijk."),
    "request": gettext_lazy("Dit verzoek is ingetrokken of al beantwoord. Er gaat niets uit."),
    "origin": gettext_lazy("Wat u wilt doorgeven, is teruggetrokken of verlopen. Er gaat niets uit."),
    "driehoek": gettext_lazy(
        "Dit mag de driehoek niet uit. Geef het alleen aan burgemeester, OM of politie."
    ),
    "state": gettext_lazy("Dit is al verstrekt of weggegooid. Er is niets dubbel verstuurd."),
}


@dataclass(frozen=True)
class Standing:
    """How a proposal stands at the last page: the questions and the outcome, and what is in the way.

    Attributes:
        barred: why nothing can leave now; empty when it can.
        asks_reason: whether a warning asks a reason.
    """

    conversation: Conversation
    barred: str
    asks_reason: bool


def standing_of(screen: Screen) -> Standing:
    """Judge the draft as it is stored, as release will: with what is confirmed at that moment."""
    screen.provision.facts = {**screen.provision.facts, **CONFIRMED}
    conversation = screen.conversation()
    decision = conversation.decision
    if decision.outcome == law.Outcome.NOT_ALLOWED:
        return Standing(conversation, _("Geen wet staat dit zo toe. Lees hieronder waardoor."), False)
    if decision.outcome == law.Outcome.NEEDS_APPROVAL:
        return Standing(conversation, _("Dit wacht op toestemming. Vraag die eerst."), False)
    if law.must_know(decision, law.load()):
        said = _("Beantwoord eerst de vragen die nog open zijn. Een reden alleen is hier niet genoeg.")
        return Standing(conversation, said, False)
    return Standing(conversation, "", decision.outcome == law.Outcome.WARN)


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def judge_decide(request: IdentifiedRequest, asked: uuid.UUID) -> HttpResponse:
    """Show the ruling as it will go, and let it go."""
    found = asked_or_404(request, asked)
    paper = asked_queries.judgement_of(request.identity, found)
    if paper is None or not is_open(found, paper):
        messages.info(request, _("Hierover is al besloten. Er is niets dubbel verstuurd."))
        return redirect("exchange:judge", found.pk)
    screen = screen_for(request.identity, found, paper)
    giving = paper.ruling in (Ruling.GRANT, Ruling.PART)
    if not paper.ruling or (giving and not screen.stored):
        messages.warning(request, _("Kies eerst wat u besluit."))
        return redirect("exchange:judge", found.pk)
    if paper.ruling == Ruling.REFUSE:
        return _refused(request, found, paper)
    return _given(request, screen, found, paper)


def _refused(request: IdentifiedRequest, found: Request, paper: Judgement) -> HttpResponse:
    form = RulingReadForm(request.POST or None, initial={"version": paper.version, "asked": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            _rule_refusal(request, found, paper, form.cleaned_data)
        except VersionConflict:
            return changed_since(request, reverse("exchange:judge", args=[found.pk]))
        except RulingError as error:
            messages.error(request, _ruling_words(error))
            return redirect("exchange:judge", found.pk)
        messages.success(request, _("Geweigerd. De vrager leest uw reden, en wat wel kan."))
        return redirect("exchange:inbox")
    context = _ruling_context(found, paper) | {
        "form": form,
        "wrong": form.is_bound and bool(form.errors),
        "gives": False,
        "facts": [Pair(_("De vraag"), found.what), *_ruling_pairs(paper)],
        "title": _("Verzoek %(number)s weigeren?") % {"number": found.number},
        "lead": _("Dit leest %(who)s zodra u weigert.") % {"who": found.from_organisation.name},
        "submit_label": _("Ja, weiger"),
        "negative": True,
    }
    return render(request, "exchange/giving/decide.html", context)


def _rule_refusal(request: IdentifiedRequest, found: Request, paper: Judgement, read: dict[str, Any]) -> None:
    if read["version"] != paper.version:
        raise VersionConflict
    services.rule(
        identity=request.identity,
        request=found,
        version=read["asked"],
        ruling=Ruling.REFUSE,
        words=paper.words,
        refusal_grounds=paper.refusal_grounds,
    )


def _given(request: IdentifiedRequest, screen: Screen, found: Request, paper: Judgement) -> HttpResponse:
    standing = standing_of(screen)
    initial = {"version": screen.provision.version, "asked": found.version, "paper": paper.version}
    form = ReleaseForm(request.POST or None, asks_reason=standing.asks_reason, initial=initial)
    problem = ""
    if request.method == "POST" and posted_version(request) != screen.provision.version:
        return changed_since(request, reverse("exchange:judge", args=[found.pk]))
    if request.method == "POST" and not standing.barred and form.is_valid():
        try:
            _release_and_rule(request, screen, found, paper, form.cleaned_data)
        except VersionConflict:
            return changed_since(request, reverse("exchange:judge", args=[found.pk]))
        except RulingError as error:
            messages.error(request, _ruling_words(error))
            return redirect("exchange:judge", found.pk)
        except ReleaseError as error:
            keep_refusal(identity=request.identity, error=error)
            problem = release_words(error)
        else:
            messages.success(request, released_words(screen))
            return redirect("exchange:provision", screen.provision.pk)
    context = _ruling_context(found, paper) | {
        "title": _("Verstrekken op verzoek %(number)s?") % {"number": found.number},
        "more_facts": _ruling_pairs(paper),
    }
    return decide_page(request, screen, standing, form, context, problem)


@transaction.atomic
def _release_and_rule(
    request: IdentifiedRequest, screen: Screen, found: Request, paper: Judgement, read: dict[str, Any]
) -> None:
    """Let the provision go and answer the request: both, or neither."""
    if read["paper"] != paper.version:
        raise VersionConflict
    released = provisions.release(
        identity=request.identity,
        provision=screen.provision,
        version=read["version"],
        confirmation=read.get("confirmation", ""),
        facts=CONFIRMED,
    )
    services.rule(
        identity=request.identity,
        request=found,
        version=read["asked"],
        ruling=paper.ruling,
        words=paper.words,
        refusal_grounds=paper.refusal_grounds if paper.ruling == Ruling.PART else [],
        provision=released,
    )


def decide_page(
    request: IdentifiedRequest,
    screen: Screen,
    standing: Standing,
    form: ReleaseForm,
    context: dict[str, Any],
    problem: str,
) -> HttpResponse:
    """Draw the page that shows exactly what leaves; without a form when nothing can."""
    provision = screen.provision
    if problem:
        messages.error(request, problem)
    more: Sequence[Pair] = context.pop("more_facts", ())
    shown = {
        "form": None if standing.barred else form,
        "wrong": form.is_bound and bool(form.errors) and not standing.barred,
        "gives": True,
        "barred": standing.barred,
        "ways": screen.ways(standing.conversation),
        "outcome": standing.conversation.outcome,
        "approvals": approval_lines(screen, standing.conversation.decision),
        "parts": [
            {"label": part.detail.label, "text": part.text, "tag": words.when_tag(part)}
            for part in screen.texts
        ],
        "facts": [*words.leaving_pairs(provision), *more],
        "mark": words.mark_words(provision),
        "lead": _("Lees na wat %(who)s krijgt. Daarna ligt het vast.") % {"who": provision.recipient.name},
        "submit_label": _("Verstrek nu"),
    }
    return render(request, "exchange/giving/decide.html", shown | context)


def release_words(error: ReleaseError) -> str:
    """Say why something did not leave, and what to do."""
    if error.decision is not None:
        return error.decision.why_not()
    return str(REFUSED.get(error.code, _("Dit kan nu niet worden verstrekt. Kijk wat er staat.")))


def released_words(screen: Screen) -> str:
    """Say what happened, and what follows."""
    if any(part.let_go and part.embargo_until is None for part in screen.texts):
        return _("Verstrekt. De ontvanger kan het nu lezen.")
    return _("Verstrekt. De ontvanger ziet het zodra het embargo voorbij is.")


def changed_since(request: IdentifiedRequest, where: str) -> HttpResponse:
    """Say that someone else was first, and show the thing as it is now."""
    messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    return redirect(where)


def _ruling_words(error: RulingError) -> str:
    if str(error) == "words":
        return _("Leg in een paar woorden uit waarom, en wat wel kan.")
    if str(error) == "over":
        return _("Dit verzoek is ingetrokken of al beantwoord. Er gaat niets uit.")
    return _("Er is nog niets dat bij dit verzoek hoort. Kijk wat er staat.")


def _ruling_pairs(paper: Judgement) -> list[Pair]:
    pairs = [
        Pair(_("Uw besluit"), str(paper.get_ruling_display())),
        Pair(_("Waarom"), ", ".join(grounds_words(paper.refusal_grounds))),
        Pair(_("Uw woorden aan de vrager"), paper.words),
    ]
    return [pair for pair in pairs if pair.value]


def _ruling_context(found: Request, _paper: Judgement) -> dict[str, Any]:
    return {
        "action": reverse("exchange:judge_decide", args=[found.pk]),
        "back_url": reverse("exchange:judge", args=[found.pk]),
        "back_label": _("Verzoek %(number)s") % {"number": found.number},
    }
