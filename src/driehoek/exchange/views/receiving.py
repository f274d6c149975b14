"""What was received: the list, one provision, opening a text, confirming, and what it was used for (OM06)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek import law
from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import received_words
from driehoek.exchange.crypt import UnreadableError
from driehoek.exchange.forms.receiving import UseForm
from driehoek.exchange.models import Channel, Kind, Part, PartReading, Provision, ProvisionState, Use
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.queries import own_side as queries
from driehoek.exchange.queries.provisions import readings_of, uses_of
from driehoek.exchange.queries.returns import notice_of
from driehoek.exchange.services import receiving as services
from driehoek.exchange.services.sides import has_file
from driehoek.grounds.outcomes import basis_row
from driehoek.parties.models import OrganisationKind
from driehoek.problems.views.access import MAY_STATE_PURPOSE
from driehoek.web.components import Entry, Row
from driehoek.web.paging import keyset_cursor, next_page

READERS: Final = PARTIES
STATES: Final = ("nieuw", "teruggetrokken", "verlopen")
# A text is not kept by the browser, nor by anything between it and the server.
unkept = cache_control(no_store=True, no_cache=True, must_revalidate=True, private=True)


@dataclass(frozen=True)
class ShownPart:
    """One stage as its line shows it: what it is, how long, and the words of its button."""

    pk: uuid.UUID
    title: str
    text: str
    label: str


@dataclass(frozen=True)
class Reading:
    """A text that was opened just now."""

    title: str
    text: str


def provision_or_404(request: IdentifiedRequest, provision: uuid.UUID) -> Provision:
    """Return a provision that exists for the reader's side as receiver."""
    found = queries.received_one(request.identity, provision)
    if found is None:
        raise Http404
    if found.problem is not None and found.problem.training:
        request.training = True  # type: ignore[attr-defined]
    return found


@for_functions(*READERS)
@require_GET
def received_list(request: IdentifiedRequest) -> HttpResponse:
    """List what came in, the last on top; titles only, which name nobody."""
    chosen = request.GET.get("stand", "")
    wanted = chosen if chosen in STATES else ""
    rows, more = queries.page_of_received(request.identity, wanted, after=keyset_cursor(request))
    context = {
        "rows": [received_words.row(one) for one in rows],
        "next_url": next_page(request, rows[-1].known_from, rows[-1].pk)
        if more and rows[-1].known_from
        else "",
        "chosen": wanted,
        "narrowed": bool(wanted),
        "states": [
            ("nieuw", _("Te bevestigen")),
            ("teruggetrokken", _("Teruggetrokken")),
            ("verlopen", _("Verlopen")),
        ],
    }
    return render(request, "exchange/received/list.html", context)


