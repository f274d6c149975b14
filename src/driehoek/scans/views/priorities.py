"""Priorities: adding, changing, their order, and putting one on the agenda of the driehoek."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK
from driehoek.ledger.versions import VersionConflict
from driehoek.scans import services, words
from driehoek.scans.forms import PriorityForm
from driehoek.scans.rights import WRITERS
from driehoek.scans.views.common import (
    already_there,
    conflict_of,
    form_page,
    open_scan,
    page_url,
    priority_or_404,
    require_open,
    scan_or_404,
)
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version, sent_again


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Add a priority at the end of the list."""
    found = open_scan(request, scan)
    form = PriorityForm(request.POST or None, identity=request.identity, scan=found)
    if request.method == "POST" and form.is_valid():
        # Sent twice, it stands there already: the same answer, and nothing is stored twice.
        with contextlib.suppress(services.AlreadyThere):
            services.add_priority(identity=request.identity, scan=found, values=form.values())
        messages.success(request, _("De prioriteit staat in de scan."))
        return redirect(page_url(found))
    return form_page(request, form, title=_("Prioriteit toevoegen"), submit=_("Bewaar"), scan=found)


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, priority: uuid.UUID) -> HttpResponse:
    """Change a priority; a second editor is told, and keeps the text."""
    found = priority_or_404(request, priority)
    require_open(found.scan)
    shared: dict[str, Any] = {"identity": request.identity, "scan": found.scan, "priority": found}
    form = PriorityForm(request.POST or None, initial=PriorityForm.initial_of(found), **shared)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_priority(
                identity=request.identity,
                priority=found,
                version=posted_version(request),
                values=form.values(),
            )
        except services.AlreadyThere:
            form.add_error("title", already_there())
        except VersionConflict:
            found = priority_or_404(request, priority)
            conflict = conflict_of(found.pk, found.municipality_id)
            form = PriorityForm(sent_again(request, found.version), **(shared | {"priority": found}))
        else:
            messages.success(request, _("De wijziging is bewaard."))
            return redirect(page_url(found.scan))
    return form_page(
        request,
        form,
        title=_("Prioriteit wijzigen"),
        submit=_("Bewaar"),
        scan=found.scan,
        conflict=conflict,
    )


@for_functions(*WRITERS)
@require_POST
def move(request: IdentifiedRequest, priority: uuid.UUID) -> HttpResponse:
    """Move a priority one place."""
    found = priority_or_404(request, priority)
    direction = request.POST.get("direction", "")
    if direction == "up":
        services.move_priority(identity=request.identity, priority=found, direction="up")
    elif direction == "down":
        services.move_priority(identity=request.identity, priority=found, direction="down")
    else:
        raise Http404
    return redirect(page_url(found.scan) + "#prioriteiten")


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def drop(request: IdentifiedRequest, priority: uuid.UUID) -> HttpResponse:
    """Take a priority out of the scan, after asking."""
    found = priority_or_404(request, priority)
    require_open(found.scan)
    back = page_url(found.scan)
    if request.method == "POST":
        try:
            services.drop_priority(identity=request.identity, priority=found, version=posted_version(request))
        except VersionConflict:
            messages.error(request, _("Dit is net gewijzigd. Kijk nog eens."))
        else:
            messages.success(request, _("De prioriteit is uit de scan gehaald."))
        return redirect(back)
    context = {
        "title": _("Prioriteit weghalen"),
        "consequence_title": found.title,
        "consequence": _("Wat hier is ingevuld, gaat weg. De prioriteiten eronder schuiven op."),
        "summary": [Pair(_("Waarom"), found.why)],
        "version": found.version,
        "submit_label": _("Haal weg"),
        "negative": True,
        "cancel_url": back,
        "back_url": back,
        "back_label": words.name(found.scan),
    }
    return render(request, "scans/confirm.html", context)


@for_functions(*DRIEHOEK)
@require_POST
def to_agenda(request: IdentifiedRequest, priority: uuid.UUID) -> HttpResponse:
    """Put a priority on the agenda of the driehoek; twice gives one point."""
    found = priority_or_404(request, priority)
    scan = scan_or_404(request, found.scan_id)
    said = [
        _("Prioriteit %(rank)s van de %(scan)s, %(places)s.")
        % {"rank": found.rank, "scan": words.name(scan).lower(), "places": words.places(scan)},
        found.why,
        _("Rust op: %(basis)s.") % {"basis": str(found.basis.label).lower()},
    ]
    if found.approach:
        said.append(_("Aanpak: %(approach)s") % {"approach": found.approach})
    services.to_agenda(identity=request.identity, priority=found, text=" ".join(said), url=page_url(scan))
    messages.success(request, _("De prioriteit staat op de agenda van de driehoek."))
    return redirect(page_url(scan) + "#prioriteiten")
