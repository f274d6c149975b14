"""Making a scan: beginning, changing, its sessions, fixing, a new version, throwing a concept away."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.scans import queries, services, words
from driehoek.scans.forms import ScanForm, SessionForm
from driehoek.scans.forms.scans import fixed_scans
from driehoek.scans.models import Scan, SessionKind
from driehoek.scans.rights import WRITERS
from driehoek.scans.views import session_words
from driehoek.scans.views.common import conflict_of, form_page, open_scan, page_url, scan_or_404
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version, sent_again


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Begin a scan, beside the last one that was fixed."""
    last = fixed_scans(request.identity).first()
    initial = {
        "year": timezone.localdate().year,
        "previous": last.pk if last else None,
        "areas": list(last.areas.values_list("pk", flat=True)) if last else [],
        "take_over": True,
    }
    form = ScanForm(request.POST or None, identity=request.identity, initial=initial)
    if request.method == "POST" and form.is_valid():
        scan = services.begin_scan(
            identity=request.identity, values=form.values(), take_over=form.cleaned_data["take_over"]
        )
        messages.success(request, _("De scan is begonnen. Leg nu de eerste sessie vast."))
        return redirect(page_url(scan))
    return form_page(
        request,
        form,
        title=_("Gebiedsscan beginnen"),
        submit=_("Begin de scan"),
        lead=_("In drie sessies: wat de registers zeggen, wat mensen op straat weten, en wat eerst komt."),
    )


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Change year, areas or reason; a second editor is told, and keeps the text."""
    found = open_scan(request, scan)
    form = ScanForm(
        request.POST or None, identity=request.identity, scan=found, initial=ScanForm.initial_of(found)
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_scan(
                identity=request.identity, scan=found, version=posted_version(request), values=form.values()
            )
        except VersionConflict:
            found = open_scan(request, scan)
            conflict = conflict_of(found.pk, found.municipality_id)
            form = ScanForm(sent_again(request, found.version), identity=request.identity, scan=found)
        else:
            messages.success(request, _("De scan is bewaard."))
            return redirect(page_url(found))
    return form_page(
        request, form, title=_("Gebiedsscan wijzigen"), submit=_("Bewaar"), scan=found, conflict=conflict
    )


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def session(request: IdentifiedRequest, scan: uuid.UUID, kind: str) -> HttpResponse:
    """Record one of the three sessions, or change what was recorded."""
    if kind not in SessionKind.values:
        raise Http404
    found, which = open_scan(request, scan), SessionKind(kind)
    stored = _session(found, which)
    form = SessionForm(
        request.POST or None,
        identity=request.identity,
        session=stored,
        initial=SessionForm.initial_of(stored),
    )
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.hold_session(
                identity=request.identity,
                scan=found,
                kind=which,
                version=posted_version(request),
                values=form.values(),
            )
        except VersionConflict:
            stored = _session(found, which)
            conflict = conflict_of(found.pk, found.municipality_id)
            again = sent_again(request, stored.version if stored else 0)
            form = SessionForm(again, identity=request.identity, session=stored)
        else:
            messages.success(request, _("De sessie is vastgelegd."))
            return redirect(page_url(found))
    return form_page(
        request,
        form,
        title=_("Sessie “%(name)s”") % {"name": which.label},
        lead=session_words(which),
        submit=_("Leg vast"),
        scan=found,
        conflict=conflict,
    )


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def fix(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Fix a scan for good, after saying what that means."""
    found = scan_or_404(request, scan)
    if found.is_fixed:
        return redirect(page_url(found))
    if request.method == "POST":
        try:
            number = services.fix_scan(identity=request.identity, scan=found, version=posted_version(request))
        except services.NotYet as error:
            messages.error(request, " ".join(error.reasons))
        except VersionConflict:
            messages.error(request, _("De scan is net gewijzigd. Kijk nog eens, en stel haar dan vast."))
        else:
            messages.success(request, _("De scan is vastgesteld als nummer %(n)s.") % {"n": number})
        return redirect(page_url(found))
    return _confirm(
        request,
        found,
        title=_("Scan vaststellen"),
        consequence=_(
            "De scan krijgt een nummer en verandert daarna niet meer. Klopt er later iets niet, dan maakt u een"
            " nieuwe versie."
        ),
        submit_label=_("Stel vast"),
    )


@for_functions(*WRITERS)
@require_POST
def correct(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Begin a new version of a fixed scan."""
    new_one = services.begin_correction(identity=request.identity, scan=scan_or_404(request, scan))
    messages.success(request, _("De nieuwe versie is begonnen. Zij vervangt de oude als u haar vaststelt."))
    return redirect(page_url(new_one))


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def discard(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Throw a concept away, after saying what is lost."""
    found = open_scan(request, scan)
    if request.method == "POST":
        try:
            services.discard_scan(identity=request.identity, scan=found, version=posted_version(request))
        except VersionConflict:
            messages.error(request, _("De scan is net gewijzigd. Kijk nog eens."))
            return redirect(page_url(found))
        messages.success(request, _("Het concept is weggegooid."))
        return redirect("scans:list")
    return _confirm(
        request,
        found,
        title=_("Concept weggooien"),
        consequence=_("Alles in dit concept gaat weg. U kunt dat niet terugdraaien."),
        submit_label=_("Gooi weg"),
        negative=True,
    )


def _confirm(request: IdentifiedRequest, scan: Scan, **more: Any) -> HttpResponse:
    context = {
        "scan": scan,
        "version": scan.version,
        "consequence_title": words.name(scan),
        "summary": [
            Pair(_("Gebieden"), words.places(scan)),
            Pair(_("Hoe ver"), str(queries.state_of(scan).label)),
        ],
        "cancel_url": page_url(scan),
        "back_url": page_url(scan),
        "back_label": words.name(scan),
    }
    return render(request, "scans/confirm.html", context | more)


def _session(scan: Scan, kind: SessionKind) -> Any:
    return next((one for one in queries.sessions_of(scan) if one.kind == kind), None)
