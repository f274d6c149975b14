"""Deciding of which kind a problem is: questions, the proposal, what changes, the decision."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.ledger.versions import VersionConflict
from driehoek.problems import queries, regimes, sentences, services, typing
from driehoek.problems.content import shown
from driehoek.problems.forms_typing import QuestionsForm, RetypeForm
from driehoek.problems.models import Kind, Problem
from driehoek.problems.views import problem_or_404, who_was_first
from driehoek.web.components import Row, Tag
from driehoek.web.forms import sent_again


@require_GET
def questions(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Ask the ten questions about a problem, and say when such a problem typically becomes another kind."""
    found = problem_or_404(request, problem, Level.WORK)
    context = {
        "problem": found,
        "form": QuestionsForm(initial=typing.accepted(request.GET.dict())),
        "title": _("Past de soort nog?"),
        "lead": _("Tien korte vragen. Weet u iets niet, sla het dan over. U beslist zelf."),
        "transitions": [
            Row(title=str(one.after.label), text=shown(one.when), url=_choose(found, one.after))
            for one in typing.transitions_from(found.kind)
        ],
        "action": reverse("problems:proposal", args=[found.pk]),
        "submit_label": _("Bekijk het voorstel"),
        **_way_back(found),
    }
    return render(request, "problems/typing.html", context)


@require_GET
def proposal(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show what the answers point to, and let the reader choose."""
    found = problem_or_404(request, problem, Level.WORK)
    answers = typing.accepted(request.GET.dict())
    made = typing.propose(answers)
    asked = request.GET.urlencode()
    context = {
        "problem": found,
        "proposal": made,
        "asked": asked,
        "stays": made.kind == found.kind,
        "choices": [
            Row(
                title=str(kind.label),
                text=regimes.regime_of(kind).shown,
                tags=[Tag(_("voorstel"), "accent")] if kind == made.kind else [],
                url=_choose(found, kind, asked),
            )
            for kind in sorted(Kind, key=lambda one: one != made.kind)
            if kind != found.kind
        ],
        **_way_back(found),
    }
    return render(request, "problems/proposal.html", context)


@require_http_methods(["GET", "POST"])
def retype(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show what changes when the problem becomes the kind that the address names, and store the decision."""
    found = problem_or_404(request, problem, Level.WORK)
    if (kind := _kind(request)) is None:
        return redirect("problems:typing", found.pk)
    if kind == found.kind and request.method == "GET":
        messages.info(request, _("Dit probleem is al %(kind)s.") % {"kind": sentences.named(kind)})
        return redirect("problems:page", found.pk)
    answers = typing.accepted(request.GET.dict())
    proposed = typing.propose(answers).kind if answers else None
    form = RetypeForm(request.POST or None, initial={"version": found.version}, kind=kind, proposed=proposed)
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, found, kind, answers, form)
        except (VersionConflict, services.SameKind):
            found.refresh_from_db()
            conflict = _conflict(found, kind)
            form = RetypeForm(sent_again(request, found.version), kind=kind, proposed=proposed)
        else:
            return _after(request, found, kind)
    context = _what_changes(request, found, kind) | {"form": form, "conflict": conflict, "proposed": proposed}
    return render(request, "problems/retype.html", context, status=409 if conflict else 200)


def _decide(
    request: IdentifiedRequest, found: Problem, kind: Kind, answers: dict[str, str], form: RetypeForm
) -> None:
    services.retype(
        identity=request.identity,
        problem=found,
        version=form.cleaned_data["version"],
        kind=kind,
        answers=answers,
        reason=form.cleaned_data["reason"],
    )


def _after(request: IdentifiedRequest, found: Problem, kind: Kind) -> HttpResponse:
    messages.success(
        request,
        _("Dit probleem is nu %(kind)s. Uw besluit en uw reden zijn vastgelegd.")
        % {"kind": sentences.named(kind)},
    )
    if level_on(request.identity, found.pk) is None:
        return redirect("problems:list")
    return redirect("problems:page", found.pk)


def _what_changes(request: IdentifiedRequest, found: Problem, kind: Kind) -> dict[str, Any]:
    """Return who sees what, now and then, and which information stops and starts."""
    before = Kind(found.kind)
    change = regimes.change_of(before, kind)
    now = level_on(request.identity, found.pk) or Level.OVERVIEW
    return {
        "problem": found,
        "kind": kind,
        "title": _title(before, kind),
        "loss": sentences.own_loss(now, queries.level_after(request.identity, found, kind)),
        "regime": change.after,
        "sight": [(one.function, one.now, one.then) for one in sentences.sight_changes(before, kind)],
        "sight_header": [_("Functie"), _("Nu"), _("Straks")],
        "stops": sentences.line_rows(change.stops, thresholds=False),
        "starts": sentences.line_rows(change.starts, thresholds=False),
        "transition": next(
            (shown(one.when) for one in typing.transitions_from(before) if one.after == kind), ""
        ),
        "submit_label": sentences.becomes(kind),
        **_way_back(found),
    }


def _title(before: Kind, after: Kind) -> str:
    if before == after:
        return _("Dit probleem is al %(kind)s") % {"kind": sentences.named(after)}
    return _("Van %(before)s naar %(after)s") % {
        "before": before.label.lower(),
        "after": after.label.lower(),
    }


def _conflict(found: Problem, kind: Kind) -> dict[str, Any]:
    changes = [{"label": _("Soort"), "value": found.get_kind_display()}]
    if found.kind == kind:
        changes.append({"label": _("Uw besluit"), "value": _("is niet meer nodig: iemand nam het al")})
    return who_was_first(found) | {"changes": changes}


def _kind(request: IdentifiedRequest) -> Kind | None:
    chosen = request.GET.get("soort", "")
    return Kind(chosen) if chosen in Kind.values else None


def _choose(found: Problem, kind: Kind, asked: str = "") -> str:
    address = reverse("problems:retype", args=[found.pk])
    return f"{address}?soort={kind}" + (f"&{asked}" if asked else "")


def _way_back(found: Problem) -> dict[str, str]:
    back = reverse("problems:page", args=[found.pk])
    return {
        "cancel_url": back,
        "back_url": back,
        "back_label": found.title,
        "is_now": sentences.named(found.kind),
    }
