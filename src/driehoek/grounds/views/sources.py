"""Checking a step that enriches a problem, and taking it only when nothing is missing (CX03)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek import law
from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.grounds.asking import Conversation, ProposalForm, converse, words_of
from driehoek.grounds.forms.sources import PartnerForm, ReasonForm
from driehoek.grounds.models import Source
from driehoek.grounds.queries import sources as queries
from driehoek.grounds.queries.covenants import Cover, cover
from driehoek.grounds.services import sources as services
from driehoek.grounds.views.common import day, page_of
from driehoek.parties.models import Organisation
from driehoek.problems.models import Kind, Problem
from driehoek.problems.views import problem_or_404
from driehoek.web.components import Action, Pair, Row, Tag


def sources_part(request: IdentifiedRequest, problem: Problem, level: Level) -> dict[str, Any] | None:
    """“Mag dit?”: the sources of a problem and its partners without one, with covenant, purpose, DPIA and basis."""
    found = list(queries.sources_of(request.identity, problem.pk))
    if problem.kind == Kind.STANDARD and not found:
        return None
    known = queries.known_covenants(request.identity)
    has_one = {one.organisation_id for one in found if one.ended_at is None}
    own = request.identity.organisations
    partners = [one for one in queries.partners_of(problem) if one.pk not in has_one and one.pk not in own]
    works = level >= Level.WORK
    return {
        "sources": [_source_row(one, works) for one in found],
        "partners": [_partner_row(one, _nearest(request, one, known)) for one in partners],
        "may_add": works,
    }


def _source_row(one: Source, works: bool) -> Row:
    closed = queries.closed_because(one, timezone.localdate())
    categories = ", ".join(words_of("data_categories", name) for name in one.categories)
    title = _("%(what)s van %(partner)s") % {"what": categories, "partner": one.organisation.name}
    end = Action(_("Stop"), page_of("source_end", one.pk), about=one.organisation.name)
    return Row(
        title[:1].upper() + title[1:],
        "",
        words_of("purpose", one.purpose),
        tags=(Tag(closed, "barred") if closed else Tag(_("mag"), "calm"),),
        meta=f"{one.covenant.title}, {_('tot en met')} {day(one.covenant.valid_until)}",
        actions=(end,) if works and one.ended_at is None else (),
    )


def _nearest(request: IdentifiedRequest, partner: Organisation, known: list[Any]) -> Cover:
    """Return the covenant with a partner that comes nearest, whatever it is for."""
    mine = {partner.pk} | request.identity.organisations
    shared = [one for one in known if partner.pk in {party.organisation_id for party in one.parties.all()}]
    both = [
        one
        for one in shared
        if mine & ({party.organisation_id for party in one.parties.all()} - {partner.pk})
    ]
    return cover(
        request.identity, parties={partner.pk}, purpose="", categories=(), on=timezone.localdate(), among=both
    )


def _partner_row(partner: Organisation, found: Cover) -> Row:
    if found.covenant is None:
        tags = [Tag(_("geen convenant"), "barred")]
    elif not found.in_force:
        tags = [Tag(_("convenant verlopen"), "barred")]
    else:
        tags = [Tag(_("convenant"), "calm")]
        tags.append(Tag(_("DPIA"), "calm") if found.dpia else Tag(_("geen geldige DPIA"), "barred"))
    return Row(
        partner.name,
        page_of("covenant", found.covenant.pk) if found.covenant else "",
        _("Er is nog geen bron toegestaan."),
        tags=tags,
    )


@require_http_methods(["GET", "POST"])
def source_new(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Ask what would come from whom, judge it, and let it come only when all four checks hold."""
    found = problem_or_404(request, problem, Level.WORK)
    posted = request.POST if request.method == "POST" else None
    partner = PartnerForm(posted, identity=request.identity)
    form = ProposalForm(posted, initial={"trigger": "on_request"})
    reason = ReasonForm(posted)
    context: dict[str, Any] = {"problem": found, "partner": partner, "form": form, "reason": reason}
    if posted is not None and partner.is_valid() and form.is_valid():
        organisation = partner.cleaned_data["partner"]
        conversation = _conversation(request, organisation, form, posted)
        checks = queries.check_step(
            request.identity, organisation=organisation, proposal=conversation.proposal
        )
        if posted.get("act") == "add" and conversation.complete and reason.is_valid():
            answer = _add(request, found, organisation, conversation, reason)
            if answer is not None:
                return answer
        context |= {
            "conversation": conversation,
            "checks": _check_rows(checks),
            "blocked": not all(one.holds for one in checks),
        }
    return render(request, "grounds/source_new.html", context)


