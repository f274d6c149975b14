"""The sentences about a request, for the side that asks."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from driehoek.exchange.models import Request, RequestState
from driehoek.exchange.refusals import INVESTIGATION, LIGHTER, NOT_NEEDED
from driehoek.grounds.asking import words_of
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair, Row, Tag, TagKind

WAITING: Final = (RequestState.SUBMITTED, RequestState.JUDGING)
ANSWERED: Final = (RequestState.GRANTED, RequestState.PART, RequestState.REFUSED)
TITLE_LETTERS: Final = 90
KINDS: Final[dict[str, TagKind]] = {
    RequestState.DRAFT: "unknown",
    RequestState.SUBMITTED: "accent",
    RequestState.JUDGING: "accent",
    RequestState.GRANTED: "calm",
    RequestState.PART: "ask",
    RequestState.REFUSED: "barred",
    RequestState.WITHDRAWN: "",
}


WAYS: Final[dict[str, str | Promise]] = {
    NOT_NEEDED: gettext_lazy("Leg uit welk besluit u zonder deze gegevens niet kunt nemen, of vraag minder."),
    INVESTIGATION: gettext_lazy("Vraag alleen de kop, of vraag het opnieuw als het onderzoek verder is."),
    LIGHTER: gettext_lazy("Vraag minder uitgebreid, of zonder personen."),
}
KIND_LABELS: Final[dict[str, str | Promise]] = {
    "concept": gettext_lazy("Concepten"),
    "wacht": gettext_lazy("Wacht op antwoord"),
    "beantwoord": gettext_lazy("Beantwoord"),
}


def moment(value: datetime) -> str:
    """Write a moment near now in the reader's language."""
    return formatting.moment(value, language=formatting.known(get_language()))


def state_tag(request: Request) -> Tag:
    """Say where a request stands."""
    return Tag(str(request.get_state_display()).lower(), KINDS[request.state])


def name_of(request: Request) -> str:
    """Name a request: its number and what it is about; a draft has no number yet."""
    about = title_of(request)
    return f"{request.number}: {about}" if request.number else _("Concept: %(about)s") % {"about": about}


def about_words(request: Request) -> str:
    """Say what a request is about, as far as the asking side says it: the problem, else the theme."""
    return request.problem.title if request.problem else request.theme.name


def title_of(request: Request) -> str:
    """Say for the asking side what it wanted this for; what it is about, where that is not said yet."""
    return (
        Truncator(request.decision_for).chars(TITLE_LETTERS) if request.decision_for else about_words(request)
    )


def kind_of(request: Request) -> str:
    """Say what a request is about beside its title, where the title does not say it already."""
    about = about_words(request)
    return "" if about in title_of(request) else about


def due_tag(request: Request, *, now: datetime | None = None) -> Tag | None:
    """Say that an answer is late, or due today, while one is waited for."""
    at = now or timezone.now()
    if request.state not in WAITING:
        return None
    if request.due_at < at:
        return Tag(_("te laat"), "ask")
    if timezone.localdate(request.due_at) == timezone.localdate(at):
        return Tag(_("vandaag"), "ask")
    return None


def due_words(request: Request) -> str:
    """Say when an answer is or was due."""
    if request.state in WAITING and request.due_at < timezone.now():
        return _("antwoord was nodig %(when)s") % {"when": moment(request.due_at)}
    return _("antwoord nodig %(when)s") % {"when": moment(request.due_at)}


def since_words(request: Request) -> str:
    """Say since when a request stands where it stands."""
    if request.answered_at is not None:
        return _("antwoord %(when)s") % {"when": moment(request.answered_at)}
    if request.state == RequestState.JUDGING and request.taken_up_at is not None:
        return _("opgepakt %(when)s") % {"when": moment(request.taken_up_at)}
    if request.submitted_at is not None:
        return _("ingediend %(when)s") % {"when": moment(request.submitted_at)}
    return _("begonnen %(when)s") % {"when": moment(request.made_at)}


