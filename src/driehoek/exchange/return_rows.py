"""Notices of return in words: rows, facts, what happens when, and what happened (OM07)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.exchange.models import Advice, Channel, Measure, PartReading, ProvisionState, ReturnNotice
from driehoek.exchange.services.notices import destroyed_on, given_on, is_shielded
from driehoek.grounds.asking import words_of
from driehoek.web import formatting
from driehoek.web.components import Change, Entry, Pair, Row, Tag

SOON_DAYS: Final = 7


def notice_row(notice: ReturnNotice) -> Row:
    """Make a list row: when someone returns, and where the decision stands. It names nobody."""
    return Row(
        title=notice.provision.title,
        url=reverse("exchange:return", args=[notice.pk]),
        tags=tags_of(notice),
        text=_advice_words(notice),
        meta=" · ".join(
            filter(None, [notice.provision.number, notice.provision.giver.name, notice.provision.theme.name])
        ),
    )


def advice_row(advice: Advice) -> Row:
    """Make a list row for the asked side: which number, and until when."""
    waits = advice.given_at is None
    due = advice.deadline.due_at if advice.deadline is not None else None
    tag = Tag(_("advies gegeven"), "calm") if not waits else Tag(_("advies gevraagd"), "ask")
    return Row(
        title=_("Advies over bericht %(number)s") % {"number": advice.number},
        url=reverse("exchange:return_advice", args=[advice.pk]),
        tags=(tag,),
        text=_("Antwoord vóór %(when)s.") % {"when": _moment(due)} if waits and due else "",
        meta=_("gevraagd %(when)s") % {"when": _moment(advice.asked_at)},
    )


def tags_of(notice: ReturnNotice) -> tuple[Tag, ...]:
    """Say where it stands: decided or not, and what is left of the facts."""
    if notice.measure == Measure.MEASURE:
        stand = Tag(_("maatregel"), "accent")
    elif notice.measure == Measure.NONE:
        stand = Tag(_("geen maatregel"), "calm")
    elif notice.provision.state != ProvisionState.RELEASED:
        stand = Tag(_("niet besloten"), "unknown")
    elif (notice.returns_on - timezone.localdate()).days <= SOON_DAYS:
        stand = Tag(_("besluit nu"), "crisis")
    else:
        stand = Tag(_("te besluiten"), "ask")
    if notice.provision.state != ProvisionState.RELEASED:
        return (stand, Tag(_("gegevens vernietigd"), "unknown"))
    return (stand, Tag(_("afgeschermd"), "barred")) if is_shielded(notice.provision) else (stand,)


def says(notice: ReturnNotice) -> str:
    """Say in a sentence what comes next."""
    if notice.provision.state == ProvisionState.EXPIRED:
        return _("De gegevens van de persoon zijn vernietigd. De weging hieronder noemt niemand.")
    if notice.provision.state == ProvisionState.RECALLED:
        return _("De afzender heeft dit bericht teruggetrokken. Gebruik het niet meer.")
    if is_shielded(notice.provision):
        return _("Dit bericht is uit gebruik. Het opent alleen nog voor verantwoording.")
    if notice.measure == Measure.OPEN:
        day = {"day": long_day(notice.returns_on)}
        if notice.returns_on <= timezone.localdate():
            return _("De terugkeer was verwacht op %(day)s. Er is nog niets besloten.") % day
        if notice.order_risk:
            return _("Het risico is gewogen. Besluit vóór %(day)s.") % day
        return _("Weeg het risico en besluit vóór %(day)s.") % day
    return _("Besloten door %(who)s, %(when)s.") % {
        "who": notice.decided_by.name if notice.decided_by else "",
        "when": _moment(notice.decided_at) if notice.decided_at else "",
    }


def facts_of(notice: ReturnNotice) -> list[Pair]:
    """List what is known of the notice; nothing of the person."""
    provision = notice.provision
    how = _("buiten Driehoek") if provision.channel == Channel.REGISTERED else _("in Driehoek")
    return [
        Pair(_("Nummer"), provision.number),
        Pair(_("Van"), provision.giver.name),
        Pair(_("Binnengekomen"), f"{long_day(given_on(provision))}, {how}"),
        Pair(_("Verwachte terugkeer"), long_day(notice.returns_on)),
        Pair(_("Waarvoor"), words_of("purpose", provision.purpose)),
        Pair(
            _("Welke gegevens"),
            ", ".join(words_of("data_categories", one) for one in provision.data_categories),
        ),
        Pair(_("Thema"), provision.theme.name),
    ]


def decision_of(notice: ReturnNotice) -> list[Pair]:
    """List what was decided, by whom and until when; empty while nothing was."""
    if notice.measure == Measure.OPEN or notice.decided_at is None:
        return []
    found = [
        Pair(_("Besluit"), str(notice.get_measure_display())),
        Pair(_("Waarom"), notice.measure_words),
        Pair(_("Besloten door"), notice.decided_by.name if notice.decided_by else ""),
        Pair(_("Op"), _moment(notice.decided_at)),
    ]
    if notice.measure_until is not None:
        found.append(Pair(_("Loopt tot"), long_day(notice.measure_until)))
    return found


def dates_of(notice: ReturnNotice) -> list[Pair]:
    """List what happens on which day, from the first day on; nobody can put it off."""
    out, gone = notice.term_ends_on, destroyed_on(given_on(notice.provision))
    open_now = notice.measure == Measure.OPEN
    returns = (
        _("Verwachte terugkeer. Daarvóór besluit de burgemeester.") if open_now else _("Verwachte terugkeer.")
    )
    first = Pair(long_day(notice.returns_on), returns)
    destroyed = Pair(long_day(out), _("De gegevens van de persoon worden vernietigd. De weging blijft."))
    shielded = Pair(
        long_day(out),
        _("Met een maatregel: uit gebruik. Alleen nog te openen voor verantwoording, met een reden."),
    )
    end = Pair(long_day(gone), _("Met een maatregel: de gegevens worden vernietigd. De weging blijft."))
    if notice.measure == Measure.MEASURE:
        return [first, shielded, end]
    if notice.measure == Measure.NONE or notice.provision.state != ProvisionState.RELEASED:
        return [first, destroyed]
    without = Pair(long_day(out), _("Zonder maatregel: de gegevens van de persoon worden vernietigd."))
    return [first, without, shielded, end]


def timeline_of(notice: ReturnNotice, advices: list[Advice], readings: list[PartReading]) -> list[Entry]:
    """Tell what happened, the newest first; who opened the facts too."""
    provision = notice.provision
    told = [Entry(notice.made_at, _("Vastgelegd in Driehoek"))]
    for advice in advices:
        who = {"who": advice.organisation.name}
        told.append(
            Entry(
                advice.asked_at,
                _("Advies gevraagd aan %(who)s") % who,
                source=advice.asked_by.name,
                kind="ask",
            )
        )
        if advice.given_at is not None:
            by = advice.given_by.name if advice.given_by else ""
            told.append(Entry(advice.given_at, _("%(who)s gaf advies") % who, source=by))
    told += [
        Entry(one.at, _("Gegevens van de persoon geopend"), text=one.reason, source=one.person.name)
        for one in readings
    ]
    if notice.decided_at is not None:
        by = notice.decided_by.name if notice.decided_by else ""
        said = str(notice.get_measure_display())
        told.append(
            Entry(notice.decided_at, _("Besloten: %(what)s") % {"what": said}, source=by, kind="decision")
        )
    if provision.ended_at is not None:
        told.append(Entry(provision.ended_at, _("Gegevens van de persoon vernietigd"), kind="decision"))
    return sorted(told, key=lambda entry: entry.when, reverse=True)


def opening_row(reading: PartReading) -> Row:
    """Make a list row for the officer: who opened what was out of use, when and why."""
    return Row(
        title=reading.reason,
        text=_("Bericht %(number)s, geopend door %(who)s")
        % {"number": reading.number, "who": reading.person.name},
        meta=_moment(reading.at),
    )


def stored_now(notice: ReturnNotice) -> list[Change]:
    """List what someone else stored meanwhile."""
    found = [Change(_("Risico voor de openbare orde"), notice.order_risk)]
    if notice.measure != Measure.OPEN:
        found.append(Change(_("Besluit"), str(notice.get_measure_display())))
    return found


def long_day(day: date) -> str:
    """Write a day in full in the reader's language."""
    return formatting.date_long(day, language=formatting.known(get_language()))


def _advice_words(notice: ReturnNotice) -> str:
    asked, answered = getattr(notice, "asked", 0), getattr(notice, "answered", 0)
    if not asked:
        return _("Nog geen advies gevraagd.") if notice.measure == Measure.OPEN else ""
    return ngettext(
        "%(answered)s van %(asked)s advies binnen.", "%(answered)s van %(asked)s adviezen binnen.", asked
    ) % {"answered": answered, "asked": asked}


def _moment(value: datetime) -> str:
    return formatting.moment(value, language=formatting.known(get_language()))
