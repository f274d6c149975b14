"""Pages about what the mayor means to do, for the mayor's side and for the prosecution service (OM05)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.exchange import planned_rows as rows
from driehoek.exchange.forms.planned import ObjectionForm, PlannedDecisionForm, PlannedForm
from driehoek.exchange.models import ObjectionState, PlannedPower, PlannedState
from driehoek.exchange.queries import planned as queries
from driehoek.exchange.services import planned as services
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.queries.gatherings import last_act
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.components import Conflict
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*queries.READERS)
@require_GET
def planned_list(request: IdentifiedRequest) -> HttpResponse:
    """List what runs, or what is over."""
    running = request.GET.get("toon") != "afgerond"
    found, more = queries.page_of_planned(request.identity, running=running, after=keyset_cursor(request))
    context = {
        "rows": [rows.planned_row(one, request.identity) for one in found],
        "running": running,
        "may_plan": request.identity.holds(*KEEPERS_OF_POSITION),
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
    }
    return render(request, "exchange/planned/list.html", context)


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def planned_new(request: IdentifiedRequest) -> HttpResponse:
    """Write down what the mayor means to do; from a problem's page it is filled in as far as it is known."""
    organisation = queries.own_organisation(request.identity)
    if organisation is None:
        raise PermissionDenied(_("U werkt niet voor de gemeente. Vraag de adviseur om dit op te schrijven."))
    if not queries.prosecution(request.identity).exists():
        messages.error(
            request, _("Er staat nog geen parket in Driehoek. Vraag de beheerder om het toe te voegen.")
        )
        return redirect("exchange:planned_list")
    form = PlannedForm(
        request.POST or None,
        identity=request.identity,
        initial={"key": uuid.uuid4(), **_from_problem(request)},
    )
    if request.method == "POST" and form.is_valid():
        made = services.plan_power(
            identity=request.identity,
            organisation=organisation.pk,
            new=form.new(),
            key=form.cleaned_data["key"],
        )
        return redirect("exchange:planned", made.pk)
    return _form_page(
        request, form, title=_("Voornemen voorleggen aan het OM"), cancel=reverse("exchange:planned_list")
    )


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def planned_change(request: IdentifiedRequest, planned: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    found = _found(request, planned)
    if found.state != PlannedState.DRAFT:
        messages.info(request, _("Dit voornemen is al voorgelegd. U kunt het niet meer wijzigen."))
        return redirect("exchange:planned", found.pk)
    form = PlannedForm(request.POST or None, identity=request.identity, initial=PlannedForm.initial_of(found))
    back = reverse("exchange:planned", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        try:
            services.change_planned(
                identity=request.identity, planned=found, version=posted_version(request), new=form.new()
            )
        except VersionConflict:
            found = _found(request, planned)
            again = PlannedForm(sent_again(request, found.version), identity=request.identity)
            conflict = _conflict(request, found)
            return _form_page(request, again, title=_("Voornemen wijzigen"), cancel=back, conflict=conflict)
        messages.success(request, _("Het voornemen is gewijzigd."))
        return redirect("exchange:planned", found.pk)
    return _form_page(request, form, title=_("Voornemen wijzigen"), cancel=back)


@for_functions(*queries.READERS)
@require_GET
def planned(request: IdentifiedRequest, planned: uuid.UUID) -> HttpResponse:
    """Show a planned power with its answers and what can be done now."""
    return _page(request, _found(request, planned))


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def planned_announce(request: IdentifiedRequest, planned: uuid.UUID) -> HttpResponse:
    """Put it to the prosecution service, after a look at what that means."""
    found = _own(request, planned)
    if request.method == "GET":
        until = services.term_from(timezone.now(), urgent=bool(found.urgent_words))
        return _confirm(
            request,
            found,
            title=_("Voorleggen aan %(who)s?") % {"who": found.told_to.name},
            consequence=_(
                "Het OM leest dan de hele pagina en kan antwoorden tot %(until)s. U kunt niets meer wijzigen."
            )
            % {"until": formatting.moment(until, language=formatting.known(get_language()))},
            submit=_("Ja, leg voor"),
        )
    try:
        services.announce(identity=request.identity, planned=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Dit voornemen is intussen gewijzigd of voorgelegd. Kijk het nog eens na."))
        return redirect("exchange:planned", found.pk)
    messages.success(request, _("Voorgelegd aan %(who)s.") % {"who": found.told_to.name})
    return redirect("exchange:planned", found.pk)


@for_functions(Function.PROSECUTOR)
@require_POST
def planned_answer(request: IdentifiedRequest, planned: uuid.UUID) -> HttpResponse:
    """Answer for the prosecution service."""
    found = _found(request, planned)
    if found.told_to_id not in request.identity.organisations:
        raise PermissionDenied(_("Dit voornemen is aan een ander parket voorgelegd."))
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, objection=form)
    given = form.cleaned_data
    try:
        services.answer_planned(
            identity=request.identity,
            planned=found,
            answer=ObjectionState(given["answer"]),
            words=given["words"],
            wait_until=given["wait_until"],
            key=given["key"],
        )
    except services.NotNowError:
        messages.error(
            request, _("Dit voornemen is al besloten of gaat niet door. Uw antwoord is niet bewaard.")
        )
        return redirect("exchange:planned", found.pk)
    messages.success(request, _("Uw antwoord is verstuurd."))
    return redirect("exchange:planned", found.pk)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def planned_decide(request: IdentifiedRequest, planned: uuid.UUID) -> HttpResponse:
    """Write down what the mayor decided."""
    found = _own(request, planned)
    form = PlannedDecisionForm(request.POST, way=rows.way_of(found))
    if not form.is_valid():
        return _page(request, found, decision=form)
    given = form.cleaned_data
    try:
        services.decide_planned(
            identity=request.identity,
            planned=found,
            version=given["version"],
            outcome=given["outcome"],
            weighed=given.get("weighed", ""),
            urgent=given.get("urgent", ""),
        )
    except (VersionConflict, services.NotNowError):
        found = _own(request, planned)
        again = PlannedDecisionForm(sent_again(request, found.version), way=rows.way_of(found))
        return _page(request, found, decision=again, conflict=_conflict(request, found))
    messages.success(request, _("Het besluit is vastgelegd. Het OM ziet het ook."))
    return redirect("exchange:planned", found.pk)


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def planned_drop(request: IdentifiedRequest, planned: uuid.UUID) -> HttpResponse:
    """Say that it does not go on, after asking once."""
    found = _own(request, planned)
    if request.method == "GET":
        return _confirm(
            request,
            found,
            title=_("Gaat dit niet door?"),
            consequence=_(
                "Het voornemen blijft te lezen, maar loopt niet meer. U kunt dit niet terugdraaien."
            ),
            submit=_("Ja, dit gaat niet door"),
        )
    try:
        services.drop_planned(identity=request.identity, planned=found, version=posted_version(request))
        messages.success(request, _("Vastgelegd: dit gaat niet door."))
    except VersionConflict:
        messages.error(request, _("Dit voornemen is intussen gewijzigd of besloten. Kijk het nog eens na."))
    return redirect("exchange:planned", found.pk)


def _confirm(
    request: IdentifiedRequest, found: PlannedPower, *, title: str, consequence: str, submit: str
) -> HttpResponse:
    return confirm_page(
        request,
        title=title,
        lead=found.title,
        consequence=consequence,
        submit=submit,
        version=found.version,
        back=(reverse("exchange:planned", args=[found.pk]), _("Voornemen")),
    )


def _found(request: IdentifiedRequest, pk: uuid.UUID) -> PlannedPower:
    found = queries.planned_powers(request.identity).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own(request: IdentifiedRequest, pk: uuid.UUID) -> PlannedPower:
    found = _found(request, pk)
    if found.organisation_id not in request.identity.organisations:
        raise PermissionDenied(_("Dit voornemen is van een andere organisatie."))
    return found


def _conflict(request: IdentifiedRequest, found: PlannedPower) -> Conflict:
    """Say who was first, and what is stored now."""
    last = last_act(found.pk, request.identity.municipality)
    changes = rows.stored_now(found) if found.state == PlannedState.DRAFT else []
    return Conflict(who=last[0] if last else "", when=last[1] if last else None, changes=changes)


def _from_problem(request: IdentifiedRequest) -> dict[str, Any]:
    """Return what a problem's page already knows."""
    try:
        asked = uuid.UUID(request.GET.get("probleem", ""))
    except ValueError:
        return {}
    found = queries.problems(request.identity).filter(pk=asked).first()
    return {"problem": found.pk, "theme": found.theme_id} if found else {}


def _form_page(
    request: IdentifiedRequest,
    form: PlannedForm,
    *,
    title: str,
    cancel: str,
    conflict: Conflict | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": _(
            "Het OM ziet dit pas als u het voorlegt. Daarna heeft het OM een termijn om te antwoorden."
        ),
        "back_url": cancel,
        "back_label": _("Terug"),
        "submit_label": _("Bewaar en bekijk"),
        "cancel_url": cancel,
        "conflict": conflict,
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


def _page(
    request: IdentifiedRequest,
    found: PlannedPower,
    *,
    objection: ObjectionForm | None = None,
    decision: PlannedDecisionForm | None = None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    identity = request.identity
    own = found.organisation_id in identity.organisations and identity.holds(*KEEPERS_OF_POSITION)
    runs = found.state == PlannedState.ANNOUNCED
    asked = runs and identity.holds(Function.PROSECUTOR) and found.told_to_id in identity.organisations
    way = rows.way_of(found)
    context = {
        "planned": found,
        "says": rows.says(found),
        "tags": rows.tags_of(found),
        "facts": rows.facts_of(found, identity),
        "entries": rows.timeline_of(found),
        "may_change": own and found.state == PlannedState.DRAFT,
        "may_drop": own and found.state in (PlannedState.DRAFT, PlannedState.ANNOUNCED),
        "objection": (objection or ObjectionForm(initial={"key": uuid.uuid4()})) if asked else None,
        "decision": (decision or PlannedDecisionForm(way=way, initial={"version": found.version}))
        if own and runs
        else None,
        "way": way,
        "conflict": conflict,
        "form": objection or decision,
    }
    return render(request, "exchange/planned/page.html", context, status=409 if conflict else 200)
