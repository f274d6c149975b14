"""Asking: one page from the problem to a request that is ready to go, and the page that sends it (OM01)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import asking
from driehoek.exchange.forms.asking import RequestForm, fresh_key
from driehoek.exchange.models import Request, RequestState
from driehoek.exchange.request_screen import RequestScreen, fitting_values, initial_of, screen_for
from driehoek.exchange.request_words import facts_of, name_of
from driehoek.exchange.services import asking as services
from driehoek.exchange.views.own_requests import ASKERS, last_writer, request_or_404
from driehoek.grounds.asking import words_of
from driehoek.ledger.versions import VersionConflict
from driehoek.position.views import uuid_of
from driehoek.problems.models import Problem
from driehoek.web.components import Change, Conflict, Pair
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again

NARROW = ("purpose", "subject")
TYPED = ("what", "decision_for", "necessity")


@for_functions(*ASKERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Write a request; what is known from the problem, the cell or an earlier request stands there already."""
    return _written(request, None)


@for_functions(*ASKERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, own: uuid.UUID) -> HttpResponse:
    """Change a request that was not submitted yet."""
    found = request_or_404(request, own)
    if found.state != RequestState.DRAFT:
        messages.info(request, _("Dit verzoek is al ingediend. U kunt het niet meer wijzigen."))
        return redirect("exchange:request", found.pk)
    return _written(request, found)


@for_functions(*ASKERS)
@require_http_methods(["GET", "POST"])
def submit(request: IdentifiedRequest, own: uuid.UUID) -> HttpResponse:
    """Show what will be asked once more, and submit it."""
    found = request_or_404(request, own)
    if found.state != RequestState.DRAFT:
        messages.info(request, _("Dit verzoek is al ingediend. Er is niets dubbel verstuurd."))
        return redirect("exchange:request", found.pk)
    if missing(found):
        return _incomplete(request, found)
    if request.method == "POST":
        return _submitted(request, found)
    return _confirm(request, found)


def missing(found: Request) -> list[str]:
    """Return the names of what a draft still needs; `due_at` when its moment has passed."""
    empty = [name for name in services.ASKED if not getattr(found, name)]
    return [*empty, "due_at"] if found.due_at <= timezone.now() else empty


def _incomplete(request: IdentifiedRequest, found: Request) -> HttpResponse:
    messages.warning(request, _("Er ontbreekt nog iets. Vul het aan en ga dan verder."))
    return redirect("exchange:request_change", found.pk)


def _written(request: IdentifiedRequest, draft: Request | None) -> HttpResponse:
    posted = request.method == "POST"
    asked = uuid_of(request.POST.get("to", "") if posted else request.GET.get("aan", ""))
    screen = screen_for(request.identity, asked=asked, request=draft)
    if screen is None or screen.asked is None:
        raise PermissionDenied(_("Uw organisatie kan hier nog niets vragen. Vraag het de beheerder."))
    if not posted:
        form = RequestForm(initial=_initial(request, screen), screen=screen)
        return _page(request, screen, form)
    if "look" in request.POST:
        return _page(request, screen, _looked(request, screen), dirty=True)
    sending = "go" in request.POST
    form = RequestForm(request.POST, screen=screen, sending=sending)
    if not form.is_valid():
        return _page(request, screen, form)
    try:
        stored = _store(request, screen, form)
    except VersionConflict:
        return _conflict(request, screen)
    if sending:
        return redirect("exchange:request_submit", stored.pk)
    messages.success(request, _("Bewaard als concept. Niemand buiten uw organisatie ziet het."))
    return redirect("exchange:request", stored.pk)


def _store(request: IdentifiedRequest, screen: RequestScreen, form: RequestForm) -> Request:
    values = form.cleaned_data
    theme = form.chosen_theme
    wanted = services.NewRequest(
        from_organisation=screen.own,
        to_organisation=values["to"],
        theme=theme if theme is not None else screen.themes[0],
        problem=values.get("problem"),
        purpose=values.get("purpose", ""),
        subject=values.get("subject", ""),
        data_categories=tuple(values.get("data_categories", ())),
        decision_for=values.get("decision_for", ""),
        necessity=values.get("necessity", ""),
        what=values.get("what", ""),
        detail=values.get("detail") or "headline",
        due_at=form.due_at,
        urgent=bool(values.get("urgent")),
        key=values["key"],
    )
    if screen.request is None:
        return services.draft_request(identity=request.identity, new=wanted)
    return services.change_request(
        identity=request.identity, request=screen.request, version=posted_version(request), new=wanted
    )


def _initial(request: IdentifiedRequest, screen: RequestScreen) -> dict[str, Any]:
    """Return what the form opens with; what the address names and the reader may not see is not there."""
    problem = _chosen_problem(request, screen)
    again = uuid_of(request.GET.get("opnieuw", ""))
    earlier = request_or_404(request, again) if again else None
    values = initial_of(screen, problem=problem, theme=uuid_of(request.GET.get("thema", "")), again=earlier)
    version = screen.request.version if screen.request else None
    return values | {"key": fresh_key(), "version": version}


def _chosen_problem(request: IdentifiedRequest, screen: RequestScreen) -> Problem | None:
    wanted = uuid_of(request.GET.get("probleem", ""))
    if wanted is None:
        return None
    found = screen.problems.filter(pk=wanted).first()
    if found is None:
        raise Http404
    return found


