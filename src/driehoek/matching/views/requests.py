"""Pages about requests of data subjects: for who handles them, and the register for the officer."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.matching import request_rows as rows
from driehoek.matching.forms.requests import CloseForm, ExtendForm, IdentityForm, PlaceForm, RequestForm
from driehoek.matching.models import RequestState, RightsRequest
from driehoek.matching.requests import letter, queries, services
from driehoek.matching.words import HANDLERS
from driehoek.parties.models import Function
from driehoek.subjects.services import reading
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version
from driehoek.web.paging import keyset_cursor, next_page, page_of

RUNNING = (RequestState.REGISTERED, RequestState.IDENTIFIED)


def _request_or_404(request: IdentifiedRequest, identifier: uuid.UUID) -> RightsRequest:
    found = queries.visible_requests(request.identity).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


def _handled_or_403(request: IdentifiedRequest, identifier: uuid.UUID) -> RightsRequest:
    """Return a request that the reader handles; who only follows it is told so."""
    found = _request_or_404(request, identifier)
    if not queries.is_handler(request.identity, found):
        raise PermissionDenied(_("Alleen wie dit verzoek behandelt, kan dit doen."))
    return found


def _page(found: RightsRequest) -> HttpResponse:
    return redirect("matching:request", found.pk)


def _too_late(request: IdentifiedRequest, found: RightsRequest) -> HttpResponse:
    messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    return _page(found)


def _not_now(request: IdentifiedRequest, found: RightsRequest) -> HttpResponse:
    messages.error(request, _("Dit kan nu niet. Kijk wat er nog moet gebeuren."))
    return _page(found)


@require_GET
@for_functions(*HANDLERS)
def request_list(request: IdentifiedRequest) -> HttpResponse:
    """List the reader's requests; for the officer the register of all, with numbers."""
    found, more = page_of(queries.visible_requests(request.identity), "made_at", keyset_cursor(request))
    officer = request.identity.holds(Function.DPO)
    context = {
        "rows": [rows.request_row(one) for one in found],
        "figures": rows.register_figures(queries.visible_requests(request.identity)) if officer else [],
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
    }
    return render(request, "matching/requests.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*HANDLERS)
def register(request: IdentifiedRequest) -> HttpResponse:
    """Write a request down."""
    initial: dict[str, Any] = {"received_on": timezone.localdate()}
    if request.identity.holds(Function.CASE_DIRECTOR):
        initial["handler"] = request.identity.person
    form = RequestForm(request.POST or None, municipality=request.identity.municipality, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.register(identity=request.identity, new=form.new())
        messages.success(
            request, _("Geregistreerd als %(number)s. De termijn loopt.") % {"number": str(made)}
        )
        return _page(made)
    context = {
        "form": form,
        "title": _("Verzoek van een betrokkene registreren"),
        "lead": _("Wie het is, ziet alleen wie het verzoek behandelt. Vraag niet meer dan nodig."),
        "submit_label": _("Registreer"),
        "cancel_url": reverse("matching:requests"),
        "back_url": reverse("matching:requests"),
        "back_label": _("Verzoeken van betrokkenen"),
    }
    return render(request, "web/form_page.html", context)


@require_GET
@for_functions(*HANDLERS)
def request_page(request: IdentifiedRequest, request_id: uuid.UUID) -> HttpResponse:
    """Show a request: the clock, what is to be done, where the person occurs; for the officer numbers per case."""
    found = _request_or_404(request, request_id)
    handles = queries.is_handler(request.identity, found)
    places = list(queries.places_of(request.identity, found)) if handles else []
    officer = request.identity.holds(Function.DPO)
    counts = queries.counts_for_officer(found) if officer else []
    decided = all(one.outcome for one in places) and all(one.places == one.decided for one in counts)
    name = _("Verzoek van een betrokkene bekijken")
    with reading(municipality=found.municipality_id, persons=[one.subject_id for one in places], name=name):
        context = {
            "found": found,
            "summary": rows.summary(found),
            "about": rows.about(found) if queries.may_read_about(request.identity, found) else [],
            "steps": rows.steps(found, all_decided=decided),
            "places": [rows.place_row(one) for one in places],
            "counts": rows.count_rows(counts),
            "count_columns": rows.count_columns(),
            "officer": officer,
            "handles": handles and found.closed_at is None,
            "entries": [rows.step_entry(one) for one in found.steps.select_related("taken_by")],
            "may_letter": handles and (found.closed_at is None or found.state == RequestState.ANSWERED),
            "ready": found.searched_at is not None and all(one.outcome for one in places),
        }
        return render(request, "matching/request.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*HANDLERS)
def identify(request: IdentifiedRequest, request_id: uuid.UUID) -> HttpResponse:
    """Note how it was made sure who asks."""
    found = _handled_or_403(request, request_id)
    form = IdentityForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.identify(
                identity=request.identity,
                request=found,
                version=form.cleaned_data["version"],
                how=form.cleaned_data["how"],
            )
        except VersionConflict:
            return _too_late(request, found)
        except services.NotAtThisStageError:
            return _not_now(request, found)
        messages.success(request, _("Genoteerd. Zoek nu waar de betrokkene voorkomt."))
        return _page(found)
    return _form(request, found, form, _("Identiteit vaststellen"), _("Leg vast"))


@require_http_methods(["GET", "POST"])
@for_functions(*HANDLERS)
def extend(request: IdentifiedRequest, request_id: uuid.UUID) -> HttpResponse:
    """Extend the term by two months."""
    found = _handled_or_403(request, request_id)
    form = ExtendForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.extend(
                identity=request.identity,
                request=found,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except VersionConflict:
            return _too_late(request, found)
        except services.TooLateToExtendError:
            messages.error(request, _("De eerste maand is voorbij. Verlengen kan niet meer."))
            return _page(found)
        except services.NotAtThisStageError:
            return _not_now(request, found)
        messages.success(request, _("De termijn is verlengd met twee maanden."))
        return _page(found)
    lead = _("Verlengen mag één keer, met twee maanden, als het ingewikkeld is of om veel verzoeken gaat.")
    return _form(request, found, form, _("Termijn verlengen"), _("Verleng"), lead)


@require_POST
@for_functions(*HANDLERS)
def search(request: IdentifiedRequest, request_id: uuid.UUID) -> HttpResponse:
    """Look for the person over the cases in which the handler works."""
    found = _handled_or_403(request, request_id)
    try:
        count = services.search(identity=request.identity, request=found, version=posted_version(request))
    except VersionConflict:
        return _too_late(request, found)
    except services.NotAtThisStageError:
        return _not_now(request, found)
    if count:
        said = ngettext(
            "%(count)s plek gevonden. Kijk of het om deze persoon gaat.",
            "%(count)s plekken gevonden. Kijk steeds of het om deze persoon gaat.",
            count,
        ) % {"count": count}
    else:
        said = _("Gezocht in de casussen waaraan u werkt. Er zijn geen nieuwe plekken.")
    messages.success(request, said)
    return _page(found)


@require_http_methods(["GET", "POST"])
@for_functions(*HANDLERS)
def place(request: IdentifiedRequest, request_id: uuid.UUID, place: uuid.UUID) -> HttpResponse:
    """Show one place where the person may occur, and decide about it."""
    found = _handled_or_403(request, request_id)
    one = queries.places_of(request.identity, found).filter(pk=place).first()
    if one is None:
        raise Http404
    initial = {"version": one.version, "outcome": one.outcome, "ground": one.ground, "reason": one.reason}
    form = PlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(
                identity=request.identity,
                place=one,
                version=form.cleaned_data["version"],
                decision=form.decision(),
            )
        except VersionConflict:
            return _too_late(request, found)
        except services.NotAtThisStageError:
            return _not_now(request, found)
        except services.NotCorrectedError:
            form.add_error("outcome", _("Verbeter eerst het record zelf. Kom daarna hier terug."))
        else:
            messages.success(request, _("Besluit vastgelegd."))
            return _page(found)
    name = _("Plek bij een verzoek bekijken")
    with reading(municipality=found.municipality_id, persons=[one.subject_id], name=name):
        context = {
            "found": found,
            "place": one,
            "form": form if found.closed_at is None else None,
            "why": rows.why_of(one),
            "summary": rows.place_summary(one),
            "subject_url": reverse("subjects:one", args=[one.case_id, one.subject_id]),
        }
        return render(request, "matching/place.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*HANDLERS)
def answer(request: IdentifiedRequest, request_id: uuid.UUID) -> HttpResponse:
    """Say what answering does, freeze the letter and close the request."""
    found = _handled_or_403(request, request_id)
    if request.method == "POST":
        try:
            services.answer(
                identity=request.identity,
                request=found,
                version=posted_version(request),
                letter=_letter(request, found),
            )
        except VersionConflict:
            return _too_late(request, found)
        except services.NotAtThisStageError:
            return _not_now(request, found)
        messages.success(request, _("Beantwoord. De brief is bewaard zoals hij nu is."))
        return _page(found)
    context = {
        "version": found.version,
        "title": _("Verzoek beantwoorden"),
        "consequence_title": _("Wat dit doet"),
        "consequence": _(
            "De brief wordt bewaard zoals hij nu is en het verzoek gaat dicht. Verstuur de brief zelf: Driehoek mailt "
            "geen persoonsgegevens."
        ),
        "summary": [Pair(_("Verzoek"), str(found)), *rows.summary(found)[:2]],
        "submit_label": _("Sluit met dit antwoord"),
        "cancel_url": reverse("matching:request", args=[found.pk]),
        "back_url": reverse("matching:request", args=[found.pk]),
        "back_label": str(found),
    }
    return render(request, "position/turn.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*HANDLERS)
def close(request: IdentifiedRequest, request_id: uuid.UUID) -> HttpResponse:
    """Close a request without an answer on its contents."""
    found = _handled_or_403(request, request_id)
    form = CloseForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.close(
                identity=request.identity,
                request=found,
                version=form.cleaned_data["version"],
                state=RequestState(form.cleaned_data["state"]),
            )
        except VersionConflict:
            return _too_late(request, found)
        except services.NotAtThisStageError:
            return _not_now(request, found)
        messages.success(request, _("Het verzoek is gesloten."))
        return _page(found)
    return _form(request, found, form, _("Sluiten zonder antwoord"), _("Sluit het verzoek"))


@require_GET
@for_functions(*HANDLERS)
def letter_pdf(request: IdentifiedRequest, request_id: uuid.UUID) -> HttpResponse:
    """Give the letter as PDF."""
    found = _handled_or_403(request, request_id)
    made = HttpResponse(letter.pdf(_letter(request, found)), content_type="application/pdf")
    return _attached(made, found, "pdf")


@require_GET
@for_functions(*HANDLERS)
def letter_docx(request: IdentifiedRequest, request_id: uuid.UUID) -> HttpResponse:
    """Give the letter as a document to edit."""
    found = _handled_or_403(request, request_id)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    made = HttpResponse(letter.docx(_letter(request, found)), content_type=kind)
    return _attached(made, found, "docx")


def _attached(made: HttpResponse, found: RightsRequest, ending: str) -> HttpResponse:
    made["Content-Disposition"] = f'attachment; filename="verzoek-{found.number}.{ending}"'
    made["Cache-Control"] = "no-store"
    return made


def _letter(request: IdentifiedRequest, found: RightsRequest) -> dict[str, Any]:
    if found.state in (RequestState.WITHDRAWN, RequestState.NOT_IDENTIFIED):
        raise Http404
    places = list(queries.places_of(request.identity, found))
    name = _("Brief aan een betrokkene")
    with reading(municipality=found.municipality_id, persons=[one.subject_id for one in places], name=name):
        said = letter.content(found, places, request.identity.municipality_name)
        return dict(json.loads(json.dumps(said, default=str)))


def _form(
    request: IdentifiedRequest, found: RightsRequest, form: Any, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    address = reverse("matching:request", args=[found.pk])
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "cancel_url": address,
        "back_url": address,
        "back_label": str(found),
    }
    return render(request, "web/form_page.html", context)
