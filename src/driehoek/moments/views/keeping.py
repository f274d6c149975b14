"""What keepers of the calendar do: add, change, cancel and take that back, take over what is national."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.moments import queries, services
from driehoek.moments.forms import MomentForm, first_day
from driehoek.moments.models import Moment
from driehoek.moments.national import BY_KEY, NATIONAL
from driehoek.moments.rights import WRITERS
from driehoek.moments.views import moment_or_404
from driehoek.moments.words import spoken
from driehoek.web import formatting
from driehoek.web.components import Action, Row, Tag
from driehoek.web.forms import posted_version, sent_again


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Add a moment; `dag` and `probleem` in the address fill in what is known."""
    initial = {
        "starts_on": first_day(request.GET.get("dag", "")),
        "problem": _uuid_or_none(request.GET.get("probleem", "")),
    }
    form = MomentForm(request.POST or None, identity=request.identity, initial=initial)
    if request.method == "POST" and form.is_valid():
        moment = services.add_moment(
            identity=request.identity, values=form.values(), areas=form.chosen_areas()
        )
        messages.success(request, _("Het moment staat in de kalender."))
        return redirect("moments:page", moment.pk)
    return _form_page(request, form, title=_("Moment toevoegen"), back=reverse("moments:calendar"))


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, moment: uuid.UUID) -> HttpResponse:
    """Change a moment; a second editor is told, and keeps the text."""
    found = moment_or_404(request, moment)
    form = MomentForm(
        request.POST or None,
        identity=request.identity,
        moment=found,
        initial=MomentForm.initial_of(found),
    )
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_moment(
                identity=request.identity,
                moment=found,
                version=posted_version(request),
                values=form.values(),
                areas=form.chosen_areas(),
            )
        except VersionConflict:
            conflict = _conflict(found, form)
            form = MomentForm(sent_again(request, found.version), identity=request.identity, moment=found)
        else:
            messages.success(
                request, _("De wijziging is bewaard.") if changed else _("Er is niets gewijzigd.")
            )
            return redirect("moments:page", found.pk)
    back = reverse("moments:page", args=[found.pk])
    return _form_page(request, form, title=_("Moment wijzigen"), back=back, conflict=conflict, moment=found)


@for_functions(*WRITERS)
@require_POST
def cancel(request: IdentifiedRequest, moment: uuid.UUID) -> HttpResponse:
    """Say that a moment, or one time of it, does not take place; the same page takes it back."""
    found = moment_or_404(request, moment)
    try:
        services.cancel(
            identity=request.identity, moment=found, version=posted_version(request), day=_day(request)
        )
        messages.success(request, _("Bewaard: dit gaat niet door. U kunt het hier terugdraaien."))
    except VersionConflict:
        _tell_changed(request)
    except services.NotThatDay as error:
        raise Http404 from error
    return redirect("moments:page", found.pk)


@for_functions(*WRITERS)
@require_POST
def restore(request: IdentifiedRequest, moment: uuid.UUID) -> HttpResponse:
    """Take back that a moment, or one time of it, does not take place."""
    found = moment_or_404(request, moment)
    try:
        services.restore(
            identity=request.identity, moment=found, version=posted_version(request), day=_day(request)
        )
        messages.success(request, _("Bewaard: dit gaat toch door."))
    except VersionConflict:
        _tell_changed(request)
    return redirect("moments:page", found.pk)


@for_functions(*WRITERS)
@require_GET
def national(request: IdentifiedRequest) -> HttpResponse:
    """List the moments of the whole country, with what stands in the own calendar."""
    taken = queries.taken_over(request.identity, [one.uid for one in NATIONAL])
    today = timezone.localdate()
    rows = []
    for one in sorted(NATIONAL, key=lambda national: national.first_day(today)):
        mine = taken.get(one.uid)
        first = formatting.date_long(one.first_day(today), language=spoken())
        take = Action(_("Neem over"), reverse("moments:take_over"), True, (("key", one.key),), str(one.title))
        rows.append(
            Row(
                title=str(one.title),
                url=reverse("moments:page", args=[mine.pk]) if mine else "",
                text=str(one.what),
                tags=[Tag(_("In uw kalender"), "calm")] if mine else [],
                meta=_("Eerste keer: %(day)s") % {"day": first},
                actions=() if mine else (take,),
            )
        )
    return render(request, "moments/national.html", {"rows": rows})


@for_functions(*WRITERS)
@require_POST
def take_over(request: IdentifiedRequest) -> HttpResponse:
    """Put a moment of the whole country in the own calendar; taking it over again changes nothing."""
    key = request.POST.get("key", "")
    if key not in BY_KEY:
        raise Http404
    moment = services.take_over(identity=request.identity, key=key)
    messages.success(request, _("“%(title)s” staat in uw kalender.") % {"title": moment.title})
    return redirect("moments:national")


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def export(request: IdentifiedRequest) -> HttpResponse:
    """Hand over the calendar as a file, after saying what is in it."""
    if request.method == "POST":
        file = services.export(identity=request.identity, closed=request.POST.get("closed") == "ja")
        response = HttpResponse(file.content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        response["Cache-Control"] = "no-store"
        return response
    return render(request, "moments/export.html")


def _day(request: IdentifiedRequest) -> date | None:
    """Return the one day that is meant; None for the whole moment."""
    given = request.POST.get("day", "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Http404 from error


def _tell_changed(request: IdentifiedRequest) -> None:
    messages.error(
        request, _("Iemand anders heeft dit moment net gewijzigd. Kijk eerst wat er veranderd is.")
    )


def _conflict(moment: Moment, form: MomentForm) -> dict[str, Any]:
    """Say who was first, and lay the stored words beside those of the form where they differ."""
    last = queries.last_change(moment)
    who = {"who": last[0], "when": last[1]} if last else {"who": "", "when": None}
    stored = MomentForm.initial_of(moment)
    shown = {
        name: stored[name] for name in ("title", "what", "starts_on", "starts_time", "ends_time", "source")
    }
    changes = [
        {"label": form.fields[name].label, "value": "–" if value in (None, "") else value}
        for name, value in shown.items()
        if (value or "") != (form.cleaned_data.get(name) or "")
    ]
    return who | {"changes": changes}


def _uuid_or_none(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def _form_page(
    request: IdentifiedRequest,
    form: MomentForm,
    *,
    title: str,
    back: str,
    conflict: dict[str, Any] | None = None,
    moment: Moment | None = None,
) -> HttpResponse:
    more = ("ends_on", "rhythm", "until", "extra")
    about = ("expected", "state", "problem", "theme", "owner", "source", "confidential")
    context = {
        "form": form,
        "title": title,
        "submit_label": _("Bewaren"),
        "conflict": conflict,
        "cancel_url": back,
        "back_url": back,
        "back_label": moment.title if moment else _("Kalender"),
        "first_fields": [form[name] for name in ("title", "kind", "starts_on", "starts_time", "ends_time")],
        "longer_fields": [form[name] for name in more],
        "longer_open": bool(moment) or any(name in form.errors for name in more),
        "what_fields": [form[name] for name in ("what", "areas")],
        "about_fields": [form[name] for name in about if name in form.fields],
        "about_open": bool(moment)
        or bool(form["problem"].value())
        or any(name in form.errors for name in about),
    }
    return render(request, "moments/form.html", context, status=409 if conflict else 200)