def _looked(request: HttpRequest, screen: RequestScreen) -> RequestForm:
    """Return the form as it was filled in, with values that fit the pair, and without judging what is still empty."""
    typed: dict[str, Any] = {key: value for key, value in request.POST.items() if key != "look"}
    typed["data_categories"] = request.POST.getlist("data_categories")
    asked = str(screen.asked.pk) if screen.asked else ""
    if typed.pop("narrowed_for", asked) != asked:
        # Another party has other data; its usual ones take the place of those of the one before.
        typed["data_categories"], typed["subject"] = [], ""
    return RequestForm(initial=typed | fitting_values(screen, typed), screen=screen)


def _conflict(request: IdentifiedRequest, screen: RequestScreen) -> HttpResponse:
    """Show what was typed beside what someone else stored meanwhile."""
    draft = screen.request
    now = request_or_404(request, draft.pk) if draft else None
    if now is None or now.state != RequestState.DRAFT:
        messages.warning(request, _("Dit verzoek is al ingediend. Er is niets dubbel opgeslagen."))
        return redirect("exchange:request", now.pk) if now else redirect("exchange:requests")
    form = RequestForm(sent_again(request, now.version), screen=screen, sending=False)
    changes = [
        Change(str(form.fields[name].label), getattr(now, name))
        for name in TYPED
        if getattr(now, name).strip() != request.POST.get(name, "").strip()
    ]
    who, when = last_writer(now)
    return _page(request, screen, form, conflict=Conflict(who, when, changes))


def _page(
    request: IdentifiedRequest,
    screen: RequestScreen,
    form: RequestForm,
    *,
    conflict: Conflict | None = None,
    dirty: bool = False,
) -> HttpResponse:
    draft = screen.request
    assert screen.asked is not None  # noqa: S101 the caller looked
    named = uuid_of(str(form["problem"].value() or ""))
    problem = screen.problems.filter(pk=named).first() if named else None
    asked, values = screen.asked.name, _values(form)
    context = {
        "form": form,
        "asked": asked,
        "problem": problem,
        "asked_pk": screen.asked.pk,
        "look": asking.look_at(screen.proposal(values), choices=screen.choices),
        "chosen_words": _in_words(values),
        "unfolded": form.is_bound or dirty or not all(values.values()),
        "title": _("Vraag aan: %(asked)s") % {"asked": asked},
        "lead": _("U leest meteen of de wet het toelaat. De andere partij beslist wat u krijgt."),
        "conflict": conflict,
        "dirty": dirty or bool(conflict) or form.is_bound,
        "wrong": form.is_bound and bool(form.errors),
        "action": request.path,
        "back_url": _back(problem, draft),
        "back_label": _back_label(problem, draft),
    }
    return render(request, "exchange/asking/request_form.html", context, status=409 if conflict else 200)


def _values(form: RequestForm) -> dict[str, Any]:
    """Return what stands in the form now, whether it was sent or is what it opens with."""
    return {name: form[name].value() for name in ("purpose", "subject", "data_categories")}


def _in_words(values: dict[str, Any]) -> str:
    """Say purpose, data and subject in one line, as far as they were chosen."""
    data = ", ".join(words_of("data_categories", one) for one in values["data_categories"] or ())
    chosen = (values["purpose"] or "", values["subject"] or "")
    purpose, subject = (words_of(name, one) if one else "" for name, one in zip(NARROW, chosen, strict=True))
    return " · ".join(filter(None, (purpose, data, subject)))


def _back(problem: Problem | None, draft: Request | None) -> str:
    if draft is not None:
        return reverse("exchange:request", args=[draft.pk])
    return reverse("problems:page", args=[problem.pk]) if problem else reverse("exchange:front")


def _back_label(problem: Problem | None, draft: Request | None) -> str:
    if draft is not None:
        return name_of(draft)
    return problem.title if problem else _("Uitwisseling")


def _confirm(request: IdentifiedRequest, found: Request) -> HttpResponse:
    asked = found.to_organisation.name
    consequence = _("Het verzoek gaat naar %(asked)s. Daarna kunt u het niet meer wijzigen, wel intrekken.")
    if found.urgent:
        consequence += " " + _("Omdat het niet kan wachten, gaat er meteen bericht langs hun contactroute.")
    return confirm_page(
        request,
        title=_("Verzoek indienen"),
        consequence=consequence % {"asked": asked},
        submit=_("Dien in"),
        version=found.version,
        back=(reverse("exchange:request_change", args=[found.pk]), _("Terug naar het verzoek")),
        summary=[Pair(one.label, one.value) for one in facts_of(found)],
    )


def _submitted(request: IdentifiedRequest, found: Request) -> HttpResponse:
    try:
        sent = services.submit_request(
            identity=request.identity, request=found, version=posted_version(request)
        )
    except VersionConflict:
        messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
        return redirect("exchange:request_submit", found.pk)
    except services.IncompleteError:
        return _incomplete(request, found)
    messages.success(
        request,
        _("Ingediend als %(number)s. U ziet hier wanneer er antwoord is.") % {"number": sent.number},
    )
    return redirect("exchange:request", sent.pk)
