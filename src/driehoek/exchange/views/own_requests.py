"""What the reader's organisation asked: the list, one request with its answer, and taking it back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import asking, request_words
from driehoek.exchange.models import Request, RequestState
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.proposals import proposal_of
from driehoek.exchange.queries import own_side as queries
from driehoek.exchange.received_words import row as received_row
from driehoek.exchange.refusals import grounds_words
from driehoek.exchange.services import asking as services
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Person
from driehoek.web.components import Pair
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version
from driehoek.web.paging import keyset_cursor, next_page

ASKERS: Final = PARTIES
# A request that went and has no answer can be taken back; one that was answered stays as it is.
WITHDRAWABLE: Final = request_words.WAITING


def request_or_404(request: IdentifiedRequest, own: uuid.UUID) -> Request:
    """Return a request of the reader's own organisation; to others it does not exist here."""
    found = queries.own_request(request.identity, own)
    if found is None:
        raise Http404
    if found.problem is not None and found.problem.training:
        request.training = True  # type: ignore[attr-defined]
    return found


def last_writer(found: Request) -> tuple[str, datetime | None]:
    """Return who changed a request last and when, for the second editor."""
    event = (
        Event.objects.filter(municipality=found.municipality_id, subject=found.pk)
        .order_by("-sequence")
        .values_list("actor", "at")
        .first()
    )
    if event is None:
        return "", None
    name = Person.objects.filter(pk=event[0]).values_list("name", flat=True).first() if event[0] else None
    return name or "Driehoek", event[1]


@for_functions(*ASKERS)
@require_GET
def request_list(request: IdentifiedRequest) -> HttpResponse:
    """List what the reader's organisation asked, the last on top."""
    state = _state(request)
    rows, more = queries.page_of_requests(request.identity, states=state, after=keyset_cursor(request))
    context = {
        "rows": [request_words.row(one) for one in rows],
        "next_url": next_page(request, rows[-1].made_at, rows[-1].pk) if more else "",
        "narrowed": bool(state),
        "chosen": request.GET.get("stand", ""),
        "states": CHOICES,
    }
    return render(request, "exchange/asking/requests.html", context)


@for_functions(*ASKERS)
@require_GET
def one_request(request: IdentifiedRequest, own: uuid.UUID) -> HttpResponse:
    """Show a request: where it stands and the answer first, then what was asked and when what happened."""
    found = request_or_404(request, own)
    return render(request, "exchange/asking/request.html", _context(request, found))


@for_functions(*ASKERS)
@require_http_methods(["GET", "POST"])
def withdraw(request: IdentifiedRequest, own: uuid.UUID) -> HttpResponse:
    """Take a request back, after asking once more."""
    found = request_or_404(request, own)
    if found.state not in (*WITHDRAWABLE, RequestState.DRAFT):
        messages.info(request, _("Dit verzoek is al beantwoord of ingetrokken."))
        return redirect("exchange:request", found.pk)
    if request.method == "POST":
        return _withdrawn(request, found)
    draft = found.state == RequestState.DRAFT
    asked = found.to_organisation.name
    return confirm_page(
        request,
        title=_("Concept weggooien") if draft else _("Verzoek intrekken"),
        consequence=_("Het concept verdwijnt uit uw lijst. Niemand anders heeft het gezien.")
        if draft
        else _("%(asked)s ziet dat u het intrekt en geeft geen antwoord meer.") % {"asked": asked},
        submit=_("Gooi weg") if draft else _("Trek in"),
        version=found.version,
        back=(reverse("exchange:request", args=[found.pk]), request_words.name_of(found)),
        summary=[Pair(_("Aan"), asked), Pair(_("Over"), request_words.about_words(found))],
    )


@for_functions(*ASKERS)
@require_POST
def confirm_receipt(request: IdentifiedRequest, own: uuid.UUID) -> HttpResponse:
    """Say that the answer came in; the other side sees it."""
    found = request_or_404(request, own)
    if found.state not in request_words.ANSWERED:
        raise Http404
    if found.received_at is None:
        services.confirm_receipt(identity=request.identity, request=found)
        messages.success(request, _("Ontvangst bevestigd. De andere partij ziet dit."))
    return redirect("exchange:request", found.pk)


CHOICES: Final = (
    ("concept", request_words.KIND_LABELS["concept"]),
    ("wacht", request_words.KIND_LABELS["wacht"]),
    ("beantwoord", request_words.KIND_LABELS["beantwoord"]),
)
STATES: Final[dict[str, tuple[RequestState, ...]]] = {
    "concept": (RequestState.DRAFT,),
    "wacht": request_words.WAITING,
    "beantwoord": request_words.ANSWERED,
}


def _state(request: HttpRequest) -> tuple[RequestState, ...]:
    return STATES.get(request.GET.get("stand", ""), ())


def _withdrawn(request: IdentifiedRequest, found: Request) -> HttpResponse:
    draft = found.state == RequestState.DRAFT
    try:
        services.withdraw_request(identity=request.identity, request=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
        return redirect("exchange:request", found.pk)
    messages.success(request, _("Het concept is weggegooid.") if draft else _("Uw verzoek is ingetrokken."))
    return redirect("exchange:requests")


def _context(request: IdentifiedRequest, found: Request) -> dict[str, Any]:
    answered = found.state in request_words.ANSWERED
    draft = found.state == RequestState.DRAFT
    less = found.state in (RequestState.REFUSED, RequestState.PART)
    return {
        "own": found,
        "title": request_words.name_of(found),
        "lead": request_words.lead_of(found),
        "tags": request_words.tags_of(found),
        "facts": request_words.facts_of(found),
        "timeline": request_words.timeline_of(found),
        "answered": answered,
        "refused": less,
        "grounds": grounds_words(found.refusal_grounds),
        "ways": [*request_words.ways_on(found), *_by_law(found)] if less else [],
        "provisions": [received_row(one) for one in queries.provisions_of_request(request.identity, found)],
        "may_change": draft,
        "may_withdraw": found.state in WITHDRAWABLE,
        "may_confirm": answered and found.received_at is None,
        "again_url": f"{reverse('exchange:request_new')}?opnieuw={found.pk}" if not draft else "",
    }


def _by_law(found: Request) -> list[str]:
    """Say what would have to change by the law, when no basis carries what was asked."""
    choices = asking.fitting(found.to_organisation, found.from_organisation)
    look = asking.look_at(proposal_of(found), choices=choices)
    return look.ways if look is not None else []
