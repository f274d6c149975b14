"""The one screen on which is judged and written, for a request and for what nobody asked for (OM02, OM10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.access.gate import IdentifiedRequest
from driehoek.exchange import giving_words as words
from driehoek.exchange.approving import approval_lines
from driehoek.exchange.giving import Forms, Screen
from driehoek.exchange.queries import giving as queries
from driehoek.grounds.asking import Conversation
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Person
from driehoek.web.components import Change, Conflict, Pair, Row, Tag

Store = Callable[[Forms, Conversation], None]


@dataclass(frozen=True)
class Place:
    """Where a screen stands, and what happens with what is written on it.

    Attributes:
        title, lead, tags: the head of the page.
        back: where it came from, and its words.
        action, check: the page's own address, and that of the law alone.
        decide: where it goes on; called after storing, because a draft has no address before.
        kept: where it comes back after storing.
        store: keeps the draft; raises VersionConflict when someone was first.
        again: reads the screen anew after a conflict; None when it is no draft any more.
        asked, frame: what is asked, or to whom and about what it is.
        take_up, drop: where it is taken up or thrown away; empty when it cannot be.
        key: the mark by which a form that is sent twice is known; empty when the draft has an address.
    """

    title: str
    lead: str
    back: tuple[str, str]
    action: str
    check: str
    store: Store
    decide: Callable[[], str]
    kept: Callable[[], str]
    again: Callable[[], Screen | None]
    tags: Sequence[Tag] = ()
    asked: Sequence[Pair] = ()
    frame: Sequence[Pair] = ()
    take_up: str = ""
    drop: str = ""
    key: str = ""


def written(request: IdentifiedRequest, screen: Screen, place: Place) -> HttpResponse:
    """Show the screen, keep the draft, or keep it and go on to the page where it is decided."""
    if request.method != "POST":
        conversation = screen.conversation()
        return _page(request, screen, place, conversation, screen.forms(conversation))
    conversation = screen.conversation(request.POST)
    deciding = "decide" in request.POST
    forms = screen.forms(conversation, request.POST, deciding=deciding)
    if "check" in request.POST:
        return _page(request, screen, place, conversation, forms, dirty=True)
    if not forms.valid() or conversation.form.errors:
        return _page(request, screen, place, conversation, forms, wrong=True)
    try:
        with transaction.atomic():
            place.store(forms, conversation)
    except VersionConflict:
        return _conflict(request, place)
    if deciding:
        return redirect(place.decide())
    messages.success(request, _("Bewaard als concept. Alleen uw eigen organisatie ziet het."))
    return redirect(place.kept())


def law_alone(request: IdentifiedRequest, screen: Screen) -> HttpResponse:
    """Say what the law says of the answers as they stand on the page; nothing is stored."""
    conversation = screen.conversation(request.POST)
    # A special case that has become a question stands among the others only when the page is drawn anew.
    there = set(request.POST.get("shown", "").split())
    context = _law(screen, conversation) | {"asked_more": not there.issuperset(conversation.open_keys)}
    return render(request, "exchange/giving/law.html", context)


def last_writer(screen: Screen) -> tuple[str, datetime | None]:
    """Return who changed this last and when, for the second editor."""
    things = [
        one.pk for one in (screen.request, screen.provision if screen.stored else None) if one is not None
    ]
    event = (
        Event.objects.filter(municipality=screen.identity.municipality, subject__in=things)
        .order_by("-sequence")
        .values_list("actor", "at")
        .first()
    )
    if event is None:
        return "", None
    name = Person.objects.filter(pk=event[0]).values_list("name", flat=True).first() if event[0] else None
    return name or "Driehoek", event[1]


def before_rows(screen: Screen) -> list[Row]:
    """Return what was given before about the same thing."""
    about = screen.request or screen.provision
    found = queries.given_before(screen.identity, about=about)
    return [words.before_row(one, own=True) for one in found if one.pk != screen.provision.pk]


def _conflict(request: IdentifiedRequest, place: Place) -> HttpResponse:
    """Show what was typed beside what someone else stored meanwhile."""
    now = place.again()
    if now is None:
        messages.warning(request, _("Hierover is intussen besloten. Er is niets dubbel opgeslagen."))
        return redirect(place.back[0])
    data = _newest(request.POST, now)
    conversation = now.conversation(data)
    forms = now.forms(conversation, data)
    who, when = last_writer(now)
    return _page(
        request,
        now,
        place,
        conversation,
        forms,
        dirty=True,
        conflict=Conflict(who, when, _stored_now(now, data)),
    )


def _newest(posted: QueryDict, screen: Screen) -> QueryDict:
    """Return what was typed, ready to be saved over what is stored now."""
    data = posted.copy()
    if screen.judgement is not None:
        data["version"] = str(screen.judgement.version)
    data["along-version"] = str(screen.provision.version)
    return data


def _stored_now(screen: Screen, data: QueryDict) -> list[Change]:
    """Return what stands stored and differs from what was typed."""
    found: list[tuple[str, str, str]] = []
    if screen.judgement is not None:
        found.append((_("Uw woorden aan de vrager"), "words", screen.judgement.words))
        found.append((_("Eigen aantekening"), "notes", screen.judgement.notes))
    if screen.stored:
        found.append((_("In één regel"), "along-title", screen.provision.title))
        found.append((_("Voorwaarden"), "along-conditions", screen.provision.conditions))
        found += [(str(part.detail.label), f"part-{part.detail}_text", part.text) for part in screen.texts]
    return [Change(label, text) for label, name, text in found if text.strip() != data.get(name, "").strip()]


def _law(screen: Screen, conversation: Conversation) -> dict[str, Any]:
    barred = conversation.decision.outcome == law.Outcome.NOT_ALLOWED
    return {
        "conversation": conversation,
        "outcome": conversation.outcome,
        "barred": barred,
        "ways": screen.ways(conversation),
    }


def _page(
    request: IdentifiedRequest,
    screen: Screen,
    place: Place,
    conversation: Conversation,
    forms: Forms,
    *,
    wrong: bool = False,
    dirty: bool = False,
    conflict: Conflict | None = None,
) -> HttpResponse:
    context = _law(screen, conversation) | {
        "title": place.title,
        "lead": place.lead,
        "tags": place.tags,
        "back_url": place.back[0],
        "back_label": place.back[1],
        "action": place.action,
        "check_url": place.check,
        "take_up_url": place.take_up,
        "drop_url": place.drop,
        "key": place.key,
        "shown": " ".join((*conversation.open_keys, *conversation.answered_keys)),
        "asked": place.asked,
        "frame": place.frame,
        "before": before_rows(screen),
        "ruling": forms.ruling,
        "along": forms.along,
        "parts": forms.parts,
        "hidden": [field for form in forms.listed for field in form.hidden_fields()],
        "approvals": approval_lines(screen, conversation.decision),
        "wrong": [*forms.wrong, *([conversation.form] if conversation.form.errors else [])] if wrong else [],
        "dirty": dirty or wrong,
        "conflict": conflict,
    }
    return render(request, "exchange/giving/judge.html", context, status=409 if conflict else 200)
