"""What people do with points: put forward, change, order, settle, and take that back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings import queries, services
from driehoek.meetings.forms import ChangePointForm, NewPointForm, OutcomeForm
from driehoek.meetings.models import AgendaPoint, PointState
from driehoek.meetings.views import point_or_404
from driehoek.web.forms import posted_version, sent_again


@for_functions(*DRIEHOEK)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Put a point forward; `probleem` in the address chooses what it is about."""
    initial = {"problem": _uuid_or_none(request.GET.get("probleem", ""))}
    form = NewPointForm(request.POST or None, identity=request.identity, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        chosen = values["problem"]
        services.put_forward(
            identity=request.identity,
            title=values["title"],
            text=values["text"],
            problem=chosen.pk if chosen else None,
            confidential=values["confidential"],
        )
        messages.success(request, _("Het punt staat op de agenda."))
        return redirect("meetings:agenda")
    return _form_page(request, form, title=_("Punt voor de driehoek"), submit=_("Zet op de agenda"))


@for_functions(*DRIEHOEK)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, point: uuid.UUID) -> HttpResponse:
    """Change the words of a point; a second editor is told, and keeps the text."""
    found = point_or_404(request, point)
    if not queries.may_change(request.identity, found):
        raise PermissionDenied(
            _("Alleen wie dit punt inbracht kan het wijzigen, of de burgemeester of een adviseur.")
        )
    timed = found.meeting_id is not None
    form = ChangePointForm(request.POST or None, initial=ChangePointForm.initial_of(found), timed=timed)
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            changed = services.change_point(
                identity=request.identity, point=found, version=values.pop("version"), **values
            )
        except VersionConflict:
            conflict = _conflict(found, form)
            form = ChangePointForm(sent_again(request, found.version), timed=timed)
        else:
            messages.success(
                request, _("De wijziging is bewaard.") if changed else _("Er is niets gewijzigd.")
            )
            return _to_point(found)
    return _form_page(
        request, form, title=_("Agendapunt wijzigen"), submit=_("Bewaren"), conflict=conflict, point=found
    )


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def handle(request: IdentifiedRequest, point: uuid.UUID) -> HttpResponse:
    """Record what the driehoek decided; a second editor is told, and keeps the text."""
    found = point_or_404(request, point)
    form = OutcomeForm(request.POST or None, initial={"outcome": found.outcome, "version": found.version})
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        again = found.state == PointState.HANDLED
        try:
            services.handle_point(
                identity=request.identity,
                point=found,
                version=form.cleaned_data["version"],
                outcome=form.cleaned_data["outcome"],
            )
        except VersionConflict:
            changes = [{"label": _("Besluit of afspraak"), "value": found.outcome}]
            conflict = _who(found) | {"changes": changes}
            form = OutcomeForm(sent_again(request, found.version))
        else:
            messages.success(request, _("Vastgelegd. U kunt dit bij “Besproken” terugdraaien."))
            return redirect("meetings:settled" if again else "meetings:agenda")
    return _form_page(
        request, form, title=_("Besproken"), lead=found.title, submit=_("Leg vast"), conflict=conflict
    )


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def drop(request: IdentifiedRequest, point: uuid.UUID) -> HttpResponse:
    """Take a point off the agenda; it can be put back."""
    found = point_or_404(request, point)
    try:
        services.drop_point(identity=request.identity, point=found, version=posted_version(request))
        messages.success(request, _("Het punt is vervallen. U kunt het onder aan deze pagina terugzetten."))
    except VersionConflict:
        _tell_changed(request)
    return redirect("meetings:agenda")


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def reopen(request: IdentifiedRequest, point: uuid.UUID) -> HttpResponse:
    """Put a handled or dropped point back on the agenda."""
    found = point_or_404(request, point)
    try:
        services.reopen_point(identity=request.identity, point=found, version=posted_version(request))
        messages.success(request, _("Het punt staat weer op de agenda."))
    except VersionConflict:
        _tell_changed(request)
    except services.AlreadyOpen:
        messages.error(request, _("Dit onderwerp staat al opnieuw op de agenda. Gebruik dat punt."))
    return _to_point(found)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def move(request: IdentifiedRequest, point: uuid.UUID) -> HttpResponse:
    """Move a point one place up or down."""
    found = point_or_404(request, point)
    match request.POST.get("direction"):
        case "up":
            services.move_point(identity=request.identity, point=found, direction="up")
        case "down":
            services.move_point(identity=request.identity, point=found, direction="down")
        case _:
            raise Http404
    return _to_point(found)


def _to_point(point: AgendaPoint) -> HttpResponseRedirect:
    """Go back to the agenda that the point stands on, with the point in sight."""
    return redirect(f"{_agenda_of(point)}#punt-{point.pk}")


def _agenda_of(point: AgendaPoint | None) -> str:
    if point is not None and point.meeting_id:
        return reverse("meetings:meeting", args=[point.meeting_id])
    return reverse("meetings:agenda")


def _tell_changed(request: IdentifiedRequest) -> None:
    messages.error(request, _("Iemand anders heeft dit punt net gewijzigd. Kijk eerst wat er veranderd is."))


def _who(point: AgendaPoint) -> dict[str, Any]:
    last = queries.last_change(point)
    return {"who": last[0], "when": last[1]} if last else {"who": "", "when": None}


def _conflict(point: AgendaPoint, form: ChangePointForm) -> dict[str, Any]:
    """Say who was first, and lay the stored values beside those of the form where they differ."""
    part = _("Ja") if point.confidential else _("Nee")
    stored = {"title": point.title, "text": point.text, "confidential": part}
    changes = [
        {"label": form.fields[name].label, "value": shown}
        for name, shown in stored.items()
        if getattr(point, name) != form.cleaned_data[name]
    ]
    return _who(point) | {"changes": changes}


def _uuid_or_none(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def _form_page(
    request: IdentifiedRequest,
    form: NewPointForm | ChangePointForm | OutcomeForm,
    *,
    title: str,
    submit: str,
    lead: str = "",
    conflict: dict[str, Any] | None = None,
    point: AgendaPoint | None = None,
) -> HttpResponse:
    back = _agenda_of(point)
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "conflict": conflict,
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Terug naar de agenda"),
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)
