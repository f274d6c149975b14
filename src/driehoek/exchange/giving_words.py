"""The sentences of the side that gives: what waits, what leaves, who read it, what was done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.exchange.forms.giving import WrittenPart
from driehoek.exchange.models import Part, PartReading, Provision, ProvisionState, Request, RequestState, Use
from driehoek.exchange.request_words import about_words, due_tag, due_words, moment, since_words
from driehoek.grounds.asking import words_of
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair, Row, Tag, TagKind

KINDS: Final[dict[str, TagKind]] = {
    ProvisionState.DRAFT: "unknown",
    ProvisionState.RELEASED: "calm",
    ProvisionState.RECALLED: "barred",
    ProvisionState.EXPIRED: "",
    ProvisionState.DROPPED: "",
}


def waiting_row(request: Request) -> Row:
    """Return a request that waits for an answer, as a line."""
    tags = [Tag(_("spoed"), "crisis")] if request.urgent else []
    due = due_tag(request)
    if due is not None:
        tags.append(due)
    new = request.state == RequestState.SUBMITTED
    tags.append(Tag(_("nieuw") if new else _("in beoordeling"), "accent" if new else ""))
    return Row(
        title=about_words(request),
        url=reverse("exchange:judge", args=[request.pk]),
        kind=request.from_organisation.name,
        tags=tuple(tags),
        text=f"{due_words(request)}, {since_words(request)}",
        meta=f"{request.number} · {words_of('purpose', request.purpose)}",
    )


def asked_pairs(request: Request) -> list[Pair]:
    """Return what is asked, by whom and for what, as pairs."""
    asker = f"{request.from_organisation.name} ({request.made_by.name})"
    return [
        Pair(_("Wie vraagt"), asker),
        Pair(_("Over"), about_words(request)),
        Pair(_("De vraag"), request.what),
        Pair(_("Hoe uitgebreid"), str(request.get_detail_display())),
        Pair(_("Waarvoor"), words_of("purpose", request.purpose)),
        Pair(_("Besluit of taak"), request.decision_for),
        Pair(_("Waarom nodig"), request.necessity),
        Pair(_("Welke gegevens"), data_words(request.data_categories)),
        Pair(_("Over wie"), words_of("subject", request.subject)),
        Pair(_("Antwoord nodig"), moment(request.due_at)),
    ]


def data_words(categories: Iterable[str]) -> str:
    """Say kinds of data in a row."""
    return ", ".join(words_of("data_categories", one) for one in categories)


def before_row(provision: Provision, *, own: bool) -> Row:
    """Return what was given before about the same thing: that it was, and whether it was used; contents only if own."""
    used = bool(getattr(provision, "was_used", False))
    at = provision.released_at or provision.made_at
    return Row(
        title=provision.title,
        url=reverse("exchange:provision", args=[provision.pk]) if own else "",
        tags=(Tag(_("gebruikt"), "calm") if used else Tag(_("gebruik niet vastgelegd"), "unknown"),),
        text=_("Gegeven %(when)s aan %(whom)s.") % {"when": moment(at), "whom": provision.recipient.name},
        meta=" · ".join(filter(None, [provision.number, provision.giver.name])),
    )


def given_row(provision: Provision) -> Row:
    """Return a provision as a line of the giving side."""
    at = provision.released_at or provision.made_at
    said = _("Verstrekt %(when)s") if provision.released_at else _("Begonnen %(when)s")
    tags = [Tag(str(provision.get_state_display()).lower(), KINDS[provision.state])]
    if provision.state == ProvisionState.RELEASED and provision.received_at is None:
        tags.append(Tag(_("ontvangst niet bevestigd"), "ask"))
    if getattr(provision, "held_back", 0):
        tags.append(Tag(_("deel achtergehouden"), "ask"))
    if getattr(provision, "under_embargo", 0):
        tags.append(Tag(_("embargo loopt"), "ask"))
    return Row(
        title=provision.title or _("Zonder titel"),
        url=reverse("exchange:provision", args=[provision.pk]),
        kind=provision.recipient.name,
        tags=tuple(tags),
        text=said % {"when": moment(at)},
        meta=" · ".join(filter(None, [provision.number, str(provision.get_kind_display())])),
    )


def mark_words(provision: Provision) -> str:
    """Say the handling mark, as it stands on every page."""
    return provision.handling.upper()


def reader_words(readers: Sequence[str]) -> str:
    """Say which functions may read it."""
    return ", ".join(str(Function(one).label).lower() for one in readers if one in Function.values)


def when_tag(part: WrittenPart) -> Tag:
    """Say when a part that leaves now can be read."""
    if not part.let_go:
        return Tag(_("blijft achter tot u het loslaat"), "ask")
    if part.embargo_until is not None:
        return Tag(_("te lezen vanaf %(when)s") % {"when": moment(part.embargo_until)}, "ask")
    return Tag(_("meteen te lezen"), "calm")


def part_tag(part: Part, provision: Provision) -> Tag:
    """Say how a part of a released provision stands now."""
    if part.destroyed_at is not None:
        return Tag(_("vernietigd %(when)s") % {"when": moment(part.destroyed_at)})
    if provision.state == ProvisionState.RECALLED:
        return Tag(_("teruggetrokken, niet meer te lezen"), "barred")
    if part.let_go_at is None:
        return Tag(_("achtergehouden"), "ask")
    if part.embargo_until is not None and part.embargo_until > timezone.now():
        return Tag(_("embargo tot %(when)s") % {"when": moment(part.embargo_until)}, "ask")
    return Tag(_("te lezen sinds %(when)s") % {"when": moment(free_since(part) or part.let_go_at)}, "calm")


def free_since(part: Part) -> datetime | None:
    """Return from when the receiver can read a part; None while it cannot."""
    if part.let_go_at is None:
        return None
    since = max(part.let_go_at, part.embargo_until) if part.embargo_until else part.let_go_at
    return since if since <= timezone.now() else None


def reading_words(readings: Iterable[PartReading]) -> list[str]:
    """Say who read a part, when first and how often."""
    by_person: dict[str, list[datetime]] = {}
    for reading in readings:
        by_person.setdefault(reading.person.name, []).append(reading.at)
    return [
        ngettext("%(who)s, %(when)s", "%(who)s, %(when)s, in totaal %(times)s keer", len(moments))
        % {"who": who, "when": moment(min(moments)), "times": len(moments)}
        for who, moments in by_person.items()
    ]


def use_row(use: Use) -> Row:
    """Return what the receiver did with it, and what they said of it."""
    tag = Tag(_("hielp"), "calm") if use.helped else Tag(_("hielp niet"), "ask")
    return Row(
        title=use.decision_taken,
        tags=(tag,),
        text=use.feedback,
        meta=_("besluit van %(day)s, vastgelegd %(when)s")
        % {
            "day": formatting.date_long(use.decided_on, language=_language()),
            "when": moment(use.recorded_at),
        },
    )


def receipt_words(provision: Provision) -> str:
    """Say whether the receiver confirmed that it came."""
    if provision.received_at is None:
        return _("De ontvangst is nog niet bevestigd.")
    who = provision.received_by.name if provision.received_by else ""
    return _("Ontvangst bevestigd %(when)s door %(who)s.") % {
        "when": moment(provision.received_at),
        "who": who,
    }


def frame_pairs(provision: Provision) -> list[Pair]:
    """Return to whom and about what a provision is, for who writes it."""
    pairs = [
        Pair(_("Aan"), provision.recipient.name),
        Pair(_("Over"), provision.problem.title if provision.problem else provision.theme.name),
        Pair(_("Waarvoor"), words_of("purpose", provision.purpose)),
        Pair(_("Over wie"), words_of("subject", provision.subject)),
    ]
    if provision.standing_case is not None:
        pairs.insert(0, Pair(_("Vast geval"), provision.standing_case.name))
    if provision.moment:
        pairs.append(Pair(_("Moment"), str(provision.get_moment_display())))
    late = late_words(provision)
    return [*pairs, Pair(_("Termijn"), late)] if late else pairs


def late_words(provision: Provision) -> str:
    """Say until when the list asks it, and that it is later than that; empty where no list asks it."""
    case, since = provision.standing_case, provision.moment_at
    if case is None:
        return ""
    hours = ngettext("binnen %(n)s uur", "binnen %(n)s uur", case.within_hours) % {"n": case.within_hours}
    if since is None:
        return hours
    until = since + timedelta(hours=case.within_hours)
    given = provision.released_at or timezone.now()
    said = _("%(hours)s, dus tot %(until)s") % {"hours": hours, "until": moment(until)}
    return _("%(said)s. Dat is al voorbij.") % {"said": said} if given > until else said


def leaving_pairs(provision: Provision) -> list[Pair]:
    """Return what goes along with the texts, exactly as the receiver gets it."""
    return [
        Pair(_("Aan"), provision.recipient.name),
        Pair(_("Wie het leest"), reader_words(provision.readers)),
        Pair(_("In één regel"), provision.title),
        Pair(_("Welke gegevens"), data_words(provision.data_categories)),
        Pair(_("Waarvoor"), words_of("purpose", provision.purpose)),
        Pair(_("Over wie"), words_of("subject", provision.subject)),
        Pair(_("Voorwaarden"), provision.conditions or _("Geen")),
        Pair(_("Bewaren tot"), formatting.date_long(provision.keep_until, language=_language())),
    ]


def facts_of(provision: Provision) -> list[Pair]:
    """Return what is known of a released provision, for its page."""
    pairs = leaving_pairs(provision)
    pairs.insert(0, Pair(_("Soort"), str(provision.get_kind_display())))
    if late := late_words(provision):
        pairs.append(Pair(_("Termijn"), late))
    pairs.append(Pair(_("Verstrekt door"), provision.released_by.name if provision.released_by else ""))
    if provision.request is not None:
        pairs.append(
            Pair(
                _("Antwoord op"),
                provision.request.number,
                reverse("exchange:judge", args=[provision.request.pk]),
                _("Bekijk"),
            )
        )
    return pairs


def history_of(provision: Provision, parts: Iterable[Part]) -> list[Entry]:
    """Tell what happened with a provision, the newest first."""
    entries = [Entry(provision.made_at, _("Begonnen"), source=provision.made_by.name)]
    if provision.released_at is not None:
        by = provision.released_by.name if provision.released_by else ""
        entries.append(Entry(provision.released_at, _("Verstrekt"), source=by, kind="decision"))
    for part in parts:
        if part.let_go_at is not None and _later(part.let_go_at, provision.released_at):
            by = part.let_go_by.name if part.let_go_by else ""
            said = _("Losgelaten: %(part)s") % {"part": part.get_detail_display()}
            entries.append(Entry(part.let_go_at, said, source=by))
        for reading in part.readings.all():
            said = _("Gelezen: %(part)s") % {"part": part.get_detail_display()}
            entries.append(Entry(reading.at, said, source=reading.person.name))
    if provision.received_at is not None:
        by = provision.received_by.name if provision.received_by else ""
        entries.append(Entry(provision.received_at, _("Ontvangst bevestigd"), source=by))
    if provision.recalled_at is not None:
        by = provision.recalled_by.name if provision.recalled_by else ""
        entries.append(Entry(provision.recalled_at, _("Teruggetrokken"), provision.recall_words, source=by))
    if provision.ended_at is not None:
        entries.append(Entry(provision.ended_at, _("Inhoud vernietigd")))
    return sorted(entries, key=_when, reverse=True)


def _later(moment_of_part: datetime, released: datetime | None) -> bool:
    """Tell whether a part went after the release itself, and not along with it."""
    return released is None or moment_of_part - released > timedelta(seconds=5)


def _when(entry: Entry) -> datetime:
    assert isinstance(entry.when, datetime)  # noqa: S101 every entry here is made of moments
    return entry.when


def _language() -> formatting.Language:
    return formatting.known(get_language())