@for_functions(*READERS)
@unkept
@require_GET
def received(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Show what was received, without its text: that opens with a button; a notice of return has a page of its own."""
    found = provision_or_404(request, provision)
    if found.kind == Kind.ORAL:
        return redirect("exchange:oral", found.pk)
    notice = notice_of(request.identity, found.pk) if found.kind == Kind.RETURN else None
    return redirect("exchange:return", notice.pk) if notice is not None else _page(request, found)


@for_functions(*READERS)
@unkept
@require_POST
def read(request: IdentifiedRequest, provision: uuid.UUID, part: uuid.UUID) -> HttpResponse:
    """Open one text; who reads it, and when, is written down before it is shown."""
    found = provision_or_404(request, provision)
    stage = queries.readable_parts(request.identity, found).filter(pk=part).first()
    if stage is None or found.kind == Kind.RETURN:
        raise Http404
    try:
        text = services.read_part(identity=request.identity, part=stage)
    except services.NotReadableError as error:
        if error.code == "purpose" and not may_read(request, found):
            return redirect(_purpose_url(found))
        messages.warning(request, received_words.unreadable(found, error.code))
        return redirect("exchange:received", found.pk)
    except UnreadableError:
        messages.warning(request, received_words.unreadable(found, "ended"))
        return redirect("exchange:received", found.pk)
    return _page(request, found, Reading(received_words.part_title(stage), text))


@for_functions(*READERS)
@require_POST
def confirm(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Say that it came in; the giver sees who said so and when."""
    found = provision_or_404(request, provision)
    if found.kind == Kind.ORAL:
        # Who was told says whether it was told so.
        return redirect("exchange:oral", found.pk)
    if found.received_at is not None:
        messages.info(request, _("De ontvangst was al bevestigd."))
    else:
        services.confirm_provision(identity=request.identity, provision=found)
        messages.success(request, _("Ontvangst bevestigd. %(giver)s ziet dit.") % {"giver": found.giver.name})
    return redirect("exchange:received", found.pk)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def use(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Write down for which decision it was used, with a word back to the giver."""
    found = provision_or_404(request, provision)
    if found.state != ProvisionState.RELEASED or found.kind == Kind.RETURN:
        raise Http404
    planned = queries.planned_powers_for(request.identity, found)
    form = UseForm(request.POST or None, planned=planned, initial={"decided_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.record_use(identity=request.identity, provision=found, new=services.NewUse(**form.values()))
        messages.success(
            request, _("Vastgelegd. %(giver)s leest uw terugkoppeling.") % {"giver": found.giver.name}
        )
        return redirect("exchange:received", found.pk)
    address = reverse("exchange:received", args=[found.pk])
    context = {
        "form": form,
        "title": _("Gebruik vastleggen"),
        "lead": _("Waarvoor gebruikte u dit? %(giver)s leest mee.") % {"giver": found.giver.name},
        "submit_label": _("Leg vast"),
        "cancel_url": address,
        "back_url": address,
        "back_label": found.title,
    }
    return render(request, "web/form_page.html", context)


def may_read(request: IdentifiedRequest, found: Provision) -> str:
    """Say why the reader may not open the text at all, also not with a purpose; empty when the reader may."""
    if found.channel == Channel.ORAL:
        return received_words.unreadable(found, "oral")
    if request.identity.functions.isdisjoint(found.readers):
        return received_words.unreadable(found, "reader")
    if _needs_purpose(request, found) and not request.identity.holds(*MAY_STATE_PURPOSE):
        return received_words.unreadable(found, "purpose")
    return ""


def _needs_purpose(request: IdentifiedRequest, found: Provision) -> bool:
    """Tell whether the reader must open the file of its problem first; the municipality's files alone have a door."""
    if found.problem_id is None or found.recipient.kind != OrganisationKind.MUNICIPALITY:
        return False
    return not has_file(request.identity, found.problem_id)


def _purpose_url(found: Provision) -> str:
    """Return the door of the file, with the way back to here."""
    here = reverse("exchange:received", args=[found.pk])
    return f"{reverse('problems:open', args=[found.problem_id])}?{urlencode({'next': here})}"


def _page(request: IdentifiedRequest, found: Provision, reading: Reading | None = None) -> HttpResponse:
    identity = request.identity
    ended = found.state in (ProvisionState.RECALLED, ProvisionState.EXPIRED)
    barred = "" if ended else may_read(request, found)
    purpose = not ended and not barred and _needs_purpose(request, found)
    context: dict[str, Any] = {
        "provision": found,
        "tags": received_words.tags_of(found),
        "facts": received_words.facts_of(found),
        "bases": _bases(found),
        "ended": received_words.ended_words(found) if ended else (),
        "reading": reading,
        "reader": str(request.user),
        "read_at": timezone.now(),
        "may_confirm": not ended and found.received_at is None,
        "may_not_read": barred,
        "needs_purpose": purpose,
        "purpose_url": _purpose_url(found) if purpose else "",
        "parts": [] if ended or purpose or barred else [_shown(one) for one in _parts(request, found)],
        "readings": [_reading_entry(one) for one in readings_of(found)],
        "uses": [_use_row(one) for one in uses_of(found)],
        "onward": [_onward_row(one) for one in queries.passed_on(identity, found)],
        "may_use": not ended and not barred,
    }
    return render(request, "exchange/received/provision.html", context)


def _parts(request: IdentifiedRequest, found: Provision) -> list[Part]:
    return list(queries.readable_parts(request.identity, found))


def _shown(part: Part) -> ShownPart:
    return ShownPart(
        pk=part.pk,
        title=received_words.part_title(part),
        text=received_words.part_words(part),
        label=received_words.read_label(part),
    )


def _bases(found: Provision) -> list[Row]:
    rules = law.load()
    return [row for key in found.terms.get("bases", ()) if (row := basis_row(key, rules)) is not None]


def _reading_entry(one: PartReading) -> Entry:
    return Entry(when=one.at, title=received_words.detail_title(one.detail), source=one.person.name)


def _use_row(use: Use) -> Row:
    return Row(
        title=use.decision_taken,
        text=use.feedback,
        meta=" · ".join(
            [received_words.long_day(use.decided_on), use.recorded_by.name, received_words.helped_words(use)]
        ),
    )


def _onward_row(provision: Provision) -> Row:
    return Row(
        title=provision.title,
        text=_("Aan %(who)s") % {"who": provision.recipient.name},
        meta=" · ".join(filter(None, [provision.number, str(provision.get_state_display())])),
    )