def tags_of(request: Request) -> tuple[Tag, ...]:
    """Say where a request stands, whether its answer is late or due today, and whether it cannot wait."""
    late = due_tag(request)
    tags = [state_tag(request), *([late] if late else [])]
    if request.urgent and request.state in WAITING:
        tags.append(Tag(_("spoed"), "crisis"))
    return tuple(tags)


def row(request: Request) -> Row:
    """Return a request as a line: what, where it stands, since when, from whom."""
    waits = [since_words(request), due_words(request)] if request.state in WAITING else [since_words(request)]
    return Row(
        title=title_of(request),
        kind=kind_of(request),
        url=reverse("exchange:request", args=[request.pk]),
        text=", ".join(waits),
        tags=tags_of(request),
        meta=" · ".join(filter(None, [request.number, request.to_organisation.name])),
    )


def lead_of(request: Request) -> str:
    """Say in one sentence where a request stands and what the reader can expect."""
    asked = request.to_organisation.name
    if request.state == RequestState.DRAFT:
        return _("Nog niet ingediend. Alleen uw organisatie ziet dit.")
    if request.state == RequestState.SUBMITTED:
        return _("%(asked)s heeft uw verzoek, maar heeft het nog niet opgepakt.") % {"asked": asked}
    if request.state == RequestState.JUDGING:
        return _("%(asked)s beoordeelt uw verzoek.") % {"asked": asked}
    if request.state == RequestState.GRANTED:
        return _("%(asked)s geeft wat u vroeg.") % {"asked": asked}
    if request.state == RequestState.PART:
        return _("%(asked)s geeft een deel van wat u vroeg. Hieronder leest u waarom.") % {"asked": asked}
    if request.state == RequestState.REFUSED:
        return _("%(asked)s geeft dit niet. Hieronder leest u waarom, en wat wel kan.") % {"asked": asked}
    return _("U hebt dit verzoek ingetrokken.")


def facts_of(request: Request) -> list[Pair]:
    """Return what was asked, as pairs."""
    data = ", ".join(words_of("data_categories", one) for one in request.data_categories)
    pairs = [
        Pair(_("Aan"), request.to_organisation.name),
        Pair(
            _("Over"),
            about_words(request),
            url=reverse("problems:page", args=[request.problem_id]) if request.problem_id else "",
            change_label=_("Open"),
        ),
        Pair(_("U vraagt"), request.what),
        Pair(_("Hoe uitgebreid"), str(request.get_detail_display())),
        Pair(_("Waarvoor"), words_of("purpose", request.purpose) if request.purpose else ""),
        Pair(_("Besluit of taak"), request.decision_for),
        Pair(_("Waarom nodig"), request.necessity),
        Pair(_("Welke gegevens"), data),
        Pair(_("Over wie"), words_of("subject", request.subject) if request.subject else ""),
        Pair(_("Antwoord nodig"), moment(request.due_at)),
    ]
    if request.urgent:
        pairs.append(Pair(_("Spoed"), _("Ja. Het gaat langs de contactroute, ook buiten kantoortijd.")))
    return pairs


def timeline_of(request: Request) -> list[Entry]:
    """Return the states that a request went through, the last on top."""
    asked = request.to_organisation.name
    entries = [
        (request.made_at, _("Concept gemaakt"), request.made_by.name),
        (request.submitted_at, _("Ingediend"), request.made_by.name),
        (request.taken_up_at, _("In beoordeling"), asked),
        (request.answered_at, _answer_title(request), asked),
        (
            request.received_at,
            _("Ontvangst bevestigd"),
            request.received_by.name if request.received_by else "",
        ),
    ]
    shown = [Entry(when=when, title=title, source=who) for when, title, who in entries if when is not None]
    return list(reversed(shown))


def ways_on(request: Request) -> list[str]:
    """Say what would have to change for a yes, by the grounds on which less was given than was asked."""
    return [str(WAYS[ground]) for ground in request.refusal_grounds if ground in WAYS]


def _answer_title(request: Request) -> str:
    return {
        RequestState.GRANTED: _("Verstrekt"),
        RequestState.PART: _("Deels verstrekt"),
        RequestState.REFUSED: _("Geweigerd"),
    }.get(RequestState(request.state), _("Beantwoord"))