def _conversation(
    request: IdentifiedRequest, organisation: Organisation, form: ProposalForm, posted: Any
) -> Conversation:
    """Ask what the law misses; whether a DPIA was done the register of covenants knows itself."""
    proposal = form.proposal()
    found = cover(
        request.identity,
        parties={organisation.pk, queries.own_organisation(request.identity).pk},
        purpose=proposal["purpose"],
        categories=proposal["data_categories"],
        on=timezone.localdate(),
    )
    known = {} if found.covenant is None else {"dpia_done": found.dpia}
    return converse(proposal, data=posted, fixed=known)


def _add(
    request: IdentifiedRequest,
    problem: Problem,
    organisation: Organisation,
    conversation: Conversation,
    reason: ReasonForm,
) -> HttpResponse | None:
    warned = conversation.decision.outcome == law.Outcome.WARN
    try:
        services.add_source(
            identity=request.identity,
            problem=problem,
            organisation=organisation,
            proposal=conversation.proposal,
            confirmation=reason.cleaned_data["reason"] if warned else "",
        )
    except services.SourceBlockedError:
        said = _("Dit kan nog niet. Lees hieronder wat ontbreekt.")
        if warned:
            said = _("Zeg eerst waarom dit nodig is, in ten minste 20 tekens.")
        reason.add_error("reason" if warned else None, said)
        return None
    except services.SourceThereError:
        reason.add_error(None, _("Deze partner is voor dit doel al een bron."))
        return None
    messages.success(request, _("De bron mag. Het oordeel van de wet is bewaard."))
    return redirect("problems:page", problem.pk)


def _check_rows(checks: list[queries.Check]) -> list[Row]:
    return [
        Row(
            one.label,
            text=one.said,
            tags=(Tag(_("in orde"), "calm") if one.holds else Tag(_("houdt tegen"), "barred"),),
        )
        for one in checks
    ]


@require_http_methods(["GET", "POST"])
def source_end(request: IdentifiedRequest, source: uuid.UUID) -> HttpResponse:
    """Ask, then end a source."""
    found = queries.source(request.identity, source)
    if found is None:
        raise Http404
    if (level_on(request.identity, found.problem_id) or 0) < Level.WORK:
        raise PermissionDenied(_("U mag dit probleem zien, maar dit niet doen. Vraag het de eigenaar."))
    back = reverse("problems:page", args=[found.problem_id])
    if request.method == "POST":
        services.end_source(identity=request.identity, source=found)
        messages.success(request, _("De bron is gestopt."))
        return redirect(back)
    context = {
        "title": _("Bron stoppen?"),
        "consequence_title": _("Dit werkt meteen"),
        "consequence": _("Er mogen geen persoonsgegevens van deze partner meer bij dit probleem."),
        "summary": [
            Pair(_("Partner"), found.organisation.name),
            Pair(_("Waarvoor"), words_of("purpose", found.purpose)),
        ],
        "submit_label": _("Bron stoppen"),
        "negative": True,
        "cancel_url": back,
        "back_url": back,
        "back_label": found.problem.title,
    }
    return render(request, "web/confirm.html", context)
